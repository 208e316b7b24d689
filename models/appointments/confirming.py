"""What makes an appointment confirmed and ready, and what came of it.

The state follows from what is known: proposed until the invitation is handed over, then invited,
and confirmed once a decision-maker has said yes as well. Held, no-show and cancelled are ends.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text
from models.entities import Appointment, Attendee, PreparationItem, TeamMember
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.recording import now, verb
from models.ids import AppointmentId, AttendeeId, MemberId, PreparationId
from models.language import gettext as _
from models.vocabulary import AppointmentState, Part, label

_ENDS = (AppointmentState.HELD, AppointmentState.NO_SHOW, AppointmentState.CANCELLED)
YES_BY = ("spoken", "calendar_reply")


class AppointmentOverError(KnownError):
    """An appointment has its outcome; nothing about it can be agreed any more."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This appointment is over ({state}). Book a new one.").format(
                state=label(state).lower()
            )
        )
        self.state = state


def _standing(session: Session, appointment_id: int) -> Appointment:
    found = existing(session, Appointment, appointment_id)
    if found.state in _ENDS:
        raise AppointmentOverError(found.state)
    return found


def _restate(session: Session, appointment: Appointment) -> None:
    session.flush()
    yes = select(Attendee.id).where(
        Attendee.appointment_id == appointment.id,
        Attendee.part_in_decision == Part.DECIDES,
        Attendee.said_yes_at.is_not(None),
    )
    if appointment.invited_at is None:
        state = AppointmentState.PROPOSED
    elif session.scalar(yes.limit(1)) is None:
        state = AppointmentState.INVITED
    else:
        state = AppointmentState.CONFIRMED
    appointment.state = state.value


@verb
def hand_over_invitation(session: Session, appointment_id: AppointmentId) -> None:
    """Note that the calendar invitation has left our hands.

    Refuses an appointment that is over, one without a purpose (nobody accepts a meeting about
    nothing), and one without attendees (nobody to invite).
    """
    appointment = _standing(session, appointment_id)
    if not appointment.purpose:
        raise InvalidValueError("purpose", "", _("State the purpose before you invite anybody."))
    attendee = select(Attendee.id).where(Attendee.appointment_id == appointment_id).limit(1)
    if session.scalar(attendee) is None:
        raise InvalidValueError("attendees", "", _("Nobody is on the list of attendees."))
    if appointment.invited_at is None:
        appointment.invited_at = now(session)
    _restate(session, appointment)


@verb
def state_purpose(session: Session, appointment_id: AppointmentId, purpose: str) -> None:
    """State what the meeting is for; refuses a blank purpose and an appointment that is over."""
    text = required_text("purpose", purpose, LONG_TEXT_LIMIT)
    _standing(session, appointment_id).purpose = text


@verb
def record_yes(session: Session, attendee_id: AttendeeId, how: str) -> None:
    """Note that an attendee said yes, `spoken` or by `calendar_reply`; the first yes is kept.

    Refuses another way of saying it and an appointment that is over.
    """
    one_of("how", how, YES_BY)
    attendee = existing(session, Attendee, attendee_id)
    appointment = _standing(session, attendee.appointment_id)
    if attendee.said_yes_at is None:
        attendee.said_yes_at = now(session)
        attendee.said_yes_how = how
    _restate(session, appointment)


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
    _standing(session, appointment_id)
    if owner_id is not None:
        existing(session, TeamMember, owner_id)
    if due_at is not None and due_at.tzinfo is None:
        raise InvalidValueError("due_at", due_at, _("A time needs its time zone."))
    item = PreparationItem(
        appointment_id=appointment_id,
        text=required_text("text", text),
        owner_id=owner_id,
        due_at=due_at,
    )
    session.add(item)
    session.flush()
    return PreparationId(item.id)


@verb
def complete_preparation(session: Session, preparation_id: PreparationId) -> None:
    """Mark something as ready now; what is ready keeps its time."""
    item = existing(session, PreparationItem, preparation_id)
    if item.done_at is None:
        item.done_at = now(session)


@verb
def record_outcome(
    session: Session, appointment_id: AppointmentId, outcome: str, note: str | None = None
) -> None:
    """Record that a meeting was held, that nobody came (`no_show`), or that it was cancelled.

    A cancelled meeting is no no-show: it counts in no show rate. Refuses another outcome, a second
    one (undo the first), and held or no-show before the meeting began.
    """
    wanted = one_of("outcome", outcome, tuple(_ENDS))
    appointment = _standing(session, appointment_id)
    if wanted != AppointmentState.CANCELLED and now(session) < appointment.starts_at:
        raise InvalidValueError(
            "outcome",
            outcome,
            _("The meeting has not begun yet. Cancel it if it will not take place."),
        )
    appointment.state = wanted
    appointment.outcome_note = optional_text("note", note, LONG_TEXT_LIMIT)
