"""The clock on the wall of a zone over some weeks, as a few whole numbers.

Between two changes of the clocks a zone's offset is constant, so local days and grids of minutes
are plain arithmetic; instants are whole seconds since 1970.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_SECONDS = 86_400
_STEP = DAY_SECONDS // 2
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CACHED = 512


@dataclass(frozen=True, slots=True)
class LocalClock:
    """From each of `starts` on, the local time is the instant plus the offset beside it."""

    zone: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def offset_at(self, instant: int) -> int:
        """Return how many seconds the wall is ahead of UTC at an instant."""
        return self.offsets[max(bisect_right(self.starts, instant) - 1, 0)]

    def day_at(self, instant: int) -> int:
        """Return the number of the local day at an instant; `date_of` says which day it is."""
        return (instant + self.offset_at(instant)) // DAY_SECONDS

    def minute_at(self, instant: int) -> int:
        """Return the minute after local midnight, as the wall shows it."""
        return (instant + self.offset_at(instant)) % DAY_SECONDS // 60

    def same_day_until(self, instant: int) -> int:
        """Return an instant up to which it is surely the same local day."""
        place = max(bisect_right(self.starts, instant) - 1, 0)
        last = (self.day_at(instant) + 1) * DAY_SECONDS - self.offsets[place] - 1
        if place + 1 < len(self.starts):
            return min(last, self.starts[place + 1] - 1)
        return last

    def on_grid(self, first: int, last: int, step: int) -> Iterator[int]:
        """Yield the instants of a span, both ends included, at which the wall shows full steps.

        An hour that a clock change repeats comes twice, one that it skips not at all.
        """
        place = max(bisect_right(self.starts, first) - 1, 0)
        begin = first
        while begin <= last:
            later = self.starts[place + 1] if place + 1 < len(self.starts) else last + 1
            begin += -(begin + self.offsets[place]) % step
            yield from range(begin, min(later, last + 1), step)
            begin = later
            place += 1


def date_of(day: int) -> date:
    """Return the date of a local day's number."""
    return date.fromordinal(_EPOCH_DAY + day)


def day_of(day: date) -> int:
    """Return the number of a local day."""
    return day.toordinal() - _EPOCH_DAY


@lru_cache(maxsize=_CACHED)
def local_clock(zone: str, first: int, last: int) -> LocalClock:
    """Return a zone's clock that is right from one instant to another, both included."""
    known = ZoneInfo(zone)

    def offset(instant: int) -> int:
        away = datetime.fromtimestamp(instant, UTC).astimezone(known).utcoffset()
        return 0 if away is None else int(away.total_seconds())

    starts, offsets = [first], [offset(first)]
    before = first
    while before < last:
        after = min(before + _STEP, last)
        if offset(after) != offsets[-1]:
            starts.append(_change_between(offset, before, after))
            offsets.append(offset(after))
        before = after
    return LocalClock(zone, tuple(starts), tuple(offsets))


def _change_between(offset: Callable[[int], int], before: int, after: int) -> int:
    old = offset(before)
    while after - before > 1:
        middle = (before + after) // 2
        if offset(middle) == old:
            before = middle
        else:
            after = middle
    return after
