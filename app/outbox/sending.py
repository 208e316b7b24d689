"""Sending what is due: each message at most once, with what came of it written down."""

from collections.abc import Callable
from dataclasses import dataclass
from email.errors import HeaderParseError
from typing import Protocol

from app.calendars.letters import composed
from app.outbox.keystore import KeyStoreError, password_of
from app.outbox.smtp import Fate, Outcome, deliver
from models.errors import KnownError
from models.ids import OutboxId
from models.language import gettext as _
from models.outbox.accounts import MailAccountRow, mail_account
from models.outbox.handing import (
    Letter,
    begin_sending,
    due_to_send,
    letter,
    record_doubt,
    record_failed_sending,
    record_handed_over,
)
from models.vocabulary import HandoverWay
from models.workspace import Workspace


class Deliver(Protocol):
    """How a letter leaves; the real one speaks SMTP."""

    def __call__(self, account: MailAccountRow, password: str | None, letter: Letter) -> Outcome:
        """Send a letter and say how far it came."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of sending came to: how many went out, and what to tell of the others."""

    sent: int
    sentences: tuple[str, ...]
    in_doubt: int = 0


def send_due(
    workspace: Workspace,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    send: Deliver | None = None,
    password_for: Callable[[str, str], str] = password_of,
) -> Round:
    """Send what is due. Call it from a thread that may wait; sending is nobody's to undo."""
    with workspace.read() as session:
        due = due_to_send(session, workspace.clock())
    carry = send or _by_smtp(workspace)
    sent = in_doubt = 0
    sentences: dict[str, None] = {}
    unreachable: set[int] = set()
    for outbox_id in due:
        if is_cancelled():
            break
        with workspace.read() as session:
            waiting = letter(session, outbox_id)
            if waiting.account_id is None or waiting.account_id in unreachable:
                continue
            account = mail_account(session, waiting.account_id)
        try:
            password = None if account.user is None else password_for(account.key, account.address)
            with workspace.write() as session:
                begun = begin_sending(session, outbox_id)
        except (KeyStoreError, KnownError) as error:
            sentences[str(error)] = None
            continue
        outcome = carry(account, password, begun)
        _note(workspace, outbox_id, outcome)
        sent += outcome.fate == Fate.SENT
        in_doubt += outcome.fate == Fate.DOUBT
        if outcome.sentence:
            sentences[outcome.sentence] = None
        if outcome.fate == Fate.AGAIN:
            # The next one would only wait as long for the same silence.
            unreachable.add(waiting.account_id)
    return Round(sent, tuple(sentences), in_doubt)


def _by_smtp(workspace: Workspace) -> Deliver:
    def carry(account: MailAccountRow, password: str | None, letter: Letter) -> Outcome:
        try:
            message = composed(letter, workspace.clock())
        except (ValueError, HeaderParseError) as error:
            words = _("The message cannot be written as mail: {cause}").format(cause=error)
            return Outcome(Fate.FAILED, words)
        return deliver(account, password, message, letter.recipients)

    return carry


def _note(workspace: Workspace, outbox_id: OutboxId, outcome: Outcome) -> None:
    with workspace.write() as session:
        if outcome.fate == Fate.SENT:
            note = outcome.sentence or None
            record_handed_over(session, outbox_id, HandoverWay.SMTP.value, note)
        elif outcome.fate == Fate.DOUBT:
            record_doubt(session, outbox_id, outcome.sentence)
        else:
            record_failed_sending(
                session, outbox_id, outcome.sentence, for_good=outcome.fate == Fate.FAILED
            )
