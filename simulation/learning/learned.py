"""Everything that a history teaches, each number with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import BetaRate
from simulation.learning.channels import channel_odds
from simulation.learning.drifting import STEADY, further, half_life_and_drift, weights_of
from simulation.learning.exits import exits_of, exposure_of, records_begin
from simulation.learning.history import ADVANCED, LOST, MISSING, NURTURED, OPEN, distinct, week_of
from simulation.learning.returning import Returning, returning_of
from simulation.learning.sources import Source, sources_of
from simulation.rates import rate_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulation.learning.exits import Exits, Exposure, Prior
    from simulation.learning.history import Visits

    Floats = NDArray[np.float64]

_LEAST_WEIGHT: Final = 2.0
"""A rate that drifts further than this is anything; its Beta must not pile up at 0 and 1."""
_LONGEST_SPAN: Final = 13


@dataclass(frozen=True, slots=True)
class LearnedRate:
    """The passage from one stage to the next.

    Parameters
    ----------
    alpha, beta
        Of the posterior Beta.
    converted, entered, still_open, left
        Whole leads, the undated included.
    skipped
        Leads that passed over the stage; they count in no rate.
    before
        Leads that entered before endings were written down; they count in no rate either.
    prior
        What was held before.
    exits
        The whole posterior by age.
    drift
        Relative standard deviation of what the rate does by itself over the weeks to come.
    """

    alpha: float
    beta: float
    converted: int
    entered: int
    still_open: int
    left: int
    skipped: int
    before: int
    prior: Prior
    exits: Exits
    drift: float = 0.0

    @property
    def mean(self) -> float:
        """Expected share that moves on in the end."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the rate lies with 90 %."""
        return rate_interval(self.alpha, self.beta)

    @property
    def rate(self) -> BetaRate:
        """The rate as the engine takes it."""
        return BetaRate(self.alpha, self.beta)

    @property
    def passing(self) -> BetaRate:
        """The rate to forecast with: of all that come past, and as unsure as drift makes it.

        Who passes over a stage surely moves on.
        """
        over = self._over
        mean = over + (1.0 - over) * self.mean
        weight = self.alpha + self.beta
        variance = self.mean * (1.0 - self.mean) / (weight + 1.0) + (self.drift * self.mean) ** 2
        variance *= (1.0 - over) ** 2
        weight = max(mean * (1.0 - mean) / max(variance, 1e-12) - 1.0, _LEAST_WEIGHT)
        return BetaRate(max(mean * weight, 1e-3), max((1.0 - mean) * weight, 1e-3))

    @property
    def passing_interval(self) -> tuple[float, float]:
        """Where the rate of all that come past lies with 90 %, as it was so far."""
        low, high = (self._over + (1.0 - self._over) * end for end in self.interval)
        return low, high

    @property
    def _over(self) -> float:
        return self.skipped / (self.skipped + self.entered) if self.skipped else 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What a history says about a funnel at a moment.

    Parameters
    ----------
    rates
        One for each stage but the last.
    sources
        Arrivals by channel and stage of entry.
    odds
        By channel, a factor on the odds for each step.
    half_life
        Weeks after which what happened counts half.
    returning
        Leads that left and come back.
    """

    rates: tuple[LearnedRate, ...]
    sources: tuple[Source, ...]
    odds: Mapping[int, tuple[float, ...]]
    half_life: float = STEADY
    returning: Returning = field(default_factory=Returning)


def learn(
    visits: Visits, *, steps: int, at: int, priors: Sequence[Prior], weeks: int = 52
) -> Learned:
    """Return what visits teach, standing at a moment.

    Rates drift and arrivals move as far as they did over spans of so many weeks, a quarter at most;
    over longer times they go further, as what walks at random does.

    Parameters
    ----------
    visits
        As they were known at the moment.
    steps
        Stages but the last.
    at
        The moment, in seconds since 1970.
    priors
        One for each step.
    weeks
        How far ahead things are to be told.
    """
    by_lead = visits
    # Whole columns once, not once for each channel of each stage.
    channels = distinct(visits.channel)
    code = visits.stage * max(channels.size, 1) + np.searchsorted(channels, visits.channel)
    small = code.size == 0 or int(code.max()) < 2**15
    order = np.argsort(code.astype(np.int16) if small else code, kind="stable")
    visits = visits.some(order)
    bounds = np.searchsorted(visits.stage, np.arange(steps + 1))
    here = [visits.some(np.arange(bounds[step], bounds[step + 1])) for step in range(steps)]
    whole = [exposure_of(some, at) for some in here]
    begins = [records_begin(one, prior) for one, prior in zip(whole, priors, strict=True)]
    seen = [one.since(row) for one, row in zip(whole, begins, strict=True)]
    span = min(weeks, _LONGEST_SPAN)
    now = week_of(at)
    half_life, drifts = half_life_and_drift(seen, priors, span=span, until=now)
    rates, odds = [], []
    for step, (some, prior) in enumerate(zip(here, priors, strict=True)):
        since = whole[step].first_week + begins[step] if begins[step] else None
        drift = drifts[step] * further(weeks, span, half_life, seen[step].weeks - begins[step])
        rate = _rate(some, seen[step], prior, half_life, drift, since, _over(visits, step))
        rates.append(rate)
        odds.append(_odds(some, at, prior, half_life, since, rate.mean))
    known = channels.tolist()
    first = whole[0].first_week + begins[0] if steps and begins[0] else None
    return Learned(
        rates=tuple(rates),
        sources=sources_of(visits, steps, now, span=span, weeks=weeks, since=first),
        odds={channel: tuple(one.get(channel, 1.0) for one in odds) for channel in known},
        half_life=half_life,
        returning=returning_of(by_lead, steps=steps, at=at, half_life=half_life, weeks=weeks),
    )


def _over(visits: Visits, step: int) -> int:
    passed = (visits.how == ADVANCED) & (visits.stage < step) & (visits.to_stage > step)
    return int(np.count_nonzero(passed))


def _rate(
    visits: Visits,
    exposure: Exposure,
    prior: Prior,
    half_life: float,
    drift: float,
    since: int | None,
    skipped: int,
) -> LearnedRate:
    """Return what the visits to one stage teach."""
    before = _before(visits, since)
    visits = visits.some(~before)
    dated = (visits.entered != MISSING) & ((visits.how == OPEN) | (visits.ended != MISSING))
    went, gone = visits.how == ADVANCED, np.isin(visits.how, (LOST, NURTURED))
    undated = float(np.count_nonzero(went & ~dated)), float(np.count_nonzero(gone & ~dated))
    weights = weights_of(exposure.weeks, half_life)
    exits = exits_of(exposure, prior, weights=weights, undated=undated)
    alpha, beta = exits.shapes()
    return LearnedRate(
        alpha=alpha,
        beta=beta,
        converted=int(np.count_nonzero(went)),
        entered=visits.count,
        still_open=int(np.count_nonzero(visits.how == OPEN)),
        left=int(np.count_nonzero(gone)),
        skipped=skipped,
        before=int(np.count_nonzero(before)),
        prior=prior,
        exits=exits,
        drift=drift,
    )


def _before(visits: Visits, since: int | None) -> NDArray[np.bool_]:
    """Say which visits began before endings were written down."""
    if since is None:
        return np.zeros(visits.count, np.bool_)
    before: NDArray[np.bool_] = (visits.entered != MISSING) & (week_of(visits.entered) < since)
    return before


def _odds(
    visits: Visits, at: int, prior: Prior, half_life: float, since: int | None, rate: float
) -> dict[int, float]:
    """Return each channel's factor on the odds of one step."""
    visits = visits.some(~_before(visits, since))
    channels, begins = np.unique(visits.channel, return_index=True)
    if channels.size < 2:
        return {}
    ends = np.append(begins[1:], visits.count)
    exposures = {
        channel: exposure_of(visits.some(np.arange(begin, end)), at)
        for channel, begin, end in zip(channels.tolist(), begins, ends, strict=True)
    }
    counts = ends - begins
    shares = dict(zip(channels.tolist(), (counts / counts.sum()).tolist(), strict=True))
    weights = {channel: weights_of(one.weeks, half_life) for channel, one in exposures.items()}
    return channel_odds(exposures, shares, prior, rate, weights)
