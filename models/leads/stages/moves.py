"""The stage moves of a lead, as people and rates read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.moves import StageMove
from models.ids import LeadId, MemberId, StageId, StageMoveId


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A stage move; `from_stage_id` is None for the entry into the funnel."""

    id: StageMoveId
    from_stage_id: StageId | None
    to_stage_id: StageId
    occurred_at: datetime | None
    precision: str
    recorded_at: datetime
    actor_id: MemberId | None
    reason: str | None
    evidence: str | None
    override_reason: str | None
    origin: str
    voided: bool


def moves_of(session: Session, lead_id: LeadId) -> tuple[MoveRow, ...]:
    """Return a lead's moves in the order they were recorded, voided ones included."""
    found = session.scalars(
        select(StageMove).where(StageMove.lead_id == lead_id).order_by(StageMove.id)
    )
    return tuple(
        MoveRow(
            id=StageMoveId(row.id),
            from_stage_id=None if row.from_stage_id is None else StageId(row.from_stage_id),
            to_stage_id=StageId(row.to_stage_id),
            occurred_at=row.occurred_at,
            precision=row.precision,
            recorded_at=row.recorded_at,
            actor_id=None if row.actor_id is None else MemberId(row.actor_id),
            reason=row.reason,
            evidence=row.evidence,
            override_reason=row.override_reason,
            origin=row.origin,
            voided=row.voided,
        )
        for row in found
    )
