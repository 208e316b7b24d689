"""One lead with all that is known of it, for the panel beside the list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import criteria, reasons
from models.entities import (
    Campaign,
    Channel,
    Company,
    Contact,
    CustomField,
    CustomValue,
    Deal,
    DoNotContact,
    ExternalKey,
    InterestEvent,
    Lead,
    LeadCard,
    TeamMember,
    Touch,
)
from models.finding import existing
from models.ids import ContactId, DealId, LeadId, MemberId, StageId
from models.leads.choices import stage_choices
from models.leads.qualifying import answers_of
from models.vocabulary import CriterionState

_NEWEST = 50


@dataclass(frozen=True, slots=True)
class ContactRow:
    """The person of a lead."""

    id: ContactId
    name: str
    job_title: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    linkedin_url: str | None
    place: str
    zone: str | None
    part_in_decision: str | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """The company of a lead."""

    name: str
    website: str | None
    industry: str | None
    employees: int | None
    place: str
    is_client: bool


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
class CustomFact:
    """A field of the team's own with its value."""

    name: str
    value: str | float | date | bool


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
class DoNotContactRow:
    """A medium through which the contact does not want to be reached."""

    medium: str
    stated_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class DealRow:
    """What the lead may bring in; the amount in minor units of its currency."""

    id: DealId
    name: str
    amount_minor: int | None
    currency: str
    expected_close: date | None
    state: str
    closed_on: date | None


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
    owner_id: MemberId | None
    owner: str | None
    channel: str | None
    campaign: str | None
    captured_at: datetime
    moved_at: datetime | None
    notes: str | None
    contact: ContactRow | None
    company: CompanyRow | None
    external_keys: tuple[tuple[str, str], ...]
    answers: tuple[CriterionAnswer, ...]
    custom: tuple[CustomFact, ...]
    interest: tuple[InterestRow, ...]
    touches: tuple[TouchRow, ...]
    do_not_contact: tuple[DoNotContactRow, ...]
    deals: tuple[DealRow, ...]


def lead_detail(session: Session, lead_id: LeadId) -> LeadDetail:
    """Return what is known of a lead; refuses one that is gone."""
    lead = existing(session, Lead, lead_id)
    card = session.execute(
        select(LeadCard.name, LeadCard.moved_at).where(LeadCard.id == lead_id)
    ).one()
    contact = _of(session, Contact, lead.contact_id)
    company_id = lead.company_id or (contact.company_id if contact else None)
    company = _of(session, Company, company_id)
    owner = _of(session, TeamMember, lead.owner_id)
    channel = _of(session, Channel, lead.channel_id)
    campaign = _of(session, Campaign, lead.campaign_id)
    stages = {choice.key: choice.name for choice in stage_choices(session)}
    why = {reason.code: reason.name for reason in reasons(session)}
    reason = lead.status_reason
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
        owner_id=None if owner is None else MemberId(owner.id),
        owner=None if owner is None else owner.name,
        channel=None if channel is None else channel.name,
        campaign=None if campaign is None else campaign.name,
        captured_at=lead.captured_at,
        moved_at=card.moved_at,
        notes=lead.notes,
        contact=None if contact is None else _contact(contact),
        company=None if company is None else _company(company),
        external_keys=_keys(session, lead_id),
        answers=_answers(session, lead_id),
        custom=_custom(session, lead_id, company_id),
        interest=_interest(session, lead_id),
        touches=_touches(session, lead_id),
        do_not_contact=() if contact is None else _wishes(session, contact.id),
        deals=_deals(session, lead_id),
    )


def _of(session: Session, entity: type[Any], row_id: int | None) -> Any:
    """Return the row, None where there is none or where it is hidden."""
    if row_id is None:
        return None
    return session.scalar(select(entity).where(entity.id == row_id))


def _place(row: Contact | Company) -> str:
    return ", ".join(part for part in (row.city, row.country) if part)


def _contact(contact: Contact) -> ContactRow:
    return ContactRow(
        id=ContactId(contact.id),
        name=" ".join(part for part in (contact.first_name, contact.last_name) if part),
        job_title=contact.job_title,
        email=contact.email,
        phone=contact.phone,
        mobile=contact.mobile,
        linkedin_url=contact.linkedin_url,
        place=_place(contact),
        zone=contact.zone,
        part_in_decision=contact.part_in_decision,
        notes=contact.notes,
    )


def _company(company: Company) -> CompanyRow:
    return CompanyRow(
        name=company.name,
        website=company.website,
        industry=company.industry,
        employees=company.employees,
        place=_place(company),
        is_client=company.is_client,
    )


def _keys(session: Session, lead_id: LeadId) -> tuple[tuple[str, str], ...]:
    found = select(ExternalKey.source, ExternalKey.key).where(ExternalKey.lead_id == lead_id)
    return tuple((row.source, row.key) for row in session.execute(found.order_by(ExternalKey.id)))


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


def _custom(session: Session, lead_id: LeadId, company_id: int | None) -> tuple[CustomFact, ...]:
    mine = CustomValue.lead_id == lead_id
    if company_id is not None:
        mine |= CustomValue.company_id == company_id
    found = session.execute(
        select(CustomField.name, CustomValue)
        .join(CustomValue, CustomValue.field_id == CustomField.id)
        .where(mine)
        .order_by(CustomField.id)
    )
    facts = []
    for name, row in found:
        values = (row.text_value, row.number_value, row.date_value, row.yes_value)
        value = next((value for value in values if value is not None), None)
        if value is not None:
            facts.append(CustomFact(name, value))
    return tuple(facts)


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


def _wishes(session: Session, contact_id: int) -> tuple[DoNotContactRow, ...]:
    found = session.scalars(
        select(DoNotContact)
        .where(DoNotContact.contact_id == contact_id)
        .order_by(DoNotContact.medium)
    )
    return tuple(DoNotContactRow(row.medium, row.stated_at, row.source) for row in found)


def _deals(session: Session, lead_id: LeadId) -> tuple[DealRow, ...]:
    found = session.scalars(select(Deal).where(Deal.lead_id == lead_id).order_by(Deal.id.desc()))
    return tuple(
        DealRow(
            id=DealId(row.id),
            name=row.name,
            amount_minor=row.amount_minor,
            currency=row.currency,
            expected_close=row.expected_close,
            state=row.state,
            closed_on=row.closed_on,
        )
        for row in found
    )
