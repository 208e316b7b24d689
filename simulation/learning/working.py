"""What leads cost in work and what people get done, from logged touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.history import MISSING, OPEN, WEEK, week_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits

    Whole = NDArray[np.int64]

_BUSY: Final = 0.9
_FEWEST_VISITS: Final = 5
_RECENT_WEEKS: Final = 26


@dataclass(frozen=True, slots=True)
class Work:
    """Touches of a team, each array of shape (touches,).

    Parameters
    ----------
    lead, member, at
        Whose lead, who, and when in seconds; int64.
    visit
        Number of the visit that each fell into, -1 for none.
    """

    lead: Whole
    member: Whole
    at: Whole
    visit: Whole


@dataclass(frozen=True, slots=True)
class Amount:
    """A mean with what stands behind it: so many units over so many leads, or weeks."""

    mean: float
    units: int
    over: int


def work_in(visits: Visits, lead: Whole, member: Whole, at: Whole) -> Work:
    """Return touches with the visits that they fell into."""
    order = np.lexsort((visits.entered, visits.lead))
    rows = visits.lead[order]
    entered = visits.entered[order]
    dated = entered != MISSING
    order, rows, entered = order[dated], rows[dated], entered[dated]
    if order.size == 0 or lead.size == 0:
        return Work(lead, member, at, np.full(lead.size, -1, np.int64))
    # One number for lead and time, so that one search finds the visit that began last before.
    base = min(int(entered.min()), int(at.min()))
    width = max(int(entered.max()), int(at.max())) - base + 1
    key = rows * width + (entered - base)
    place = np.searchsorted(key, lead * width + (at - base), side="right") - 1
    found = order[np.maximum(place, 0)]
    inside = (place >= 0) & (visits.lead[found] == lead)
    over = (visits.how[found] != OPEN) & (visits.ended[found] != MISSING)
    inside &= ~over | (at <= visits.ended[found])
    return Work(lead, member, at, np.where(inside, found, -1))


def touches_per_lead(visits: Visits, work: Work, step: int) -> Amount | None:
    """Return how many touches a lead takes in a stage, over visits that ended since any is logged.

    None where fewer than five visits ended.
    """
    if work.at.size == 0:
        return None
    # Whoever entered long before the first logged touch may have been touched before.
    logged = visits.entered >= work.at.min() - WEEK
    ended = (visits.stage == step) & (visits.how != OPEN) & logged
    count = int(np.count_nonzero(ended))
    if count < _FEWEST_VISITS:
        return None
    inside = work.visit[work.visit >= 0]
    units = int(np.count_nonzero(ended[inside]))
    return Amount(units / count, units, count)


def busy_week(times: Whole, at: int) -> Amount:
    """Return what somebody gets done in a busy week: more than in nine of ten of their weeks.

    Parameters
    ----------
    times
        When each of their touches or meetings was, in seconds.
    at
        The moment; the half-year before it counts, its own week does not.
    """
    now = int(week_of(np.array([at]))[0])
    week = week_of(times)
    week = week[(week < now) & (week >= now - _RECENT_WEEKS)]
    if week.size == 0:
        return Amount(0.0, 0, 0)
    counts = np.unique(week, return_counts=True)[1]
    return Amount(float(np.quantile(counts, _BUSY)), int(week.size), int(counts.size))


def times_of(work: Work, stages: Whole, member: int, steps: tuple[int, ...]) -> Whole:
    """Return when somebody touched leads that were in some stages; `stages` are the visits'."""
    mine = (work.member == member) & (work.visit >= 0)
    mine &= np.isin(stages[np.maximum(work.visit, 0)], steps) if stages.size else False
    times: Whole = work.at[mine]
    return times
