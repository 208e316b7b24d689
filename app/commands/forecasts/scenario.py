"""`funneldesk scenario`: the plans of the workspace: list, write, take in, compare."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import (
    json_option,
    member_named,
    open_existing,
    prepare_simulator,
    print_json,
    print_table,
)
from models.language import gettext as _

if TYPE_CHECKING:
    from views.asking.scenarios.comparing import Comparison


@click.group(
    "scenario",
    help=_("List the scenarios over weeks of the workspace, write or take in one, compare some."),
)
def scenario_command() -> None:
    """Hold what is done with scenarios together."""


@scenario_command.command("list", help=_("List the scenarios, and what was changed from what."))
@json_option
@click.pass_context
def list_command(ctx: click.Context, as_json: bool) -> None:
    """Print the stored plans."""
    from app.scenario_files.shelf import lineages

    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            found = lineages(session)
    finally:
        workspace.close()
    if as_json:
        print_json(
            [
                {
                    "name": one.row.name,
                    "notes": one.row.notes,
                    "weeks": one.weeks,
                    "saved_at": one.row.saved_at.isoformat(),
                    "changed_from": one.parent_name or None,
                    "changes": list(one.changes),
                    "problem": one.problem or None,
                }
                for one in found
            ]
        )
        return
    if not found:
        click.echo(_("No scenario over weeks is saved yet. Save one on the Forecast page."))
        return
    rows = [
        [
            one.row.name,
            str(one.weeks or ""),
            one.parent_name,
            one.problem or "; ".join(one.changes),
        ]
        for one in found
    ]
    headers = [_("Scenario"), _("Weeks"), _("Changed from"), _("What is different")]
    print_table(headers, rows, words=(0, 2, 3))


@scenario_command.command("export", help=_("Write a scenario as a file for “forecast FILE.json”."))
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def export_command(ctx: click.Context, name: str, file: Path) -> None:
    """Write a stored plan."""
    from app.scenario_files.reading import FiledScenario
    from app.scenario_files.shelf import plan_by_name
    from app.scenario_files.writing import write_scenario

    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            plan = plan_by_name(session, name)
    finally:
        workspace.close()
    write_scenario(FiledScenario(plan), file)
    click.echo(_("“{name}” is written to {file}.").format(name=plan.name, file=file))


@scenario_command.command("import", help=_("Keep a scenario file as a new scenario."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "person", metavar="NAME", help=_("Who takes it in, for the history."))
@click.pass_context
def import_command(ctx: click.Context, file: Path, person: str | None) -> None:
    """Store what a file says."""
    from app.scenario_files.reading import read_scenario
    from app.scenario_files.shelf import keep_imported
    from models.scenarios.saving import open_scenario

    plan = read_scenario(file).plan
    workspace = open_existing(ctx)
    try:
        member = member_named(workspace, person)
        with workspace.write(member) as session:
            name = open_scenario(session, keep_imported(session, plan, file.stem)).name
    finally:
        workspace.close()
    click.echo(_("“{name}” is kept; “funneldesk undo” takes it back.").format(name=name))


@scenario_command.command(
    "compare", help=_("Compare two to four scenarios with the first, on the same chance.")
)
@click.argument("names", nargs=-1, required=True, metavar="NAME OTHER [OTHER ...]")
@click.option("--trials", type=click.IntRange(100, 100_000), default=2_000, show_default=True)
@json_option
@click.pass_context
def compare_command(ctx: click.Context, names: tuple[str, ...], trials: int, as_json: bool) -> None:
    """Compare stored plans."""
    from app.scenario_files.shelf import plan_by_name
    from views.asking.scenarios.comparing import MOST, compared

    if not 2 <= len(names) <= MOST:
        raise click.UsageError(_("Name two to four scenarios."))
    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            plans = tuple(plan_by_name(session, name) for name in names)
    finally:
        workspace.close()
    prepare_simulator()
    found = compared(plans, trials=trials)
    if as_json:
        print_json(_object(found))
    else:
        _print(found)


def _object(found: "Comparison") -> dict[str, Any]:
    return {
        "weeks": found.weeks,
        "trials": found.trials,
        "scenarios": [
            {
                "name": side.name,
                **{measure: asdict(spread) for measure, spread in side.totals.items()},
                "against_the_first": {
                    measure: asdict(difference) for measure, difference in side.against.items()
                },
            }
            for side in found.sides
        ],
        "differing": [list(changes) for changes in found.differing],
    }


def _print(found: "Comparison") -> None:
    from views.asking.scenarios.comparing import beats_words
    from views.charts.numbers import count_with_range

    first = found.sides[0]
    for side in found.sides[1:]:
        click.echo(beats_words(side, first))
    rows = [
        [
            side.name,
            *(
                count_with_range(spread.mean, spread.p10, spread.p90)
                for spread in (side.totals["clients"], side.totals["revenue"], side.totals["cash"])
            ),
        ]
        for side in found.sides
    ]
    print_table([_("Scenario"), _("Clients"), _("Revenue"), _("Cash")], rows)
    for side, changes in zip(found.sides[1:], found.differing, strict=True):
        click.echo(
            _("{name} differs from {first}: {changes}.").format(
                name=side.name, first=first.name, changes="; ".join(changes) or _("in nothing")
            )
        )
    said = _("In {weeks} weeks: mean and 8 of 10 cases; {trials} cases, the same for each.")
    click.echo(said.format(weeks=found.weeks, trials=found.trials))
