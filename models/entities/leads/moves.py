"""The moves that leads made, and how lost ones came back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class StageMove(Recorded):
    """A lead went from one stage to another: the source of all rates and delays.

    `occurred_at` is empty where an import gave no date; `precision` is `instant`, `day` or
    `unknown`; `origin` is `live`, `imported` or `correction`.
    """

    __tablename__ = "stage_move"
    constraints = (Index(None, "lead_id", "occurred_at"),)
    topic = Topic.STAGE_MOVES

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    from_stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    to_stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    occurred_at: Mapped[datetime | None]
    precision: Mapped[str]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    reason: Mapped[str | None]
    evidence: Mapped[str | None]
    override_reason: Mapped[str | None]
    origin: Mapped[str]
    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    voided: Mapped[bool] = mapped_column(default=False)


class Reopening(Recorded):
    """A lead that is worked on again: what it was before, since when, and when it came back.

    Its row tells only what the lead is now; without these, all who ever came back would look as if
    they had never gone.
    """

    __tablename__ = "reopening"
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    status: Mapped[str]
    gone_at: Mapped[datetime]
    back_at: Mapped[datetime]
