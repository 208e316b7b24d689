"""Handing messages over: what has left the machine is recorded and cannot be undone.

Sending by SMTP is written down before it begins. Where a message is found in that state later, the
connection or the program died in the middle: it may have gone out, so it is never sent again by
itself; somebody has to say (`settle_doubt`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import restate
from models.checks import one_of
from models.clean_text import in_lines
from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import OutboxMessage
from models.errors import KnownError
from models.finding import existing
from models.history.verbs import now, verb
from models.history.voiding import void_latest
from models.ids import MailAccountId, OutboxId
from models.language import gettext as _
from models.outbox.content import MeetingContent, as_stored, content_of
from models.outbox.organizer import organizer_of
from models.settings import optional_number_setting
from models.vocabulary import STANDING, HandoverWay, OutboxKind, OutboxState

_WAITS_MINUTES: Final = (1, 5, 15, 60, 240)
"""How long to wait after each try that failed for now; the last one goes on."""


_FRESH_FOR: Final = timedelta(days=4)
"""How long after it was written a message may still be sent by itself: a long weekend."""
_CUT_OFF_AFTER: Final = timedelta(minutes=10)
"""From when on a message that is still being sent counts as cut off."""


class NotWaitingError(KnownError):
    """A message was handed over, withdrawn or is on its way; nothing was changed."""


class NoMailboxError(KnownError):
    """Nobody's mailbox could send a message; nothing was changed."""


class NobodyToTellError(KnownError):
    """No guest of a meeting has an address, or there is nothing to tell them yet."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is to be drawn up: what it says, from whom, to whom."""

    id: OutboxId
    kind: str
    message_key: str
    subject: str
    recipients: tuple[str, ...]
    content: MeetingContent
    account_id: MailAccountId | None


def letter(session: Session, outbox_id: OutboxId) -> Letter:
    """Return a message with the mailbox that it comes from, as far as that is known.

    Refuses a message that is gone.
    """
    row = existing(session, OutboxMessage, outbox_id)
    content = content_of(row.content)
    account_id = None if row.account_id is None else MailAccountId(row.account_id)
    if content.organizer is None and row.appointment_id is not None:
        appointment = existing(session, Appointment, row.appointment_id)
        account_id, organizer = organizer_of(session, appointment)
        content = replace(content, organizer=organizer)
    return Letter(
        OutboxId(row.id),
        row.kind,
        row.message_key,
        row.subject,
        tuple(row.recipients["to"]),
        content,
        account_id,
    )


def due_to_send(session: Session, at: datetime) -> tuple[OutboxId, ...]:
    """Return what is to be sent by SMTP now, in the order in which it was written.

    That is what somebody asked to send, what a new try has come for, and, where the workspace says
    so, what has waited long enough for somebody to think again. What lay for days or is about a
    meeting that has begun needs somebody's word: a first mail account sends no old letters.
    """
    delay = optional_number_setting(session, "send_after_minutes")
    waiting = session.execute(
        select(
            OutboxMessage.id,
            OutboxMessage.next_try_at,
            OutboxMessage.written_at,
            OutboxMessage.content,
        )
        .where(OutboxMessage.state == OutboxState.WAITING)
        .order_by(OutboxMessage.written_at, OutboxMessage.id)
    )
    due = []
    for row in waiting:
        when = row.next_try_at
        if when is None and delay is not None and at - row.written_at <= _FRESH_FOR:
            begins = content_of(row.content).starts_at
            when = row.written_at + timedelta(minutes=delay) if begins > at else None
        if when is not None and when <= at:
            due.append(OutboxId(row.id))
    return tuple(one for one in due if letter(session, one).account_id is not None)


@verb
def ask_to_send(session: Session, outbox_ids: Sequence[OutboxId]) -> None:
    """Have messages sent by SMTP as soon as it can be.

    Refuses a message that does not wait, one without a guest's address or purpose, and one for
    which there is no mail account.
    """
    for outbox_id in outbox_ids:
        row = _waiting(session, outbox_id)
        asked = letter(session, outbox_id)
        _refuse_empty(asked)
        _refuse_without_account(asked)
        row.state = OutboxState.WAITING.value
        row.next_try_at = now(session)


@verb
def begin_sending(session: Session, outbox_id: OutboxId) -> Letter:
    """Write down that a message is about to go out by SMTP, and return it.

    Refuses a message that does not wait, one without a guest's address or purpose, and one for
    which there is no mail account.
    """
    row = _waiting(session, outbox_id)
    sent = letter(session, outbox_id)
    _refuse_empty(sent)
    _refuse_without_account(sent)
    row.state = OutboxState.SENDING.value
    row.attempts += 1
    row.next_try_at = now(session) + _CUT_OFF_AFTER
    row.account_id = sent.account_id
    row.content = as_stored(sent.content)
    return sent


@verb
def record_failed_sending(
    session: Session, outbox_id: OutboxId, error: str, *, for_good: bool = False
) -> None:
    """Note that sending failed before anything went out; it is tried again unless `for_good`.

    Refuses a message that is not being sent.
    """
    row = existing(session, OutboxMessage, outbox_id)
    if row.state != OutboxState.SENDING:
        raise _not_waiting(row.state)
    row.last_error = in_lines(error)
    row.state = OutboxState.FAILED.value if for_good else OutboxState.WAITING.value
    wait = _WAITS_MINUTES[min(row.attempts, len(_WAITS_MINUTES)) - 1]
    row.next_try_at = None if for_good else now(session) + timedelta(minutes=wait)
    session.flush()
    # Nothing went out, so the booking may still be undone.
    void_latest(session, "begin_sending", row.uuid)


