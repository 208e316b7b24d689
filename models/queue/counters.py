"""How a person's day goes against the plan: touches, people reached, meetings booked."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cadences.running import ANSWERS
from models.entities.meetings.appointments import Appointment
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.ids import MemberId
from models.queue.rows import DayCounters
from models.vocabulary import AppointmentState, Medium
from models.wall_time import local_day


def day_bounds(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when the local day of an instant begins and ends, in UTC."""
    day = local_day(at, zone)
    begin, end = (
        datetime.combine(day + timedelta(days=ahead), time(), ZoneInfo(zone)) for ahead in (0, 1)
    )
    return begin.astimezone(UTC), end.astimezone(UTC)


def counters_of(session: Session, member_id: MemberId | None, at: datetime) -> DayCounters:
    """Return a person's day so far, in their own zone; for nobody, the whole team's in UTC.

    A meeting that was moved or called off is no booking of the day.
    """
    member = None if member_id is None else session.get(TeamMember, member_id)
    begin, end = day_bounds(at, "UTC" if member is None else member.zone)
    touches = (
        select(Touch.medium, Touch.outcome, func.count().label("count"))
        .where(Touch.occurred_at >= begin, Touch.occurred_at < end)
        .group_by(Touch.medium, Touch.outcome)
    )
    booked = select(func.count(Appointment.id)).where(
        Appointment.booked_at >= begin,
        Appointment.booked_at < end,
        Appointment.previous_id.is_(None),
        Appointment.state != AppointmentState.CANCELLED,
    )
    if member is None:
        # By person, since touches are found by person and time.
        touches = touches.where(Touch.member_id.in_(select(TeamMember.id)))
    else:
        touches = touches.where(Touch.member_id == member.id)
        booked = booked.where(Appointment.setter_id == member.id)
    counted = [(row.medium, row.outcome, int(row[2])) for row in session.execute(touches)]
    return DayCounters(
        touches=sum(count for _medium, _outcome, count in counted),
        planned_touches=None if member is None else member.planned_touches,
        calls=sum(count for medium, _outcome, count in counted if medium == Medium.CALL),
        connected=sum(count for _medium, outcome, count in counted if outcome in ANSWERS),
        bookings=session.scalar(booked) or 0,
        planned_bookings=None if member is None else member.planned_bookings,
    )
