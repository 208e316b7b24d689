"""What a workspace starts with: its device, the house definitions as version 1, kinds of meetings.

These are starting rows, not changes: nobody made them, so nobody can undo them.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from models.appointments.house_kinds import add_house_kinds
from models.cadences.house import add_house_cadences
from models.definitions.current import current_definitions_id
from models.definitions.house.agreement import FRAMEWORKS, house_draft
from models.definitions.house.desk import house_outcomes
from models.definitions.versions.draft import DefinitionsDraft
from models.definitions.versions.frameworks import script_for
from models.definitions.versions.rows import add_version
from models.definitions.versions.written import draft_of_version
from models.entities.definitions.versions import AgreementTerm, Definitions, RoleDefinition
from models.entities.workspace.log import Device
from models.language import gettext as _
from models.vocabulary import FRAMEWORK


def found(engine: Engine, now: datetime) -> None:
    """Write the starting rows of a new workspace; do nothing where they are there already."""
    with Session(engine) as session, session.begin():
        if session.scalar(select(Device.id)) is not None:
            return
        session.add(Device())
        add_version(session, 1, house_draft(now.date()), written_at=now, author_id=None)
        add_house_kinds(session)
        add_house_cadences(session)


def complete_desk(engine: Engine) -> None:
    """Write what the house starts with where a workspace is from before it could be booked."""
    with Session(engine) as session, session.begin():
        add_house_kinds(session)
        add_house_cadences(session)


def complete_definitions(engine: Engine, now: datetime) -> None:
    """Write the next version for a workspace whose definitions lack what came in later.

    First came scoring, script and terms; then roles, outcomes of touches and gates of meetings. It
    takes these from the house and everything else from the version before. Does nothing where the
    version in force has all of them.
    """
    with engine.connect() as connection:
        if _in_force_has(connection, RoleDefinition):
            return
        has_terms = _in_force_has(connection, AgreementTerm)
    with Session(engine) as session, session.begin():
        version = session.get_one(Definitions, current_definitions_id(session))
        written = draft_of_version(session, version.number)
        house = house_draft(now.date())
        completed = written if has_terms else _with_terms(written, house)
        completed = replace(
            completed,
            roles=house.roles,
            outcomes=house_outcomes(completed.stages),
            meeting_gates=house.meeting_gates,
            note=_("Roles, outcomes of touches and meeting gates of the house, added by Funneldesk")
            if has_terms
            else _("What the house agrees on besides, added by Funneldesk"),
        )
        add_version(session, version.number + 1, completed, written_at=now, author_id=None)


def _with_terms(written: DefinitionsDraft, house: DefinitionsDraft) -> DefinitionsDraft:
    known = {criterion.framework for criterion in written.criteria}
    added = (one for one in house.criteria if one.framework not in known & set(FRAMEWORKS))
    examples = {(stage.name, stage.meaning): stage.example for stage in house.stages}
    completed = replace(
        house,
        stages=tuple(
            replace(stage, example=examples.get((stage.name, stage.meaning), ""))
            for stage in written.stages
        ),
        criteria=(*written.criteria, *added),
        reasons=written.reasons,
        review_on=written.review_on or house.review_on,
    )
    return replace(completed, script=script_for(completed, completed.terms[FRAMEWORK]))


def _in_force_has(connection: Connection, kind: type[AgreementTerm | RoleDefinition]) -> bool:
    newest = select(Definitions.id).order_by(Definitions.number.desc()).limit(1).scalar_subquery()
    row = select(kind.id).where(kind.definitions_id == newest).limit(1)
    return connection.scalar(row) is not None
