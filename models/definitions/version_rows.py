"""The rows that a version of the definitions consists of."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from models.definitions.draft import DefinitionsDraft, StageDraft
from models.entities import (
    AgreementTerm,
    Criterion,
    Definitions,
    GateRule,
    ReasonCode,
    ScoreRule,
    ScriptQuestion,
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
    for position, stage in enumerate(draft.stages):
        _write_stage(session, version.id, position, stage)
    _write_the_rest(session, version.id, draft)
    session.flush()
    return version.id


def _write_stage(session: Session, version_id: int, position: int, stage: StageDraft) -> None:
    stage_id = stage.id
    if stage_id is None:
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
