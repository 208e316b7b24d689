"""Counting the scores of many leads anew, in pieces, while people work."""

import time
from collections.abc import Callable

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.entities import LeadCard
from models.history.values import TABLES
from models.scoring.counting import scores_of
from models.scoring.rules import scoring_in_force
from models.workspace import Workspace

CHUNK_LEADS = 1000

_PAUSE_SHARE = 0.05
_SHORTEST_PAUSE_SECONDS = 0.002

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
    version = None
    while done < total or version is None:
        if total == 0 or (cancelled is not None and cancelled()):
            break
        began = time.monotonic()
        with workspace.write() as session:
            if version not in (None, current_definitions_id(session)):
                last = 0
            version = current_definitions_id(session)
            some = _unscored_after(session, last)
            _score(session, some)
        if not some:
            break
        last = some[-1]
        done += len(some)
        if progress is not None:
            progress(min(done, total), total)
        # Others get their turn at the file.
        took = time.monotonic() - began
        time.sleep(max(_SHORTEST_PAUSE_SECONDS, took * _PAUSE_SHARE))
    return done


def count_unscored(session: Session) -> int:
    """Return how many leads wait for a score under the definitions in force."""
    waiting = LeadCard.scored_under.is_distinct_from(current_definitions_id(session))
    return session.scalar(select(func.count()).select_from(LeadCard).where(waiting)) or 0


def _unscored_after(session: Session, lead_id: int) -> list[int]:
    waiting = LeadCard.scored_under.is_distinct_from(current_definitions_id(session))
    return list(
        session.scalars(
            select(LeadCard.id)
            .where(LeadCard.id > lead_id, waiting)
            .order_by(LeadCard.id)
            .limit(CHUNK_LEADS)
        )
    )


def _score(session: Session, lead_ids: list[int]) -> None:
    """Write scores onto cards; they are derived, so nothing of it is in the change log."""
    scores = scores_of(session, scoring_in_force(session), lead_ids)
    if not scores:
        return
    card = TABLES[LeadCard.__tablename__]
    session.connection().execute(
        update(card)
        .where(card.c.id == bindparam("of_lead"))
        .values({name: bindparam(name) for name in next(iter(scores.values()))}),
        [{"of_lead": lead_id, **score} for lead_id, score in scores.items()],
    )
