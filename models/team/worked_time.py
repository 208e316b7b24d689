"""Working time between many pairs of instants of one clock, reckoned from sums kept at hand.

A `WorkingClock` walks from day to day, which for a report over years of handoffs takes seconds.
"""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Final

from models.team.working_clock import WorkingClock

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MINUTE: Final = 60_000_000
_DAY: Final = timedelta(days=1)
_BESIDE: Final = 40 * _DAY


class WorkedTime:
    """The working minutes of one clock, the same as `WorkingClock.minutes_between` says."""

    def __init__(self, clock: WorkingClock) -> None:
        self._clock = clock
        self._from = self._until = _EPOCH
        self._begins: list[int] = []
        self._ends: list[int] = []
        self._begun: list[int] = [0]
        self._ended: list[int] = [0]

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the full working minutes from `start` to `end`; negative where it runs back."""
        if end < start:
            return -self.minutes_between(end, start)
        if not self._from <= start <= end <= self._until:
            self._reach(start, end)
        return (self._worked_until(end) - self._worked_until(start)) // _MINUTE

    def _worked_until(self, instant: datetime) -> int:
        """Return the microseconds worked from the first known day until an instant."""
        at = (instant - _EPOCH) // _MICROSECOND
        begun, ended = bisect_left(self._begins, at), bisect_left(self._ends, at)
        # What has begun counts up to now, less what has gone by since it ended.
        return (begun * at - self._begun[begun]) - (ended * at - self._ended[ended])

    def _reach(self, start: datetime, end: datetime) -> None:
        """Sum up the days around a pair of instants that lies outside of what is known."""
        known = self._until > self._from
        self._from = min(self._from, start - _BESIDE) if known else start - _BESIDE
        self._until = max(self._until, end + _BESIDE)
        day, last = (self._from - _DAY).date(), (self._until + _DAY).date()
        spans: list[tuple[datetime, datetime]] = []
        while day <= last:
            spans += self._clock.spans_of(day)
            day += _DAY
        self._begins = sorted((begin - _EPOCH) // _MICROSECOND for begin, _end in spans)
        self._ends = sorted((end - _EPOCH) // _MICROSECOND for _begin, end in spans)
        self._begun = [0, *accumulate(self._begins)]
        self._ended = [0, *accumulate(self._ends)]
