"""What must be ready before a meeting, by whom and by when."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import standing
from models.checks import required_text
from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.meetings.preparation_templates import PreparationTemplate
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, MemberId, PreparationId
from models.language import gettext as _
from models.vocabulary import Role


@verb
def add_preparation(
    session: Session,
    appointment_id: AppointmentId,
    text: str,
    *,
    owner_id: MemberId | None = None,
    due_at: datetime | None = None,
) -> PreparationId:
    """Add something that must be ready before the meeting.

    Refuses a blank text, a time without zone, and an appointment that is over.
    """
    standing(session, appointment_id)
    item = PreparationItem(appointment_id=appointment_id)
    _write(session, item, text, owner_id, due_at)
    session.add(item)
    session.flush()
    return PreparationId(item.id)


@verb
def edit_preparation(
    session: Session,
    preparation_id: PreparationId,
    text: str,
    *,
    owner_id: MemberId | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write anew what is to be ready, by whom and by when; refuses what adding refuses."""
    item = existing(session, PreparationItem, preparation_id)
    standing(session, item.appointment_id)
    _write(session, item, text, owner_id, due_at)


def _write(
    session: Session,
    item: PreparationItem,
    text: str,
    owner_id: MemberId | None,
    due_at: datetime | None,
) -> None:
    words = required_text("to_prepare", text)
    if owner_id is not None:
        existing(session, TeamMember, owner_id)
    if due_at is not None and due_at.tzinfo is None:
        raise InvalidValueError("due_at", due_at, _("A time needs its time zone."))
    item.text, item.owner_id, item.due_at = words, owner_id, due_at


@verb
def complete_preparation(session: Session, preparation_id: PreparationId) -> None:
    """Mark something as ready now; what is ready keeps its time."""
    item = existing(session, PreparationItem, preparation_id)
    if item.done_at is None:
        item.done_at = now(session)


@verb
def reopen_preparation(session: Session, preparation_id: PreparationId) -> None:
    """Mark something as not ready after all; refuses a meeting that is over."""
    item = existing(session, PreparationItem, preparation_id)
    standing(session, item.appointment_id)
    item.done_at = None


@verb
def remove_preparation(session: Session, preparation_id: PreparationId) -> None:
    """Take something off the list of what is to be ready; refuses a meeting that is over."""
    item = existing(session, PreparationItem, preparation_id)
    standing(session, item.appointment_id)
    session.delete(item)


def fill_from_kind(session: Session, appointment: Appointment) -> None:
    """Give a new appointment what its kind wants ready: by its closer, or by who booked it.

    What would be due before now is due at once: at the moment of booking.
    """
    templates = session.scalars(
        select(PreparationTemplate)
        .where(PreparationTemplate.kind_id == appointment.kind_id)
        .order_by(PreparationTemplate.position, PreparationTemplate.id)
    )
    for template in templates:
        by_setter = template.owner_role == Role.SETTER
        due = appointment.starts_at - timedelta(hours=template.hours_before)
        session.add(
            PreparationItem(
                appointment_id=appointment.id,
                text=template.text,
                owner_id=appointment.setter_id if by_setter else appointment.closer_id,
                due_at=max(due, appointment.booked_at),
            )
        )
