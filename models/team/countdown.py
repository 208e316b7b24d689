"""How much working time is left until a moment, for a screen that counts it down by itself."""

from datetime import datetime, timedelta
from typing import NamedTuple


class Countdown(NamedTuple):
    """A moment, and the working spans around it in order; no database and no calendar is asked."""

    due_at: datetime
    spans: tuple[tuple[datetime, datetime], ...]

    def minutes_left(self, at: datetime) -> int:
        """Return the full working minutes until the moment; below zero since it has passed."""
        first, last = min(at, self.due_at), max(at, self.due_at)
        worked = sum(
            (max(min(end, last) - max(begin, first), timedelta()) for begin, end in self.spans),
            timedelta(),
        )
        minutes = worked // timedelta(minutes=1)
        return minutes if at <= self.due_at else -minutes
