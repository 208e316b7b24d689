"""What has left our hands of a meeting's messages, and what still waits."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities.work.outbox import OutboxMessage
from models.vocabulary import OutboxKind, OutboxState

WAITING: Final = (OutboxState.WAITING.value, OutboxState.FAILED.value)
"""States in which nothing has gone out yet, so that a message may still be replaced."""
GONE: Final = (OutboxState.SENDING.value, OutboxState.HANDED_OVER.value)
"""States in which a message has gone out or may have."""


def highest_sent(session: Session, uid: str) -> int | None:
    """Return the highest SEQUENCE that has gone out for a meeting, None where nothing has."""
    return session.scalar(
        select(func.max(OutboxMessage.sequence)).where(
            OutboxMessage.invitation_uid == uid, OutboxMessage.state.in_(GONE)
        )
    )


def last_gone(session: Session, uid: str) -> OutboxMessage | None:
    """Return the newest message about a meeting as it stands that has gone out or may have."""
    return session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.invitation_uid == uid,
            OutboxMessage.state.in_(GONE),
            OutboxMessage.kind != OutboxKind.COUNTER_DECLINED,
        )
        .order_by(OutboxMessage.sequence.desc(), OutboxMessage.id.desc())
        .limit(1)
    )
