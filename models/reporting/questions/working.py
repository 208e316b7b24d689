"""What people do against what they can: touches and bookings of setters, meetings of closers.

Capacity is what is planned with a person for a working day, or else what their roles hold in a
week, over the days of the period that they worked on by now; nothing planned means that nobody
knows it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import String, case, cast, literal, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.ids import MemberId
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Facts
from models.reporting.segment import in_segment
from models.team.rows import MemberRow, team
from models.team.working_clock import WorkingClock, clocks_of_team
from models.vocabulary import AppointmentState, Role
from models.wall_time import local_day

QUESTION: Final = "working"
DAYS: Final = "days"
"""Measure of the days worked, which are no things of leads; `working_days` lists them."""
MEASURES: Final = ("touches", "booked", "meetings", "held", "missed")
_WEEK_DAYS: Final = 5
_TAKEN_PLACE: Final = (AppointmentState.HELD, AppointmentState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class WorkingRow:
    """A person's work in a period, and what they could have done; None where nobody said so.

    `meetings` are those that took place or were missed, `booked` first bookings only.
    """

    member_id: int
    name: str
    duties: frozenset[str]
    days: int
    counts: Counts
    touch_capacity: int | None
    booking_capacity: int | None
    meeting_capacity: int | None

    def count(self, measure: str) -> int:
        """Return how many of a measure there are."""
        return self.counts.get(measure, 0)


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A day on which a person worked, by plan, and how long."""

    day: date
    time: timedelta


def working(session: Session, asked: Asked, at: datetime) -> tuple[WorkingRow, ...]:
    """Return everybody who sells or did something, by name."""
    counts = facts(session, asked, at, "member").tally(session)
    clocks = clocks_of_team(session)
    terms = _terms(session)
    rows = []
    for member in team(session):
        own = counts.get(str(member.id), {})
        sells = member.active and member.duties & {Role.SDR, Role.SETTER, Role.CLOSER}
        if not sells and not any(own.values()):
            continue
        days = _worked_days(clocks[member.id], asked, at, *terms[member.id])
        rows.append(_row(member, own, len(days)))
    return tuple(rows)


def facts(session: Session, asked: Asked, at: datetime, _by: str) -> Facts:
    """Return touches, first bookings and meetings of the period with whose they are."""
    segment = in_segment(session, asked, at)

    def flags(*measures: str) -> list[object]:
        return [literal(int(one in measures)).label(one) for one in MEASURES]

    touches = (
        select(
            Touch.lead_id.label("lead_id"),
            cast(Touch.member_id, String).label("grp"),
            Touch.occurred_at.label("at"),
            Touch.outcome.label("note"),
            *flags("touches"),
        )
        .where(Touch.member_id.is_not(None))
        .where(Touch.occurred_at >= asked.start, Touch.occurred_at < asked.end)
    )
    booked = (
        select(
            Appointment.lead_id,
            cast(Appointment.setter_id, String),
            Appointment.booked_at,
            Appointment.state,
            *flags("booked"),
        )
        .where(Appointment.setter_id.is_not(None), Appointment.previous_id.is_(None))
        .where(Appointment.booked_at >= asked.start, Appointment.booked_at < asked.end)
    )
    met = (
        select(
            Appointment.lead_id,
            cast(Appointment.closer_id, String),
            Appointment.starts_at,
            Appointment.state,
            literal(0).label("touches"),
            literal(0).label("booked"),
            literal(1).label("meetings"),
            case((Appointment.state == AppointmentState.HELD, 1), else_=0).label("held"),
            case((Appointment.state == AppointmentState.NO_SHOW, 1), else_=0).label("missed"),
        )
        .where(Appointment.state.in_(_TAKEN_PLACE))
        .where(Appointment.starts_at >= asked.start, Appointment.starts_at < asked.end)
    )
    if segment:
        meant = select(LeadCard.id).where(*segment)
        touches = touches.where(Touch.lead_id.in_(meant))
        booked = booked.where(Appointment.lead_id.in_(meant))
        met = met.where(Appointment.lead_id.in_(meant))
    return Facts(touches.union_all(booked, met).subquery(), MEASURES)


def working_days(
    session: Session, asked: Asked, at: datetime, member_id: int
) -> tuple[WorkingDay, ...]:
    """Return the days that a person worked on, as far as the period is over, the newest first."""
    terms = _terms(session)[member_id]
    days = _worked_days(clocks_of_team(session)[MemberId(member_id)], asked, at, *terms)
    return tuple(reversed(days))


def _terms(session: Session) -> dict[int, tuple[date | None, date | None]]:
    """Return from and until when each person is on the team."""
    found = select(TeamMember.id, TeamMember.joined_on, TeamMember.left_on)
    return {row.id: (row.joined_on, row.left_on) for row in session.execute(found)}


def _worked_days(
    clock: WorkingClock, asked: Asked, at: datetime, joined_on: date | None, left_on: date | None
) -> list[WorkingDay]:
    first = max(asked.first, joined_on) if joined_on else asked.first
    today = local_day(at, asked.zone)
    last = min(asked.last, today, left_on - timedelta(days=1) if left_on else today)
    days = (first + timedelta(days=day) for day in range(max(0, (last - first).days + 1)))
    return [
        WorkingDay(day, sum((end - begin for begin, end in spans), timedelta()))
        for day in days
        if (spans := clock.spans_of(day))
    ]


def _row(member: MemberRow, counts: Counts, days: int) -> WorkingRow:
    def weekly(*duties: Role) -> int | None:
        said = [
            one.weekly_capacity
            for one in member.held
            if one.duty in duties and one.weekly_capacity is not None
        ]
        return round(sum(said) * days / _WEEK_DAYS) if said else None

    def planned(a_day: int | None) -> int | None:
        return None if a_day is None else a_day * days

    touches = planned(member.planned_touches)
    meetings = planned(member.daily_meeting_cap)
    return WorkingRow(
        member_id=member.id,
        name=member.name,
        duties=member.duties,
        days=days,
        counts=counts,
        touch_capacity=weekly(Role.SDR, Role.SETTER) if touches is None else touches,
        booking_capacity=planned(member.planned_bookings),
        meeting_capacity=weekly(Role.CLOSER) if meetings is None else meetings,
    )
