"""`funneldesk forecast`: what a batch of MQLs becomes, as a range."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from app.commands.common import (
    json_option,
    open_existing,
    plan_of_today,
    prepare_simulator,
    print_json,
    print_table,
)
from app.commands.forecasts.papers import Papers, check_papers, write_papers
from app.forecasting import as_json as forecast_json
from app.forecasting import summary_of, with_rates
from models.clock import utc_now
from models.language import gettext as _
from simulation.assumptions import LEADS_LIMIT
from simulation.engine import TRIALS_LIMIT
from simulation.randomness import SEED_LIMIT
from views.forecast.content import ScenarioContent, house_content
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
    rates: str | None,
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
    check_papers(papers)
    if plot is not None and plot.suffix.lower() != ".png":
        raise click.BadParameter(
            _("{file} does not end in .png.").format(file=plot.name), param_hint="--plot"
        )
    if schema or file is not None:
        from app.commands.forecasts.plan import forecast_file, print_schema

        if schema:
            print_schema()
        elif file is not None:
            if today or scenario is not None or mqls is not None or rates is not None:
                raise click.UsageError(
                    _("FILE.json says it all; no other scenario, batch or rates go with it.")
                )
            prepare_simulator()
            told = forecast_file(file, trials, seed, plot=plot, export=export, as_json=as_json)
            if papers.wanted:
                write_papers(papers, told, None, utc_now(), quiet=as_json)
        return
    if today and scenario is not None:
        raise click.UsageError(_("Start from --today or from --scenario, not from both."))
    stored: ScenarioContent | Plan = house_content()
    if today or scenario is not None:
        stored = _today(ctx) if scenario is None else _stored(ctx, scenario)
    if isinstance(stored, Plan):
        from app.commands.forecasts.plan import tell_forecast
        from app.scenario_files.reading import FiledScenario

        if mqls is not None or rates is not None:
            raise click.UsageError(
                _("“{name}” runs over weeks; --mqls and --rates do not go with it.").format(
                    name=stored.name
                )
            )
        prepare_simulator()
        told = tell_forecast(
            FiledScenario(stored), trials, seed, plot=plot, export=export, as_json=as_json
        )
        if papers.wanted:
            write_papers(papers, told, ctx, utc_now(), quiet=as_json)
        return
    if papers.wanted:
        raise click.UsageError(
            _("--report, --series and --charts go with a scenario over weeks, not with a batch.")
        )
    if export is not None:
        raise click.UsageError(_("--export goes with FILE.json."))
    content = stored
    content = replace(
        content,
        mqls=content.mqls if mqls is None else mqls,
        trials=content.trials if trials is None else trials,
        seed=content.seed if seed is None else seed,
    )
    if rates is not None:
        content = with_rates(content, rates)
    prepare_simulator()
    if as_json:
        print_json(forecast_json(summary_of(content)))
    else:
        print_forecast(content)
    if plot is not None:
        draw(content, plot)
        click.echo(_("Picture: {path}").format(path=plot), err=as_json)


def print_forecast(content: ScenarioContent) -> None:
    """Print a forecast for people: the sentence first, then its proof."""
    from views.charts.numbers import mean_count, percent, whole
    from views.forecast.outlook import look_ahead
    from views.forecast.sentences import cases_text, evidence_text, result_sentence, target_sentence

    outlook = look_ahead(content)
    click.echo(result_sentence(outlook))
    click.echo(target_sentence(outlook) + ".")
    evidence = [
        evidence_text(rate, span)
        for rate, span in zip(content.rates, outlook.intervals, strict=True)
    ]
    rates = ["", *(percent(rate.rate) for rate in content.rates)]
    rows = [
        [
            stage.name,
            rate,
            mean_count(stage.mean),
            *(whole(count) for count in (stage.p5, stage.p10, stage.p50, stage.p90, stage.p95)),
            known,
        ]
        for stage, rate, known in zip(outlook.main.stages, rates, ["", *evidence], strict=True)
    ]
    headers = [_("Stage"), _("Rate"), _("Mean"), "P5", "P10", "P50", "P90", "P95", _("Evidence")]
    print_table(headers, rows, words=(0, 8))
    click.echo(cases_text(content) + ".")


def draw(content: ScenarioContent, path: Path) -> None:
    """Draw a forecast into a picture; needs no display."""
    from app.offscreen import offscreen_application, write_picture
    from views.forecast.drawings import forecast_picture
    from views.forecast.outlook import look_ahead
    from views.theme import make_theme

    outlook = look_ahead(content)
    with offscreen_application():
        write_picture(forecast_picture(outlook, make_theme("light")), path)


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
