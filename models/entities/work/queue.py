"""Whose turn a lead is, and until when it is out of sight."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Recorded
from models.topics import Topic


class Snooze(Recorded):
    """A lead that somebody put aside until a moment (`snoozed`) or for a reason (`skipped`).

    Without `member_id` it is out of everybody's queue.
    """

    __tablename__ = "snooze"
    topic = Topic.QUEUE

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    kind: Mapped[str]
    reason: Mapped[str | None]
    put_aside_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class Claim(Base):
    """A lead that somebody is working on, so that nobody else gets it; it frees itself.

    Nobody undoes a claim, so it is outside the history, and holds no row back from being undone.
    """

    __tablename__ = "claim"
    constraints = (UniqueConstraint("lead_id"),)

    lead_id: Mapped[int] = mapped_column(BigInteger)
    member_id: Mapped[int] = mapped_column(BigInteger)
    claimed_at: Mapped[datetime]
    until: Mapped[datetime]
