"""What the document says: one version of the definitions, read from a workspace in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from models.vocabulary import FRAMEWORK, ScoreSide, label
from views.definitions.words import framework_words, meaning_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.definitions.versions.draft import DefinitionsDraft
    from models.scoring.rule import ScoreRuleDraft


@dataclass(frozen=True, slots=True)
class AgreedStage:
    """A stage: who owns it, what brings a lead there, what the lead must show, and an example."""

    name: str
    meaning: str
    owner: str
    trigger: str
    gate: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class AgreedRule:
    """Points for what a sentence says of a lead."""

    side: ScoreSide
    sentence: str
    points: int


@dataclass(frozen=True, slots=True)
class AgreedRole:
    """A role with the code of the duty that rules go by."""

    code: str
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class AgreedOutcome:
    """An outcome of a touch, and all that follows from it in sentences."""

    outcome: str
    name: str
    follows: str


@dataclass(frozen=True, slots=True)
class AgreedMeetingGate:
    """When a meeting counts as agreed, confirmed or ready."""

    gate: str
    name: str
    asks_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of the definitions, as two teams sign it."""

    workspace: str
    number: int
    written_at: datetime
    author: str
    note: str
    review_on: date | None
    stages: tuple[AgreedStage, ...]
    rules: tuple[AgreedRule, ...]
    terms: dict[str, int]
    framework: str
    criteria: tuple[tuple[str, str], ...]
    """Name and question of each criterion of the framework in force."""
    script: tuple[tuple[str, str], ...]
    """Each question, and the name of the criterion that it speaks to."""
    reasons: tuple[tuple[str, str], ...]
    """Name and code of each reason."""
    roles: tuple[AgreedRole, ...] = ()
    outcomes: tuple[AgreedOutcome, ...] = ()
    meeting_gates: tuple[AgreedMeetingGate, ...] = ()


def read_agreement(session: "Session", workspace: str, number: int | None = None) -> Agreement:
    """Read a version of the definitions; without a number, the one in force.

    Refuses with `NotFoundError` a version that was never written.
    """
    from models.definitions.gates.appointment_parts import appointment_part
    from models.definitions.gates.stage_gates import requirement_words
    from models.definitions.roles import role_name
    from models.definitions.versions.written import draft_of_version, versions
    from models.errors import NotFoundError
    from models.language import gettext as _

    rows = versions(session)
    wanted = (row for row in rows if (row.in_force if number is None else row.number == number))
    row = next(wanted, None)
    if row is None:
        raise NotFoundError(_("version of the definitions"), number)
    draft = draft_of_version(session, row.number)
    framework = draft.terms[FRAMEWORK]
    names = {one.code: one.name for one in draft.criteria}
    roles = {one.code: one.name for one in draft.roles}
    return Agreement(
        workspace=workspace,
        number=row.number,
        written_at=row.written_at,
        author=row.author or "",
        note=row.note or "",
        review_on=draft.review_on,
        stages=tuple(
            AgreedStage(
                one.name,
                meaning_words(one.meaning),
                roles.get(one.owner_role) or role_name(session, one.owner_role),
                one.trigger,
                tuple(requirement_words(session, draft, rule) for rule in one.gate),
                one.example,
            )
            for one in draft.stages
        ),
        rules=tuple(
            AgreedRule(rule.side, _words(session, rule), rule.points) for rule in draft.rules
        ),
        terms={code: int(value) for code, value in draft.terms.items() if code != FRAMEWORK},
        framework=framework_words(framework),
        criteria=tuple(
            (one.name, one.question) for one in draft.criteria if one.framework == framework
        ),
        script=tuple((one.question, names.get(one.criterion or "", "")) for one in draft.script),
        reasons=tuple((one.name, one.code) for one in draft.reasons),
        roles=tuple(AgreedRole(one.code, one.name, one.duty) for one in draft.roles),
        outcomes=_outcomes(draft),
        meeting_gates=tuple(
            AgreedMeetingGate(
                gate.gate,
                label(gate.gate),
                tuple(appointment_part(rule.argument).words() for rule in gate.rules),
            )
            for gate in draft.meeting_gates
        ),
    )


def _outcomes(draft: "DefinitionsDraft") -> tuple[AgreedOutcome, ...]:
    from models.definitions.outcome_words import outcome_sentence

    stages = {stage.id: stage.name for stage in draft.stages}
    return tuple(
        AgreedOutcome(
            rule.outcome,
            label(rule.outcome),
            outcome_sentence(
                None if rule.stage_id is None else stages.get(rule.stage_id),
                rule.next_step,
                rule.wait_minutes,
                rule.cadence_track,
            ),
        )
        for rule in draft.outcomes
    )


def _words(session: "Session", rule: "ScoreRuleDraft") -> str:
    from models.conditions.sentences import sentence
    from models.scoring.signals import event_words

    # What a lead did needs no words around it where its table says so.
    said = sentence if rule.side == ScoreSide.FIT else event_words
    return said(session, rule.condition)
