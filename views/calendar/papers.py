"""What can be printed from the calendar."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from models.ids import AppointmentId, MemberId


@dataclass(frozen=True, slots=True)
class CalendarPaper:
    """The days as the page shows them, as a sheet."""

    first_day: date
    day_count: int
    closer_ids: tuple[MemberId, ...]
    viewer_id: MemberId | None


@dataclass(frozen=True, slots=True)
class AgendaPaper:
    """The meetings of one person on some days, one below the other."""

    member_id: MemberId
    first_day: date
    day_count: int


@dataclass(frozen=True, slots=True)
class PreparationPaper:
    """What there is to know and to do before one meeting."""

    appointment_id: AppointmentId


Paper: TypeAlias = CalendarPaper | AgendaPaper | PreparationPaper
