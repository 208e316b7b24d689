"""The stages on lead cards, where the list of stages changed and nothing else about the leads."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.entities import Lead, LeadCard

_AT_ONCE = 500


def copy_stages_to_cards(session: Session, lead_ids: Iterable[int]) -> None:
    """Write on these leads' cards the stages that the leads stand in."""
    stage = select(Lead.stage_id).where(Lead.id == LeadCard.id).scalar_subquery()
    wanted = sorted(lead_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = LeadCard.id.in_(wanted[start : start + _AT_ONCE])
        session.connection().execute(update(LeadCard).where(some).values(stage_id=stage))
