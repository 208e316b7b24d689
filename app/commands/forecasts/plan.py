"""`funneldesk forecast` of a plan: what a whole scenario comes to, week by week."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from app.commands.common import prepare_simulator, print_json, print_table
from app.commands.forecasts.papers import write_papers
from app.commands.forecasts.wanted import Wanted
from app.scenario_files.format import schema
from app.scenario_files.reading import FiledScenario, read_scenario
from app.scenario_files.telling import as_json as told_as_json
from app.scenario_files.telling import export_trials, result_of
from models.clock import utc_now
from models.language import gettext as _
from models.written_days import day_text
from simulation.questions.asking import Draws
from simulation.questions.staffing import RoleWeeks, staffing_of
from simulation.results import chance_of, spread_of
from simulation.series import index_of
from views.asking.wording import week_spans
from views.charts.numbers import chance, count_with_range, mean_count, percent, span, whole
from views.whatif.outlook import CLIENTS, PlanResult

_PART_WEEKS = 13
_STAFFING_TRIALS = 2_000


def print_schema() -> None:
    """Print what a scenario file may say."""
    print_json(schema())


def tell_file(path: Path, wanted: Wanted) -> None:
    """Run the scenario of a file, and tell what it comes to."""
    tell_plan(read_scenario(path), wanted, None)


def tell_plan(scenario: FiledScenario, wanted: Wanted, ctx: click.Context | None) -> None:
    """Run a scenario, print what it comes to, and write what is wanted of it.

    With `ctx` papers are written in the words and money of its workspace.
    """
    plan = replace(
        scenario.plan,
        trials=scenario.trials if wanted.trials is None else wanted.trials,
        seed=scenario.seed if wanted.seed is None else wanted.seed,
    )
    scenario = replace(scenario, plan=plan)
    prepare_simulator()
    result = result_of(scenario)
    if wanted.as_json:
        print_json(told_as_json(scenario, result))
    else:
        _print(scenario, result)
    if wanted.plot is not None:
        _draw(scenario, result, wanted.plot)
        click.echo(_("Picture: {path}").format(path=wanted.plot), err=wanted.as_json)
    if wanted.export is not None:
        export_trials(result.run, wanted.export)
        click.echo(_("Trials: {path}").format(path=wanted.export), err=wanted.as_json)
    if wanted.papers.wanted:
        write_papers(wanted.papers, plan, ctx, utc_now(), quiet=wanted.as_json)


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
