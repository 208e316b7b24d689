"""Counting the scores of many leads anew, in pieces, while people work."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.history.logged import newest_change
from models.scoring.counting import Scores, score_rows
from models.scoring.rules import scoring_in_force
from models.storage.sqlite.many_rows import update_by_id
from models.workspace import Workspace

COUNTED_AT_ONCE = 10_000
WRITTEN_AT_ONCE = 2_000

_PAUSE_SECONDS = 0.002

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Counted:
    """Rows of scores as they were at a moment of the log, in the order of the leads' ids."""

    rows: list[tuple[Any, ...]]
    newest_change: int


def rescore_all(
    workspace: Workspace,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Count the scores of all leads that the definitions in force have not scored yet.

    The next leads are counted while the last ones are written. A card says what it was scored
    under, so that this may be cut off at any moment and goes on the next time. Returns how many
    leads were scored.
    """
    with workspace.read() as session:
        total = count_unscored(session)
    done = last = 0
    writing: Future[int] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="scores") as writer:
        while cancelled is None or not cancelled():
            counted = _count_some(workspace, last)
            if writing is not None:
                done += writing.result()
                if progress is not None:
                    progress(min(done, total), total)
            if not counted.rows:
                break
            writing = writer.submit(_write, workspace, counted, cancelled)
            last = counted.rows[-1][-1]
        else:
            done += 0 if writing is None else writing.result()
    return done


def count_unscored(session: Session) -> int:
    """Return how many leads wait for a score under the definitions in force."""
    found = select(func.count()).select_from(LeadCard).where(_waits(session))
    return session.scalar(found) or 0


def is_any_unscored(session: Session) -> bool:
    """Say whether some lead waits for a score under the definitions in force."""
    return session.scalar(select(LeadCard.id).where(_waits(session)).limit(1)) is not None


def _waits(session: Session) -> ColumnElement[bool]:
    return LeadCard.scored_under.is_distinct_from(current_definitions_id(session))


def _count_some(workspace: Workspace, after: int) -> _Counted:
    """Count the next leads that wait."""
    with workspace.read() as session:
        waiting = (
            select(LeadCard.id)
            .where(LeadCard.id > after, _waits(session))
            .order_by(LeadCard.id)
            .limit(COUNTED_AT_ONCE)
        )
        newest = newest_change(session)
        rows = score_rows(session, scoring_in_force(session), Lead.id.in_(waiting))
        return _Counted(rows, newest)


def _write(workspace: Workspace, counted: _Counted, cancelled: Callable[[], bool] | None) -> int:
    """Write scores in short transactions; they are derived, so nothing of it is in the change log.

    Where somebody changed something since they were counted, they are counted again.
    """
    done = 0
    for start in range(0, len(counted.rows), WRITTEN_AT_ONCE):
        if cancelled is not None and cancelled():
            break
        rows = counted.rows[start : start + WRITTEN_AT_ONCE]
        done += len(rows)
        with workspace.write() as session:
            if newest_change(session) != counted.newest_change:
                ids = [row[-1] for row in rows]
                rows = score_rows(session, scoring_in_force(session), Lead.id.in_(ids))
            update_by_id(session.connection(), TABLES[LeadCard.__tablename__], Scores._fields, rows)
        # Others get their turn at the file.
        time.sleep(_PAUSE_SECONDS)
    return done
