"""Where an appointment stands: what is still to come, what is over, and how its state follows."""

from sqlalchemy.orm import Session

from models.definitions.gates.meeting_gates import passes
from models.entities.meetings.appointments import Appointment
from models.errors import KnownError
from models.finding import existing
from models.ids import AppointmentId
from models.language import gettext as _
from models.leads.stages.advancing import advance
from models.outbox.queueing import drop_waiting, queue_invitation, queue_update
from models.vocabulary import ENDS, AppointmentState, Meaning, MeetingGate, label


class AppointmentOverError(KnownError):
    """An appointment has its outcome; nothing about it can be agreed any more."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This appointment is over ({state}). Book a new one.").format(
                state=label(state).lower()
            )
        )
        self.state = state


def standing(session: Session, appointment_id: int) -> Appointment:
    """Return an appointment that is to take place; refuses with `AppointmentOverError` others."""
    found = existing(session, Appointment, appointment_id)
    if found.state in ENDS:
        raise AppointmentOverError(found.state)
    return found


def restate(session: Session, appointment: Appointment) -> None:
    """Let the state follow from what is known, and the lead with it where its gate lets it.

    Tentative while the closer's time is not sure; proposed until the invitation is handed over,
    then invited, and confirmed once the team's gate for that is passed.
    """
    session.flush()
    if appointment.tentative_reason is not None:
        state = AppointmentState.TENTATIVE
    elif passes(session, AppointmentId(appointment.id), MeetingGate.CONFIRMED):
        state = AppointmentState.CONFIRMED
    elif appointment.invited_at is None:
        state = AppointmentState.PROPOSED
    else:
        state = AppointmentState.INVITED
    appointment.state = state.value
    advance(session, appointment.lead_id, Meaning.APPOINTMENT)


def tell_guests(session: Session, appointment: Appointment, reason: str | None = None) -> None:
    """Put what the guests are to know into the outbox: the invitation, or what changed.

    Not while the closer's time is not sure, and not without a purpose: nobody accepts a meeting
    about nothing. Then what waits is taken out as well, for it tells of the time before.
    """
    session.flush()
    appointment_id = AppointmentId(appointment.id)
    if appointment.tentative_reason is not None or not appointment.purpose:
        drop_waiting(session, appointment.invitation_uid)
        return
    if appointment.invited_at is None:
        queue_invitation(session, appointment_id)
    else:
        queue_update(session, appointment_id, reason)
