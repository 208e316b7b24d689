"""A small team around the stage that means MQL, for tests of who is asked and who answers."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.entities.leads.leads import Handoff, Lead
from models.ids import HandoffId, LeadId, MemberId, StageId
from models.leads.capture import add_lead
from models.leads.stages.moving import move_stage
from models.team.joining import add_member
from models.vocabulary import Meaning
from tests.models.funnel_stages import known_stage


@dataclass(frozen=True)
class Team:
    """Two who are asked, who asks, and who leads; all in Berlin with the usual hours."""

    marketing: MemberId
    anna: MemberId
    ben: MemberId
    leader: MemberId


def hire_team(session: Session) -> Team:
    """Add the team to a fresh workspace."""
    zone = "Europe/Berlin"
    return Team(
        marketing=add_member(session, "Mia Marketing", zone, ("marketing",)),
        anna=add_member(session, "Anna Asked", zone, ("sdr",)),
        ben=add_member(session, "Ben Beside", zone, ("sdr", "setter")),
        leader=add_member(session, "Lars Leader", zone, ("leader",)),
    )


def stage_named(session: Session, name: str) -> StageId:
    """Return a house stage by its name."""
    return next(stage.id for stage in stages(session) if stage.name == name)


def new_mql(session: Session, title: str, owner_id: MemberId | None = None) -> LeadId:
    """Capture a lead and make it an MQL."""
    lead_id = add_lead(session, title=title, owner_id=owner_id)
    move_stage(session, lead_id, known_stage(session, Meaning.MQL).id)
    return lead_id


def handoff_for(session: Session, lead_id: LeadId) -> Handoff:
    """Return the newest handoff of a lead."""
    found = select(Handoff).where(Handoff.lead_id == lead_id).order_by(Handoff.id.desc())
    return session.scalars(found.limit(1)).one()


def handoff_id_of(session: Session, lead_id: LeadId) -> HandoffId:
    """Return the id of the newest handoff of a lead."""
    return HandoffId(handoff_for(session, lead_id).id)


def owner_of(session: Session, lead_id: LeadId) -> int | None:
    """Return who a lead belongs to."""
    return session.get_one(Lead, lead_id).owner_id
