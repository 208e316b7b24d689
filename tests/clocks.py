"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class FrozenClock:
    """Hand it in as `clock`; it starts on Monday 2 November 2026, 09:00 UTC."""

    instant: datetime = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **by: float) -> datetime:
        """Move on by days, hours, minutes ..., and return the new instant."""
        self.instant += timedelta(**by)
        return self.instant
