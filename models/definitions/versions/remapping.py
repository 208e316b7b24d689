"""Leads of a stage that the definitions drop go to another one, all of them in one change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.history.bulk import insert_for_each, update_many
from models.history.verbs import acting_member, now
from models.ids import StageId
from models.leads.card_stages import copy_stages_to_cards
from models.vocabulary import MoveOrigin, Precision


def move_all(
    session: Session, from_stage_id: StageId, to_stage_id: StageId, definitions_id: int
) -> int:
    """Put every lead of a stage into another one and return how many; a part of a verb.

    Their moves have no date: nothing happened to the leads, so these count in no rate and no delay
    and leave the age of the stage as it was.
    """
    lead_ids = session.scalars(
        select(Lead.id).where(Lead.stage_id == from_stage_id).order_by(Lead.id)
    ).all()
    move: dict[str, object] = {
        "from_stage_id": from_stage_id,
        "to_stage_id": to_stage_id,
        "occurred_at": None,
        "precision": Precision.UNKNOWN.value,
        "recorded_at": now(session),
        "actor_id": acting_member(session),
        "origin": MoveOrigin.REMAPPED.value,
        "definitions_id": definitions_id,
        "voided": False,
    }
    insert_for_each(session, StageMove, "lead_id", lead_ids, move)
    update_many(session, Lead, lead_ids, {"stage_id": to_stage_id})
    copy_stages_to_cards(session, lead_ids)
    return len(lead_ids)
