"""The stages on lead cards, where the list of stages changed and nothing else about the leads."""

from collections.abc import Collection
from contextlib import nullcontext

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.storage.sqlite.many_rows import indexes_made_anew
from models.storage.sqlite.queries import listed

MANY_CARDS = 10_000
"""Of no more than so many the stages are written with the indexes in place."""


def copy_stages_to_cards(session: Session, lead_ids: Collection[int]) -> None:
    """Write on these leads' cards the stages that the leads stand in."""
    connection = session.connection()
    stage = select(Lead.stage_id).where(Lead.id == LeadCard.id).scalar_subquery()
    cards = LeadCard.id.in_(listed(lead_ids))
    all_cards = connection.scalar(select(func.count()).select_from(LeadCard)) or 0
    most = len(lead_ids) > max(MANY_CARDS, all_cards // 3)
    table = TABLES[LeadCard.__tablename__]
    with indexes_made_anew(connection, table) if most else nullcontext():
        connection.execute(update(LeadCard).where(cards).values(stage_id=stage))
