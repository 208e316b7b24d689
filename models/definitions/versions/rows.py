"""The rows that a version of the definitions consists of."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models.definitions.versions.draft import DefinitionsDraft, StageDraft
from models.entities.definitions.gates import GateRule, MeetingGateRule, OutcomeRule
from models.entities.definitions.qualification import Criterion, ScriptQuestion
from models.entities.definitions.versions import (
    AgreementTerm,
    Definitions,
    ReasonCode,
    RoleDefinition,
    ScoreRule,
    Stage,
    StageDefinition,
)
from models.ids import MemberId, StageId


def add_version(
    session: Session,
    number: int,
    draft: DefinitionsDraft,
    *,
    written_at: datetime,
    author_id: MemberId | None,
) -> int:
    """Add a version with all it says to a session and return its id."""
    version = Definitions(
        number=number,
        written_at=written_at,
        author_id=author_id,
        note=draft.note or None,
        review_on=draft.review_on,
    )
    session.add(version)
    session.flush()
    stage_ids = {
        stage.id: _write_stage(session, version.id, position, stage)
        for position, stage in enumerate(draft.stages)
    }
    _write_desk(session, version.id, draft, stage_ids)
    _write_the_rest(session, version.id, draft)
    session.flush()
    return version.id


def _write_stage(session: Session, version_id: int, position: int, stage: StageDraft) -> StageId:
    stage_id = stage.id
    if stage_id is None or stage.is_new:
        made = Stage()
        session.add(made)
        session.flush()
        stage_id = StageId(made.id)
    session.add(
        StageDefinition(
            definitions_id=version_id,
            stage_id=stage_id,
            position=position,
            name=stage.name,
            meaning=stage.meaning,
            owner_role=stage.owner_role,
            trigger=stage.trigger,
            example=stage.example or None,
        )
    )
    session.add_all(
        GateRule(
            definitions_id=version_id,
            stage_id=stage_id,
            requirement=rule.requirement,
            argument=rule.argument,
        )
        for rule in stage.gate
    )
    return stage_id


def _write_desk(
    session: Session,
    version_id: int,
    draft: DefinitionsDraft,
    stage_ids: Mapping[StageId | None, StageId],
) -> None:
    """Add what the desk works by: roles, outcomes of touches, gates of meetings."""
    session.add_all(
        RoleDefinition(
            definitions_id=version_id,
            position=position,
            code=role.code,
            name=role.name,
            duty=role.duty,
        )
        for position, role in enumerate(draft.roles)
    )
    session.add_all(
        OutcomeRule(
            definitions_id=version_id,
            outcome=rule.outcome,
            stage_id=None if rule.stage_id is None else stage_ids[rule.stage_id],
            next_step=rule.next_step,
            wait_minutes=rule.wait_minutes,
            cadence_track=rule.cadence_track,
        )
        for rule in draft.outcomes
    )
    session.add_all(
        MeetingGateRule(
            definitions_id=version_id,
            gate=gate.gate,
            requirement=rule.requirement,
            argument=rule.argument,
        )
        for gate in draft.meeting_gates
        for rule in gate.rules
    )


def _write_the_rest(session: Session, version_id: int, draft: DefinitionsDraft) -> None:
    places: dict[str, int] = {}
    for criterion in draft.criteria:
        place = places[criterion.framework] = places.get(criterion.framework, -1) + 1
        session.add(
            Criterion(
                definitions_id=version_id,
                framework=criterion.framework,
                position=place,
                code=criterion.code,
                name=criterion.name,
                question=criterion.question,
            )
        )
    session.add_all(
        ScriptQuestion(
            definitions_id=version_id,
            position=position,
            question=asked.question,
            criterion=asked.criterion,
        )
        for position, asked in enumerate(draft.script)
    )
    session.add_all(
        ReasonCode(definitions_id=version_id, position=position, code=reason.code, name=reason.name)
        for position, reason in enumerate(draft.reasons)
    )
    session.add_all(
        ScoreRule(
            definitions_id=version_id,
            position=position,
            side=rule.side.value,
            field=rule.condition.field,
            operator=rule.condition.operator.value,
            wanted=json.dumps(list(rule.condition.wanted)),
            points=rule.points,
        )
        for position, rule in enumerate(draft.rules)
    )
    session.add_all(
        AgreementTerm(definitions_id=version_id, code=code, value=value)
        for code, value in draft.terms.items()
    )
