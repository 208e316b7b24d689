"""`funneldesk import`: bring a file of leads, history, appointments, events or spend in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import msgspec

from app.commands.common import json_option, member_named, print_json, workspace_path
from app.importing.columns.fields import ImportKind
from app.importing.columns.planning import Plan, plan_import, remember
from app.importing.request import ImportRequest
from app.importing.run import ImportOutcome, run_import
from models.errors import KnownError
from models.intake.loading.publishing import index_new_leads
from models.intake.records import Duplicates
from models.language import gettext as _
from models.scoring.rescoring import rescore_all
from models.workspace import Workspace, open_workspace

_KEPT_SHOWN = 20


class UnclearFileError(KnownError):
    """A file can be read in more than one way, and nobody said which."""


@click.command(
    "import",
    help=_("Bring a file in: leads, stage history, past appointments, interest events, spend."),
)
@click.argument("file", type=click.Path(readable=False, path_type=Path))
@click.option("--preset", metavar="NAME", help=_("Read the file as an export of this system."))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ImportKind]),
    help=_("What a row stands for; without it, the columns tell."),
)
@click.option(
    "--map",
    "map_options",
    metavar="COLUMN=FIELD",
    multiple=True,
    help=_("What one column becomes; repeat it for more. FIELD may be custom:NAME or ignore."),
)
@click.option(
    "--value",
    "value_options",
    metavar="FIELD:TEXT=MEANING",
    multiple=True,
    help=_(
        "What a text of the file means, for stage, status, owner, channel or meeting_outcome; "
        "repeat it. A stage may be one of yours, or new:NAME to add it."
    ),
)
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help=_("How to read dates such as 03/04/2026."),
)
@click.option(
    "--decimal",
    type=click.Choice(["comma", "dot"]),
    help=_("Which mark parts decimals in amounts such as 1.234."),
)
@click.option(
    "--duplicates",
    type=click.Choice([choice.value for choice in Duplicates]),
    default=Duplicates.UPDATE.value,
    show_default=True,
    help=_("What becomes of a row whose contact is known already."),
)
@click.option(
    "--member",
    metavar="NAME",
    help=_("Who imports; it is theirs to undo. Without it, history names nobody."),
)
@click.option("--dry-run", is_flag=True, help=_("Say what would happen, and change nothing."))
@json_option
@click.pass_context
def import_command(
    ctx: click.Context,
    file: Path,
    preset: str | None,
    kind: str | None,
    map_options: tuple[str, ...],
    value_options: tuple[str, ...],
    date_order: str | None,
    decimal: str | None,
    duplicates: str,
    member: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import in the terminal."""

    def asked(workspace: Workspace) -> tuple[Plan, ImportRequest]:
        plan = plan_import(
            workspace,
            file,
            preset=preset,
            map_options=map_options,
            value_options=value_options,
            kind=None if kind is None else ImportKind(kind),
        )
        mapping = plan.mapping
        if date_order is not None:
            mapping = msgspec.structs.replace(mapping, date_order=date_order)
        if decimal is not None:
            mapping = msgspec.structs.replace(mapping, decimal_comma=decimal == "comma")
        _refuse_unclear(plan, date_order, decimal)
        return plan, ImportRequest(
            path=file,
            mapping=mapping,
            duplicates=Duplicates(duplicates),
            actor_id=member_named(workspace, member),
            zone=mapping.time_zone or "UTC",
            dry_run=dry_run,
        )

    path = workspace_path(ctx)
    if not path.exists():
        # What is refused, or only rehearsed, must not leave an empty workspace behind.
        with _blank_workspace() as blank:
            plan, request = asked(blank)
            if dry_run:
                _tell(plan, run_import(blank, request), as_json=as_json, dry_run=True)
                return
    with closing(open_workspace(path)) as workspace:
        plan, request = asked(workspace)
        outcome = run_import(workspace, request)
        if outcome.change_id is not None:
            remember(workspace, plan.table.header, request.mapping)
            index_new_leads(workspace)
            rescore_all(workspace)
    _tell(plan, outcome, as_json=as_json, dry_run=dry_run)


@contextmanager
def _blank_workspace() -> Iterator[Workspace]:
    """Open a workspace that goes again."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        closing(open_workspace(Path(folder) / "new.db")) as blank,
    ):
        yield blank


def _refuse_unclear(plan: Plan, date_order: str | None, decimal: str | None) -> None:
    """Refuse what would be guessed at: days that may be months, and thousands that may be none."""
    said = {"date_order": date_order, "decimal_mark": decimal}
    options = {"date_order": "--date-order", "decimal_mark": "--decimal"}
    for question in plan.open_questions:
        if question.code in said and said[question.code] is None:
            raise UnclearFileError(
                _("{question} Say so with {option} {choices}.").format(
                    question=question.sentence,
                    option=options[question.code],
                    choices="|".join(question.choices),
                )
            )


def _tell(plan: Plan, outcome: ImportOutcome, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json(_as_json(outcome))
    else:
        _print(plan, outcome, dry_run=dry_run)


def _as_json(outcome: ImportOutcome) -> dict[str, Any]:
    return {
        **outcome.report.counts(),
        "warnings": outcome.warnings,
        "new_stages": list(outcome.new_stages),
        "error_file": None if outcome.problem_file is None else str(outcome.problem_file),
        "kept_here": [
            {
                "line": kept.line,
                "lead": kept.lead,
                "field": kept.field,
                "here": kept.here,
                "in_file": kept.in_file,
            }
            for kept in outcome.kept_here
        ],
    }


def _print(plan: Plan, outcome: ImportOutcome, *, dry_run: bool) -> None:
    report = outcome.report
    read_as = plan.mapping.preset or (
        _("as remembered for this header") if plan.remembered else _("by the names of its columns")
    )
    click.echo(_("{file} read: {how}").format(file=plan.table.path.name, how=read_as))
    if dry_run:
        click.echo(_("A dry run: nothing was changed. It would be:"))
    for name, count in (
        (_("rows"), report.rows),
        (_("created"), report.created),
        (_("updated"), report.updated),
        (_("skipped"), report.skipped),
        (_("duplicates"), report.duplicates),
        (_("errors"), report.errors),
    ):
        click.echo(f"  {name:<12}{count:>9,}")
    if outcome.new_stages:
        click.echo(_("Stages added: {names}").format(names=", ".join(outcome.new_stages)))
    if outcome.problem_file is not None:
        click.echo(_("Findings by row: {path}").format(path=outcome.problem_file))
    if outcome.kept_here:
        click.echo(_("Changed here since the last import, so left as they are:"))
    for kept in outcome.kept_here[:_KEPT_SHOWN]:
        click.echo(
            _("  line {line}, {lead}: {field} is “{here}” here, “{in_file}” in the file").format(
                line=kept.line,
                lead=kept.lead,
                field=kept.field,
                here=kept.here,
                in_file=kept.in_file,
            )
        )
    if len(outcome.kept_here) > _KEPT_SHOWN:
        click.echo(_("  and {count} more").format(count=len(outcome.kept_here) - _KEPT_SHOWN))
