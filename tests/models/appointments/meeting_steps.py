"""Steps and questions that the tests of meetings share."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.booking import AttendeeDraft, book
from models.appointments.reading import meeting_page
from models.definitions.current import stage_by_id
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import OutboxMessage
from models.ids import AppointmentId, AttendeeId, LeadId, StageId
from tests.models.small_world import SmallWorld

TUESDAY_TEN = "2026-11-10T10:00"
ANN = AttendeeDraft("Ann Lee", "ann@acme.example", "decides")


def booked(session: Session, world: SmallWorld, wall: str = TUESDAY_TEN) -> AppointmentId:
    """Book a meeting of two guests with the leader of a world."""
    return book(
        session, world.lead, world.leader, wall, "Europe/Berlin", 30, purpose="See the vans",
        attendees=(ANN, AttendeeDraft("Bo", "bo@acme.example", optional=True)),
    )  # fmt: skip


def state(session: Session, appointment_id: AppointmentId) -> str:
    """Return the state of a meeting."""
    return session.get_one(Appointment, appointment_id).state


def stage_of(session: Session, lead_id: LeadId) -> str:
    """Return what the stage of a lead means."""
    return stage_by_id(session, StageId(session.get_one(Lead, lead_id).stage_id)).meaning


def decider(session: Session, appointment_id: AppointmentId) -> AttendeeId:
    """Return the guest of a meeting who decides."""
    return meeting_page(session, appointment_id).attendees[0].id


def waiting(session: Session, appointment_id: AppointmentId) -> list[str]:
    """Return the kinds of messages of a meeting's UID that wait, oldest first."""
    session.flush()
    uid = session.get_one(Appointment, appointment_id).invitation_uid
    found = select(OutboxMessage.kind).where(
        OutboxMessage.invitation_uid == uid, OutboxMessage.state == "waiting"
    )
    return list(session.scalars(found.order_by(OutboxMessage.id)))
