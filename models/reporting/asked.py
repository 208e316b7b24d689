"""What a report is asked about: which days, and which leads; for all its questions alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models.conditions.condition import Condition
from models.conditions.matching import checked, lead_condition
from models.errors import InvalidValueError
from models.language import gettext as _
from models.team.working_clock import first_at


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
        return first_at(self.first, 0, ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The instant at which the last day is over."""
        return first_at(self.last + timedelta(days=1), 0, ZoneInfo(self.zone))

    @property
    def days(self) -> int:
        """How many days are asked about."""
        return (self.last - self.first).days + 1


def asked_about(first: date, last: date, zone: str, segment: tuple[Condition, ...] = ()) -> Asked:
    """Return what is asked; refuses a period that ends before it begins."""
    if last < first:
        raise InvalidValueError(
            "last",
            last,
            _("A period that begins on {first} cannot end on {last}. Choose a later end.").format(
                first=first, last=last
            ),
        )
    return Asked(first, last, zone, segment)


def in_segment(session: Session, asked: Asked, at: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of the segment for a query over `LeadCard`.

    Refuses a condition on a field that the catalogue does not hold (any more).
    """
    return [lead_condition(session, checked(session, one), at) for one in asked.segment]
