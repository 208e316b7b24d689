"""From instants of a day to heights and back, however long clock changes make the day.

Heights grow with the time that really goes by: a day of 25 hours is an hour higher, and an hour
that the clocks repeat stands there twice. Pure arithmetic, no widgets.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class HourMark:
    """A full hour on the clock of some zone; `repeated` where the clocks showed it before."""

    instant: datetime
    hour: int
    repeated: bool

    @property
    def words(self) -> str:
        """The hour as a ruler shows it."""
        return f"{self.hour:02}:00"


@dataclass(frozen=True, slots=True)
class DayScale:
    """A day from its first instant to its last, drawn from the height 0 downwards."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    hour_pixels: float

    @property
    def height(self) -> float:
        """How high the whole day is."""
        return self.y_of(self.ends_at)

    def y_of(self, instant: datetime) -> float:
        """Return the height of an instant; outside the day it lies above or below it."""
        return (instant - self.starts_at) / _HOUR * self.hour_pixels

    def instant_at(self, y: float) -> datetime:
        """Return the instant at a height, to the second; outside the day, its nearest end."""
        seconds = round(y / self.hour_pixels * 3600)
        instant = self.starts_at + timedelta(seconds=seconds)
        return min(max(instant, self.starts_at), self.ends_at)

    def marks(self, zone: str = "") -> tuple[HourMark, ...]:
        """Return the full hours of the day by the clock of its own zone, or of another."""
        return hour_marks(self.starts_at, self.ends_at, zone or self.zone)

    def on_grid(self, instant: datetime, grid_minutes: int) -> datetime:
        """Return the last step of the grid up to an instant, counted from the hour on the wall."""
        hour = self._hour_before(instant)
        step = timedelta(minutes=grid_minutes)
        return hour + (instant - hour) // step * step

    def next_on_grid(self, instant: datetime, grid_minutes: int) -> datetime:
        """Return the first step of the grid after an instant."""
        here = self.on_grid(instant, grid_minutes)
        later = here + timedelta(minutes=grid_minutes)
        between = [one.instant for one in self.marks() if here < one.instant < later]
        return between[0] if between else later

    def nearest_on_grid(self, instant: datetime, grid_minutes: int) -> datetime:
        """Return the step of the grid that is nearest to an instant."""
        before = self.on_grid(instant, grid_minutes)
        after = self.next_on_grid(instant, grid_minutes)
        return after if after - instant <= instant - before else before

    def _hour_before(self, instant: datetime) -> datetime:
        passed = [one.instant for one in self.marks() if one.instant <= instant]
        return passed[-1] if passed else self.starts_at


@lru_cache(maxsize=512)
def hour_marks(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[HourMark, ...]:
    """Return the instants of a time at which the clocks of a zone show a full hour, in order."""
    known = ZoneInfo(zone)
    seen: set[tuple[int, int]] = set()
    marks: list[HourMark] = []
    # Every zone of today is some quarters of an hour away from UTC.
    at = starts_at.astimezone(UTC).replace(second=0, microsecond=0)
    at += -(at - at.replace(hour=0, minute=0)) % _QUARTER
    while at < ends_at:
        local = at.astimezone(known)
        if local.minute == 0 and at >= starts_at:
            key = (local.toordinal(), local.hour)
            marks.append(HourMark(at, local.hour, key in seen))
            seen.add(key)
        at += _QUARTER
    return tuple(marks)


def minutes_between(start: datetime, end: datetime) -> int:
    """Return the whole minutes from one instant to another."""
    return (end - start) // _MINUTE
