"""What a report is asked about: which days, and which leads; for all its questions alike.

Pages ask with these before the database code is imported.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.conditions.condition import Condition
from models.errors import InvalidValueError
from models.language import gettext as _
from models.written_days import day_text


@dataclass(frozen=True, slots=True)
class Asked:
    """Days of a zone, both included, and the conditions that a lead must meet to count."""

    first: date
    last: date
    zone: str
    segment: tuple[Condition, ...] = ()

    @property
    def start(self) -> datetime:
        """The instant at which the first day begins."""
        return start_of(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The instant at which the last day is over."""
        return start_of(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> int:
        """How many days are asked about."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind a number: of which question, divided by what, which group and measure.

    Without a group it is that of all groups together.
    """

    question: str
    by: str
    group: str | None
    measure: str


def start_of(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a zone.

    >>> start_of(date(2026, 11, 2), "Europe/Berlin").isoformat()
    '2026-11-01T23:00:00+00:00'
    """
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def asked_about(first: date, last: date, zone: str, segment: tuple[Condition, ...] = ()) -> Asked:
    """Return what is asked; refuses a period that ends before it begins."""
    if last < first:
        raise InvalidValueError(
            "last",
            last,
            _("A period that begins on {first} cannot end on {last}. Choose a later end.").format(
                first=day_text(first), last=day_text(last)
            ),
        )
    return Asked(first, last, zone, segment)
