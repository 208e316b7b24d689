"""What people see of an appointment: its five parts, and whether each is there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.meetings.attendees import Attendee
from models.finding import existing
from models.ids import AppointmentId, AttendeeId, ContactId, LeadId, MemberId, PreparationId


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """A stakeholder; a spoken yes and a calendar reply are kept apart."""

    id: AttendeeId
    contact_id: ContactId | None
    name: str
    email: str | None
    part_in_decision: str
    said_yes_at: datetime | None
    said_yes_how: str | None
    reply: str
    optional: bool = False
    replied_at: datetime | None = None
    reply_comment: str | None = None
    delegated_to: str | None = None


@dataclass(frozen=True, slots=True)
class PreparationRow:
    """One thing that must be ready before the meeting."""

    id: PreparationId
    text: str
    owner_id: MemberId | None
    due_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment with its stakeholders and preparation."""

    id: AppointmentId
    lead_id: LeadId
    closer_id: MemberId
    setter_id: MemberId | None
    state: str
    starts_at: datetime
    ends_at: datetime
    wall_start: str
    zone: str
    purpose: str | None
    place: str | None
    video_link: str | None
    invited_at: datetime | None
    overlap_reason: str | None
    outcome_note: str | None
    attendees: tuple[AttendeeRow, ...]
    preparation: tuple[PreparationRow, ...]

    @property
    def is_ready(self) -> bool:
        """Say whether there is preparation and all of it is done."""
        return bool(self.preparation) and all(item.done_at for item in self.preparation)


def appointment(session: Session, appointment_id: AppointmentId) -> AppointmentRow:
    """Return one appointment; refuses one that does not exist."""
    existing(session, Appointment, appointment_id)
    return _rows(session, Appointment.id == appointment_id)[0]


def appointments_of(session: Session, lead_id: LeadId) -> tuple[AppointmentRow, ...]:
    """Return a lead's appointments, the latest first."""
    return _rows(session, Appointment.lead_id == lead_id)


def _rows(session: Session, wanted: ColumnElement[bool]) -> tuple[AppointmentRow, ...]:
    order = (Appointment.starts_at.desc(), Appointment.id.desc())
    found = session.scalars(select(Appointment).where(wanted).order_by(*order)).all()
    return tuple(
        AppointmentRow(
            id=AppointmentId(row.id),
            lead_id=LeadId(row.lead_id),
            closer_id=MemberId(row.closer_id),
            setter_id=None if row.setter_id is None else MemberId(row.setter_id),
            state=row.state,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            wall_start=row.wall_start,
            zone=row.zone,
            purpose=row.purpose,
            place=row.place,
            video_link=row.video_link,
            invited_at=row.invited_at,
            overlap_reason=row.overlap_reason,
            outcome_note=row.outcome_note,
            attendees=attendees_of(session, row.id),
            preparation=preparation_of(session, row.id),
        )
        for row in found
    )


def attendees_of(session: Session, appointment_id: int) -> tuple[AttendeeRow, ...]:
    """Return who is to attend an appointment, in the order in which they were named."""
    found = session.scalars(
        select(Attendee).where(Attendee.appointment_id == appointment_id).order_by(Attendee.id)
    )
    return tuple(
        AttendeeRow(
            AttendeeId(row.id),
            None if row.contact_id is None else ContactId(row.contact_id),
            row.name,
            row.email,
            row.part_in_decision,
            row.said_yes_at,
            row.said_yes_how,
            row.reply,
            bool(row.optional),
            row.replied_at,
            row.reply_comment,
            row.delegated_to,
        )
        for row in found
    )


def preparation_of(session: Session, appointment_id: int) -> tuple[PreparationRow, ...]:
    """Return what must be ready before an appointment."""
    found = session.scalars(
        select(PreparationItem)
        .where(PreparationItem.appointment_id == appointment_id)
        .order_by(PreparationItem.id)
    )
    return tuple(
        PreparationRow(
            PreparationId(row.id),
            row.text,
            None if row.owner_id is None else MemberId(row.owner_id),
            row.due_at,
            row.done_at,
        )
        for row in found
    )
