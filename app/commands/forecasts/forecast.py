"""`funneldesk forecast`: what a batch of MQLs becomes, or a plan over weeks, as a range."""

from contextlib import closing
from pathlib import Path

import click

from app.commands.common import json_option, open_existing, plan_of_today
from app.commands.forecasts.wanted import Papers, Wanted
from app.commands.values import RATES
from models.clock import utc_now
from models.language import gettext as _
from simulation.assumptions import LEADS_LIMIT
from simulation.engine import TRIALS_LIMIT
from simulation.randomness import SEED_LIMIT
from views.forecast.content import RateContent, ScenarioContent, house_content
from views.whatif.content import Plan


@click.command(
    "forecast",
    help=_(
        "Say what a batch of MQLs becomes. Without options: the house example, 200 MQLs, whose "
        "rates are 60/200, 30/60, 15/30, 8/15 and 3/8. With FILE.json: what a whole scenario comes "
        "to, week by week, with people, delays and money."
    ),
)
@click.argument(
    "file",
    required=False,
    metavar="[FILE.json]",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--schema", is_flag=True, help=_("Print the JSON schema of FILE.json, and stop."))
@click.option(
    "--export",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write the raw trials of FILE.json: all arrays as .npz, or the totals as .csv."),
)
@click.option("--scenario", metavar="NAME", help=_("Start from a scenario of the workspace."))
@click.option("--mqls", type=click.IntRange(0, LEADS_LIMIT), help=_("The size of the batch."))
@click.option(
    "--rates",
    type=RATES,
    metavar="A,B,...",
    help=_("One rate for each passage, in funnel order: 0.3, 30% or 8/15."),
)
@click.option("--trials", type=click.IntRange(1, TRIALS_LIMIT), help=_("How often to simulate it."))
@click.option("--seed", type=click.IntRange(0, SEED_LIMIT), help=_("Where chance begins."))
@click.option(
    "--plot",
    metavar="FILE.png",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Draw the funnel and the distribution of clients into this picture."),
)
@click.option(
    "--today", is_flag=True, help=_("Start from the workspace as it is today, over 52 weeks.")
)
@click.option(
    "--report",
    metavar="FILE.pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write a report of a scenario over weeks: one page, or all with --full."),
)
@click.option("--full", is_flag=True, help=_("The report with all charts and assumptions."))
@click.option(
    "--series",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write every week of every measure as .xlsx or .csv."),
)
@click.option(
    "--charts",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Draw all charts of a scenario over weeks into a folder, as SVG and PNG."),
)
@json_option
@click.pass_context
def forecast_command(
    ctx: click.Context,
    file: Path | None,
    schema: bool,
    export: Path | None,
    scenario: str | None,
    mqls: int | None,
    rates: tuple[RateContent, ...] | None,
    trials: int | None,
    seed: int | None,
    plot: Path | None,
    today: bool,
    report: Path | None,
    full: bool,
    series: Path | None,
    charts: Path | None,
    as_json: bool,
) -> None:
    """Forecast in the terminal."""
    papers = Papers(report, full, series, charts)
    wanted = Wanted(trials, seed, plot, export, papers, as_json)
    wanted.check()
    if schema:
        from app.commands.forecasts.plan import print_schema

        print_schema()
    elif file is not None:
        if today or scenario is not None or mqls is not None or rates is not None:
            raise click.UsageError(
                _("FILE.json says it all; no other scenario, batch or rates go with it.")
            )
        from app.commands.forecasts.plan import tell_file

        tell_file(file, wanted)
    else:
        begun = _begun(ctx, scenario, today=today)
        if isinstance(begun, Plan):
            _tell_plan(begun, wanted, ctx, of_a_batch=mqls is not None or rates is not None)
        else:
            _tell_batch(begun, wanted, mqls, rates)


def _begun(ctx: click.Context, scenario: str | None, *, today: bool) -> ScenarioContent | Plan:
    """Return what the forecast starts from: the workspace's, or else the house example."""
    if scenario is None:
        return _today(ctx) if today else house_content()
    if today:
        raise click.UsageError(_("Start from --today or from --scenario, not from both."))
    return _stored(ctx, scenario)


def _tell_plan(plan: Plan, wanted: Wanted, ctx: click.Context, *, of_a_batch: bool) -> None:
    if of_a_batch:
        raise click.UsageError(
            _("“{name}” runs over weeks; --mqls and --rates do not go with it.").format(
                name=plan.name
            )
        )
    from app.commands.forecasts.plan import tell_plan
    from app.scenario_files.reading import FiledScenario

    tell_plan(FiledScenario(plan), wanted, ctx)


def _tell_batch(
    content: ScenarioContent,
    wanted: Wanted,
    mqls: int | None,
    rates: tuple[RateContent, ...] | None,
) -> None:
    if wanted.papers.wanted:
        raise click.UsageError(
            _("--report, --series and --charts go with a scenario over weeks, not with a batch.")
        )
    if wanted.export is not None:
        raise click.UsageError(_("--export goes with FILE.json."))
    from app.commands.forecasts.batch import changed, tell_batch

    tell_batch(changed(content, wanted, mqls, rates), wanted)


def _today(ctx: click.Context) -> Plan:
    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        return plan_of_today(session, utc_now())


def _stored(ctx: click.Context, name: str) -> ScenarioContent | Plan:
    from app.desk.plans.scenarios import content_by_name
    from app.scenario_files.shelf import holds_plan, plan_in
    from models.scenarios.saving import scenario_by_name

    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            found = scenario_by_name(session, name)
            if found is not None and holds_plan(found):
                return plan_in(found)
            return content_by_name(session, name)
    finally:
        workspace.close()
