"""The stages on lead cards, where the list of stages changed and nothing else about the leads."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.entities.leads import Lead
from models.entities.reading import LeadCard
from models.leads.cards import batched
from models.storage.sqlite import listed


def copy_stages_to_cards(session: Session, lead_ids: Iterable[int]) -> None:
    """Write on these leads' cards the stages that the leads stand in."""
    stage = select(Lead.stage_id).where(Lead.id == LeadCard.id).scalar_subquery()
    for some in batched(sorted(lead_ids)):
        cards = LeadCard.id.in_(listed(some))
        session.connection().execute(update(LeadCard).where(cards).values(stage_id=stage))
