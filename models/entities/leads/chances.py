"""What a model learned from the leads of the past, and what it says about those of today."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base
from models.storage.columns import JsonObject


class LearnedModel(Base):
    """A model of one outcome: what it weighs, its evidence and how well it did out of time.

    It can be learned again from the workspace at any time, so it is outside the history.
    """

    __tablename__ = "learned_model"
    constraints = (UniqueConstraint("outcome"),)

    outcome: Mapped[str]
    learned_at: Mapped[datetime]
    data_until: Mapped[datetime]
    card: Mapped[JsonObject]


class LearnedChance(Base):
    """The chance that a lead reaches an outcome, with the reasons; derived, outside the history."""

    __tablename__ = "learned_chance"
    constraints = (UniqueConstraint("lead_id", "outcome"),)

    lead_id: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str]
    chance: Mapped[float]
    reasons: Mapped[JsonObject]
