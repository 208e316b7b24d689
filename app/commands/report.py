"""`funneldesk report`: the reports of meetings and of the funnel, as text, JSON or PDF."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.commands.common import json_option, open_existing, print_json, print_table
from app.commands.values import DAY
from models.language import gettext as _
from views.reports.desk import USUAL_DAYS

if TYPE_CHECKING:
    from models.reporting.asked import Asked
    from views.reports.content import Cell, Told

_QUESTIONS: Final = {
    "handoff": ("symptoms", "handed", "answering", "departing"),
    "review": ("symptoms", "funnel", "handed", "departing", "waiting"),
    "funnel": ("funnel",),
}


@click.command(
    "report",
    help=_(
        "Print the weekly handoff report, the quarterly review of the definitions, or the funnel; "
        "with -o, write it as PDF."
    ),
)
@click.argument("kind", type=click.Choice(list(USUAL_DAYS)))
@click.option(
    "--from", "first", type=DAY, metavar="DATE", help=_("The first day, such as 2026-11-02.")
)
@click.option("--to", "last", type=DAY, metavar="DATE", help=_("The last day; without it today."))
@click.option("--by", metavar="DIVISION", help=_("What the funnel is divided by: channel, grade."))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.pdf",
    help=_("Write the document here."),
)
@json_option
@click.pass_context
def report_command(
    ctx: click.Context,
    kind: str,
    first: date | None,
    last: date | None,
    by: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Print a report, and write it where a file is named."""
    from app.documents.report_kinds import manuscript_of
    from app.documents.report_parts import told_of
    from app.documents.typesetting import write_pdf

    with closing(open_existing(ctx)) as workspace:
        at = workspace.clock()
        asked = _asked(kind, first, last)
        divisions = {"funnel": _division(by)} if by else {}
        with workspace.read() as session:
            told = {
                code: told_of(session, asked, at, code, divisions.get(code))
                for code in _QUESTIONS[kind]
            }
            if output is not None:
                made = manuscript_of(kind, session, workspace.path.stem, asked, at)
    if as_json:
        print_json(
            {
                "report": kind,
                "from": asked.first.isoformat(),
                "to": asked.last.isoformat(),
                "zone": asked.zone,
                **{code: as_data(one) for code, one in told.items()},
            }
        )
    elif output is None:
        _print(told)
    if output is not None:
        write_pdf(made, output)
        click.echo(_("Document: {path}").format(path=output), err=as_json)


def as_data(told: "Told") -> dict[str, object]:
    """Return an answer as plain data: its sentence and rows; shares with their ranges."""
    return {
        "sentence": told.sentence,
        "rows": [
            {
                column.code: _value(cell)
                for column, cell in zip(told.columns, line.cells, strict=True)
            }
            for line in told.lines
            if not line.is_sum
        ],
    }


def _value(cell: "Cell") -> object:
    if cell.low is None and cell.high is None:
        return cell.value
    return {"value": cell.value, "low": cell.low, "high": cell.high, "text": cell.text}


def _asked(kind: str, first: date | None, last: date | None) -> "Asked":
    from app.local_time import local_now, local_zone
    from models.reporting.asked import asked_about

    until = last or local_now().date()
    begin = first or until - timedelta(days=USUAL_DAYS[kind] - 1)
    return asked_about(begin, until, local_zone())


def _division(by: str) -> str:
    from views.reports.questions import question_of

    known = [code for code, _words in question_of("funnel").divisions]
    if by not in known:
        raise click.BadParameter(
            _("The funnel is not divided by “{by}”. Choose one of: {known}.").format(
                by=by, known=", ".join(known)
            ),
            param_hint="--by",
        )
    return by


def _print(told: "dict[str, Told]") -> None:
    from views.reports.questions import question_of

    for place, (code, one) in enumerate(told.items()):
        if place:
            click.echo()
        click.echo(question_of(code).title)
        click.echo(one.sentence)
        if one.lines:
            print_table(
                tuple(column.title for column in one.columns),
                (tuple(cell.text for cell in line.cells) for line in one.lines),
            )
