"""Making a booked meeting sure: its invitation, its purpose and place, its closer's time."""

from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import restate, standing, tell_guests
from models.checks import LONG_TEXT_LIMIT, optional_text, required_text
from models.contact_values import web_address
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.errors import InvalidValueError
from models.history.verbs import now, verb
from models.ids import AppointmentId
from models.language import gettext as _


class AppointmentFields(TypedDict, total=False):
    """What may be typed about an appointment besides its time and its people."""

    purpose: str | None
    place: str | None
    video_link: str | None
    dial_in: str | None


def check_invitable(session: Session, appointment: Appointment) -> None:
    """Refuse an appointment without a purpose, and one that nobody is to attend."""
    if not appointment.purpose:
        raise InvalidValueError("purpose", "", _("State the purpose before you invite anybody."))
    attendee = select(Attendee.id).where(Attendee.appointment_id == appointment.id).limit(1)
    if session.scalar(attendee) is None:
        raise InvalidValueError("attendees", "", _("Nobody is on the list of attendees."))


@verb
def hand_over_invitation(session: Session, appointment_id: AppointmentId) -> None:
    """Note that the calendar invitation has left our hands.

    Refuses an appointment that is over, one without a purpose (nobody accepts a meeting about
    nothing), and one without attendees (nobody to invite).
    """
    appointment = standing(session, appointment_id)
    check_invitable(session, appointment)
    if appointment.invited_at is None:
        appointment.invited_at = now(session)
    restate(session, appointment)


@verb
def invite(session: Session, appointment_id: AppointmentId) -> None:
    """Put the invitation into the outbox, or what changed where it has been handed over.

    Refuses what `hand_over_invitation` refuses, and a meeting whose closer's time is not sure yet.
    """
    appointment = standing(session, appointment_id)
    check_invitable(session, appointment)
    if appointment.tentative_reason is not None:
        raise InvalidValueError(
            "state",
            appointment.state,
            _("This time is only tentative. Make sure of it before you invite anybody."),
        )
    tell_guests(session, appointment)


@verb
def edit_appointment(
    session: Session,
    appointment_id: AppointmentId,
    *,
    tell: bool = True,
    **fields: Unpack[AppointmentFields],
) -> None:
    """Change the named fields of a meeting, and tell the guests unless they are not to be told.

    Refuses what is no web address, and a meeting that is over.
    """
    appointment = standing(session, appointment_id)
    before = _told(appointment)
    if "purpose" in fields:
        appointment.purpose = optional_text("purpose", fields["purpose"], LONG_TEXT_LIMIT)
    if "place" in fields:
        appointment.place = optional_text("place", fields["place"])
    if "video_link" in fields:
        appointment.video_link = web_address(fields["video_link"])
    if "dial_in" in fields:
        appointment.dial_in = optional_text("dial_in", fields["dial_in"])
    restate(session, appointment)
    if tell and _told(appointment) != before:
        tell_guests(session, appointment)


def _told(appointment: Appointment) -> tuple[str | None, ...]:
    return appointment.purpose, appointment.place, appointment.video_link, appointment.dial_in


@verb
def mark_tentative(session: Session, appointment_id: AppointmentId, reason: str) -> None:
    """Note that the closer's time is not sure, and why; refuses a blank reason.

    An invitation that still waits is taken out of the outbox; `settle_time` puts it in again.
    """
    appointment = standing(session, appointment_id)
    appointment.tentative_reason = required_text("reason", reason)
    restate(session, appointment)
    tell_guests(session, appointment)


@verb
def settle_time(session: Session, appointment_id: AppointmentId) -> None:
    """Note that the closer has the time, so that the meeting is not tentative any more.

    The invitation goes to the outbox with it. Refuses a meeting that is over.
    """
    appointment = standing(session, appointment_id)
    if appointment.tentative_reason is None:
        return
    appointment.tentative_reason = None
    restate(session, appointment)
    tell_guests(session, appointment)
