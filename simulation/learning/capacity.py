"""What people can do in a week, from what they did: idle weeks say "at least", full ones "so much".

How much was done says what can be done only where work was left over. A week at whose end nothing
waited is a lower bound; taken as a capacity it would make a bottleneck of every team that is not
busy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.history import DAY, MISSING, seconds_of_week, week_of
from simulation.results import NINETY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits
    from simulation.learning.working import Work

    Whole = NDArray[np.int64]
    Floats = NDArray[np.float64]

WEEKS: Final = 26
"""Weeks before today that count."""
_SPREAD: Final = 0.3
"""Logarithmic standard deviation of what one person does in one full week and in another."""
_FEWEST_WAITING: Final = 5
_A_DAYS_SHARE: Final = 0.2
_LEAST_THERE: Final = 0.4
TIME_PRIOR: Final = (5.0, 6.0, 5.0)
"""Worth so many touches of so many minutes, with so large a standard deviation."""
_UNTIMED_MINUTES: Final = 2.0
"""What a touch takes that has no time: nobody answered, or a mail was sent."""


@dataclass(frozen=True, slots=True)
class Capability:
    """What somebody can do in a full week.

    Parameters
    ----------
    mean, low, high
        Units a week, expected and with 90 %.
    deviation
        Standard deviation of what is known, in units a week.
    prior
        What was held before, in units a week.
    units, weeks, full
        The evidence: what they did, in how many weeks, of which so many were full.
    """

    mean: float
    low: float
    high: float
    deviation: float
    prior: float
    units: int
    weeks: int
    full: int


@dataclass(frozen=True, slots=True)
class TouchTime:
    """Minutes that a touch takes.

    Parameters
    ----------
    mean, low, high
        Of those with a time, expected and with 90 %.
    of_all
        Of all touches, those without a time included.
    timed, touches
        The evidence.
    """

    mean: float
    low: float
    high: float
    of_all: float
    timed: int
    touches: int


def capability(done: Floats, full: NDArray[np.bool_], *, prior: float, doubt: float) -> Capability:
    """Return what weeks say of a capacity, by adding up a posterior on a grid.

    Parameters
    ----------
    done
        Shape (weeks,): units of each week, as if the whole week had been worked; above 0.
    full
        Shape (weeks,): whether work was left over.
    prior
        Units a week before anything is seen, above 0.
    doubt
        Standard deviation of the prior's logarithm.
    """
    from scipy.special import log_ndtr

    # Log-normal with the prior as its mean.
    middle = float(np.log(prior)) - 0.5 * doubt * doubt
    top = max(float(np.log(done.max())) if done.size else middle, middle)
    grid = np.linspace(middle - 5.0 * doubt - 1.0, top + 5.0 * doubt + 1.0, 1_001)
    weight = -0.5 * ((grid - middle) / doubt) ** 2
    for units, was_full in zip(np.log(done).tolist(), full.tolist(), strict=True):
        off = (grid - units) / _SPREAD
        weight = weight + (-0.5 * off**2 if was_full else log_ndtr(off))
    mass = np.exp(weight - weight.max())
    mass /= mass.sum()
    so_far = np.cumsum(mass)
    low, high = (float(np.exp(np.interp(tail, so_far, grid))) for tail in (0.05, 0.95))
    mean = float(mass @ np.exp(grid))
    return Capability(
        mean=mean,
        low=low,
        high=high,
        deviation=float(np.sqrt(mass @ (np.exp(grid) - mean) ** 2)),
        prior=prior,
        units=round(float(done.sum())),
        weeks=int(done.size),
        full=int(np.count_nonzero(full)),
    )


def weeks_of_work(
    times: Whole, there: tuple[float, ...], *, starts: int, now: int
) -> tuple[Floats, Whole]:
    """Return what somebody did in each past week they worked, as of a whole week, and which week.

    Parameters
    ----------
    times
        When each of their touches or meetings was, in seconds.
    there
        Share of each of some weeks that they were there; weeks that were mostly free do not count.
    starts
        Number of the week after the last of these.
    now
        Number of the week that is not over yet; it does not count.
    """
    first = starts - len(there)
    week = week_of(times) - first
    week = week[(week >= 0) & (week < len(there))]
    counts = np.bincount(week, minlength=len(there)).astype(np.float64)
    share = np.array(there)
    over = np.arange(share.size) + first < now
    some = np.flatnonzero((counts > 0.0) & (share >= _LEAST_THERE) & over)
    return counts[some] / share[some], some + first


def full_weeks(
    visits: Visits, work: Work, steps: tuple[int, ...], at: int, units_each: float
) -> Whole:
    """Return the numbers of the past weeks at whose end work was left over.

    At least five leads had waited for more than a day for their first touch, got it later, and
    what they took comes to a day's work or more: a fifth of what was done in that week.

    Parameters
    ----------
    visits, work
        Visits, and touches with the visits they fell into.
    steps
        Stages of the role.
    at
        The moment.
    units_each
        What a lead takes.
    """
    first = np.full(visits.count, np.iinfo(np.int64).max)
    inside = work.visit >= 0
    np.minimum.at(first, work.visit[inside], work.at[inside])
    mine = np.isin(visits.stage, steps) & (visits.entered != MISSING)
    mine &= first < np.iinfo(np.int64).max
    entered, touched = visits.entered[mine], first[mine]
    here = work.at[inside][np.isin(visits.stage[work.visit[inside]], steps)]
    now = week_of(at)
    found = []
    for week in range(now - WEEKS, now):
        end = seconds_of_week(week + 1)
        waiting = int(np.count_nonzero((entered < end - DAY) & (touched >= end)))
        done = int(np.count_nonzero(week_of(here) == week))
        if waiting >= _FEWEST_WAITING and waiting * units_each >= _A_DAYS_SHARE * done:
            found.append(week)
    return np.array(found, np.int64)


def touch_time(seconds: Whole) -> TouchTime:
    """Return what a touch takes by the times that were logged, -1 for none; shape (touches,)."""
    worth, usual, spread = TIME_PRIOR
    minutes = seconds[seconds >= 0] / 60.0
    weight = worth + minutes.size
    mean = (worth * usual + float(minutes.sum())) / weight
    variance = (worth * spread**2 + float(np.sum((minutes - mean) ** 2))) / weight
    wide = NINETY * float(np.sqrt(np.log1p(variance / weight / mean**2)))
    share = minutes.size / seconds.size if seconds.size else 0.0
    return TouchTime(
        mean=mean,
        low=mean * float(np.exp(-wide)),
        high=mean * float(np.exp(wide)),
        of_all=share * mean + (1.0 - share) * _UNTIMED_MINUTES,
        timed=int(minutes.size),
        touches=int(seconds.size),
    )
