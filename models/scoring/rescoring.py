"""Counting the scores of many leads anew, in pieces, while people work."""

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.entities import Lead, LeadCard
from models.history.values import TABLES
from models.scoring.counting import Scores, scores_of
from models.scoring.rules import scoring_in_force
from models.storage.sqlite import update_by_id
from models.workspace import Workspace

CHUNK_LEADS = 1500

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
    done = last = 0
    while cancelled is None or not cancelled():
        scored = _score_some(workspace, last)
        if not scored:
            break
        last = max(scored)
        done += len(scored)
        if progress is not None:
            progress(min(done, total), total)
        # Others get their turn at the file.
        time.sleep(_PAUSE_SECONDS)
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


def _score_some(workspace: Workspace, after: int) -> dict[int, Scores]:
    """Score the next leads that wait; it is derived, so nothing of it is in the change log.

    Counted by the writer, who finds again what it read for the leads before: to a reader each
    commit makes all of that old.
    """
    with workspace.write() as session:
        waiting = (
            select(LeadCard.id)
            .where(LeadCard.id > after, _waits(session))
            .order_by(LeadCard.id)
            .limit(CHUNK_LEADS)
        )
        scores = scores_of(session, scoring_in_force(session), Lead.id.in_(waiting))
        rows = [(*score, lead_id) for lead_id, score in scores.items()]
        update_by_id(session.connection(), TABLES[LeadCard.__tablename__], Scores._fields, rows)
    return scores
