"""Cadences, and the leads that go through them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Cadence(Recorded):
    """A planned sequence of touches; `track` says which outcome leads into it.

    `first` is for leads that nobody reached yet, `positive` for those that showed interest,
    `negative` for those that fell silent or said not now.
    """

    __tablename__ = "cadence"
    topic = Topic.CADENCES

    position: Mapped[int]
    name: Mapped[str]
    track: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class CadenceStep(Recorded):
    """One touch of a cadence, so many working days after the step before it was done."""

    __tablename__ = "cadence_step"
    topic = Topic.CADENCES

    cadence_id: Mapped[int] = mapped_column(ForeignKey("cadence.id"), index=True)
    position: Mapped[int]
    medium: Mapped[str]
    wait_days: Mapped[int]
    instruction: Mapped[str | None]
    template_id: Mapped[int | None] = mapped_column(ForeignKey("message_template.id"))


_RUNNING = text("ended_at IS NULL")


class CadenceRun(Recorded):
    """A lead's way through a cadence; a lead is in one at a time.

    `steps_done` counts the steps behind it, `due_at` is when the next one may be done, and
    `end_reason` why it stopped: done, replied, booked, closed, moved or taken_out.
    """

    __tablename__ = "cadence_run"
    constraints = (
        Index("uq_cadence_run_lead_id_running", "lead_id", unique=True, sqlite_where=_RUNNING),
        Index("ix_cadence_run_due_at_running", "due_at", sqlite_where=_RUNNING),
    )
    topic = Topic.CADENCES

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    cadence_id: Mapped[int] = mapped_column(ForeignKey("cadence.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    started_at: Mapped[datetime]
    steps_done: Mapped[int]
    step_done_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
