"""What is seen of a lead at a glance in a list of work: who, how good, and why now."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.ids import LeadId, MemberId, StageId
from models.leads.did_last import Did, did_last
from models.leads.stages.direct import direct_condition
from models.scoring.grading import grade_text, grading
from models.storage.sqlite.queries import listed


class Glance(NamedTuple):
    """A lead in one line; `grade` is None where it was never scored."""

    lead_id: LeadId
    name: str
    company: str
    stage_id: StageId
    status: str
    owner_id: MemberId | None
    grade: str | None
    direct: bool
    did_last: Did | None


def glances(session: Session, lead_ids: Collection[int], at: datetime) -> dict[int, Glance]:
    """Return these leads at a glance by id; of those that are gone or hidden, nothing."""
    if not lead_ids:
        return {}
    grade = grade_text(
        LeadCard.fit.expression,
        LeadCard.interest_key.expression,
        LeadCard.grade_override.expression,
        grading(session),
        at,
    )
    cards = session.execute(
        select(
            LeadCard.id,
            LeadCard.name,
            LeadCard.company,
            LeadCard.stage_id,
            LeadCard.status,
            LeadCard.owner_id,
            grade.label("grade"),
            direct_condition(session, lead_ids).label("direct"),
        ).where(LeadCard.id.in_(listed(lead_ids)))
    )
    did = did_last(session, lead_ids)
    return {
        card.id: Glance(
            lead_id=LeadId(card.id),
            name=card.name,
            company=card.company,
            stage_id=StageId(card.stage_id),
            status=card.status,
            owner_id=None if card.owner_id is None else MemberId(card.owner_id),
            grade=card.grade,
            direct=bool(card.direct),
            did_last=did.get(card.id),
        )
        for card in cards
    }
