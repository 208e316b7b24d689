"""Meetings as rows for lists and calendars, and which of them still wait for their outcome."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from models.appointments.meeting_row import MeetingRow
from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.kinds import MeetingKind
from models.entities.people.team import TeamMember
from models.ids import AppointmentId, LeadId, MeetingKindId, MemberId
from models.vocabulary import STANDING, AppointmentState

_SAID_WITHIN: Final = timedelta(days=14)

_Setter = aliased(TeamMember)


def _meetings(
    *wanted: ColumnElement[bool],
) -> Select[Appointment, str, str, str, str, str]:
    return (
        select(
            Appointment,
            LeadCard.name,
            LeadCard.company,
            TeamMember.name,
            _Setter.name,
            MeetingKind.name,
        )
        .join(LeadCard, LeadCard.id == Appointment.lead_id)
        .join(TeamMember, TeamMember.id == Appointment.closer_id)
        .outerjoin(_Setter, _Setter.id == Appointment.setter_id)
        .outerjoin(MeetingKind, MeetingKind.id == Appointment.kind_id)
        .where(*wanted)
        .order_by(Appointment.starts_at, Appointment.id)
    )


def meeting_rows(session: Session, *wanted: ColumnElement[bool]) -> tuple[MeetingRow, ...]:
    """Return the meetings that conditions over appointments let through, in the order of time."""
    return tuple(_row(*found) for found in session.execute(_meetings(*wanted)))


def _row(
    row: Appointment, who: str, company: str, closer: str, setter: str | None, kind: str | None
) -> MeetingRow:
    return MeetingRow(
        id=AppointmentId(row.id),
        lead_id=LeadId(row.lead_id),
        who=who,
        company=company,
        closer_id=MemberId(row.closer_id),
        closer=closer,
        setter_id=None if row.setter_id is None else MemberId(row.setter_id),
        setter=setter,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wall_start=row.wall_start,
        zone=row.zone,
        original_starts_at=row.original_starts_at,
        kind_id=None if row.kind_id is None else MeetingKindId(row.kind_id),
        kind=kind,
        purpose=row.purpose,
        place=row.place,
        video_link=row.video_link,
        dial_in=row.dial_in,
        invited_at=row.invited_at,
        tentative_reason=row.tentative_reason,
        overlap_reason=row.overlap_reason,
        missed_by=row.missed_by,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
        previous_id=None if row.previous_id is None else AppointmentId(row.previous_id),
    )


def meetings_between(
    session: Session,
    start: datetime,
    end: datetime,
    closer_ids: Collection[MemberId] | None = None,
) -> tuple[MeetingRow, ...]:
    """Return meetings that touch a time, of everybody or of some closers, in order.

    Those that were called off or got another time are among them: their state says so.
    """
    wanted = [Appointment.starts_at < end, Appointment.ends_at > start]
    if closer_ids is not None:
        wanted.append(Appointment.closer_id.in_(closer_ids))
    return meeting_rows(session, *wanted)


def awaits_outcome(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a meeting is over and nobody said what came of it.

    One that was held counts as well until it came to something, for two weeks.
    """
    over = and_(Appointment.state.in_(STANDING), Appointment.ends_at <= at)
    unsaid = and_(
        Appointment.state == AppointmentState.HELD,
        Appointment.outcome.is_(None),
        Appointment.ended_at > at - _SAID_WITHIN,
    )
    return or_(over, unsaid)
