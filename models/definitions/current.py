"""The definitions in force, as rows."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.definitions.versions import (
    Definitions,
    ReasonCode,
    Stage,
    StageDefinition,
)
from models.entities.leads.cards import LeadCard
from models.errors import InvalidValueError, NotFoundError
from models.history.remembering import SNAPSHOT
from models.ids import StageId
from models.language import gettext as _
from models.topics import Topic

T = TypeVar("T")


class StageRow(NamedTuple):
    """A stage as the definitions in force describe it."""

    id: StageId
    uuid: UUID
    name: str
    meaning: str
    position: int
    owner_role: str
    trigger: str


class ReasonRow(NamedTuple):
    """A reason that a lead may be closed or recycled with."""

    code: str
    name: str


def current_definitions_id(session: Session) -> int:
    """Return the id of the version in force: the one with the highest number."""
    return remembered(session, "definitions_id", _find_definitions_id)


def _find_definitions_id(session: Session) -> int:
    found = session.scalar(select(Definitions.id).order_by(Definitions.number.desc()).limit(1))
    if found is None:
        raise NotFoundError(_("version of the definitions"), "")
    return found


def remembered(session: Session, key: str, find: Callable[[Session], T]) -> T:
    """Return what was found before in this session, unless it changed the definitions.

    Every verb asks for them, often several times, and hardly any session changes them.
    """
    recording = session.info.get("recording")
    if recording is None and SNAPSHOT not in session.info:
        return find(session)
    pending = (*session.new, *session.dirty, *session.deleted)
    if recording is not None and (
        Topic.DEFINITIONS in recording.topics
        or any(getattr(row, "topic", None) is Topic.DEFINITIONS for row in pending)
    ):
        return find(session)
    if key not in session.info:
        session.info[key] = find(session)
    found: T = session.info[key]
    return found


def stages(session: Session) -> tuple[StageRow, ...]:
    """Return the stages in funnel order."""
    return remembered(session, "stages", _find_stages)


def _find_stages(session: Session) -> tuple[StageRow, ...]:
    found = session.execute(
        select(StageDefinition, Stage.uuid)
        .join(Stage, Stage.id == StageDefinition.stage_id)
        .where(StageDefinition.definitions_id == current_definitions_id(session))
        .order_by(StageDefinition.position)
    )
    return tuple(
        StageRow(
            id=StageId(stage.stage_id),
            uuid=uuid,
            name=stage.name,
            meaning=stage.meaning,
            position=stage.position,
            owner_role=stage.owner_role,
            trigger=stage.trigger,
        )
        for stage, uuid in found
    )


def stage_by_id(session: Session, stage_id: StageId) -> StageRow:
    """Return a stage; refuses one that the definitions in force do not hold."""
    for stage in stages(session):
        if stage.id == stage_id:
            return stage
    raise NotFoundError(_("stage"), stage_id)


def stage_by_meaning(session: Session, meaning: str) -> StageRow | None:
    """Return the first stage with this meaning; None where the funnel has none."""
    return next((stage for stage in stages(session) if stage.meaning == meaning), None)


def first_stage(session: Session) -> StageRow:
    """Return the stage at which the funnel begins."""
    found = stages(session)
    if not found:
        raise NotFoundError(_("stage"), "")
    return found[0]


def stage_of_strays(session: Session) -> str | None:
    """Return the last name of a stage that holds leads and is not in force; there should be none.

    An undo could bring one about: a lead goes back to where it was, and that was dropped since.
    """
    in_force = [stage.id for stage in stages(session)]
    for stage_id in session.scalars(select(Stage.id).where(Stage.id.not_in(in_force))).all():
        held = select(LeadCard.id).where(LeadCard.stage_id == stage_id).limit(1)
        if session.scalar(held) is not None:
            return last_name_of_stage(session, StageId(stage_id))
    return None


def last_name_of_stage(session: Session, stage_id: StageId) -> str:
    """Return what the newest version that holds a stage calls it."""
    found = session.scalar(
        select(StageDefinition.name)
        .join(Definitions, Definitions.id == StageDefinition.definitions_id)
        .where(StageDefinition.stage_id == stage_id)
        .order_by(Definitions.number.desc())
        .limit(1)
    )
    return found or ""


def reasons(session: Session) -> tuple[ReasonRow, ...]:
    """Return the reasons that a lead may be closed or recycled with."""
    return remembered(session, "reasons", _find_reasons)


def _find_reasons(session: Session) -> tuple[ReasonRow, ...]:
    found = session.scalars(
        select(ReasonCode)
        .where(ReasonCode.definitions_id == current_definitions_id(session))
        .order_by(ReasonCode.position)
    )
    return tuple(ReasonRow(row.code, row.name) for row in found)


def reason_names(session: Session) -> dict[str, str]:
    """Return what every reason is called by code, those of earlier versions included.

    A lead that was closed for a reason which is none any more keeps its words.
    """
    return remembered(session, "reason_names", _find_reason_names)


def _find_reason_names(session: Session) -> dict[str, str]:
    found = session.execute(
        select(ReasonCode.code, ReasonCode.name)
        .join(Definitions, Definitions.id == ReasonCode.definitions_id)
        .order_by(Definitions.number)
    )
    return dict(iter(found))


def known_reason(session: Session, code: str) -> str:
    """Return a reason code; refuses one that the definitions in force do not hold."""
    known = reasons(session)
    if code not in {reason.code for reason in known}:
        raise InvalidValueError(
            "reason",
            code,
            _("“{code}” is no reason in the team's definitions. Choose one of: {codes}.").format(
                code=code, codes=", ".join(reason.code for reason in known)
            ),
        )
    return code
