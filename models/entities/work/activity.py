"""What we do with a lead: touches and tasks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Touch(Recorded):
    """One logged contact attempt with its outcome."""

    __tablename__ = "touch"
    constraints = (
        Index(None, "member_id", "occurred_at"),
        # The queue asks of many leads whether anybody reached them since: no row is read for it.
        Index(None, "lead_id", "occurred_at", "outcome"),
    )
    topic = Topic.TOUCHES

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    medium: Mapped[str]
    outcome: Mapped[str]
    occurred_at: Mapped[datetime]
    seconds: Mapped[int | None]
    note: Mapped[str | None]


class Task(Recorded):
    """Something a person has to do by a minute; `kind` is call_back where a call was promised."""

    __tablename__ = "task"
    topic = Topic.TOUCHES

    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    kind: Mapped[str | None]
    text: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
