"""Deals: what a held meeting may become."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Deal(Recorded):
    """An amount that may come in; `state` is open, won or lost, `stage` how far it is."""

    __tablename__ = "deal"
    topic = Topic.DEALS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    name: Mapped[str]
    amount_minor: Mapped[int | None]
    currency: Mapped[str]
    expected_close: Mapped[date | None]
    state: Mapped[str]
    stage: Mapped[str | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]
    opened_at: Mapped[datetime]
