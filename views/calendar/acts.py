"""What the calendar asks of the workspace: reading its days, trying a time, and taking it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from views.calendar.placing.proposals import Proposal

if TYPE_CHECKING:
    from models.appointments.calendar_page import CalendarWeek
    from models.appointments.times.trying import Tried
    from models.ids import AppointmentId, MemberId

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which days are to be shown: the week of one closer, or one day of all of them.

    Without a first day it is that of today; without a closer the first one there is.
    """

    first_day: date | None = None
    day_count: int = WEEK_DAYS
    closer_id: "MemberId | None" = None

    @property
    def is_week(self) -> bool:
        """Whether a week is wanted."""
        return self.day_count == WEEK_DAYS


def reading(
    wanted: Wanted, viewer_id: "MemberId | None", at: datetime
) -> "Callable[[Any], CalendarWeek]":
    """Return what reads the wanted days."""

    def query(session: Any) -> "CalendarWeek":
        from models.appointments.calendar_page import calendar_week, closer_to_begin_with

        closer_ids = None
        if wanted.is_week:
            chosen = wanted.closer_id or closer_to_begin_with(session, viewer_id)
            closer_ids = () if chosen is None else (chosen,)
        return calendar_week(session, viewer_id, wanted.first_day, wanted.day_count, closer_ids, at)

    return query


def trying(
    proposal: Proposal, member_id: "MemberId | None", at: datetime
) -> "Callable[[Any], Tried]":
    """Return what asks the rules whether a meeting could get the proposed time."""

    def query(session: Any) -> "Tried":
        from models.appointments.times.trying import Tried, try_time

        if proposal.meeting is None:
            return Tried("", False, False)
        return try_time(
            session,
            proposal.meeting.id,
            proposal.closer_id,
            proposal.starts_at,
            proposal.minutes,
            member_id,
            at,
        )

    return query


def moving(
    proposal: Proposal, *, tell: bool, reason: str = ""
) -> "Callable[[Any], AppointmentId | None]":
    """Return what gives a meeting the proposed time, as its guests' clocks show it."""

    def operation(session: Any) -> "AppointmentId | None":
        from models.appointments.rescheduling import move_appointment
        from models.wall_time import wall_of

        meeting = proposal.meeting
        if meeting is None:
            return None
        wall, later = wall_of(proposal.starts_at, meeting.zone)
        return move_appointment(
            session,
            meeting.id,
            wall,
            meeting.zone,
            proposal.minutes,
            closer_id=proposal.closer_id,
            later_reading=later,
            overlap_reason=reason or None,
            tell=tell,
        )

    return operation
