"""Derived rows that make lists fast; rebuilt from the entities, never logged, never undone."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base

# What lists filter by stands beside each sort key, so that reading in order needs no other rows.
_BESIDE = ("id", "stage_id", "channel_id", "status", "owner_id", "batch_id")

_GROUPS = ("stage_id", "channel_id", "status", "owner_id")


def _group_indexes() -> tuple[Index, ...]:
    """Return an index of each group in the order of ids, what lists filter by beside them."""
    return tuple(
        Index(
            f"ix_lead_card_{group}",
            group,
            "id",
            *(one for one in _GROUPS if one != group),
            "batch_id",
        )
        for group in _GROUPS
    )


class LeadCard(Base):
    """What the list of leads shows and sorts by: one row a lead, its id the lead's id.

    `interest_key` is the binary logarithm of the interest points, plus how many half-lives after
    1970 they are counted at: since all interest halves at the same pace, it stays true and in order
    while time goes by. `score_key` sorts by grade. `scored_under` is the version of the definitions
    that the scores follow; empty where the lead waits for its first scoring.
    """

    __tablename__ = "lead_card"
    constraints = (
        Index("ix_lead_card_name_key", "name_key", *_BESIDE),
        Index("ix_lead_card_company_key", "company_key", *_BESIDE),
        *_group_indexes(),
        Index("ix_lead_card_captured_at", "captured_at", *_BESIDE),
        Index("ix_lead_card_moved_at", "moved_at", *_BESIDE),
        Index("ix_lead_card_score_key", "score_key", *_BESIDE),
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
    fit: Mapped[int | None]
    interest_key: Mapped[float | None]
    score_key: Mapped[float | None]
    grade_override: Mapped[str | None]
    scored_under: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
