"""What is coming: the next meeting of a lead, and of what a person is to be reminded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlalchemy.orm import Session

from models.appointments.meeting_row import MeetingRow
from models.appointments.meetings import meeting_rows
from models.definitions.gates.meeting_gates import missing_for_all
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.ids import AppointmentId, LeadId, MemberId
from models.team.working_clock import first_at
from models.team.working_days import member_clock, working_days_after
from models.vocabulary import STANDING, AppointmentState, MeetingGate, Status
from models.wall_time import local_day

SOON_MINUTES: Final = 10
"""How long before a meeting its people are told where nobody said otherwise."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting that something is to be done about, and what it lacks to count as confirmed."""

    meeting: MeetingRow
    missing: tuple[str, ...]


def next_meeting(session: Session, lead_id: LeadId) -> NextMeeting | None:
    """Return a lead's first meeting that is to take place or waits for its outcome.

    Where there is none, and somebody did not come to the last one of a lead that is still open, it
    is that one: it is to be booked again.
    """
    found = meeting_rows(session, Appointment.lead_id == lead_id)
    meeting = next((one for one in found if one.is_standing), None)
    if meeting is not None:
        lacks = _missing(session, (meeting.id,), MeetingGate.CONFIRMED)
        return NextMeeting(meeting, lacks[meeting.id])
    missed = bool(found) and found[-1].state == AppointmentState.NO_SHOW
    if missed and session.get_one(Lead, lead_id).status == Status.OPEN:
        return NextMeeting(found[-1], ())
    return None


class ReminderKind(StrEnum):
    """Why a person is reminded of a meeting."""

    SOON = "soon"
    DAY_BEFORE = "day_before"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A meeting of which somebody is to be reminded, and what it still lacks to be ready."""

    kind: ReminderKind
    meeting: MeetingRow
    missing: tuple[str, ...]

    @property
    def key(self) -> str:
        """Tell this reminder from every other one; a meeting at another time is another one."""
        begins = int(self.meeting.starts_at.timestamp())
        return f"{self.kind.value}:{self.meeting.id}:{begins}"


def reminders_for(
    session: Session, member_id: MemberId, at: datetime, soon_minutes: int = SOON_MINUTES
) -> tuple[Reminder, ...]:
    """Return of what a person is to be reminded at an instant, the next meeting first.

    The closer is told of a meeting a few minutes before it begins. On the working day before,
    closer and setter are told of what it still lacks; of one that lacks nothing nobody is.
    """
    until = _end_of_next_working_day(session, member_id, at)
    mine = or_(Appointment.closer_id == member_id, Appointment.setter_id == member_id)
    found = meeting_rows(
        session,
        mine,
        Appointment.state.in_(STANDING),
        Appointment.starts_at > at,
        Appointment.starts_at < until,
    )
    lacking = _missing(session, tuple(one.id for one in found), MeetingGate.READY)
    soon = at + timedelta(minutes=soon_minutes)
    reminders = []
    for meeting in found:
        if meeting.starts_at <= soon:
            if meeting.closer_id == member_id:
                reminders.append(Reminder(ReminderKind.SOON, meeting, lacking[meeting.id]))
        elif lacking[meeting.id]:
            reminders.append(Reminder(ReminderKind.DAY_BEFORE, meeting, lacking[meeting.id]))
    return tuple(reminders)


def _end_of_next_working_day(session: Session, member_id: MemberId, at: datetime) -> datetime:
    clock = member_clock(session, member_id)
    (last,) = working_days_after(clock, local_day(at, clock.zone), 1)
    return first_at(last + timedelta(days=1), 0, ZoneInfo(clock.zone))


def _missing(
    session: Session, appointment_ids: tuple[AppointmentId, ...], gate: MeetingGate
) -> dict[AppointmentId, tuple[str, ...]]:
    return missing_for_all(session, appointment_ids, gate) if appointment_ids else {}
