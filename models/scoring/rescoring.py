"""Counting the scores of many leads anew, in pieces, while people work."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.entities import Change, Lead, LeadCard
from models.history.values import TABLES
from models.scoring.counting import Scores, scores_of
from models.scoring.rules import scoring_in_force
from models.storage.sqlite import update_by_id
from models.workspace import Workspace

CHUNK_LEADS = 2500

_PAUSE_SECONDS = 0.002

Progress = Callable[[int, int], None]


def rescore_all(
    workspace: Workspace,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Count the scores of all leads that the definitions in force have not scored yet.

    Each piece is a transaction of its own and a card says what it was scored under, so that this
    may be cut off at any moment and goes on the next time. Returns how many leads were scored.
    """
    with workspace.read() as session:
        total = count_unscored(session)
    done = 0
    # Counting takes longest and needs no lock: while one piece is written the next is counted.
    with ThreadPoolExecutor(1, thread_name_prefix="rescoring") as writer:
        writing: Future[int] | None = None
        last = 0
        while cancelled is None or not cancelled():
            piece = _count(workspace, last)
            if writing is not None:
                done += writing.result()
                if progress is not None:
                    progress(min(done, total), total)
            if not piece.scores:
                break
            last = max(piece.scores)
            writing = writer.submit(_write, workspace, piece)
        else:
            if writing is not None:
                done += writing.result()
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """Scores as they were when the change log ended with `newest_change`."""

    scores: dict[int, Scores]
    newest_change: int | None


def _count(workspace: Workspace, after: int) -> _Piece:
    """Count the next leads that wait."""
    with workspace.read() as session:
        newest = _newest_change(session)
        waiting = (
            select(LeadCard.id)
            .where(LeadCard.id > after, _waits(session))
            .order_by(LeadCard.id)
            .limit(CHUNK_LEADS)
        )
        scores = scores_of(session, scoring_in_force(session), Lead.id.in_(waiting))
        return _Piece(scores, newest)


def _write(workspace: Workspace, piece: _Piece) -> int:
    """Write a piece onto the cards; scores are derived, so nothing of it is in the change log."""
    with workspace.write() as session:
        scores = piece.scores
        if _newest_change(session) != piece.newest_change:
            # Somebody changed something since: what was counted may be wrong by now.
            wanted = Lead.id.in_(tuple(piece.scores))
            scores = scores_of(session, scoring_in_force(session), wanted)
        rows = [(*score, lead_id) for lead_id, score in scores.items()]
        update_by_id(session.connection(), TABLES[LeadCard.__tablename__], Scores._fields, rows)
    # Others get their turn at the file.
    time.sleep(_PAUSE_SECONDS)
    return len(rows)


def _newest_change(session: Session) -> int | None:
    return session.scalar(select(func.max(Change.id)))
