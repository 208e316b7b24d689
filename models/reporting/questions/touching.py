"""How many touches it takes until somebody answers: attempt by attempt, and by how it was made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import String, case, cast, func, literal, select
from sqlalchemy.orm import Session

from models.cadences.running import ANSWERS
from models.entities.leads.cards import LeadCard
from models.entities.work.activity import Touch
from models.reporting.asked import Asked
from models.reporting.facts import Facts
from models.reporting.segment import in_segment

QUESTION: Final = "touching"
ATTEMPT, MEDIUM = "attempt", "medium"
MOST_ATTEMPTS: Final = 8
"""Attempts from this one on are counted together."""
SO_FAR: Final = tuple(f"answered_by_{number}" for number in range(1, MOST_ATTEMPTS + 1))
"""For each attempt, who answered with it or before; counted over all groups."""
MEASURES: Final = ("tried", "answered", *SO_FAR)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt by its number, from 1, or all of a medium: of those tried, how many answered.

    `answered_so_far` of the `leads` had answered by then; leads are not counted by medium.
    """

    code: str
    tried: int
    answered: int
    answered_so_far: int
    leads: int


def touching(session: Session, asked: Asked, at: datetime, by: str) -> tuple[AttemptRow, ...]:
    """Return the attempts in their order, of leads whose first touch lies in the period.

    What came after the first answer is no attempt any more.
    """
    counts = facts(session, asked, at, by).tally(session)
    rows: list[AttemptRow] = []
    leads = counts.get("1", {}).get("tried", 0) if by == ATTEMPT else 0
    so_far = 0
    for code in sorted(counts):
        tried, answered = counts[code]["tried"], counts[code]["answered"]
        so_far += answered if by == ATTEMPT else 0
        rows.append(AttemptRow(code, tried, answered, so_far, leads))
    return tuple(rows)


def facts(session: Session, asked: Asked, at: datetime, by: str) -> Facts:
    """Return the touches up to each lead's first answer."""
    in_order = (Touch.occurred_at, Touch.id)
    has_answered = case((Touch.outcome.in_(ANSWERS), 1), else_=0)
    numbered = select(
        Touch.lead_id,
        Touch.medium,
        Touch.outcome,
        Touch.occurred_at,
        has_answered.label("answered"),
        func.row_number().over(partition_by=Touch.lead_id, order_by=in_order).label("number"),
        func.min(Touch.occurred_at).over(partition_by=Touch.lead_id).label("began_at"),
        func.coalesce(
            func.sum(has_answered).over(
                partition_by=Touch.lead_id, order_by=in_order, rows=(None, -1)
            ),
            0,
        ).label("answered_before"),
    )
    if asked.segment:
        meant = select(LeadCard.id).where(*in_segment(session, asked, at))
        numbered = numbered.where(Touch.lead_id.in_(meant))
    tries = numbered.subquery()
    number = case((tries.c.number > MOST_ATTEMPTS, MOST_ATTEMPTS), else_=tries.c.number)
    wanted = select(
        tries.c.lead_id,
        (tries.c.medium if by == MEDIUM else cast(number, String)).label("grp"),
        tries.c.occurred_at.label("at"),
        tries.c.outcome.label("note"),
        literal(1).label("tried"),
        tries.c.answered,
        *(
            case((number <= most, tries.c.answered), else_=0).label(measure)
            for most, measure in enumerate(SO_FAR, start=1)
        ),
    ).where(
        tries.c.answered_before == 0,
        tries.c.began_at >= asked.start,
        tries.c.began_at < asked.end,
    )
    return Facts(wanted.subquery(), MEASURES)
