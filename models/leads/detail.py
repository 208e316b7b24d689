"""One lead with all that is known of it, for its page and the panel beside the list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.companies.account import CompanyFacts, FieldValue, company_fields, facts_of, name_of
from models.companies.belonging import company_of
from models.deals.dealing import DealRow, deals_of
from models.definitions.criteria import criteria
from models.definitions.current import reason_names
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel, InterestEvent
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.fields.custom import custom_fields, custom_values_of_lead
from models.finding import existing
from models.history.merged import ids_merged_into
from models.ids import CampaignId, ChannelId, ContactId, LeadId, MemberId, StageId
from models.leads.do_not_contact import WishRow, wishes_of
from models.leads.lists.choices import stage_choices
from models.leads.qualifying import answers_of
from models.vocabulary import CriterionState

_NEWEST = 50


@dataclass(frozen=True, slots=True)
class ContactRow:
    """The person of a lead; `name` is for reading, the other fields are as they are stored."""

    id: ContactId
    name: str
    first_name: str | None
    last_name: str | None
    job_title: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    linkedin_url: str | None
    country: str | None
    city: str | None
    zone: str | None
    part_in_decision: str | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """A criterion with what is known of it; `state` is unknown where nobody asked."""

    code: str
    name: str
    question: str
    state: str
    degree: str | None
    answer: str | None
    asked_by: str | None
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Something the lead did."""

    kind: str
    topic: str | None
    occurred_at: datetime
    precision: str


@dataclass(frozen=True, slots=True)
class TouchRow:
    """A contact attempt; `medium` and `outcome` are codes."""

    medium: str
    outcome: str
    occurred_at: datetime
    member: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """A lead with all that is known of it; the newest events and touches come first."""

    id: LeadId
    name: str
    title: str | None
    stage_id: StageId
    stage: str
    status: str
    status_reason: str | None
    status_note: str | None
    status_since: datetime
    look_again_on: date | None
    nurture_track: str | None
    owner_id: MemberId | None
    owner: str | None
    channel_id: ChannelId | None
    channel: str | None
    campaign_id: CampaignId | None
    campaign: str | None
    captured_at: datetime
    moved_at: datetime | None
    notes: str | None
    contact: ContactRow | None
    company: CompanyFacts | None
    answers: tuple[CriterionAnswer, ...]
    custom: tuple[FieldValue, ...]
    company_custom: tuple[FieldValue, ...]
    interest: tuple[InterestRow, ...]
    touches: tuple[TouchRow, ...]
    do_not_contact: tuple[WishRow, ...]
    deals: tuple[DealRow, ...]
    merged: tuple[LeadId, ...] = ()
    """The leads that were merged into this one."""


def lead_detail(session: Session, lead_id: LeadId) -> LeadDetail:
    """Return what is known of a lead; refuses one that is gone."""
    lead = existing(session, Lead, lead_id)
    card = session.execute(
        select(LeadCard.name, LeadCard.moved_at).where(LeadCard.id == lead_id)
    ).one()
    contact = _of(session, Contact, lead.contact_id)
    company = _of(session, Company, company_of(session, lead))
    owner = _of(session, TeamMember, lead.owner_id)
    channel = _of(session, Channel, lead.channel_id)
    campaign = _of(session, Campaign, lead.campaign_id)
    stages = {choice.key: choice.name for choice in stage_choices(session)}
    why = reason_names(session)
    reason = lead.status_reason
    facts = None if company is None else facts_of(company)
    return LeadDetail(
        id=lead_id,
        name=card.name,
        title=lead.title,
        stage_id=StageId(lead.stage_id),
        stage=stages.get(StageId(lead.stage_id), ""),
        status=lead.status,
        status_reason=None if reason is None else why.get(reason, reason),
        status_note=lead.status_note,
        status_since=lead.status_since,
        look_again_on=lead.look_again_on,
        nurture_track=lead.nurture_track,
        owner_id=None if owner is None else MemberId(owner.id),
        owner=None if owner is None else owner.name,
        channel_id=None if channel is None else ChannelId(channel.id),
        channel=None if channel is None else channel.name,
        campaign_id=None if campaign is None else CampaignId(campaign.id),
        campaign=None if campaign is None else campaign.name,
        captured_at=lead.captured_at,
        moved_at=card.moved_at,
        notes=lead.notes,
        contact=None if contact is None else _contact(contact),
        company=facts,
        answers=_answers(session, lead_id),
        custom=_custom(session, lead_id),
        company_custom=() if facts is None else company_fields(session, facts.id),
        interest=_interest(session, lead_id),
        touches=_touches(session, lead_id),
        do_not_contact=() if contact is None else wishes_of(session, ContactId(contact.id)),
        deals=tuple(reversed(deals_of(session, lead_id))),
        merged=tuple(
            LeadId(one)
            for one in ids_merged_into(session.connection(), TABLES[Lead.__tablename__], lead_id)
        ),
    )