@verb
def record_doubt(session: Session, outbox_id: OutboxId, error: str) -> None:
    """Note that sending was cut off so late that the message may have gone out.

    Refuses a message that is not being sent.
    """
    row = existing(session, OutboxMessage, outbox_id)
    if row.state != OutboxState.SENDING:
        raise _not_waiting(row.state)
    row.last_error = in_lines(error)
    row.next_try_at = now(session)


@verb
def record_handed_over(
    session: Session, outbox_id: OutboxId, how: str, note: str | None = None
) -> None:
    """Record that a message left our hands: by `smtp`, as a `draft` or `saved` as a file.

    `note` keeps what went wrong on the way, such as one recipient of three that the server refused.
    Refuses a message that was handed over or withdrawn, one without purpose, and one that nobody's
    mailbox sends.
    """
    way = one_of("how", how, tuple(HandoverWay))
    row = existing(session, OutboxMessage, outbox_id)
    if way == HandoverWay.SMTP and row.state != OutboxState.SENDING:
        raise _not_waiting(row.state)
    if way != HandoverWay.SMTP:
        _waiting(session, outbox_id)
        given = letter(session, outbox_id)
        _refuse_without_purpose(given)
        refuse_without_organizer(given)
        row.account_id = given.account_id
        row.content = as_stored(given.content)
    row.last_error = None if note is None else in_lines(note)
    _hand_over(session, row, way)


def _hand_over(session: Session, row: OutboxMessage, way: str) -> None:
    row.state = OutboxState.HANDED_OVER.value
    row.handed_over_at = now(session)
    row.handed_over_how = way
    row.next_try_at = None
    if row.kind not in {OutboxKind.INVITATION, OutboxKind.UPDATE} or row.appointment_id is None:
        return
    appointment = existing(session, Appointment, row.appointment_id)
    if appointment.state in STANDING:
        if appointment.invited_at is None:
            appointment.invited_at = now(session)
        restate(session, appointment)


@verb
def settle_doubt(session: Session, outbox_id: OutboxId, *, went_out: bool) -> None:
    """Say of a message that was cut off while it was sent whether it went out.

    If not, it waits again. Refuses a message that is not in doubt.
    """
    row = existing(session, OutboxMessage, outbox_id)
    if row.state != OutboxState.SENDING:
        raise _not_waiting(row.state)
    if went_out:
        _hand_over(session, row, HandoverWay.SMTP.value)
        return
    row.state = OutboxState.WAITING.value
    row.next_try_at = now(session)


@verb
def withdraw(session: Session, outbox_id: OutboxId) -> None:
    """Take a message out of the outbox; nobody is told. Refuses one that does not wait."""
    _waiting(session, outbox_id).state = OutboxState.WITHDRAWN.value


def _waiting(session: Session, outbox_id: OutboxId) -> OutboxMessage:
    row = existing(session, OutboxMessage, outbox_id)
    if row.state not in {OutboxState.WAITING, OutboxState.FAILED}:
        raise _not_waiting(row.state)
    return row


def _not_waiting(state: str) -> NotWaitingError:
    sentences = {
        OutboxState.HANDED_OVER.value: _(
            "This message was handed over. To tell the guests something else, change or cancel the "
            "meeting."
        ),
        OutboxState.SENDING.value: _(
            "This message is being sent, or was cut off while it was. Say first whether it arrived."
        ),
        OutboxState.WITHDRAWN.value: _("This message was withdrawn. Undo that first."),
    }
    return NotWaitingError(sentences.get(state, _("This message is not being sent.")))


def _refuse_empty(given: Letter) -> None:
    _refuse_without_purpose(given)
    closer = given.content.closer
    if not any(one.address and one.name != closer for one in given.content.guests):
        raise NobodyToTellError(
            _(
                "No guest of “{title}” has an e-mail address. Add one to the attendees, or save "
                "the invitation as a file."
            ).format(title=given.content.title)
        )


def _refuse_without_purpose(given: Letter) -> None:
    if not given.content.purpose:
        raise NobodyToTellError(
            _("“{title}” has no purpose yet. State it before you invite anybody.").format(
                title=given.content.title
            )
        )


def refuse_unready(given: Letter) -> None:
    """Refuse a message that can't be drawn up yet: without a purpose, or without a mailbox."""
    _refuse_without_purpose(given)
    refuse_without_organizer(given)


def refuse_without_organizer(given: Letter) -> None:
    """Refuse a message that nobody's mailbox sends."""
    if given.content.organizer is None:
        raise NoMailboxError(
            _(
                "There is no mailbox to invite from. Add a mail account in Settings, or give the "
                "person who books an e-mail address."
            )
        )


def _refuse_without_account(given: Letter) -> None:
    refuse_without_organizer(given)
    organizer = given.content.organizer
    if given.account_id is None and organizer is not None:
        raise NoMailboxError(
            _(
                "There is no mail account for {address}. Add one in Settings, or open the message "
                "as a draft in your mail program."
            ).format(address=organizer.address)
        )
