"""Time for the workspace: an injectable wall clock and the hybrid logical clock of the log."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]

_COUNTER_BITS = 16


def utc_now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def clock_at(instant: datetime) -> int:
    """Return the first hybrid logical clock value of an instant's millisecond."""
    return int(instant.timestamp() * 1000) << _COUNTER_BITS


def milliseconds_of(clock: int) -> int:
    """Return the wall time inside a hybrid logical clock value, in milliseconds since 1970."""
    return clock >> _COUNTER_BITS


def next_clock(last: int, now: datetime) -> int:
    """Return a hybrid logical clock value later than `last` and not before `now`.

    Milliseconds in the upper bits, a counter in the lower 16: when the wall clock stands still or
    was set back, the counter goes on, so the order of changes never runs backwards.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> first = next_clock(0, noon)
    >>> next_clock(first, noon) == first + 1
    True
    """
    return max(clock_at(now), last + 1)
