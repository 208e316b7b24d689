"""When a lead may be called: by the clock where they are, on the days that the team agreed on."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_WEEK = 8


class CallableHours(NamedTuple):
    """Minutes after local midnight from which and until which people are called, by weekday."""

    from_minute: int = 9 * 60
    until_minute: int = 17 * 60 + 30
    weekdays: frozenset[int] = frozenset(range(5))

    def holds(self, local: datetime) -> bool:
        """Say whether somebody may be called when the clock on their wall shows this."""
        minute = local.hour * 60 + local.minute
        return local.weekday() in self.weekdays and self.from_minute <= minute < self.until_minute

    def callable_from(self, at: datetime, zone: str) -> datetime | None:
        """Return when somebody in a zone may be called next; None where it is right now.

        Never more than eight days ahead: hours that no weekday has are no hours, and then nothing
        waits for them.
        """
        place = ZoneInfo(zone)
        local = at.astimezone(place)
        if self.holds(local) or not self.weekdays or self.from_minute >= self.until_minute:
            return None
        opens = time(self.from_minute // 60, self.from_minute % 60)
        for ahead in range(_WEEK + 1):
            day = local.date() + timedelta(days=ahead)
            begin = datetime.combine(day, opens, place).astimezone(UTC)
            # Where a clock change skips the hour, the call is made once the clock shows it.
            if day.weekday() in self.weekdays and begin > at:
                return begin
        return None
