"""`funneldesk forecast` of one batch: the sentence first, then its proof."""

from dataclasses import replace
from pathlib import Path

import click

from app.commands.common import prepare_simulator, print_json, print_table
from app.commands.forecasts.wanted import Wanted
from app.forecasting import as_json, summary_of, with_rates
from models.language import gettext as _
from views.forecast.content import RateContent, ScenarioContent


def changed(
    content: ScenarioContent,
    wanted: Wanted,
    mqls: int | None,
    rates: tuple[RateContent, ...] | None,
) -> ScenarioContent:
    """Return the batch with what was typed in place of what it says."""
    typed = replace(
        content,
        mqls=content.mqls if mqls is None else mqls,
        trials=content.trials if wanted.trials is None else wanted.trials,
        seed=content.seed if wanted.seed is None else wanted.seed,
    )
    return typed if rates is None else with_rates(typed, rates)


def tell_batch(content: ScenarioContent, wanted: Wanted) -> None:
    """Simulate a batch, print what it becomes, and draw it if a picture is wanted."""
    prepare_simulator()
    if wanted.as_json:
        print_json(as_json(summary_of(content)))
    else:
        print_forecast(content)
    if wanted.plot is not None:
        _draw(content, wanted.plot)
        click.echo(_("Picture: {path}").format(path=wanted.plot), err=wanted.as_json)


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


def _draw(content: ScenarioContent, path: Path) -> None:
    from app.offscreen import offscreen_application, write_picture
    from views.forecast.drawings import forecast_picture
    from views.forecast.outlook import look_ahead
    from views.theme import make_theme

    outlook = look_ahead(content)
    with offscreen_application():
        write_picture(forecast_picture(outlook, make_theme("light")), path)
