"""A whole version of the definitions as data: what people edit before it is written."""

from dataclasses import dataclass, field
from datetime import date

from models.history.unlogged import Unlogged
from models.ids import StageId
from models.scoring.rule import ScoreRuleDraft


@dataclass(frozen=True, slots=True)
class GateRuleDraft:
    """One thing that a lead must show before it may enter a stage."""

    requirement: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage in its place of the funnel.

    A new one has no id, or a negative one that the outcomes of the draft know it by.
    """

    id: StageId | None
    name: str
    meaning: str
    owner_role: str
    trigger: str
    example: str = ""
    gate: tuple[GateRuleDraft, ...] = ()

    @property
    def is_new(self) -> bool:
        """Say whether the stage does not exist before the draft is written."""
        return self.id is None or self.id < 0


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role that people may hold, and the duty (`vocabulary.Role`) that rules test."""

    code: str
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """What an outcome of a touch brings about.

    `wait_minutes` are working minutes; `stage_id` is one of the draft's stages, new ones included.
    """

    outcome: str
    next_step: str
    stage_id: StageId | None = None
    wait_minutes: int | None = None
    cadence_track: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingGateDraft:
    """What an appointment must show to count as agreed, confirmed or ready."""

    gate: str
    rules: tuple[GateRuleDraft, ...] = ()


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
class DefinitionsDraft(Unlogged):
    """Everything that a version of the definitions says.

    `terms` holds the value of every term in stored form. `moved` says, for each stage that the
    version before had and this one has not, where its leads go; `roles_moved` likewise which role
    the people get who hold one that is gone.
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
    roles: tuple[RoleDraft, ...] = ()
    outcomes: tuple[OutcomeDraft, ...] = ()
    meeting_gates: tuple[MeetingGateDraft, ...] = ()
    roles_moved: dict[str, str] = field(default_factory=dict)
