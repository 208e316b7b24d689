"""`funneldesk calendar`: when closers are busy comes in, a person's appointments go out."""

from contextlib import closing
from pathlib import Path

import click

from app.commands.common import json_option, member_named, open_existing, print_json
from app.files import written_whole
from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext

_member = click.option(
    "--member", "name", required=True, metavar="NAME", help=_("The person whose calendar it is.")
)


@click.group("calendar", help=_("Read when closers are busy; write a person's appointments."))
def calendar_command() -> None:
    """Hold the two directions."""


@calendar_command.command(
    "import", help=_("Read from an .ics file when somebody is busy; the same name replaces it.")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_member
@json_option
@click.pass_context
def import_command(ctx: click.Context, file: Path, name: str, as_json: bool) -> None:
    """Read a calendar file in the terminal."""
    from app.calendars.busy_reading import read_busy_file
    from app.calendars.taking_in import import_calendar

    with closing(open_existing(ctx)) as workspace:
        member = member_named(workspace, name)
        if member is None:
            raise click.UsageError(_("Name the person with --member."))
        at = workspace.clock()
        times = import_calendar(
            workspace, None, member, file, lambda path, whose: read_busy_file(path, whose, at)
        )
    if times is None:
        return
    if as_json:
        print_json({
            "member": name,
            "file": file.name,
            "busy_times": len(times.spans),
            "problems": list(times.problems),
            "unreadable": times.unreadable,
        })  # fmt: skip
    else:
        words = ngettext("{count} busy time read.", "{count} busy times read.", len(times.spans))
        click.echo(words.format(count=len(times.spans)))
        for problem in times.problems:
            click.echo(f"  {problem}")
    if times.unreadable:
        raise KnownError(
            _("{name} could not be read: {why} The time counts as unknown.").format(
                name=file.name, why=times.unreadable
            )
        )


@calendar_command.command("export", help=_("Write a person's appointments as an .ics file."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_member
@json_option
@click.pass_context
def export_command(ctx: click.Context, file: Path, name: str, as_json: bool) -> None:
    """Write appointments in the terminal."""
    from app.calendars.drawing import appointments_file
    from models.calendars.persons_meetings import meetings_of_person

    with closing(open_existing(ctx)) as workspace:
        member = member_named(workspace, name)
        if member is None:
            raise click.UsageError(_("Name the person with --member."))
        with workspace.read() as session:
            meetings = meetings_of_person(session, member)
        data = appointments_file(name, meetings, workspace.clock())
    target = file if file.suffix else file.with_suffix(".ics")
    with written_whole(target) as written:
        written.write(data)
    if as_json:
        print_json({"member": name, "appointments": len(meetings), "file": str(target)})
    else:
        words = ngettext(
            "{count} appointment in {file}", "{count} appointments in {file}", len(meetings)
        )
        click.echo(words.format(count=len(meetings), file=target))
