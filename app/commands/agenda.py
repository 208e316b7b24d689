"""`funneldesk agenda`: what a person has on a day or in a week, as text, JSON or PDF."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import json_option, member_named, open_existing, print_json
from app.commands.values import DAY
from models.clock import utc_now
from models.language import gettext as _

if TYPE_CHECKING:
    from app.documents.agenda import Agenda

_WEEK_DAYS = 7


@click.command("agenda", help=_("Print a person's meetings of a day or a week, or write a PDF."))
@click.argument("pdf", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--member", metavar="NAME", required=True, help=_("Whose meetings."))
@click.option(
    "--day", type=DAY, metavar="DATE", help=_("The day, such as 2026-11-02; without it today.")
)
@click.option(
    "--week", type=DAY, metavar="DATE", help=_("The week, from Monday on, that holds this day.")
)
@json_option
@click.pass_context
def agenda_command(
    ctx: click.Context,
    pdf: Path | None,
    member: str,
    day: date | None,
    week: date | None,
    as_json: bool,
) -> None:
    """Print the agenda, and write it where a file is named."""
    from app.documents.agenda import as_data, manuscript_of, read_agenda
    from models.appointments.calendar_page import calendar_zone
    from models.wall_time import local_day

    if day is not None and week is not None:
        raise click.UsageError(_("Name a day or a week, not both."))
    at = utc_now()
    with closing(open_existing(ctx)) as workspace:
        member_id = member_named(workspace, member)
        if member_id is None:
            raise click.UsageError(_("Name whose meetings are wanted."))
        with workspace.read() as session:
            first = week or day or local_day(at, calendar_zone(session, member_id))
            if week is not None:
                first -= timedelta(days=first.weekday())
            count = 1 if week is None else _WEEK_DAYS
            agenda = read_agenda(session, workspace.path.stem, member_id, first, count, at)
    if as_json:
        print_json(as_data(agenda))
    elif pdf is None:
        print_agenda(agenda)
    if pdf is not None:
        from app.documents.typesetting import write_pdf

        write_pdf(manuscript_of(agenda), pdf)
        click.echo(_("Document: {path}").format(path=pdf), err=as_json)


def print_agenda(agenda: "Agenda") -> None:
    """Print each day with its meetings, in the person's own time."""
    from app.documents.meeting_words import state_words
    from views.calendar.words import span_words, whole_day_words

    for one in agenda.days:
        click.echo(whole_day_words(one.day) + (f" ({one.away})" if one.away else ""))
        if not one.meetings:
            click.echo("  " + _("No meetings."))
        for page in one.meetings:
            meeting = page.meeting
            time = span_words(meeting.starts_at, meeting.ends_at, agenda.zone)
            who = ", ".join(x for x in (meeting.who, meeting.company, meeting.purpose) if x)
            click.echo(f"  {time}  {who} ({state_words(meeting.state)}, {meeting.id})")
