"""What can be exported as a table: leads, moves, appointments, and nurture for the mail tool."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from models.definitions.current import reason_names, stages
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import Channel, InterestEvent
from models.entities.marketing.spending import Campaign
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import Medium, Status

_LEAD_TABLES = (
    "external_key",
    "stage_move",
    "touch",
    "qualification_answer",
    "task",
    "appointment",
    "deal",
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many leads in nurture an export for the mail tool does not hold."""

    blocked: int
    """Their person asked not to be e-mailed, under this address or another's name."""
    without_address: int


@dataclass(frozen=True, slots=True)
class Query:
    """How the rows of one kind are found, and under which headers they go out."""

    select: Callable[[Session], Any]
    changed: Callable[[Any], ColumnElement[bool]]
    """The condition that a row is among those changed, given the UUIDs of changed rows."""
    left_out: Callable[[Session], LeftOut] | None = None


def query_of(kind: str) -> Query:
    """Return how a kind of rows is found; refuses an unknown kind."""
    if kind not in KINDS:
        raise InvalidValueError(
            "kind",
            kind,
            _("“{kind}” cannot be exported. Choose one of: {kinds}.").format(
                kind=kind, kinds=", ".join(KINDS)
            ),
        )
    return KINDS[kind]


def _names(session: Session, column: Any) -> ColumnElement[Any]:
    """Return the name of the stage that a column points at, by the definitions in force."""
    return case({stage.id: stage.name for stage in stages(session)}, value=column, else_="")


def _leads(session: Session) -> Any:
    owner = aliased(TeamMember)
    return (
        select(
            Lead.uuid.label("lead"),
            LeadCard.name.label("name"),
            Contact.first_name.label("first_name"),
            Contact.last_name.label("last_name"),
            Contact.job_title.label("job_title"),
            Contact.email.label("email"),
            Contact.phone.label("phone"),
            Company.name.label("company"),
            Company.industry.label("industry"),
            Company.employees.label("employees"),
            Company.country.label("country"),
            Company.website.label("website"),
            _names(session, Lead.stage_id).label("stage"),
            Lead.status.label("status"),
            Lead.status_reason.label("status_reason"),
            owner.name.label("owner"),
            Channel.name.label("channel"),
            Campaign.name.label("campaign"),
            Lead.captured_at.label("captured_at"),
            LeadCard.moved_at.label("moved_at"),
            Lead.look_again_on.label("look_again_on"),
            Lead.notes.label("notes"),
        )
        .join(LeadCard, LeadCard.id == Lead.id)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(owner, owner.id == Lead.owner_id)
        .outerjoin(Channel, Channel.id == Lead.channel_id)
        .outerjoin(Campaign, Campaign.id == Lead.campaign_id)
        .order_by(Lead.id)
    )


def _lead_changed(changed: Any) -> ColumnElement[bool]:
    parts = [Lead.uuid.in_(changed), Contact.uuid.in_(changed), Company.uuid.in_(changed)]
    parts += [
        Lead.id.in_(select(TABLES[name].c.lead_id).where(TABLES[name].c.uuid.in_(changed)))
        for name in _LEAD_TABLES
    ]
    return or_(*parts)


def _stage_moves(session: Session) -> Any:
    actor = aliased(TeamMember)
    return (
        select(
            Lead.uuid.label("lead"),
            LeadCard.name.label("name"),
            LeadCard.company.label("company"),
            _names(session, StageMove.from_stage_id).label("from_stage"),
            _names(session, StageMove.to_stage_id).label("to_stage"),
            StageMove.occurred_at.label("occurred_at"),
            StageMove.precision.label("precision"),
            StageMove.recorded_at.label("recorded_at"),
            actor.name.label("member"),
            StageMove.origin.label("origin"),
            StageMove.voided.label("voided"),
            StageMove.reason.label("reason"),
            StageMove.override_reason.label("override_reason"),
            StageMove.evidence.label("evidence"),
        )
        .join(Lead, Lead.id == StageMove.lead_id)
        .join(LeadCard, LeadCard.id == StageMove.lead_id)
        .outerjoin(actor, actor.id == StageMove.actor_id)
        .order_by(StageMove.id)
    )


