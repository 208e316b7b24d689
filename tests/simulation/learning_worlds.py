"""Made histories whose truth is known, as visits to one stage."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.learning.exits import AGES, Prior
from simulation.learning.history import ADVANCED, LOST, MISSING, OPEN, Visits, seconds_of_week

FIRST_WEEK = 2_900
_HOUR = 3_600


@dataclass(frozen=True)
class Truth:
    """Chances to convert, to leave and to stay at each age of those still there."""

    converting: NDArray[np.float64]
    leaving: NDArray[np.float64]

    @property
    def rate(self) -> float:
        lasting = np.cumprod(np.append(1.0, 1.0 - self.converting - self.leaving))[:-1]
        return float(lasting @ self.converting)


def truth_from(prior: Prior, rng: np.random.Generator) -> Truth:
    """Draw a truth from the prior itself: a Dirichlet at each age."""
    ends = prior.converting + prior.leaving
    later = np.maximum(prior.staying + ends.sum() - np.cumsum(ends), 1e-12)
    shapes = np.stack([prior.converting, prior.leaving, later])
    drawn = rng.standard_gamma(np.maximum(shapes, 1e-12))
    # Where all three are as good as nothing chance decides for one of them.
    nothing = drawn.sum(axis=0) <= 0.0
    drawn[2, nothing] = 1.0
    drawn /= drawn.sum(axis=0)
    return Truth(drawn[0], drawn[1])


def steady(rate: float, weeks_to_convert: float, weeks_to_leave: float) -> Truth:
    """Return a truth whose delays are geometric."""
    age = np.arange(AGES)
    going = rate * _geometric(weeks_to_convert, age)
    away = (1.0 - rate) * _geometric(weeks_to_leave, age)
    left = 1.0 - np.concatenate([[0.0], np.cumsum(going + away)[:-1]])
    left = np.maximum(left, 1e-300)
    return Truth(np.minimum(going / left, 1.0), np.minimum(away / left, 1.0))


def _geometric(mean: float, age: NDArray[np.int64]) -> NDArray[np.float64]:
    stay = mean / (1.0 + mean)
    return np.asarray((1.0 - stay) * stay**age, np.float64)


def visits_to(
    truth: Truth, *, weeks: int, per_week: float, rng: np.random.Generator, channel: int = 0
) -> Visits:
    """Return leads that come over some weeks, as they stand when these are over."""
    entered = np.repeat(np.arange(weeks), rng.poisson(per_week, weeks))
    count = entered.size
    how = np.full(count, OPEN, np.int64)
    ended = np.full(count, MISSING, np.int64)
    still = np.arange(count)
    for age in range(weeks):
        still = still[entered[still] + age < weeks]
        if still.size == 0:
            break
        chance = rng.random(still.size)
        goes = chance < truth.converting[age]
        leaves = ~goes & (chance < truth.converting[age] + truth.leaving[age])
        for which, code in ((goes, ADVANCED), (leaves, LOST)):
            some = still[which]
            how[some] = code
            ended[some] = _seconds(entered[some] + age) + _HOUR
        still = still[~goes & ~leaves]
    began = _seconds(entered)
    return Visits(
        lead=np.arange(1, count + 1),
        stage=np.zeros(count, np.int64),
        channel=np.full(count, channel, np.int64),
        entered=began,
        ended=ended,
        how=how,
        to_stage=np.where(how == ADVANCED, 1, -1),
        first=np.ones(count, np.bool_),
        known=began,
    )


def end_of(weeks: int) -> int:
    """Return the moment at which these weeks are over."""
    return seconds_of_week(FIRST_WEEK + weeks)


def _seconds(week: NDArray[np.int64]) -> NDArray[np.int64]:
    return (week + FIRST_WEEK) * 604_800 - 3 * 86_400


def joined(*some: Visits) -> Visits:
    """Return visits of several channels as one history."""

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(one, name) for one in some])

    return Visits(
        lead=column("lead"),
        stage=column("stage"),
        channel=column("channel"),
        entered=column("entered"),
        ended=column("ended"),
        how=column("how"),
        to_stage=column("to_stage"),
        first=column("first"),
        known=column("known"),
    )
