"""`funneldesk money`: what a scenario over weeks costs and brings."""

import math
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import (
    json_option,
    open_existing,
    plan_of_today,
    prepare_simulator,
    print_json,
    print_table,
)
from models.clock import utc_now
from models.language import gettext as _
from simulation.engine import TRIALS_LIMIT

if TYPE_CHECKING:
    from views.money.reckoning import MoneyBasis, MoneyView
    from views.whatif.content import Plan

_TRIALS = 2_000


@click.command(
    "money",
    help=_(
        "Say what a scenario over weeks costs and brings: for each lead, meeting and client, by "
        "quarter, and what each channel and campaign returns."
    ),
)
@click.argument(
    "file",
    required=False,
    metavar="[FILE.json]",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--scenario", metavar="NAME", help=_("A scenario of the workspace."))
@click.option("--today", is_flag=True, help=_("The workspace as it is today, over 52 weeks."))
@click.option("--trials", type=click.IntRange(1, TRIALS_LIMIT), default=_TRIALS, show_default=True)
@json_option
@click.pass_context
def money_command(
    ctx: click.Context,
    file: Path | None,
    scenario: str | None,
    today: bool,
    trials: int,
    as_json: bool,
) -> None:
    """Print the money of a plan."""
    from views.money.reckoning import reckon
    from views.whatif.outlook import look_ahead

    if [file is not None, scenario is not None, today].count(True) != 1:
        raise click.UsageError(_("Name one of FILE.json, --scenario and --today."))
    plan, basis = _read(ctx, file, scenario)
    prepare_simulator()
    result = look_ahead(replace(plan, trials=trials))
    view = reckon(result, basis)
    if as_json:
        print_json(_without_infinite(_as_json(view)))
    else:
        _print(view, basis.currency)


def _read(ctx: click.Context, file: Path | None, scenario: str | None) -> "tuple[Plan, MoneyBasis]":
    from views.money.reckoning import MoneyBasis

    if file is not None:
        from app.scenario_files.reading import read_scenario

        return read_scenario(file).plan, MoneyBasis()
    from app.money.basis import read_basis
    from app.scenario_files.shelf import plan_by_name

    now = utc_now()
    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        named = None if scenario is None else plan_by_name(session, scenario)
        plan = named or plan_of_today(session, now)
        return plan, read_basis(session, plan, now)


def _print(view: "MoneyView", currency: str) -> None:
    from views.money.money_rows import (
        cash_headings,
        cash_rows,
        cost_headings,
        cost_rows,
        return_headings,
        return_rows,
    )
    from views.money.words import money_sentence, response_sentence, returns_sentence

    click.echo(money_sentence(view, currency))
    for headings, rows in (
        (cost_headings(), cost_rows(view)),
        (cash_headings(), cash_rows(view)),
        (return_headings(), return_rows(view)),
    ):
        print_table(headings, [row.cells for row in rows])
    click.echo(returns_sentence(view, currency))
    click.echo(response_sentence(view, currency))


def _as_json(view: "MoneyView") -> dict[str, Any]:
    return {
        "costs": [
            {"stage": name, **asdict(cost)}
            for name, cost in zip(view.stage_names, view.costs, strict=True)
        ],
        "payback": asdict(view.payback),
        "periods": [asdict(one) for one in view.periods],
        "returns": [
            {"name": name} | {key: it for key, it in asdict(one).items() if key != "effort"}
            for name, one in zip(view.effort_names, view.returns, strict=True)
        ],
        "slower_answers": None if view.response is None else asdict(view.response),
    }


def _without_infinite(told: Any) -> Any:
    """Return the same with null for what nobody knows: JSON has no infinite numbers."""
    if isinstance(told, dict):
        return {name: _without_infinite(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_without_infinite(value) for value in told]
    return None if isinstance(told, float) and not math.isfinite(told) else told
