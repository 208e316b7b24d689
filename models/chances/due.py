"""When chances are learned anew."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.chances.population import LEAST_DECIDED
from models.entities.leads.cards import LeadCard
from models.entities.leads.chances import LearnedModel
from models.vocabulary import Status


def is_learning_due(session: Session, at: datetime) -> bool:
    """Say whether enough leads have ended, and nothing was learned on this day of the computer."""
    learned = session.scalar(select(func.max(LearnedModel.learned_at)))
    if learned is not None and learned.astimezone().date() >= at.astimezone().date():
        return False
    ended = (
        select(LeadCard.id).where(LeadCard.status != Status.OPEN).limit(LEAST_DECIDED).subquery()
    )
    return session.scalar(select(func.count()).select_from(ended)) == LEAST_DECIDED
