"""How visits end: competing exits in discrete weeks, seen in part, as a posterior.

A lead leaves a stage forward, or otherwise, at some age in weeks; one that is still there has not
ended, and one that was there before the records begin is followed from then on only. The prior is a
Dirichlet process over exit and age together: a few leads' worth of weight, spread as a base says.
Its posterior is another of the kind at every age, so the rate's mean and variance come from two
short recursions and nothing is drawn. Without open leads it is the usual Beta(a + converted, b +
not converted).

References
----------
Susarla and Van Ryzin (1976), Journal of the American Statistical Association 71, 897-902: the
process with censored observations. Aalen and Johansen (1978), Scandinavian Journal of Statistics 5,
141-150: what the mean comes to as the prior's weight goes to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.history import ADVANCED, MISSING, OPEN, WEEK, seconds_of_week, week_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits

    Floats = NDArray[np.float64]

AGES: Final = 261
"""Ages 0 to 260 weeks; what lasts longer counts as not converting."""
_UNSEEN_ENDINGS: Final = 6.0
"""So many endings fail to come by chance in one of 400 cases."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of a step before anything is seen.

    Parameters
    ----------
    mean
        Expected rate, in (0, 1).
    weight
        Worth so many leads, above 0.
    weeks_to_convert, weeks_to_leave
        Mean delays of its geometric base.
    never
        Share of those that do not convert whose end nobody writes down.
    """

    mean: float = 0.5
    weight: float = 2.0
    weeks_to_convert: float = 3.0
    weeks_to_leave: float = 6.0
    never: float = 0.2

    @property
    def converting(self) -> Floats:
        """Weight of converting at each age, shape (AGES,)."""
        return self.weight * self.mean * _geometric(self.weeks_to_convert)

    @property
    def leaving(self) -> Floats:
        """Weight of leaving otherwise at each age, shape (AGES,)."""
        share = self.weight * (1.0 - self.mean) * (1.0 - self.never)
        return share * _geometric(self.weeks_to_leave)

    @property
    def staying(self) -> float:
        """Weight of neither."""
        return self.weight - float(self.converting.sum() + self.leaving.sum())


def _geometric(mean_weeks: float) -> Floats:
    stay = mean_weeks / (1.0 + mean_weeks)
    weights: Floats = (1.0 - stay) * stay ** np.arange(AGES, dtype=np.float64)
    return weights


@dataclass(frozen=True, slots=True)
class Exposure:
    """Visits to one stage by calendar week and age, each array of shape (weeks, AGES).

    Parameters
    ----------
    first_week
        Week of the first row.
    at_risk
        Visits that could end in this week at this age; the part of a week that is not over counts
        in part.
    converted, left
        Those that did.
    """

    first_week: int
    at_risk: Floats
    converted: Floats
    left: Floats

    @property
    def weeks(self) -> int:
        """How many calendar weeks there are."""
        return int(self.at_risk.shape[0])

    def since(self, row: int) -> Exposure:
        """Return what was seen of the leads that entered from a row on.

        Those before could be followed from then on as well, if they were all there. They seldom
        are: a list of what was closed holds the long-lived ones that were closed, not the others.
        """
        if row == 0:
            return self
        week, age = np.arange(self.weeks)[:, np.newaxis], np.arange(AGES)[np.newaxis, :]
        seen = week - age >= row
        return Exposure(
            self.first_week, self.at_risk * seen, self.converted * seen, self.left * seen
        )


def exposure_of(visits: Visits, at: int) -> Exposure:
    """Count visits by calendar week and age as they stood at a moment.

    Parameters
    ----------
    visits
        Those to count; those without both times of theirs are left out.
    at
        The moment, in seconds; what is open then is cut off there.
    """
    dated = visits.entered != MISSING
    dated &= (visits.how == OPEN) | (visits.ended != MISSING)
    how = visits.how[dated]
    entered = week_of(visits.entered[dated])
    now = week_of(at)
    part = (at - seconds_of_week(now)) / WEEK
    first = int(entered.min()) if entered.size else now
    weeks = now - first + 1
    last = np.where(how == OPEN, now, week_of(visits.ended[dated]))
    age = np.clip(last - entered, 0, AGES - 1)
    cohort = entered - first
    shape = (weeks, AGES)
    cell = cohort * AGES + age

    def counted(which: NDArray[np.bool_]) -> Floats:
        counts = np.bincount(cell[which], minlength=weeks * AGES)
        return counts.reshape(shape).astype(np.float64)

    converted, opened = counted(how == ADVANCED), counted(how == OPEN)
    left = counted((how != ADVANCED) & (how != OPEN))
    # By cohort: at risk at an age are those that last at least so long.
    at_risk = np.cumsum((converted + left + opened)[:, ::-1], axis=1)[:, ::-1]
    at_risk -= (1.0 - part) * opened
    at_risk -= _unseen(visits.known[dated], visits.entered[dated], last, cohort, shape)
    places = np.arange(weeks)[:, np.newaxis] + np.arange(AGES)[np.newaxis, :]
    inside = places < weeks

    def by_week(counts: Floats) -> Floats:
        turned = np.zeros(shape)
        rows, ages = np.nonzero(inside & (counts != 0.0))
        turned[rows + ages, ages] = counts[rows, ages]
        return turned

    return Exposure(first, by_week(at_risk), by_week(converted), by_week(left))


def _unseen(
    known: NDArray[np.int64],
    entered: NDArray[np.int64],
    last: NDArray[np.int64],
    cohort: NDArray[np.int64],
    shape: tuple[int, int],
) -> Floats | float:
    """Return by cohort and age who was there before anybody knew: they could not be seen to end.

    A visit that was over when it was written down is whole.
    """
    begins, knew = week_of(entered), week_of(known)
    late = (knew > begins) & (last >= knew)
    if not late.any():
        return 0.0
    age = np.minimum(knew[late] - begins[late], AGES) - 1
    counts = np.bincount(cohort[late] * AGES + age, minlength=shape[0] * shape[1])
    unseen: Floats = np.cumsum(counts.reshape(shape)[:, ::-1], axis=1)[:, ::-1].astype(np.float64)
    return unseen


def records_begin(exposure: Exposure, prior: Prior) -> int:
    """Return the row of the week in which endings began to be written down.

    Where leads were there for weeks and none of them ended, though by what followed several should
    have, the records begin with the first that did.
    """
    ends = exposure.converted + exposure.left
    rows = np.flatnonzero(ends.sum(axis=1))
    if rows.size == 0:
        return 0
    begins = int(rows[0])
    seen = (np.arange(exposure.weeks) >= begins)[:, np.newaxis]
    late = (exposure.at_risk * seen, exposure.converted * seen, exposure.left * seen)
    exits = exits_of(Exposure(exposure.first_week, *late), prior)
    whole = exits.converting + exits.leaving + exits.staying
    expected = exposure.at_risk[:begins].sum(axis=0) @ ((exits.converting + exits.leaving) / whole)
    return begins if expected > _UNSEEN_ENDINGS else 0


@dataclass(frozen=True, slots=True)
class Exits:
    """What is known of how visits to a stage end: a Dirichlet at every age.

    Parameters
    ----------
    converting, leaving, staying
        Shape (AGES,): the shares of those at risk at an age are Dirichlet with these weights.
    """

    converting: Floats
    leaving: Floats
    staying: Floats

    def chances(self) -> tuple[Floats, Floats]:
        """Return mean and second moment of the chance to convert yet, by age; shape (AGES + 1,)."""
        whole = self.converting + self.leaving + self.staying
        square = whole * (whole + 1.0)
        goes, stays = self.converting / whole, self.staying / whole
        goes_twice = self.converting * (self.converting + 1.0) / square
        stays_twice = self.staying * (self.staying + 1.0) / square
        both = self.converting * self.staying / square
        mean, second = np.zeros(AGES + 1), np.zeros(AGES + 1)
        for age in range(AGES - 1, -1, -1):
            mean[age] = goes[age] + stays[age] * mean[age + 1]
            second[age] = (
                goes_twice[age]
                + 2.0 * both[age] * mean[age + 1]
                + stays_twice[age] * second[age + 1]
            )
        return mean, second

    def shapes(self) -> tuple[float, float]:
        """Return the Beta with the mean and variance of the rate: exact where nobody is open."""
        mean, second = self.chances()
        rate = float(np.clip(mean[0], 1e-6, 1.0 - 1e-6))
        variance = max(float(second[0]) - rate * rate, 1e-12)
        weight = max(rate * (1.0 - rate) / variance - 1.0, 0.002 / min(rate, 1.0 - rate))
        return rate * weight, (1.0 - rate) * weight

    def delays(self) -> Floats:
        """Return the mean share of all leads that converts at each age, shape (AGES,)."""
        whole = self.converting + self.leaving + self.staying
        lasting = np.ones(AGES)
        lasting[1:] = np.cumprod(self.staying[:-1] / whole[:-1])
        shares: Floats = lasting * self.converting / whole
        return shares

    def odds(self) -> Floats:
        """Return the factor on the odds of converting by age of those still there, (AGES,).

        It is 1 at age 0: what staying so long says about a lead.
        """
        mean = np.clip(self.chances()[0][:AGES], 1e-9, 1.0 - 1e-9)
        factors: Floats = np.clip(mean / (1.0 - mean) * (1.0 - mean[0]) / mean[0], 1e-3, 1e3)
        return factors


def exits_of(
    exposure: Exposure,
    prior: Prior,
    *,
    weights: Floats | None = None,
    undated: tuple[float, float] = (0.0, 0.0),
) -> Exits:
    """Return the posterior after an exposure.

    Parameters
    ----------
    exposure
        What was seen.
    prior
        What was held before.
    weights
        Shape (weeks,): how much each calendar week counts; without, all fully.
    undated
        Leads that converted and that left without a date: they count for the rate, at ages as the
        dated ones have them.
    """
    if weights is None:
        weights = np.ones(exposure.weeks)
    at_risk, converted, left = (
        weights @ counts for counts in (exposure.at_risk, exposure.converted, exposure.left)
    )
    exits = posterior(prior, at_risk, converted, left)
    if not any(undated):
        return exits
    share = exits.delays()
    return posterior(
        prior,
        at_risk,
        converted,
        left,
        more_converting=undated[0] * share / share.sum(),
        more_leaving=undated[1] * prior.leaving / prior.leaving.sum(),
    )


def posterior(
    prior: Prior,
    at_risk: Floats,
    converted: Floats,
    left: Floats,
    *,
    more_converting: Floats | float = 0.0,
    more_leaving: Floats | float = 0.0,
) -> Exits:
    """Return the posterior after counts by age.

    Parameters
    ----------
    prior
        What was held before.
    at_risk, converted, left
        Shape (..., ages): those of the first ages.
    more_converting, more_leaving
        What is known of the rate alone, spread over the ages; shape (AGES,).
    """
    ages = converted.shape[-1]
    going, away = prior.converting + more_converting, prior.leaving + more_leaving
    ends = going + away
    later = np.maximum(prior.staying + ends.sum() - np.cumsum(ends), 1e-12)[:ages]
    still = np.maximum(at_risk - converted - left, 0.0)
    return Exits(going[:ages] + converted, away[:ages] + left, later + still)
