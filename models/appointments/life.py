"""What came of a meeting: held, missed, called off; and what a held one came to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import standing
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text
from models.deals.dealing import open_deal
from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import OutboxMessage
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, DealId, LeadId, OutboxId
from models.language import gettext as _
from models.leads.stages.advancing import advance
from models.leads.stages.closing import mark_lost
from models.outbox.handing import withdraw
from models.outbox.queueing import queue_cancellation
from models.outbox.sent import WAITING
from models.vocabulary import AppointmentState, Meaning, MeetingOutcome, MissedBy, label


class OutcomeRefusedError(KnownError):
    """A meeting cannot come to that as it stands; its text says what to do instead."""


@verb
def record_held(session: Session, appointment_id: AppointmentId, note: str | None = None) -> None:
    """Record that a meeting took place; its lead moves on where the gate lets it.

    Refuses a meeting that is over, and one that has not begun.
    """
    appointment = standing(session, appointment_id)
    _refuse_before_it_began(session, appointment)
    _end(session, appointment, AppointmentState.HELD, None)
    appointment.outcome_note = optional_text("note", note, LONG_TEXT_LIMIT)
    session.flush()
    advance(session, appointment.lead_id, Meaning.HELD)


@verb
def record_no_show(
    session: Session,
    appointment_id: AppointmentId,
    *,
    by: str = MissedBy.GUEST.value,
    reason: str | None = None,
) -> None:
    """Record that a guest, or the host, did not come; the lead waits to be recovered.

    Refuses a meeting that is over, and one that has not begun: what is called off before is
    cancelled.
    """
    missed_by = one_of("by", by, tuple(MissedBy))
    appointment = standing(session, appointment_id)
    _refuse_before_it_began(session, appointment)
    _end(session, appointment, AppointmentState.NO_SHOW, reason)
    appointment.missed_by = missed_by


@verb
def cancel(
    session: Session,
    appointment_id: AppointmentId,
    reason: str | None = None,
    *,
    by: str = MissedBy.GUEST.value,
    tell: bool = True,
) -> None:
    """Call a meeting off, which is no no-show; who was invited gets a cancellation unless not told.

    Its time is free again. Refuses a meeting that is over.
    """
    called_off_by = one_of("by", by, tuple(MissedBy))
    appointment = standing(session, appointment_id)
    _end(session, appointment, AppointmentState.CANCELLED, reason)
    appointment.missed_by = called_off_by
    session.flush()
    if tell:
        queue_cancellation(session, appointment_id, appointment.end_reason)
    else:
        _withdraw_waiting(session, appointment)


def _withdraw_waiting(session: Session, appointment: Appointment) -> None:
    """Take out what still waits: nobody is to be invited to what was called off."""
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.invitation_uid == appointment.invitation_uid,
        OutboxMessage.state.in_(WAITING),
    )
    for outbox_id in session.scalars(waiting).all():
        withdraw(session, OutboxId(outbox_id))


def _refuse_before_it_began(session: Session, appointment: Appointment) -> None:
    if now(session) < appointment.starts_at:
        raise InvalidValueError(
            "outcome",
            appointment.state,
            _("The meeting has not begun yet. Cancel it if it will not take place."),
        )


def _end(
    session: Session, appointment: Appointment, state: AppointmentState, reason: str | None
) -> None:
    appointment.state = state.value
    appointment.ended_at = now(session)
    appointment.end_reason = optional_text("reason", reason, LONG_TEXT_LIMIT)


@dataclass(frozen=True, slots=True)
class DealWish:
    """A deal that a meeting came to; the amount is in minor units of its currency."""

    name: str
    amount_minor: int | None = None
    currency: str | None = None
    expected_close: date | None = None
    stage: str | None = None


@verb
def record_outcome(
    session: Session,
    appointment_id: AppointmentId,
    outcome: str,
    *,
    note: str | None = None,
    reason: str | None = None,
    deal: DealWish | None = None,
) -> DealId | None:
    """Record what a meeting came to: `next_meeting`, `deal` (which is opened) or `lost`.

    One that is over and of which nothing was said yet was held with it. Refuses another outcome, a
    second one (undo the first), a deal without a name, a loss without a known reason code or of a
    lead that is closed, a meeting that has not begun, and one that was missed or called off.
    """
    wanted = one_of("outcome", outcome, tuple(MeetingOutcome))
    appointment = existing(session, Appointment, appointment_id)
    if appointment.outcome is not None:
        raise OutcomeRefusedError(
            _("What came of this meeting is recorded ({outcome}). Undo that first.").format(
                outcome=label(appointment.outcome).lower()
            )
        )
    if wanted == MeetingOutcome.LOST and not reason:
        raise OutcomeRefusedError(_("Say why it is lost: choose a reason."))
    if wanted == MeetingOutcome.DEAL and deal is None:
        raise OutcomeRefusedError(_("Name the deal that the meeting came to."))
    if appointment.state != AppointmentState.HELD:
        record_held(session, appointment_id, note)
    appointment.outcome = wanted
    if note is not None:
        appointment.outcome_note = optional_text("note", note, LONG_TEXT_LIMIT)
    lead_id = LeadId(appointment.lead_id)
    if wanted == MeetingOutcome.LOST and reason:
        appointment.end_reason = reason
        mark_lost(session, lead_id, reason, note)
    if wanted != MeetingOutcome.DEAL or deal is None:
        return None
    return open_deal(
        session,
        lead_id,
        deal.name,
        amount_minor=deal.amount_minor,
        currency=deal.currency,
        expected_close=deal.expected_close,
        stage=deal.stage,
    )
