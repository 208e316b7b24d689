"""What a lead or a meeting must show before it moves on, and what each outcome leads to."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class GateRule(Recorded):
    """One thing a lead must show before it may enter a stage."""

    __tablename__ = "gate_rule"
    constraints = (UniqueConstraint("definitions_id", "stage_id", "requirement", "argument"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    requirement: Mapped[str]
    argument: Mapped[str]


class MeetingGateRule(Recorded):
    """One thing an appointment must show to count as agreed, confirmed or ready (`gate`)."""

    __tablename__ = "meeting_gate_rule"
    constraints = (UniqueConstraint("definitions_id", "gate", "requirement", "argument"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    gate: Mapped[str]
    requirement: Mapped[str]
    argument: Mapped[str]


class OutcomeRule(Recorded):
    """What an outcome of a touch brings about: a stage, a next step after a wait, a cadence.

    `wait_minutes` are working minutes until the next step; `cadence_track` is the cadence that
    the lead enters, empty where it stays in the one it is in.
    """

    __tablename__ = "outcome_rule"
    constraints = (UniqueConstraint("definitions_id", "outcome"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    outcome: Mapped[str]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    next_step: Mapped[str]
    wait_minutes: Mapped[int | None]
    cadence_track: Mapped[str | None]
