"""What leads cost in work and what people get done, from logged touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.history import MISSING, OPEN, WEEK
from simulation.results import NINETY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits

    Whole = NDArray[np.int64]

_FEWEST_VISITS: Final = 5
TOUCHES_PRIOR: Final = (2.0, 3.0, 3.0)
"""Worth so many leads of so many touches, with so large a standard deviation."""


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
    """A mean with what stands behind it: so many units over so many leads.

    It lies between ``low`` and ``high`` with 90 %.
    """

    mean: float
    units: int
    over: int
    low: float = 0.0
    high: float = 0.0


def work_in(visits: Visits, lead: Whole, member: Whole, at: Whole) -> Work:
    """Return touches with the visits that they fell into.

    Parameters
    ----------
    visits
        The history.
    lead, member, at
        Shape (touches,): of whom, by whom, and when in seconds.

    Returns
    -------
    Work
        The same touches with the row of the visit of each, -1 where it fell into none.
    """
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

    None where fewer than five visits ended; 0 where none of them was touched.
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
    each = np.bincount(inside, minlength=visits.count)[ended]
    if not each.any():
        return Amount(0.0, 0, count)
    worth, usual, spread = TOUCHES_PRIOR
    mean = (worth * usual + float(each.sum())) / (worth + count)
    variance = (worth * spread**2 + float(np.sum((each - mean) ** 2))) / (worth + count)
    wide = NINETY * float(np.sqrt(np.log1p(variance / (worth + count) / mean**2)))
    return Amount(
        mean,
        int(each.sum()),
        count,
        mean * float(np.exp(-wide)),
        mean * float(np.exp(wide)),
    )
