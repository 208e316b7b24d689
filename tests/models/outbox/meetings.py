"""A meeting with a guest, for tests of what guests are told."""

from sqlalchemy.orm import Session

from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import OutboxMessage
from models.ids import AppointmentId, OutboxId
from models.outbox.handing import begin_sending, record_handed_over
from models.outbox.rows import OutboxRow, outbox
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


def waiting_for(session: Session, appointment_id: AppointmentId) -> list[OutboxRow]:
    """Return what waits for a meeting, in the order in which it was written."""
    return [row for row in outbox(session) if row.appointment_id == appointment_id]


def only_one(session: Session, appointment_id: AppointmentId) -> OutboxRow:
    """Return the one message that waits for a meeting."""
    (row,) = waiting_for(session, appointment_id)
    return row


def uid_of(session: Session, appointment_id: AppointmentId) -> str:
    """Return what a meeting is called in calendars."""
    return session.get_one(Appointment, appointment_id).invitation_uid


def send(workspace: Workspace, outbox_id: OutboxId) -> None:
    """Send a message as the rounds do it: by nobody, in two transactions."""
    with workspace.write() as session:
        begin_sending(session, outbox_id)
    with workspace.write() as session:
        record_handed_over(session, outbox_id, "smtp")


def invited(workspace: Workspace, world: SmallWorld) -> OutboxId:
    """Send the invitation that waits in the small world, and return it."""
    send(workspace, world.outbox)
    return world.outbox


def sequence_of(session: Session, outbox_id: OutboxId) -> int | None:
    """Return the SEQUENCE that a message carries."""
    return session.get_one(OutboxMessage, outbox_id).sequence
