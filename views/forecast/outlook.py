"""From a scenario to its two answers: rates as given, and rates known from one sample only."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from simulation.assumptions import (
    SHAPE_LIMIT,
    Assumptions,
    Batch,
    BetaRate,
    Conversion,
    Evidence,
    FixedRate,
    Origin,
    Rate,
    Stage,
)
from simulation.funnel import simulate
from simulation.rates import rate_interval
from simulation.summaries import FunnelSummary, summarise
from views.forecast.content import RateContent, ScenarioContent

CREDIBLE: Final = 0.95
_PREVIEW_TRIALS: Final = 3_000
_PREVIEW_LEADS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a scenario comes to."""

    content: ScenarioContent
    given: FunnelSummary
    """With the rates exactly as given."""
    sampled: FunnelSummary
    """With each rate as uncertain as its counts leave it."""
    intervals: tuple[tuple[float, float] | None, ...]
    """The 95 % credible interval of each rate, where there are counts."""

    @property
    def main(self) -> FunnelSummary:
        """The answer to the scenario as it is set."""
        return self.sampled if self.content.uncertain else self.given

    @property
    def other(self) -> FunnelSummary:
        """The answer under the other reading of the rates."""
        return self.given if self.content.uncertain else self.sampled


def look_ahead(content: ScenarioContent, *, preview: bool = False) -> Outlook:
    """Simulate a scenario both ways.

    Uncertain rates cost some ten times as much as given ones; a preview draws them in fewer trials.
    The trials of a preview are among those of the full run, so it is close to it.
    """
    trials = content.trials
    few = max(200, _PREVIEW_TRIALS * _PREVIEW_LEADS // max(content.mqls, _PREVIEW_LEADS))
    fewer = min(trials, few) if preview else trials
    assumptions = assumptions_of(content)
    given = simulate(assumptions, trials=trials, seed=content.seed)
    sampled = simulate(sampled_assumptions_of(content), trials=fewer, seed=content.seed)
    return Outlook(
        content=content,
        given=summarise(given),
        sampled=summarise(sampled),
        intervals=tuple(credible_interval(rate) for rate in content.rates),
    )


def assumptions_of(content: ScenarioContent) -> Assumptions:
    """Return the funnel with the rates as given."""
    return Assumptions(
        stages=tuple(Stage(UUID(stage.key), stage.name) for stage in content.stages),
        conversions=tuple(
            Conversion(FixedRate(rate.rate), Origin(rate.current_origin), _evidence(rate))
            for rate in content.rates
        ),
        arrivals=Batch(content.mqls),
    )


def sampled_assumptions_of(content: ScenarioContent) -> Assumptions:
    """Return the funnel with each rate drawn from what a sample of its size would leave open."""
    given = assumptions_of(content)
    return replace(
        given,
        conversions=tuple(
            replace(conversion, rate=_sampled(rate))
            for conversion, rate in zip(given.conversions, content.rates, strict=True)
        ),
    )


def credible_interval(rate: RateContent) -> tuple[float, float] | None:
    """Return the interval that holds the rate with 95 %, given a sample of its size."""
    drawn = _sampled(rate)
    if isinstance(drawn, FixedRate):
        return None
    return rate_interval(drawn.alpha, drawn.beta, CREDIBLE)


def _sampled(rate: RateContent) -> Rate:
    """Return the rate as counted on a sample of its size: all of it if nothing is counted."""
    if not rate.entered or not 0 < rate.rate < 1:
        return FixedRate(rate.rate)
    least = SHAPE_LIMIT[0]
    return BetaRate(
        max(rate.rate * rate.entered, least), max((1 - rate.rate) * rate.entered, least)
    )


def _evidence(rate: RateContent) -> Evidence | None:
    if rate.converted is None or rate.entered is None:
        return None
    return Evidence(rate.converted, rate.entered)
