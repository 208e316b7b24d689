"""The versions of the definitions, each as it was written; none is ever rewritten."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.definitions.terms import default_terms
from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    GateRuleDraft,
    MeetingGateDraft,
    OutcomeDraft,
    QuestionDraft,
    ReasonDraft,
    RoleDraft,
    StageDraft,
)
from models.entities.definitions.gates import GateRule, MeetingGateRule, OutcomeRule
from models.entities.definitions.qualification import Criterion, ScriptQuestion
from models.entities.definitions.versions import (
    AgreementTerm,
    Definitions,
    ReasonCode,
    RoleDefinition,
    ScoreRule,
    StageDefinition,
)
from models.entities.people.team import TeamMember
from models.errors import NotFoundError
from models.ids import StageId
from models.language import gettext as _
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import TOUCH_OUTCOMES, MeetingGate, ScoreSide


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; without an author, Funneldesk itself wrote it."""

    number: int
    written_at: datetime
    author: str | None
    note: str
    in_force: bool


def versions(session: Session) -> tuple[VersionRow, ...]:
    """Return every version of the definitions, the one in force first."""
    found = session.execute(
        select(Definitions.number, Definitions.written_at, TeamMember.name, Definitions.note)
        .outerjoin(TeamMember, TeamMember.id == Definitions.author_id)
        .order_by(Definitions.number.desc())
    ).all()
    return tuple(
        VersionRow(row.number, row.written_at, row.name, row.note or "", place == 0)
        for place, row in enumerate(found)
    )


def draft_of_version(session: Session, number: int) -> DefinitionsDraft:
    """Return a version whole; refuses a number that no version has."""
    version = session.scalar(select(Definitions).where(Definitions.number == number))
    if version is None:
        raise NotFoundError(_("version of the definitions"), number)
    roles = _roles(session, version.id)
    return DefinitionsDraft(
        stages=_stages(session, version.id),
        criteria=tuple(
            CriterionDraft(row.framework, row.code, row.name, row.question)
            for row in session.scalars(
                select(Criterion)
                .where(Criterion.definitions_id == version.id)
                .order_by(Criterion.framework, Criterion.position)
            )
        ),
        script=tuple(
            QuestionDraft(row.question, row.criterion)
            for row in session.scalars(
                select(ScriptQuestion)
                .where(ScriptQuestion.definitions_id == version.id)
                .order_by(ScriptQuestion.position)
            )
        ),
        reasons=tuple(
            ReasonDraft(row.code, row.name)
            for row in session.scalars(
                select(ReasonCode)
                .where(ReasonCode.definitions_id == version.id)
                .order_by(ReasonCode.position)
            )
        ),
        rules=tuple(
            ScoreRuleDraft(
                ScoreSide(row.side),
                Condition(row.field, Operator(row.operator), tuple(json.loads(row.wanted))),
                row.points,
            )
            for row in session.scalars(
                select(ScoreRule)
                .where(ScoreRule.definitions_id == version.id)
                .order_by(ScoreRule.position)
            )
        ),
        terms=default_terms() | _terms(session, version.id),
        review_on=version.review_on,
        note=version.note or "",
        roles=roles,
        outcomes=_outcomes(session, version.id),
        # A version without roles is from before there were gates of meetings as well.
        meeting_gates=_meeting_gates(session, version.id) if roles else (),
    )


def _roles(session: Session, definitions_id: int) -> tuple[RoleDraft, ...]:
    return tuple(
        RoleDraft(row.code, row.name, row.duty)
        for row in session.scalars(
            select(RoleDefinition)
            .where(RoleDefinition.definitions_id == definitions_id)
            .order_by(RoleDefinition.position)
        )
    )


def _outcomes(session: Session, definitions_id: int) -> tuple[OutcomeDraft, ...]:
    """Return the rules for outcomes in the order of the vocabulary."""
    rules = {
        row.outcome: OutcomeDraft(
            outcome=row.outcome,
            next_step=row.next_step,
            stage_id=None if row.stage_id is None else StageId(row.stage_id),
            wait_minutes=row.wait_minutes,
            cadence_track=row.cadence_track,
        )
        for row in session.scalars(
            select(OutcomeRule).where(OutcomeRule.definitions_id == definitions_id)
        )
    }
    return tuple(rules[outcome] for outcome in TOUCH_OUTCOMES if outcome in rules)


def _meeting_gates(session: Session, definitions_id: int) -> tuple[MeetingGateDraft, ...]:
    """Return every gate of a meeting, those that ask for nothing as well."""
    rules: defaultdict[str, list[GateRuleDraft]] = defaultdict(list)
    for rule in session.scalars(
        select(MeetingGateRule)
        .where(MeetingGateRule.definitions_id == definitions_id)
        .order_by(MeetingGateRule.id)
    ):
        rules[rule.gate].append(GateRuleDraft(rule.requirement, rule.argument))
    return tuple(MeetingGateDraft(gate.value, tuple(rules[gate.value])) for gate in MeetingGate)


def _stages(session: Session, definitions_id: int) -> tuple[StageDraft, ...]:
    gates: defaultdict[int, list[GateRuleDraft]] = defaultdict(list)
    for rule in session.scalars(
        select(GateRule).where(GateRule.definitions_id == definitions_id).order_by(GateRule.id)
    ):
        gates[rule.stage_id].append(GateRuleDraft(rule.requirement, rule.argument))
    return tuple(
        StageDraft(
            id=StageId(row.stage_id),
            name=row.name,
            meaning=row.meaning,
            owner_role=row.owner_role,
            trigger=row.trigger,
            example=row.example or "",
            gate=tuple(gates[row.stage_id]),
        )
        for row in session.scalars(
            select(StageDefinition)
            .where(StageDefinition.definitions_id == definitions_id)
            .order_by(StageDefinition.position)
        )
    )


def _terms(session: Session, definitions_id: int) -> dict[str, str]:
    found = session.execute(
        select(AgreementTerm.code, AgreementTerm.value).where(
            AgreementTerm.definitions_id == definitions_id
        )
    )
    return dict(iter(found))
