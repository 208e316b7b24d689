"""Which stages a lead has reached: once in, always counted, unless the move was voided."""

from typing import Final

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.entities.leads.leads import Handoff
from models.entities.leads.moves import StageMove
from models.vocabulary import HandoffState, Meaning

REACHED: Final = (Meaning.MQL, Meaning.SQL, Meaning.APPOINTMENT, Meaning.HELD, Meaning.CLIENT)
"""The meanings that reports count, in the order of the funnel."""
ACCEPTED: Final = "accepted"
"""The measure of leads that sales accepted, which is said of the handoff and needs no stage."""


def stages_meaning(session: Session, meaning: str) -> list[int]:
    """Return the ids of the stages with a meaning under the definitions in force."""
    return [stage.id for stage in stages(session) if stage.meaning == meaning]


def reached(session: Session) -> Subquery:
    """Return, for every lead with a move, 1 or 0 for each meaning it ever reached."""
    flags = [
        func.max(
            case((StageMove.to_stage_id.in_(stages_meaning(session, meaning)), 1), else_=0)
        ).label(meaning.value)
        for meaning in REACHED
    ]
    wanted = select(StageMove.lead_id.label("lead_id"), *flags).where(StageMove.voided.is_(False))
    return wanted.group_by(StageMove.lead_id).subquery()


def accepted(session: Session) -> Subquery:
    """Return the leads that sales accepted: of a handoff, or by reaching a stage that means SAL."""
    by_handoff = select(Handoff.lead_id.label("lead_id")).where(
        Handoff.state == HandoffState.ACCEPTED
    )
    by_stage = select(StageMove.lead_id.label("lead_id")).where(
        StageMove.voided.is_(False),
        StageMove.to_stage_id.in_(stages_meaning(session, Meaning.SAL)),
    )
    return by_handoff.union(by_stage).subquery()
