"""From words to a forecast and back: rates as people write them, the result as JSON."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from models.errors import InvalidValueError
from models.language import gettext as _
from simulation.funnel import simulate
from simulation.summaries import FunnelSummary, OutcomeSummary, StageSummary, summarise
from views.forecast.content import RateContent, ScenarioContent
from views.forecast.outlook import assumptions_of, sampled_assumptions_of

_COUNTS = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})")
_NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(%?)")


class UnreadableRateError(InvalidValueError):
    """A rate that is no share between 0 and 1, however it was written."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(
            "rate",
            text,
            _("“{text}” is not a rate: {reason}. Write 0.3, 30% or 8/15.").format(
                text=text, reason=reason
            ),
        )


def read_rate(text: str) -> RateContent:
    """Read one rate: a share, a percentage, or counts, which are its evidence as well.

    >>> read_rate("30%").rate
    0.3
    >>> read_rate("8/15").entered
    15
    """
    written = text.strip()
    counts = _COUNTS.fullmatch(written)
    if counts is not None:
        converted, entered = int(counts[1]), int(counts[2])
        if entered == 0:
            raise UnreadableRateError(written, _("nothing can be counted out of 0"))
        if converted > entered:
            raise UnreadableRateError(
                written,
                _("{converted} is more than {entered}").format(
                    converted=converted, entered=entered
                ),
            )
        return RateContent(converted / entered, "typed", converted, entered)
    number = _NUMBER.fullmatch(written)
    if number is None:
        raise UnreadableRateError(written, _("it is no number from 0 to 1"))
    value = float(number[1]) / 100 if number[2] else float(number[1])
    if value > 1:
        most = _("more than 100%") if number[2] else _("more than 1")
        raise UnreadableRateError(written, _("it is {most}").format(most=most))
    return RateContent(value, "typed")


def with_rates(content: ScenarioContent, rates: tuple[RateContent, ...]) -> ScenarioContent:
    """Return the scenario with rates in funnel order, one for each passage.

    Refuses another number of them, naming the passages.
    """
    if len(rates) != len(content.rates):
        passages = ", ".join(f"{a.name} → {b.name}" for a, b in pairwise(content.stages))
        raise InvalidValueError(
            "rates",
            len(rates),
            _("This funnel takes {wanted} rates, not {given}: {passages}.").format(
                given=len(rates), wanted=len(content.rates), passages=passages
            ),
        )
    return replace(content, rates=rates)


def summary_of(content: ScenarioContent) -> FunnelSummary:
    """Simulate a scenario as it is set: rates as given, or as uncertain as their counts."""
    assumptions = sampled_assumptions_of(content) if content.uncertain else assumptions_of(content)
    return summarise(simulate(assumptions, trials=content.trials, seed=content.seed))


def as_json(summary: FunnelSummary) -> dict[str, Any]:
    """Return a result as the guide documents it; the same run gives the same object."""
    return {
        "trials": summary.trials,
        "seed": summary.seed,
        "stages": [{"name": stage.name, **_spread(stage)} for stage in summary.stages],
        "clients": _clients(summary.clients),
    }


def _spread(stage: StageSummary) -> dict[str, float]:
    return {
        "mean": stage.mean,
        "p5": stage.p5,
        "p10": stage.p10,
        "p50": stage.p50,
        "p90": stage.p90,
        "p95": stage.p95,
    }


def _clients(clients: OutcomeSummary) -> dict[str, Any]:
    return {
        "mean": clients.mean,
        "sd": clients.sd,
        "p_zero": clients.p_zero,
        "p5": clients.p5,
        "p10": clients.p10,
        "p50": clients.p50,
        "p90": clients.p90,
        "p95": clients.p95,
        "pmf": list(clients.pmf),
    }
