"""A whole version of the definitions as data: what people edit before it is written."""

from dataclasses import dataclass, field
from datetime import date

from models.conditions.condition import Condition
from models.history.unlogged import Unlogged
from models.ids import StageId
from models.vocabulary import ScoreSide


@dataclass(frozen=True, slots=True)
class GateRuleDraft:
    """One thing that a lead must show before it may enter a stage."""

    requirement: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage in its place of the funnel; without an id it is a new one."""

    id: StageId | None
    name: str
    meaning: str
    owner_role: str
    trigger: str
    example: str = ""
    gate: tuple[GateRuleDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion of a qualification framework, with the question that is asked for it."""

    framework: str
    code: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question of the script, and the criterion that its answer speaks to."""

    question: str
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class ReasonDraft:
    """A reason that a lead may be closed, rejected or recycled with."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ScoreRuleDraft:
    """Points for leads that meet a condition.

    Interest and requalification are about events: each event that meets the condition earns the
    points, and its part of the interest halves with every half-life.
    """

    side: ScoreSide
    condition: Condition
    points: int


@dataclass(frozen=True, slots=True)
class DefinitionsDraft(Unlogged):
    """Everything that a version of the definitions says.

    `terms` holds the value of every term in stored form. `moved` says, for each stage that the
    version before had and this one has not, where its leads go.
    """

    stages: tuple[StageDraft, ...]
    criteria: tuple[CriterionDraft, ...]
    script: tuple[QuestionDraft, ...]
    reasons: tuple[ReasonDraft, ...]
    rules: tuple[ScoreRuleDraft, ...]
    terms: dict[str, str]
    review_on: date | None
    note: str = ""
    moved: dict[StageId, StageId] = field(default_factory=dict)
