"""What is wrong with a draft of the definitions, all at once and place by place."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from models.clean_text import in_lines, in_one_line
from models.conditions.matching import checked
from models.definitions.gates.requirements import condition_of, condition_text
from models.definitions.problems.of_desk import problems_of_desk, stage_after
from models.definitions.problems.of_rows import problems_of_rows
from models.definitions.problems.of_stages import problems_of_stages
from models.definitions.terms import checked_term, default_terms
from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    GateRuleDraft,
    OutcomeDraft,
    QuestionDraft,
    ReasonDraft,
    RoleDraft,
    StageDraft,
)
from models.errors import KnownError
from models.language import gettext as _
from models.scoring.checking import checked_rule
from models.scoring.rule import ScoreRuleDraft


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One thing that keeps a draft from being written.

    `place` is the part that it is about: `stages[2].name`, `stages[2].gate[0]`, `criteria[1].code`,
    `script[0].criterion`, `reasons[3].code`, `rules[5]`, `terms.remind`, `moved[<stage id>]`,
    `roles[1].name`, `roles_moved[<code>]`, `outcomes[4].stage_id`, `meeting_gates[1].rules[0]`.
    """

    place: str
    sentence: str


class DraftRefusedError(KnownError):
    """A draft cannot be written; lists every problem."""

    def __init__(self, problems: tuple[DraftProblem, ...]) -> None:
        super().__init__(
            _("These definitions cannot be written yet. {problems}").format(
                problems=" ".join(problem.sentence for problem in problems)
            )
        )
        self.problems = problems


def problems_of(session: Session, draft: DefinitionsDraft) -> tuple[DraftProblem, ...]:
    """Return everything that keeps a draft from being written; nothing where it can be."""
    found = (
        *problems_of_stages(session, draft),
        *problems_of_rows(session, draft),
        *problems_of_desk(session, draft),
    )
    return tuple(DraftProblem(place, sentence) for place, sentence in found)


def checked_draft(session: Session, draft: DefinitionsDraft) -> DefinitionsDraft:
    """Return a draft in stored form; refuses one with problems, naming all of them."""
    problems = problems_of(session, draft)
    if problems:
        raise DraftRefusedError(problems)
    kept = {stage.id for stage in draft.stages}
    roles = {role.code for role in draft.roles}
    return replace(
        draft,
        stages=tuple(_stage(session, stage) for stage in draft.stages),
        criteria=tuple(
            CriterionDraft(one.framework, one.code, in_one_line(one.name), in_lines(one.question))
            for one in draft.criteria
        ),
        script=tuple(
            QuestionDraft(in_lines(one.question), one.criterion or None) for one in draft.script
        ),
        reasons=tuple(ReasonDraft(one.code, in_one_line(one.name)) for one in draft.reasons),
        rules=tuple(_rule(session, rule) for rule in draft.rules),
        terms={
            code: checked_term(code, value)
            for code, value in (default_terms() | draft.terms).items()
        },
        note=in_lines(draft.note),
        moved={gone: to for gone, to in draft.moved.items() if gone not in kept},
        roles=tuple(
            RoleDraft(one.code, in_one_line(one.name), str(one.duty)) for one in draft.roles
        ),
        outcomes=tuple(_outcome(draft, one) for one in draft.outcomes),
        roles_moved={gone: to for gone, to in draft.roles_moved.items() if gone not in roles},
    )


def _outcome(draft: DefinitionsDraft, rule: OutcomeDraft) -> OutcomeDraft:
    return replace(
        rule,
        stage_id=stage_after(draft, rule),
        next_step=str(rule.next_step),
        cadence_track=None if rule.cadence_track is None else str(rule.cadence_track),
    )


def _stage(session: Session, stage: StageDraft) -> StageDraft:
    return StageDraft(
        id=stage.id,
        name=in_one_line(stage.name),
        meaning=str(stage.meaning),
        owner_role=str(stage.owner_role),
        trigger=in_lines(stage.trigger),
        example=in_lines(stage.example),
        gate=tuple(_gate_rule(session, rule) for rule in stage.gate),
    )


def _gate_rule(session: Session, rule: GateRuleDraft) -> GateRuleDraft:
    if rule.requirement != "condition":
        return GateRuleDraft(rule.requirement, str(rule.argument))
    condition = checked(session, condition_of(rule.argument))
    return GateRuleDraft(rule.requirement, condition_text(condition))


def _rule(session: Session, rule: ScoreRuleDraft) -> ScoreRuleDraft:
    return checked_rule(session, rule)
