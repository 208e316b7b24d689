"""The written agreement: stages, roles, scoring, reason codes, terms, in versions.

A version is never rewritten; a change of the definitions writes a whole new one, so that every
past move keeps the version it was made under.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Definitions(Recorded):
    """One version of the agreement."""

    __tablename__ = "definitions"
    constraints = (UniqueConstraint("number"),)
    topic = Topic.DEFINITIONS

    number: Mapped[int]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    note: Mapped[str | None]
    review_on: Mapped[date | None]


class Stage(Recorded):
    """A stage's identity; what it is called and means stands in its definitions."""

    __tablename__ = "stage"
    topic = Topic.DEFINITIONS


class StageDefinition(Recorded):
    """What a stage is called, means and requires under one version of the definitions."""

    __tablename__ = "stage_definition"
    constraints = (
        UniqueConstraint("definitions_id", "stage_id"),
        UniqueConstraint("definitions_id", "position"),
    )
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    position: Mapped[int]
    name: Mapped[str]
    meaning: Mapped[str]
    owner_role: Mapped[str]
    trigger: Mapped[str]
    example: Mapped[str | None]


class RoleDefinition(Recorded):
    """A role's name, and the one duty that rules test; several roles may have the same duty."""

    __tablename__ = "role_definition"
    constraints = (
        UniqueConstraint("definitions_id", "code"),
        UniqueConstraint("definitions_id", "position"),
    )
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    duty: Mapped[str]


class ReasonCode(Recorded):
    """A reason that a lead may be closed or recycled with."""

    __tablename__ = "reason_code"
    constraints = (UniqueConstraint("definitions_id", "code"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]


class ScoreRule(Recorded):
    """Points for what a lead is (`fit`), did (`interest`), or did in nurture (`requalify`).

    `field`, `operator` and `wanted` are a condition; `wanted` is its JSON list of texts.
    """

    __tablename__ = "score_rule"
    constraints = (UniqueConstraint("definitions_id", "position"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    position: Mapped[int]
    side: Mapped[str]
    field: Mapped[str]
    operator: Mapped[str]
    wanted: Mapped[str]
    points: Mapped[int]


class AgreementTerm(Recorded):
    """One number or choice of the agreement: a threshold, a half-life, a term of the SLA."""

    __tablename__ = "agreement_term"
    constraints = (UniqueConstraint("definitions_id", "code"),)
    topic = Topic.DEFINITIONS

    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    code: Mapped[str]
    value: Mapped[str]
