"""What meetings give a person to do: outcomes to say, guests to confirm, no-shows to recover."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.appointments.meetings import awaits_outcome
from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.ids import AppointmentId
from models.queue.counters import day_bounds
from models.queue.rows import Found, Kind
from models.queue.sight import Sight
from models.vocabulary import STANDING, AppointmentState, Role, Status

SOON_MINUTES = 15
_CONFIRM_AHEAD = timedelta(days=3)
_RECOVER_WITHIN = timedelta(days=30)
_AT_MOST = 60

Waiting = tuple[int | None, Found]
_Columns: TypeAlias = tuple[int, int, datetime, datetime, datetime, str, int, int | None, str]


def meetings_waiting(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield what is to be done about meetings, by lead."""
    yield from _open_outcomes(session, sight)
    yield from _upcoming(session, sight)
    yield from _no_shows(session, sight)


def _meetings() -> Select[*_Columns]:
    return (
        select(
            Appointment.id,
            Appointment.lead_id,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.booked_at,
            Appointment.state,
            Appointment.closer_id,
            Appointment.setter_id,
            TeamMember.name.label("closer"),
        )
        .join(TeamMember, TeamMember.id == Appointment.closer_id)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(_AT_MOST)
    )


def _open_outcomes(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield meetings that are over and have no outcome, for who held or set them, and leaders."""
    over = _meetings().where(awaits_outcome(sight.at), _involved(sight))
    for row in session.execute(over):
        yield (
            row.lead_id,
            Found(
                Kind.OPEN_OUTCOME,
                row.ends_at,
                due_at=row.ends_at,
                detail=row.closer,
                appointment_id=AppointmentId(row.id),
            ),
        )


def _upcoming(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield the closer's meetings of the day, and those of the next days to be confirmed."""
    _begin, tonight = day_bounds(sight.at, sight.zone)
    coming = _meetings().where(
        Appointment.state.in_(STANDING),
        Appointment.ends_at > sight.at,
        Appointment.starts_at <= sight.at + _CONFIRM_AHEAD,
        or_(_involved(sight), _to_set(sight)),
    )
    rows = session.execute(coming).all()
    prepared = _prepared(session, [row.id for row in rows])
    for row in rows:
        own = sight.everything or row.closer_id == sight.member_id
        done, count = prepared.get(row.id, (0, 0))
        meeting = Found(
            Kind.MEETING,
            row.booked_at,
            due_at=row.starts_at,
            detail=row.closer,
            step=done,
            steps=count,
            appointment_id=AppointmentId(row.id),
        )
        if own and row.starts_at < tonight:
            soon = row.starts_at <= sight.at + timedelta(minutes=SOON_MINUTES)
            yield row.lead_id, meeting._replace(kind=Kind.MEETING_SOON) if soon else meeting
        sets = sight.everything or row.setter_id == sight.member_id or row.setter_id is None
        if sets and row.state != AppointmentState.CONFIRMED and row.starts_at > sight.at:
            yield row.lead_id, meeting._replace(kind=Kind.CONFIRM)


def _no_shows(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield meetings that somebody missed, until the lead was touched or met again."""
    later = aliased(Appointment)
    missed_at = func.coalesce(Appointment.ended_at, Appointment.ends_at)
    missed = (
        _meetings()
        .join(LeadCard, LeadCard.id == Appointment.lead_id)
        .where(
            Appointment.state == AppointmentState.NO_SHOW,
            Appointment.starts_at >= sight.at - _RECOVER_WITHIN,
            LeadCard.status == Status.OPEN,
            or_(_set_by(sight), _to_set(sight)),
            ~exists().where(
                later.lead_id == Appointment.lead_id, later.starts_at > Appointment.starts_at
            ),
            ~exists().where(Touch.lead_id == Appointment.lead_id, Touch.occurred_at > missed_at),
        )
    )
    for row in session.execute(missed):
        yield (
            row.lead_id,
            Found(
                Kind.NO_SHOW,
                row.starts_at,
                detail=row.closer,
                appointment_id=AppointmentId(row.id),
            ),
        )


def _involved(sight: Sight) -> ColumnElement[bool]:
    if sight.everything or Role.LEADER in sight.duties:
        return true()
    return or_(Appointment.closer_id == sight.member_id, Appointment.setter_id == sight.member_id)


def _set_by(sight: Sight) -> ColumnElement[bool]:
    return true() if sight.everything else Appointment.setter_id == sight.member_id


def _to_set(sight: Sight) -> ColumnElement[bool]:
    """Return the condition that nobody who is still there set a meeting, and this person may."""
    if not sight.has(Role.SETTER):
        return and_(Appointment.setter_id.is_(None), Appointment.closer_id == sight.member_id)
    if sight.everything:
        return false()
    gone = select(TeamMember.id).where(TeamMember.active.is_(False))
    return or_(Appointment.setter_id.is_(None), Appointment.setter_id.in_(gone))


def _prepared(session: Session, appointment_ids: list[int]) -> dict[int, tuple[int, int]]:
    found = session.execute(
        select(
            PreparationItem.appointment_id,
            func.count(PreparationItem.done_at).label("done"),
            func.count().label("count"),
        )
        .where(PreparationItem.appointment_id.in_(appointment_ids))
        .group_by(PreparationItem.appointment_id)
    )
    return {row.appointment_id: (row.done, int(row[2])) for row in found}
