"""Leads that left and came back: how many do, after how long, and to which stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.drifting import STEADY, weights_of
from simulation.learning.exits import AGES, Prior, exits_of, exposure_of
from simulation.learning.history import (
    ADVANCED,
    DAY,
    LOST,
    MISSING,
    NURTURED,
    OPEN,
    Reopenings,
    Visits,
    week_of,
)
from simulation.rates import rate_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulation.learning.exits import Exits

    Floats = NDArray[np.float64]

PRIOR: Final = Prior(mean=0.05, weight=2.0, weeks_to_convert=12.0, weeks_to_leave=1.0, never=1.0)
"""Before any came back: one in twenty, worth two leads."""
_STEP_WEIGHT: Final = 4.0
"""A stage is drawn to all stages together as if so many more leads had left it like them."""
_LONGEST: Final = 104


@dataclass(frozen=True, slots=True)
class LearnedReturn:
    """What becomes of leads that left one stage without moving on.

    Parameters
    ----------
    alpha, beta
        Of the posterior Beta of the share that comes back in the end.
    returned, left, in_nurture
        Whole leads: those that came back, of all that left, and those in nurture by now.
    to_stage
        Where most came back.
    weeks
        Shape (weeks,): share of those that come back by weeks since they entered the stage.
    prior
        What was held before: what all stages together show.
    """

    alpha: float
    beta: float
    returned: int
    left: int
    in_nurture: int
    to_stage: int
    weeks: tuple[float, ...]
    prior: Prior

    @property
    def mean(self) -> float:
        """Expected share that comes back."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with 90 %."""
        return rate_interval(self.alpha, self.beta)


@dataclass(frozen=True, slots=True)
class Returning:
    """What is known of leads that come back.

    Parameters
    ----------
    steps
        One for each stage but the last; empty where nobody ever came back.
    awaited
        By stage, how many of those that are gone today are expected there in each coming week.
    doubt
        Relative standard deviation of those numbers.
    gone
        How many leads are gone today that could come back.
    """

    steps: tuple[LearnedReturn, ...] = ()
    awaited: Mapping[int, tuple[float, ...]] | None = None
    doubt: float = 0.0
    gone: int = 0


def with_reopenings(visits: Visits, again: Reopenings) -> Visits:
    """Return the visits cut where the lead was gone and worked on again.

    A lead that was closed and open again within a day was closed by mistake, and was never gone.

    Parameters
    ----------
    visits
        Those that the moves come to, in the order of lead and time.
    again
        When leads left and came back, as far as it was known.
    """
    real = again.back - again.gone > DAY
    order = np.lexsort((again.gone[real], again.lead[real]))
    lead, gone, back = (column[real][order] for column in (again.lead, again.gone, again.back))
    dated = np.flatnonzero(visits.entered != MISSING)
    if lead.size == 0 or dated.size == 0:
        return visits
    place = _last_before(visits.lead[dated], visits.entered[dated], lead, gone)
    row = dated[np.maximum(place, 0)]
    fits = (place >= 0) & (visits.lead[row] == lead)
    fits &= (visits.ended[row] == MISSING) | (visits.ended[row] >= back)
    row, gone, back = row[fits], gone[fits], back[fits]
    if row.size == 0:
        return visits
    # Each return begins a visit that ends with the next absence, or as the whole one did.
    next_too = np.zeros(row.size, np.bool_)
    next_too[:-1] = row[1:] == row[:-1]
    later = visits.some(row)
    until = np.where(next_too, np.append(gone[1:], MISSING), later.ended)
    later = replace(
        later,
        entered=back,
        ended=until,
        how=np.where(next_too, NURTURED, later.how),
        to_stage=np.where(next_too, later.stage, later.to_stage),
        first=np.zeros(row.size, np.bool_),
        known=np.maximum(later.known, back),
    )
    ended, how, to_stage = visits.ended.copy(), visits.how.copy(), visits.to_stage.copy()
    first_gone = np.ones(row.size, np.bool_)
    first_gone[1:] = row[1:] != row[:-1]
    cut = row[first_gone]
    ended[cut], how[cut], to_stage[cut] = gone[first_gone], NURTURED, visits.stage[cut]
    whole = _joined(replace(visits, ended=ended, how=how, to_stage=to_stage), later)
    return whole.some(np.lexsort((np.arange(whole.count), whole.entered, whole.lead)))


