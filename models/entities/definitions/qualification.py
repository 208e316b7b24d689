"""What is asked to qualify a lead, and what was answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Criterion(Recorded):
    """One criterion of a qualification framework and the question that is asked for it."""

    __tablename__ = "criterion"
    constraints = (UniqueConstraint("definitions_id", "framework", "code"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    framework: Mapped[str]
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    question: Mapped[str]


class ScriptQuestion(Recorded):
    """One question of the qualification script; its answer may speak to a criterion."""

    __tablename__ = "script_question"
    constraints = (UniqueConstraint("definitions_id", "position"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    position: Mapped[int]
    question: Mapped[str]
    criterion: Mapped[str | None]


class QualificationAnswer(Recorded):
    """What is known of one criterion: unknown, confirmed or failed, who asked, and when.

    `degree` is how far it goes where that matters; authority has none, influence and decides.
    """

    __tablename__ = "qualification_answer"
    constraints = (UniqueConstraint("lead_id", "criterion"),)
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    criterion: Mapped[str]
    state: Mapped[str]
    degree: Mapped[str | None]
    answer: Mapped[str | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    asked_at: Mapped[datetime | None]
