"""The calendar messages that came in, as people see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.calendars import CalendarMessage
from models.ids import AppointmentId, CalendarMessageId, LeadId


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A message that came in, and what was done with it."""

    id: CalendarMessageId
    received_at: datetime
    source: str
    sender: str | None
    verdict: str
    explanation: str
    appointment_id: AppointmentId | None
    lead_id: LeadId | None
    lead: str


def received(
    session: Session, *, appointment_id: AppointmentId | None = None, limit: int = 50
) -> tuple[ReceivedRow, ...]:
    """Return the latest messages that came in, of one meeting where it is named."""
    wanted: Select[CalendarMessage, int | None, str | None] = (
        select(CalendarMessage, Appointment.lead_id, LeadCard.name)
        .outerjoin(Appointment, Appointment.id == CalendarMessage.appointment_id)
        .outerjoin(LeadCard, LeadCard.id == Appointment.lead_id)
        .order_by(CalendarMessage.received_at.desc(), CalendarMessage.id.desc())
        .limit(limit)
    )
    if appointment_id is not None:
        wanted = wanted.where(CalendarMessage.appointment_id == appointment_id)
    return tuple(
        ReceivedRow(
            id=CalendarMessageId(row.id),
            received_at=row.received_at,
            source=row.source,
            sender=row.attendee_email,
            verdict=row.verdict,
            explanation=row.explanation,
            appointment_id=(
                None if row.appointment_id is None else AppointmentId(row.appointment_id)
            ),
            lead_id=None if lead_id is None else LeadId(lead_id),
            lead=lead or "",
        )
        for row, lead_id, lead in session.execute(wanted)
    )