def _last_before(
    leads: NDArray[np.int64],
    times: NDArray[np.int64],
    lead: NDArray[np.int64],
    at: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the place of the last of some times of a lead that is not after one; -1 for none."""
    base = min(int(times.min()), int(at.min()))
    width = max(int(times.max()), int(at.max())) - base + 1
    key = leads * width + (times - base)
    order = np.argsort(key, kind="stable")
    found = np.searchsorted(key[order], lead * width + (at - base), side="right") - 1
    return np.where(found >= 0, order[np.maximum(found, 0)], -1)


def _joined(one: Visits, other: Visits) -> Visits:
    return Visits(
        lead=np.concatenate([one.lead, other.lead]),
        stage=np.concatenate([one.stage, other.stage]),
        channel=np.concatenate([one.channel, other.channel]),
        entered=np.concatenate([one.entered, other.entered]),
        ended=np.concatenate([one.ended, other.ended]),
        how=np.concatenate([one.how, other.how]),
        to_stage=np.concatenate([one.to_stage, other.to_stage]),
        first=np.concatenate([one.first, other.first]),
        known=np.concatenate([one.known, other.known]),
        problems=one.problems,
    )


def returning_of(
    visits: Visits, *, steps: int, at: int, half_life: float = STEADY, weeks: int = 52
) -> Returning:
    """Return what visits teach of leads that come back.

    Parameters
    ----------
    visits
        As they were known at the moment.
    steps
        Stages but the last.
    at
        The moment, in seconds since 1970.
    half_life
        Weeks after which what happened counts half.
    weeks
        How far ahead those that are gone today are awaited.
    """
    visits = _by_lead(visits)
    same = np.zeros(visits.count, np.bool_)
    same[:-1] = visits.lead[1:] == visits.lead[:-1]
    gone = ((visits.how == LOST) | (visits.how == NURTURED)) & (visits.ended != MISSING)
    gone &= visits.stage < steps
    returned = gone & same
    waiting = int(np.count_nonzero(gone & ~same))
    if not returned.any():
        return Returning(gone=waiting)
    back = np.append(visits.entered[1:], MISSING)
    to_stage = np.append(visits.stage[1:], 0)
    away = replace(
        visits,
        entered=visits.ended,
        ended=np.where(returned, back, MISSING),
        how=np.where(returned, ADVANCED, OPEN),
        known=visits.ended,
    )
    pooled = _exits(away.some(gone), PRIOR, at, half_life)
    shares = pooled.delays() / pooled.delays().sum()
    alpha, beta = pooled.shapes()
    prior = replace(PRIOR, mean=float(np.clip(alpha / (alpha + beta), 1e-4, 0.9)))
    prior = replace(prior, weight=_STEP_WEIGHT)
    found: list[LearnedReturn] = []
    awaited: dict[int, Floats] = {}
    for step in range(steps):
        mine = gone & (visits.stage == step)
        came = mine & returned & (to_stage <= step)
        whither = to_stage[came] if came.any() else to_stage[returned]
        stage = min(int(np.bincount(whither).argmax()), step)
        exits = _exits(away.some(mine), prior, at, half_life)
        shapes = exits.shapes()
        stays = week_of(visits.ended[mine]) - week_of(visits.entered[mine])
        found.append(
            LearnedReturn(
                *shapes,
                returned=int(np.count_nonzero(mine & returned)),
                left=int(np.count_nonzero(mine)),
                in_nurture=int(np.count_nonzero(mine & ~same & (visits.how == NURTURED))),
                to_stage=stage,
                weeks=_weeks_away(stays, shares),
                prior=prior,
            )
        )
        coming = _awaited(visits.ended[mine & ~same], exits, at, weeks)
        awaited[stage] = awaited.get(stage, np.zeros(weeks)) + coming
    return Returning(
        steps=tuple(found),
        awaited={
            stage: tuple(round(float(one), 9) for one in weekly)
            for stage, weekly in sorted(awaited.items())
        },
        doubt=float(np.sqrt(beta / (alpha * (alpha + beta + 1.0)))),
        gone=waiting,
    )


def _by_lead(visits: Visits) -> Visits:
    """Return the dated visits by lead and time; as they are where they are so already."""
    dated = visits.entered != MISSING
    if not dated.all():
        visits = visits.some(dated)
    lead, entered = visits.lead, visits.entered
    later = (lead[1:] > lead[:-1]) | ((lead[1:] == lead[:-1]) & (entered[1:] >= entered[:-1]))
    return visits if later.all() else visits.some(np.lexsort((entered, lead)))


def _exits(away: Visits, prior: Prior, at: int, half_life: float) -> Exits:
    exposure = exposure_of(away, at)
    return exits_of(exposure, prior, weights=weights_of(exposure.weeks, half_life))


def _weeks_away(stays: NDArray[np.int64], shares: Floats) -> tuple[float, ...]:
    """Return the delay from entering to coming back: the stay, then the absence; never none."""
    stay = np.bincount(np.clip(stays, 0, _LONGEST), minlength=1).astype(np.float64)
    if stay.sum() == 0.0:
        stay = np.ones(1)
    whole = np.convolve(stay / stay.sum(), shares)
    weights = whole[: _LONGEST + 1].copy()
    weights[-1] += whole[_LONGEST + 1 :].sum()
    weights[1] += weights[0]
    weights[0] = 0.0
    return tuple(round(float(one), 12) for one in weights / weights.sum())


def _awaited(left: NDArray[np.int64], exits: Exits, at: int, weeks: int) -> Floats:
    """Return how many of those that left at some times are expected back in each coming week."""
    age = np.clip(week_of(at) - week_of(left), 0, AGES - 1)
    shares = exits.delays()
    still = 1.0 - np.concatenate([[0.0], np.cumsum(shares)])
    coming = np.zeros(weeks)
    counts = np.bincount(age, minlength=AGES)
    for old in np.flatnonzero(counts).tolist():
        ahead = shares[old : old + weeks] * (counts[old] / max(still[old], 1e-9))
        coming[: ahead.size] += ahead
    return coming
