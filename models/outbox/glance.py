"""What the top line tells of the outbox and of calendars."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendars.busy import busy_of
from models.calendars.counters import open_counters
from models.entities.work.outbox import OutboxMessage
from models.outbox.rows import OPEN_STATES
from models.team.rows import team
from models.vocabulary import CalendarState, OutboxState, Role


@dataclass(frozen=True, slots=True)
class OutboxGlance:
    """How much waits, how much of it needs somebody, and whose calendars are not known."""

    waiting: int
    in_trouble: int
    proposals: int
    closers: int
    unknown: tuple[str, ...]
    """A sentence for each closer whose time is not known now."""


def glance(session: Session, at: datetime) -> OutboxGlance:
    """Return what waits, and whose calendar is too old or cannot be read."""
    rows = session.execute(
        select(OutboxMessage.state, OutboxMessage.next_try_at, OutboxMessage.attempts).where(
            OutboxMessage.state.in_(OPEN_STATES)
        )
    ).all()
    troubled = sum(_needs_somebody(row.state, row.next_try_at, at) for row in rows)
    closers = tuple(row.id for row in team(session, active_only=True) if Role.CLOSER in row.duties)
    calendars = busy_of(session, closers, at, at + timedelta(days=1), at)
    unknown = tuple(
        one.sentence
        for one in calendars.values()
        if one.state in {CalendarState.STALE, CalendarState.UNREADABLE}
    )
    return OutboxGlance(len(rows), troubled, len(open_counters(session)), len(closers), unknown)


def _needs_somebody(state: str, next_try_at: datetime | None, at: datetime) -> bool:
    if state == OutboxState.SENDING:
        return next_try_at is None or next_try_at <= at
    return state == OutboxState.FAILED
