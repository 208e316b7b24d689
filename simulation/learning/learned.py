"""Everything that a history teaches, each number with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import BetaRate
from simulation.learning.arriving import Arriving, arriving_of, half_life_of
from simulation.learning.exits import Exits, Prior, exits_of, exposure_of
from simulation.learning.history import ADVANCED, LOST, MISSING, NURTURED, OPEN, week_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulation.learning.history import Visits

    Floats = NDArray[np.float64]

LEVEL: Final = 0.90
"""Intervals hold the truth in so many of all cases."""


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
    prior
        What was held before.
    exits
        The whole posterior by age.
    """

    alpha: float
    beta: float
    converted: int
    entered: int
    still_open: int
    left: int
    skipped: int
    prior: Prior
    exits: Exits

    @property
    def mean(self) -> float:
        """Expected share that moves on in the end."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the rate lies with 90 %."""
        from scipy.special import betaincinv

        tail = 0.5 * (1.0 - LEVEL)
        return (
            float(betaincinv(self.alpha, self.beta, tail)),
            float(betaincinv(self.alpha, self.beta, 1.0 - tail)),
        )

    @property
    def rate(self) -> BetaRate:
        """The rate as the engine takes it."""
        return BetaRate(self.alpha, self.beta)

    @property
    def passing(self) -> BetaRate:
        """The rate of all that come past the stage: who passes over it surely moves on."""
        over = self.skipped / (self.skipped + self.entered) if self.skipped else 0.0
        if over == 0.0:
            return self.rate
        mean = over + (1.0 - over) * self.mean
        weight = self.alpha + self.beta
        variance = (1.0 - over) ** 2 * self.mean * (1.0 - self.mean) / (weight + 1.0)
        weight = mean * (1.0 - mean) / variance - 1.0
        return BetaRate(mean * weight, (1.0 - mean) * weight)


@dataclass(frozen=True, slots=True)
class Source:
    """Leads of one channel that enter at one stage."""

    channel: int
    stage: int
    arriving: Arriving


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
    """

    rates: tuple[LearnedRate, ...]
    sources: tuple[Source, ...]
    odds: Mapping[int, tuple[float, ...]]


def learn(
    visits: Visits,
    *,
    steps: int,
    at: int,
    priors: Sequence[Prior],
    weeks: int = 52,
) -> Learned:
    """Return what visits teach, standing at a moment.

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
        How far ahead the arrivals are to be told.
    """
    rates = tuple(_rate(visits, step, at, priors[step]) for step in range(steps))
    return Learned(rates, _sources(visits, at, weeks), {})


def _rate(visits: Visits, step: int, at: int, prior: Prior) -> LearnedRate:
    here = visits.stage == step
    dated = (visits.entered != MISSING) & ((visits.how == OPEN) | (visits.ended != MISSING))
    went, gone = here & (visits.how == ADVANCED), here & np.isin(visits.how, (LOST, NURTURED))
    undated = (
        float(np.count_nonzero(went & ~dated)),
        float(np.count_nonzero(gone & ~dated)),
    )
    exits = exits_of(exposure_of(visits, here, at, -(2**40)), prior, undated=undated)
    over = (visits.how == ADVANCED) & (visits.stage < step) & (visits.to_stage > step)
    alpha, beta = exits.shapes()
    return LearnedRate(
        alpha=alpha,
        beta=beta,
        converted=int(np.count_nonzero(went)),
        entered=int(np.count_nonzero(here)),
        still_open=int(np.count_nonzero(here & (visits.how == OPEN))),
        left=int(np.count_nonzero(gone)),
        skipped=int(np.count_nonzero(over)),
        prior=prior,
        exits=exits,
    )


def _sources(visits: Visits, at: int, weeks: int) -> tuple[Source, ...]:
    dated = visits.first & (visits.entered != MISSING)
    entered = week_of(visits.entered[dated])
    now = int(week_of(np.array([at]))[0])
    if entered.size == 0:
        return ()
    first = int(entered.min())
    total = np.bincount(entered - first, minlength=max(now - first, 0))[: now - first]
    half_life = half_life_of(total.astype(np.float64), min(weeks, 13))
    channel, stage = visits.channel[dated], visits.stage[dated]
    found = []
    for pair in np.unique(np.stack([channel, stage]), axis=1).T.tolist():
        mine = (channel == pair[0]) & (stage == pair[1])
        weekly = np.bincount(entered[mine] - first, minlength=max(now - first, 0))
        series = weekly[: now - first].astype(np.float64)
        arriving = arriving_of(series, ahead=weeks, half_life=half_life)
        found.append(Source(pair[0], pair[1], replace(arriving, leads=int(weekly.sum()))))
    return tuple(found)
