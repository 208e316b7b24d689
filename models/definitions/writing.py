"""Writing the next version of the definitions; what was written before stays as it was."""

import json

from sqlalchemy.orm import Session

from models.definitions.checking import checked_draft
from models.definitions.current import current_definitions_id
from models.definitions.draft import DefinitionsDraft, StageDraft
from models.definitions.versions import draft_of_version
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
from models.history.recording import acting_member, now, verb
from models.ids import StageId


def current_draft(session: Session) -> DefinitionsDraft:
    """Return the version in force as a draft of the next, without the note of the last."""
    return draft_of_version(session, current_number(session))


def current_number(session: Session) -> int:
    """Return the number of the version in force."""
    return session.get_one(Definitions, current_definitions_id(session)).number


def write_definitions(session: Session, draft: DefinitionsDraft) -> int:
    """Write the next version whole, move the leads of stages it drops, and return its number.

    Refuses with `DraftRefusedError` everything that `problems_of` finds.
    """
    number = current_number(session) + 1
    checked = checked_draft(session, draft)
    write_version(session, number, checked.note, checked)
    return number


@verb
def write_version(session: Session, number: int, note: str, draft: DefinitionsDraft) -> None:
    """Write a checked version under its number; `write_definitions` is the way to it."""
    version = Definitions(
        number=number,
        written_at=now(session),
        author_id=acting_member(session),
        note=note or None,
        review_on=draft.review_on,
    )
    session.add(version)
    session.flush()
    for position, stage in enumerate(draft.stages):
        _write_stage(session, version.id, position, stage)
    _write_the_rest(session, version.id, draft)
    session.flush()


def _write_stage(session: Session, version_id: int, position: int, stage: StageDraft) -> StageId:
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
    return stage_id


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
