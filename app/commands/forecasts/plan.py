"""`funneldesk forecast FILE.json`: what a whole scenario comes to, week by week."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from app.commands.common import print_json, print_table
from app.scenario_files.format import schema
from app.scenario_files.reading import FiledScenario, read_scenario
from app.scenario_files.telling import as_json as told_as_json
from app.scenario_files.telling import export_trials, result_of
from models.language import gettext as _
from models.written_days import day_text
from simulation.questions.asking import Draws
from simulation.questions.staffing import RoleWeeks, staffing_of
from simulation.results import chance_of, spread_of
from simulation.series import index_of
from views.asking.wording import week_spans
from views.charts.numbers import chance, count_with_range, mean_count, percent, span, whole
from views.whatif.content import Plan
from views.whatif.outlook import CLIENTS, PlanResult

_PART_WEEKS = 13
_STAFFING_TRIALS = 2_000


def print_schema() -> None:
    """Print what a scenario file may say."""
    print_json(schema())


def forecast_file(
    path: Path,
    trials: int | None,
    seed: int | None,
    *,
    plot: Path | None,
    export: Path | None,
    as_json: bool,
) -> Plan:
    """Run the scenario of a file, tell what it comes to, and return it as it was run."""
    return tell_forecast(
        read_scenario(path), trials, seed, plot=plot, export=export, as_json=as_json
    )


def tell_forecast(
    scenario: FiledScenario,
    trials: int | None,
    seed: int | None,
    *,
    plot: Path | None,
    export: Path | None,
    as_json: bool,
) -> Plan:
    """Run a scenario, with other trials or another seed if they are given, and tell of it.

    Returns the plan as it was run.
    """
    plan = replace(
        scenario.plan,
        trials=scenario.trials if trials is None else trials,
        seed=scenario.seed if seed is None else seed,
    )
    scenario = replace(scenario, plan=plan)
    result = result_of(scenario)
    if as_json:
        print_json(told_as_json(scenario, result))
    else:
        _print(scenario, result)
    if plot is not None:
        _draw(scenario, result, plot)
        click.echo(_("Picture: {path}").format(path=plot), err=as_json)
    if export is not None:
        export_trials(result.run, export)
        click.echo(_("Trials: {path}").format(path=export), err=as_json)
    return plan


def _print(scenario: FiledScenario, result: PlanResult) -> None:
    run = result.run
    network, index = run.network, index_of(run.network)
    clients = result.series(CLIENTS).sum(axis=0)
    spread = spread_of(clients)
    sentence = _("{range} clients in {weeks} weeks (8 of 10 cases), {mean} on average").format(
        range=span(spread.p10, spread.p90), weeks=network.weeks, mean=mean_count(spread.mean)
    )
    if scenario.name:
        sentence = f"{scenario.name}: {sentence}"
    if scenario.target is not None:
        share = chance_of(clients, scenario.target).share
        sentence += _("; {chance} for {target} or more").format(
            chance=chance(share), target=whole(scenario.target)
        )
    click.echo(sentence + ".")
    rows = []
    for place, stage in enumerate(network.stages):
        found = spread_of(run.total_of(index.entered(place)))
        figures = (found.p5, found.p10, found.p50, found.p90, found.p95)
        rows.append([stage.name, mean_count(found.mean), *(whole(figure) for figure in figures)])
    print_table([_("Stage"), _("Mean"), "P5", "P10", "P50", "P90", "P95"], rows)
    bands = result.fan(CLIENTS, cumulative=True).bands
    parts = []
    for begin in range(0, network.weeks, _PART_WEEKS):
        last = min(begin + _PART_WEEKS, network.weeks) - 1
        ranges = count_with_range(bands.mean[last], bands.at(10)[last], bands.at(90)[last])
        parts.append([_until(scenario, last), ranges])
    print_table([_("Clients so far, until"), _("Mean (P10-P90)")], parts)
    staffing = staffing_of(network, Draws(min(run.trials, _STAFFING_TRIALS), run.seed))
    if staffing:
        print_table(
            [_("Role"), _("Busy"), _("Waiting at the end"), _("Leads wait in weeks")],
            [_role_row(scenario, one) for one in staffing],
            words=(0, 3),
        )
    click.echo(_("{trials} cases, seed {seed}.").format(trials=whole(run.trials), seed=run.seed))


def _until(scenario: FiledScenario, week: int) -> str:
    begins = scenario.network.starts_on
    if begins is None:
        return _("week {week}").format(week=week + 1)
    return day_text(begins + timedelta(weeks=week, days=6))


def _role_row(scenario: FiledScenario, role: RoleWeeks) -> list[str]:
    return [
        scenario.network.roles[role.role].name,
        percent(float(role.utilisation.mean())),
        mean_count(float(role.queue[-1])),
        week_spans(role.binding_weeks) or _("none"),
    ]


def _draw(scenario: FiledScenario, result: PlanResult, path: Path) -> None:
    from app.offscreen import offscreen_application, write_picture
    from views.charts.fan import FanDrawing, fan_picture
    from views.theme import make_theme

    bands = result.fan(CLIENTS, cumulative=True).bands
    low, lower, middle, upper, high = (bands.at(at).tolist() for at in (10, 25, 50, 75, 90))
    drawing = FanDrawing(
        title=scenario.name or _("Clients so far"),
        unit=_("clients so far: median, half of the cases, 8 of 10 cases"),
        labels=[_until(scenario, week) for week in range(result.weeks)],
        p10=low,
        p25=lower,
        p50=middle,
        p75=upper,
        p90=high,
        target=scenario.target,
    )
    with offscreen_application():
        write_picture(fan_picture(drawing, make_theme("light")), path)
