"""Derived rows that make lists fast; rebuilt from the entities, never logged, never undone."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base

# What lists filter by stands beside each sort key, so that reading in order needs no other rows.
_BESIDE = ("id", "stage_id", "channel_id", "status", "owner_id", "batch_id")


class LeadCard(Base):
    """What the list of leads shows and sorts by: one row a lead, its id the lead's id."""

    __tablename__ = "lead_card"
    constraints = (
        Index("ix_lead_card_name_key", "name_key", *_BESIDE),
        Index("ix_lead_card_company_key", "company_key", *_BESIDE),
        Index(None, "stage_id", "id"),
        Index(None, "owner_id", "id"),
        Index(None, "channel_id", "id"),
        Index(None, "status", "id"),
        Index("ix_lead_card_captured_at", "captured_at", *_BESIDE),
        Index("ix_lead_card_moved_at", "moved_at", *_BESIDE),
    )

    id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    company: Mapped[str]
    company_key: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    stage_id: Mapped[int]
    status: Mapped[str]
    owner_id: Mapped[int | None]
    channel_id: Mapped[int | None]
    captured_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    search_text: Mapped[str]
    batch_id: Mapped[int | None] = mapped_column(BigInteger)


class SearchPending(Base):
    """A lead whose text is not in the search index yet."""

    __tablename__ = "search_pending"

    id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True)