def _appointments(_session: Session) -> Any:
    closer, setter = aliased(TeamMember), aliased(TeamMember)
    return (
        select(
            Appointment.uuid.label("appointment"),
            Lead.uuid.label("lead"),
            LeadCard.name.label("name"),
            LeadCard.company.label("company"),
            Appointment.state.label("state"),
            Appointment.starts_at.label("starts_at"),
            Appointment.ends_at.label("ends_at"),
            Appointment.wall_start.label("wall_start"),
            Appointment.zone.label("zone"),
            Appointment.original_starts_at.label("original_starts_at"),
            Appointment.booked_at.label("booked_at"),
            closer.name.label("closer"),
            setter.name.label("setter"),
            Appointment.purpose.label("purpose"),
            Appointment.outcome_note.label("outcome_note"),
        )
        .join(Lead, Lead.id == Appointment.lead_id)
        .join(LeadCard, LeadCard.id == Appointment.lead_id)
        .join(closer, closer.id == Appointment.closer_id)
        .outerjoin(setter, setter.id == Appointment.setter_id)
        .order_by(Appointment.starts_at, Appointment.id)
    )


def _nurture(session: Session) -> Any:
    """Return the leads that the mail tool may write to, with what it writes about."""
    newest_topic = (
        select(InterestEvent.topic_text)
        .where(InterestEvent.lead_id == Lead.id, InterestEvent.topic_text.is_not(None))
        .order_by(InterestEvent.occurred_at.desc(), InterestEvent.id.desc())
        .limit(1)
        .correlate(Lead)
        .scalar_subquery()
    )
    reason = case(reason_names(session), value=Lead.status_reason, else_=Lead.status_reason)
    return (
        select(
            Lead.uuid.label("lead"),
            Contact.email.label("email"),
            Contact.first_name.label("first_name"),
            Contact.last_name.label("last_name"),
            LeadCard.name.label("name"),
            LeadCard.company.label("company"),
            Lead.nurture_track.label("track"),
            newest_topic.label("topic"),
            reason.label("reason"),
            Lead.look_again_on.label("look_again_on"),
        )
        .join(LeadCard, LeadCard.id == Lead.id)
        .join(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(_in_nurture(), Contact.email.is_not(None), _may_be_mailed())
        .order_by(Lead.id)
    )


def _in_nurture() -> ColumnElement[bool]:
    return Lead.status == Status.NURTURE.value


def _may_be_mailed() -> ColumnElement[bool]:
    """Return the condition that nobody asked not to be mailed under the contact's address.

    Another contact with the same address is the same mailbox.
    """
    other = aliased(Contact)
    wishes = DoNotContact.medium == Medium.EMAIL.value
    asked = select(DoNotContact.contact_id).where(wishes)
    same_mailbox = (
        select(other.email_key)
        .join(DoNotContact, DoNotContact.contact_id == other.id)
        .where(wishes, other.email_key.is_not(None))
    )
    return not_(or_(Contact.id.in_(asked), func.coalesce(Contact.email_key, "").in_(same_mailbox)))


def _left_out_of_nurture(session: Session) -> LeftOut:
    everybody = select(func.count(Lead.id)).where(_in_nurture())
    reachable = everybody.join(Contact, Contact.id == Lead.contact_id).where(
        Contact.email.is_not(None)
    )
    addressed = session.scalar(reachable) or 0
    mailed = session.scalar(reachable.where(_may_be_mailed())) or 0
    return LeftOut(addressed - mailed, (session.scalar(everybody) or 0) - addressed)


KINDS = {
    "leads": Query(_leads, _lead_changed),
    "stage-moves": Query(_stage_moves, StageMove.uuid.in_),
    "appointments": Query(_appointments, Appointment.uuid.in_),
    "nurture": Query(_nurture, _lead_changed, _left_out_of_nurture),
}
"""What can be exported, in the order people are offered it."""
