"""Who works, how much of each coming week, and the work that was logged, as plain columns."""

from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.definitions.roles import RoleRow, roles
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.work.activity import Touch
from models.ids import MemberId
from models.learning.reading import arrays, seconds
from models.team.rows import HeldRoleRow, team
from models.team.working_clock import WorkingClock, clocks_of_team
from models.vocabulary import AppointmentState, MissedBy, Reply

HELD: Final = 1
MISSED: Final = 2
ENDED_OTHERWISE: Final = 3
NOT_OVER: Final = 0
RESCHEDULED: Final = 4


@dataclass(frozen=True, slots=True)
class TouchColumns:
    """Every logged touch; `member` is 0 where nobody is named, `seconds` -1 where not known."""

    lead: "array[int]"
    member: "array[int]"
    at: "array[int]"
    seconds: "array[int]"


@dataclass(frozen=True, slots=True)
class MeetingColumns:
    """Every meeting; `ended` is `HELD`, `MISSED`, `RESCHEDULED`, `ENDED_OTHERWISE`, `NOT_OVER`.

    `reply` is the strongest answer of a guest: none 0, accepted 1, tentative 2, declined 3.
    `previous` is the meeting that it follows, or 0.
    """

    id: "array[int]"
    lead: "array[int]"
    closer: "array[int]"
    booked: "array[int]"
    due: "array[int]"
    ended: "array[int]"
    reply: "array[int]"
    previous: "array[int]"


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A person with the roles they hold and the share of each coming week that they are there.

    `from_week` and `until_week` count from the first of these weeks; None where they were there
    before, or do not leave until the last.
    """

    id: MemberId
    held: tuple[HeldRoleRow, ...]
    from_week: int | None
    until_week: int | None
    availability: tuple[float, ...]
    days_a_week: int
    hours_a_week: float
    there: tuple[float, ...]
    """Share of each of the weeks before that they were there, the latest last."""
    planned_touches: int | None
    """For each day, all roles together."""
    daily_meeting_cap: int | None


def touch_columns(session: Session) -> TouchColumns:
    """Return every touch that the workspace shows."""
    wanted = select(
        Touch.lead_id,
        func.coalesce(Touch.member_id, 0),
        seconds(Touch.occurred_at),
        func.coalesce(Touch.seconds, -1),
    ).order_by(Touch.id)
    return TouchColumns(*arrays(session, wanted, Touch.batch_id, 4))


def meeting_columns(session: Session) -> MeetingColumns:
    """Return every meeting, with the strongest reply of those who were invited.

    One that our own side missed is neither held nor missed: it says nothing about guests.
    """
    strength = case(
        (Attendee.reply == Reply.DECLINED.value, 3),
        (Attendee.reply == Reply.ACCEPTED.value, 2),
        (Attendee.reply == Reply.TENTATIVE.value, 1),
        else_=0,
    )
    strongest = (
        select(func.max(strength))
        .where(Attendee.appointment_id == Appointment.id)
        .scalar_subquery()
    )
    reply = case((strongest == 3, 3), (strongest == 2, 1), (strongest == 1, 2), else_=0)
    own_fault = Appointment.missed_by == MissedBy.HOST.value
    ended = case(
        (Appointment.state == AppointmentState.HELD.value, HELD),
        ((Appointment.state == AppointmentState.NO_SHOW.value) & own_fault, ENDED_OTHERWISE),
        (Appointment.state == AppointmentState.NO_SHOW.value, MISSED),
        (Appointment.state == AppointmentState.RESCHEDULED.value, RESCHEDULED),
        (Appointment.state == AppointmentState.CANCELLED.value, ENDED_OTHERWISE),
        else_=NOT_OVER,
    )
    wanted = select(
        Appointment.id,
        Appointment.lead_id,
        Appointment.closer_id,
        seconds(Appointment.booked_at),
        seconds(Appointment.original_starts_at),
        ended,
        reply,
        func.coalesce(Appointment.previous_id, 0),
    ).order_by(Appointment.id)
    return MeetingColumns(*arrays(session, wanted, Appointment.batch_id, 8))


def workers(
    session: Session, first_monday: date, weeks: int, *, before: int = 0
) -> tuple[WorkerRow, ...]:
    """Return the people who work in some of the coming weeks, by their calendars and time off.

    `before` is how many of the weeks before the first are asked for as well.
    """
    clocks = clocks_of_team(session)
    found = []
    for member in team(session):
        if not member.held or (not member.active and member.left_on is None):
            continue
        begins = _week_of(member.joined_on, first_monday)
        ends = _week_of(member.left_on, first_monday)
        clock = clocks[member.id]
        usual = _minutes_of(clock)
        row = WorkerRow(
            id=member.id,
            held=member.held,
            from_week=None if begins is None or begins <= 0 else begins,
            until_week=None if ends is None or ends >= weeks else ends,
            availability=_availability(clock, first_monday, weeks),
            days_a_week=sum(bool(spans) for spans in clock.hours.values()),
            hours_a_week=usual / 60,
            there=_shares(clock, usual, first_monday - timedelta(weeks=before), before),
            planned_touches=member.planned_touches,
            daily_meeting_cap=member.daily_meeting_cap,
        )
        if (ends is None or ends > 0) and (begins is None or begins < weeks):
            found.append(row)
    return tuple(found)


def working_roles(session: Session) -> tuple[RoleRow, ...]:
    """Return the roles of the definitions in force."""
    return roles(session)


def _week_of(day: date | None, first_monday: date) -> int | None:
    return None if day is None else (day - first_monday).days // 7


def _availability(clock: WorkingClock, first_monday: date, weeks: int) -> tuple[float, ...]:
    usual = _minutes_of(clock)
    if usual == 0:
        return (0.0,)
    shares = list(_shares(clock, usual, first_monday, weeks))
    while len(shares) > 1 and shares[-1] == shares[-2]:
        shares.pop()
    return tuple(shares)


def _minutes_of(clock: WorkingClock) -> int:
    """Return the minutes of a usual week."""
    return sum(end - begin for spans in clock.hours.values() for begin, end in spans)


def _shares(clock: WorkingClock, usual: int, first_monday: date, weeks: int) -> tuple[float, ...]:
    if usual == 0:
        return (0.0,) * weeks
    shares = []
    for week in range(weeks):
        days = (first_monday + timedelta(weeks=week, days=number) for number in range(7))
        there = sum(
            (end - begin).total_seconds() / 60 for day in days for begin, end in clock.spans_of(day)
        )
        # A week in which the clocks change has an hour more or less of wall time.
        shares.append(round(min(there / usual, 1.0), 4))
    return tuple(shares)
