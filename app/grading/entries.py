"""Who came, and who entered the stage that is forecast, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from models.errors import InvalidValueError
from models.language import gettext as _
from models.text_keys import fold
from simulation.learning.history import MISSING, OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.learning.records import LearnedHistory
    from models.definitions.current import StageRow

_DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_QUIET_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class Entries:
    """Days as whole numbers (`date.toordinal`), each array in order of time.

    Parameters
    ----------
    target
        The stage whose entries are forecast.
    arrived
        Day on which each lead is first heard of.
    entered
        Day on which each lead that did entered the target for the first time.
    begins, ends
        First day of the records, and the first day behind them.
    """

    target: StageRow
    arrived: NDArray[np.int64]
    entered: NDArray[np.int64]
    begins: date
    ends: date

    def arrivals(self, begin: date, end: date) -> int:
        """Return how many leads came from a day on until before another."""
        return _between(self.arrived, begin, end)

    def entries(self, begin: date, end: date) -> int:
        """Return how many leads entered the target from a day on until before another."""
        return _between(self.entered, begin, end)


def stage_asked(stages: Sequence[StageRow], name: str) -> StageRow:
    """Return the stage of this name or meaning; refuses one that there is not, and the first.

    Every lead enters the first stage by coming, which is no forecast of the funnel.
    """
    wanted, later = fold(name), stages[1:]
    named = [stage for stage in later if fold(stage.name) == wanted]
    meant = [stage for stage in later if fold(stage.meaning) == wanted]
    for stage in (*named, *meant):
        return stage
    raise InvalidValueError(
        "target",
        name,
        _("“{name}” is no stage that leads reach. Choose one of: {stages}.").format(
            name=name, stages=", ".join(stage.name for stage in later)
        ),
    )


def entries_of(history: LearnedHistory, target: StageRow, today: date) -> Entries:
    """Return what happened before today, by the day in UTC, in which imported days are kept."""
    before = (today.toordinal() - _EPOCH) * _DAY
    records = history.records
    dated = (records.occurred != MISSING) & (records.occurred < before)
    lead, stage = records.move_lead[dated], records.move_stage[dated]
    days = records.occurred[dated] // _DAY + _EPOCH
    reached = [target.id, *(old for old, new in history.renamed.items() if new == target.id)]
    into = np.isin(stage, reached)
    arrived = _first_days(lead, days)
    closed = (records.status != OPEN) & (records.since != MISSING) & (records.since < before)
    ended = records.since[closed] // _DAY + _EPOCH
    last = int(max(days.max(initial=0), ended.max(initial=0)))
    return Entries(
        target=target,
        arrived=arrived,
        entered=_first_days(lead[into], days[into]),
        begins=date.fromordinal(int(arrived[0])) if arrived.size else today,
        ends=_end_of_records(last, today),
    )


def _end_of_records(last: int, today: date) -> date:
    """Return the day behind the last thing that happened: today, unless it has been quiet long.

    Where the records are of the past, the time since is no time in which nothing happened.
    """
    if last == 0 or today.toordinal() - last <= _QUIET_DAYS:
        return today
    return date.fromordinal(last + 1)


def _first_days(lead: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first day of each lead, in order of time."""
    order = np.lexsort((days, lead))
    lead, days = lead[order], days[order]
    first = np.ones(lead.size, np.bool_)
    first[1:] = lead[1:] != lead[:-1]
    return np.sort(days[first])


def _between(days: NDArray[np.int64], begin: date, end: date) -> int:
    low, high = np.searchsorted(days, [begin.toordinal(), end.toordinal()])
    return int(high - low)
