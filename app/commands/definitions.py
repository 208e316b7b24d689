"""`funneldesk definitions`: what marketing and sales agreed on, as text, JSON or a PDF to sign."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import json_option, member_named, open_existing, print_json
from models.language import gettext as _
from models.written_days import day_text

if TYPE_CHECKING:
    from app.documents.agreement import Agreement


@click.command("definitions", help=_("Print the definitions and SLA, or write them as PDF."))
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the document to sign.")
)
@click.option("--version", "number", type=int, help=_("A past version instead of that in force."))
@click.option("--versions", "listed", is_flag=True, help=_("List the versions instead."))
@click.option(
    "--set",
    "terms",
    multiple=True,
    metavar="TERM=VALUE",
    help=_("Write the next version with another value of a term; may be repeated."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what setting the terms would do."))
@click.option("--member", metavar="NAME", help=_("Who sets the terms."))
@click.option("--note", default="", help=_("Why; it stands with the version."))
@json_option
@click.pass_context
def definitions_command(
    ctx: click.Context,
    pdf: Path | None,
    number: int | None,
    listed: bool,
    terms: tuple[str, ...],
    dry_run: bool,
    member: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Print a version, list them all, or write the next one with other terms."""
    from app.commands.definitions_changing import asked_terms, change_terms, print_versions
    from app.documents.agreement import read_agreement

    if listed or terms:
        with closing(open_existing(ctx)) as workspace:
            if listed:
                print_versions(workspace, as_json=as_json)
                return
            change_terms(
                workspace,
                member_named(workspace, member),
                asked_terms(terms),
                note=note,
                dry_run=dry_run,
                as_json=as_json,
            )
        return
    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        agreement = read_agreement(session, workspace.path.stem, number)
    if as_json:
        print_json(as_data(agreement))
    elif pdf is None:
        print_agreement(agreement)
    if pdf is not None:
        from app.documents.phrases import manuscript_of
        from app.documents.typesetting import write_pdf

        write_pdf(manuscript_of(agreement), pdf)
        click.echo(_("Document: {path}").format(path=pdf), err=as_json)


def as_data(agreement: "Agreement") -> dict[str, object]:
    """Return a version as plain data, with days and instants in ISO form."""
    review = agreement.review_on
    return {
        **asdict(agreement),
        "written_at": agreement.written_at.isoformat(),
        "review_on": None if review is None else review.isoformat(),
    }


def print_agreement(agreement: "Agreement") -> None:
    """Print all that the version says, in the order of the document."""
    from models.definitions.terms import TERMS

    version = _("Version {number}, written on {day}").format(
        number=agreement.number, day=day_text(agreement.written_at.date())
    )
    click.echo(f"{version}. {agreement.note}".strip())
    for number, stage in enumerate(agreement.stages, 1):
        click.echo(f"\n{number} {stage.name} ({stage.owner}): {stage.trigger}")
        for requirement in stage.gate:
            click.echo(f"  - {requirement}")
    click.echo("\n" + _("Scoring"))
    for rule in agreement.rules:
        click.echo(f"  {rule.points:+5} {rule.side.value}: {rule.sentence}")
    click.echo("\n" + _("Terms"))
    for code, value in agreement.terms.items():
        click.echo(f"  {TERMS[code].words()}: {value} {TERMS[code].unit()} ({code})")
    click.echo("\n" + _("Reasons"))
    for name, code in agreement.reasons:
        click.echo(f"  {name} ({code})")
    print_desk(agreement)


def print_desk(agreement: "Agreement") -> None:
    """Print what the desk works by; a version from before there was any of it has none."""
    from models.vocabulary import label

    if agreement.outcomes:
        click.echo("\n" + _("Touch outcomes"))
    for outcome in agreement.outcomes:
        follows = outcome.follows or _("Nothing more.")
        click.echo(f"  {outcome.name} ({outcome.outcome}): {follows}")
    if agreement.meeting_gates:
        click.echo("\n" + _("Meeting gates"))
    for gate in agreement.meeting_gates:
        click.echo(f"  {gate.name} ({gate.gate})")
        for asked in gate.asks_for:
            click.echo(f"    - {asked}")
    if agreement.roles:
        click.echo("\n" + _("Roles"))
    for role in agreement.roles:
        duty = _("duty: {duty}").format(duty=label(role.duty))
        click.echo(f"  {role.name} ({role.code}), {duty}")
