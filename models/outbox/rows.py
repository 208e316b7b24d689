"""What people see of the outbox: what waits, for whom, since when, and what went wrong."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import MailAccount, OutboxMessage
from models.finding import existing
from models.ids import AppointmentId, LeadId, MailAccountId, OutboxId
from models.outbox.content import MeetingContent, content_of
from models.outbox.organizer import organizer_of
from models.vocabulary import OutboxState

OPEN_STATES = (OutboxState.WAITING.value, OutboxState.SENDING.value, OutboxState.FAILED.value)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message in the outbox; `may_be_sent` says whether there is somebody to mail it to."""

    id: OutboxId
    kind: str
    state: str
    appointment_id: AppointmentId | None
    lead_id: LeadId | None
    lead: str
    subject: str
    recipients: tuple[str, ...]
    without_address: tuple[str, ...]
    account_id: MailAccountId | None
    account: str | None
    written_at: datetime
    attempts: int
    next_try_at: datetime | None
    last_error: str | None
    handed_over_at: datetime | None
    handed_over_how: str | None
    content: MeetingContent

    def in_doubt(self, at: datetime) -> bool:
        """Say whether sending was cut off, so that the message may have gone out."""
        cut_off = self.next_try_at is None or self.next_try_at <= at
        return self.state == OutboxState.SENDING and cut_off

    @property
    def may_be_sent(self) -> bool:
        """Say whether any guest beside the closer has an address."""
        guests = self.content.guests
        return any(one.address and one.name != self.content.closer for one in guests)


def outbox(session: Session, *, handed_over: int = 0) -> tuple[OutboxRow, ...]:
    """Return what waits or failed, the oldest first, and then as many of those handed over."""
    open_ones = _rows(session, _query().where(OutboxMessage.state.in_(OPEN_STATES)))
    if not handed_over:
        return open_ones
    gone = (
        _query()
        .where(OutboxMessage.state == OutboxState.HANDED_OVER)
        .order_by(None)
        .order_by(OutboxMessage.handed_over_at.desc(), OutboxMessage.id.desc())
        .limit(handed_over)
    )
    return open_ones + _rows(session, gone)


def outbox_row(session: Session, outbox_id: OutboxId) -> OutboxRow:
    """Return one message; refuses one that is gone."""
    existing(session, OutboxMessage, outbox_id)
    return _rows(session, _query().where(OutboxMessage.id == outbox_id))[0]


def messages_of(session: Session, appointment_id: AppointmentId) -> tuple[OutboxRow, ...]:
    """Return all messages of a meeting, the oldest first, those withdrawn left out."""
    mine = OutboxMessage.appointment_id == appointment_id
    return _rows(session, _query().where(mine, OutboxMessage.state != OutboxState.WITHDRAWN))


def _query() -> Select[OutboxMessage, str | None, int | None, str | None]:
    return (
        select(OutboxMessage, MailAccount.address, Appointment.lead_id, LeadCard.name)
        .outerjoin(MailAccount, MailAccount.id == OutboxMessage.account_id)
        .outerjoin(Appointment, Appointment.id == OutboxMessage.appointment_id)
        .outerjoin(LeadCard, LeadCard.id == Appointment.lead_id)
        .order_by(OutboxMessage.written_at, OutboxMessage.id)
    )


def _rows(
    session: Session, wanted: Select[OutboxMessage, str | None, int | None, str | None]
) -> tuple[OutboxRow, ...]:
    found = []
    for row, account, lead_id, lead in session.execute(wanted):
        content = content_of(row.content)
        if content.organizer is None and row.appointment_id is not None:
            appointment = existing(session, Appointment, row.appointment_id)
            content = replace(content, organizer=organizer_of(session, appointment)[1])
        found.append(
            OutboxRow(
                id=OutboxId(row.id),
                kind=row.kind,
                state=row.state,
                appointment_id=(
                    None if row.appointment_id is None else AppointmentId(row.appointment_id)
                ),
                lead_id=None if lead_id is None else LeadId(lead_id),
                lead=lead or "",
                subject=row.subject,
                recipients=tuple(row.recipients["to"]),
                without_address=tuple(one.name for one in content.guests if not one.address),
                account_id=None if row.account_id is None else MailAccountId(row.account_id),
                account=account,
                written_at=row.written_at,
                attempts=row.attempts,
                next_try_at=row.next_try_at,
                last_error=row.last_error,
                handed_over_at=row.handed_over_at,
                handed_over_how=row.handed_over_how,
                content=content,
            )
        )
    return tuple(found)
