"""Other times that guests propose: they wait until somebody accepts or declines them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.appointments.rescheduling import reschedule
from models.calendars.addresses import is_same_mailbox
from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.calendars import CalendarMessage
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, CalendarMessageId, LeadId
from models.language import gettext as _
from models.outbox.queueing import queue_counter_declined
from models.vocabulary import STANDING, MessageVerdict
from models.wall_time import wall_of

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A time that a guest proposes instead of the one agreed."""

    id: CalendarMessageId
    appointment_id: AppointmentId
    lead_id: LeadId
    lead: str
    guest: str
    zone: str
    agreed_starts_at: datetime
    starts_at: datetime
    ends_at: datetime
    comment: str | None
    received_at: datetime


def open_counters(
    session: Session, appointment_id: AppointmentId | None = None
) -> tuple[CounterRow, ...]:
    """Return what is proposed and still to be answered, the earliest received first.

    Of one guest only the latest; none that an answer to the invitation or a change of the meeting
    has overtaken.
    """
    wanted = (
        select(CalendarMessage, Appointment, LeadCard.name)
        .join(Appointment, Appointment.id == CalendarMessage.appointment_id)
        .outerjoin(LeadCard, LeadCard.id == Appointment.lead_id)
        .where(
            CalendarMessage.verdict == MessageVerdict.COUNTERED,
            CalendarMessage.settled_at.is_(None),
            Appointment.state.in_(STANDING),
            or_(
                CalendarMessage.sequence.is_(None),
                CalendarMessage.sequence >= Appointment.invitation_sequence,
            ),
        )
        .order_by(CalendarMessage.stamped_at, CalendarMessage.id)
    )
    if appointment_id is not None:
        wanted = wanted.where(Appointment.id == appointment_id)
    latest: dict[tuple[int, str], CounterRow] = {}
    for message, meeting, lead in session.execute(wanted):
        guest = _guest(session, meeting.id, message.attendee_email)
        if guest is None or message.proposed_starts_at is None:
            continue
        if _overtaken(guest, message):
            continue
        latest[meeting.id, guest.name] = CounterRow(
            id=CalendarMessageId(message.id),
            appointment_id=AppointmentId(meeting.id),
            lead_id=LeadId(meeting.lead_id),
            lead=lead or "",
            guest=guest.name,
            zone=meeting.zone,
            agreed_starts_at=meeting.starts_at,
            starts_at=message.proposed_starts_at,
            ends_at=_end(meeting, message, message.proposed_starts_at),
            comment=message.comment,
            received_at=message.received_at,
        )
    return tuple(sorted(latest.values(), key=lambda row: (row.received_at, row.id)))


@verb
def accept_counter(
    session: Session, message_id: CalendarMessageId, *, overlap_reason: str | None = None
) -> AppointmentId:
    """Move a meeting to the time that a guest proposes; all guests are told.

    Refuses a proposal that is settled or overtaken, and what `reschedule` refuses.
    """
    row = _open(session, message_id)
    wall, later = wall_of(row.starts_at, row.zone)
    _settle(session, message_id)
    return reschedule(
        session,
        row.appointment_id,
        wall,
        row.zone,
        max(1, (row.ends_at - row.starts_at) // _MINUTE),
        later_reading=later,
        reason=_("{guest} proposed this time.").format(guest=row.guest),
        overlap_reason=overlap_reason,
    )


@verb
def decline_counter(
    session: Session, message_id: CalendarMessageId, reason: str | None = None
) -> None:
    """Keep to the time that was agreed; the guest who proposed another is told.

    Refuses a proposal that is settled or overtaken.
    """
    row = _open(session, message_id)
    _settle(session, message_id)
    queue_counter_declined(session, row.appointment_id, row.guest, reason)


def _open(session: Session, message_id: CalendarMessageId) -> CounterRow:
    existing(session, CalendarMessage, message_id)
    row = next((one for one in open_counters(session) if one.id == message_id), None)
    if row is None:
        raise InvalidValueError(
            "message_id",
            message_id,
            _("This proposal was answered, or the meeting was changed since."),
        )
    return row


def _settle(session: Session, message_id: CalendarMessageId) -> None:
    existing(session, CalendarMessage, message_id).settled_at = now(session)
    session.flush()


def _guest(session: Session, appointment_id: int, email: str | None) -> Attendee | None:
    people = session.scalars(select(Attendee).where(Attendee.appointment_id == appointment_id))
    return next((one for one in people if is_same_mailbox(one.email, email)), None)


def _overtaken(guest: Attendee, message: CalendarMessage) -> bool:
    said = guest.reply_stamped_at
    return said is not None and (message.stamped_at is None or message.stamped_at < said)


def _end(meeting: Appointment, message: CalendarMessage, start: datetime) -> datetime:
    if message.proposed_ends_at is not None and message.proposed_ends_at > start:
        return message.proposed_ends_at
    return start + (meeting.ends_at - meeting.starts_at)