def _of(session: Session, entity: type[Any], row_id: int | None) -> Any:
    """Return the row, None where there is none or where it is hidden."""
    if row_id is None:
        return None
    return session.scalar(select(entity).where(entity.id == row_id))


def _contact(contact: Contact) -> ContactRow:
    return ContactRow(
        id=ContactId(contact.id),
        name=name_of(contact),
        first_name=contact.first_name,
        last_name=contact.last_name,
        job_title=contact.job_title,
        email=contact.email,
        phone=contact.phone,
        mobile=contact.mobile,
        linkedin_url=contact.linkedin_url,
        country=contact.country,
        city=contact.city,
        zone=contact.zone,
        part_in_decision=contact.part_in_decision,
        notes=contact.notes,
    )


def _answers(session: Session, lead_id: LeadId) -> tuple[CriterionAnswer, ...]:
    known = {row.criterion: row for row in answers_of(session, lead_id)}
    names: dict[int | None, str] = {
        row.id: row.name for row in session.execute(select(TeamMember.id, TeamMember.name))
    }
    shown = []
    for criterion in criteria(session):
        row = known.get(criterion.code)
        shown.append(
            CriterionAnswer(
                code=criterion.code,
                name=criterion.name,
                question=criterion.question,
                state=CriterionState.UNKNOWN.value if row is None else row.state,
                degree=None if row is None else row.degree,
                answer=None if row is None else row.answer,
                asked_by=None if row is None else names.get(row.asked_by),
                asked_at=None if row is None else row.asked_at,
            )
        )
    return tuple(shown)


def _custom(session: Session, lead_id: LeadId) -> tuple[FieldValue, ...]:
    known = {row.field_id: row.value for row in custom_values_of_lead(session, lead_id)}
    return tuple(FieldValue(one, known.get(one.id)) for one in custom_fields(session, "lead"))


def _interest(session: Session, lead_id: LeadId) -> tuple[InterestRow, ...]:
    found = session.scalars(
        select(InterestEvent)
        .where(InterestEvent.lead_id == lead_id)
        .order_by(InterestEvent.occurred_at.desc(), InterestEvent.id.desc())
        .limit(_NEWEST)
    )
    return tuple(
        InterestRow(row.kind, row.topic_text, row.occurred_at, row.precision) for row in found
    )


def _touches(session: Session, lead_id: LeadId) -> tuple[TouchRow, ...]:
    found = session.execute(
        select(Touch, TeamMember.name)
        .outerjoin(TeamMember, TeamMember.id == Touch.member_id)
        .where(Touch.lead_id == lead_id)
        .order_by(Touch.occurred_at.desc(), Touch.id.desc())
        .limit(_NEWEST)
    )
    return tuple(
        TouchRow(touch.medium, touch.outcome, touch.occurred_at, name, touch.note)
        for touch, name in found
    )
