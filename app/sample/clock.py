"""A clock that stands where the story is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

_FIRST_HOUR, _LAST_HOUR = 8, 17
_PROMPT = 0.8


@dataclass
class StoryClock:
    """Gives the moment it was set to; the workspace of the sample is written under it."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the moment of the story."""
        return self.moment


def at_work(rng: Random, moment: datetime, zone: str) -> datetime:
    """Return a moment in somebody's working hours, on that day or the next working day."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date()
    minute = local.hour * 60 + local.minute
    if minute >= _LAST_HOUR * 60:
        day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    if day != local.date() or minute < _FIRST_HOUR * 60:
        minute = _FIRST_HOUR * 60 + rng.randrange(90)
    hour = time(minute // 60, minute % 60, rng.randrange(60))
    found = datetime.combine(day, hour, ZoneInfo(zone)).astimezone(moment.tzinfo)
    return max(found, moment)


def promptly(rng: Random, moment: datetime, otherwise: datetime) -> datetime:
    """Return a moment some minutes later, as people mean to answer; now and then another one."""
    if rng.random() > _PROMPT:
        return otherwise
    return moment + timedelta(minutes=rng.gammavariate(2, 4))
