"""One company with its contacts, who of us is talking to whom, and what is open there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.companies.belonging import leads_of_company
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.fields.custom import (
    CustomFieldRow,
    Value,
    custom_fields,
    custom_values_of_company,
)
from models.finding import existing
from models.ids import CompanyId, ContactId, LeadId
from models.leads.do_not_contact import wishes_of
from models.leads.lists.choices import stage_choices
from models.vocabulary import Part, Status

_MOST = 200


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field of the team's own with its value; None where nobody knows it."""

    field: CustomFieldRow
    value: Value


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What is known of a company."""

    id: CompanyId
    name: str
    website: str | None
    industry: str | None
    employees: int | None
    country: str | None
    city: str | None
    is_client: bool


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """A person of ours who talks to a contact: as owner of a lead, or by a touch."""

    name: str
    owns: bool
    last_touch: datetime | None


@dataclass(frozen=True, slots=True)
class CompanyContact:
    """A contact of a company with the part in the decision, and who of us talks to them."""

    id: ContactId
    name: str
    job_title: str | None
    email: str | None
    phone: str | None
    part_in_decision: str | None
    blocked: tuple[str, ...]
    colleagues: tuple[ColleagueRow, ...]


@dataclass(frozen=True, slots=True)
class CompanyLead:
    """A lead of a company that is open or in nurture."""

    id: LeadId
    name: str
    stage: str
    status: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class CompanyDetail:
    """A company with its people and open leads; those who decide come first."""

    facts: CompanyFacts
    contacts: tuple[CompanyContact, ...]
    leads: tuple[CompanyLead, ...]
    custom: tuple[FieldValue, ...]
    more_contacts: bool


def facts_of(company: Company) -> CompanyFacts:
    """Return what stands in a company's row."""
    return CompanyFacts(
        id=CompanyId(company.id),
        name=company.name,
        website=company.website,
        industry=company.industry,
        employees=company.employees,
        country=company.country,
        city=company.city,
        is_client=company.is_client,
    )


def company_fields(session: Session, company_id: CompanyId) -> tuple[FieldValue, ...]:
    """Return every custom field of companies with the value that this one has."""
    known = {row.field_id: row.value for row in custom_values_of_company(session, company_id)}
    return tuple(FieldValue(one, known.get(one.id)) for one in custom_fields(session, "company"))


def company_detail(session: Session, company_id: CompanyId) -> CompanyDetail:
    """Return what is known of a company; refuses one that is gone."""
    company = existing(session, Company, company_id)
    found = session.scalars(
        select(Contact)
        .where(Contact.company_id == company_id)
        .order_by(Contact.id)
        .limit(_MOST + 1)
    ).all()
    people = found[:_MOST]
    colleagues = _colleagues(session, [ContactId(one.id) for one in people])
    contacts = [
        CompanyContact(
            id=ContactId(one.id),
            name=name_of(one),
            job_title=one.job_title,
            email=one.email,
            phone=one.phone or one.mobile,
            part_in_decision=one.part_in_decision,
            blocked=tuple(wish.medium for wish in wishes_of(session, ContactId(one.id))),
            colleagues=colleagues.get(ContactId(one.id), ()),
        )
        for one in people
    ]
    rank = {part: place for place, part in enumerate(Part)}
    contacts.sort(key=lambda one: rank[Part(one.part_in_decision or Part.UNKNOWN)])
    return CompanyDetail(
        facts=facts_of(company),
        contacts=tuple(contacts),
        leads=_open_leads(session, company_id),
        custom=company_fields(session, company_id),
        more_contacts=len(found) > _MOST,
    )


def name_of(contact: Contact) -> str:
    """Return what somebody is called, by whatever is known."""
    whole = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return whole or contact.email or contact.phone or contact.mobile or ""


def _colleagues(
    session: Session, contact_ids: list[ContactId]
) -> dict[ContactId, tuple[ColleagueRow, ...]]:
    """Return who of us owns a lead of each contact, and who touched one of them last."""
    names = {row.id: row.name for row in session.execute(select(TeamMember.id, TeamMember.name))}
    owned = session.execute(
        select(Lead.contact_id, Lead.owner_id)
        .where(Lead.contact_id.in_(contact_ids), Lead.owner_id.is_not(None))
        .where(Lead.status.in_((Status.OPEN, Status.NURTURE)))
    )
    talks: dict[tuple[int, int], tuple[bool, datetime | None]] = {
        (row.contact_id, row.owner_id): (True, None) for row in owned
    }
    touched = session.execute(
        select(Lead.contact_id, Touch.member_id, Touch.occurred_at)
        .join(Lead, Lead.id == Touch.lead_id)
        .where(Lead.contact_id.in_(contact_ids), Touch.member_id.is_not(None))
        .order_by(Touch.occurred_at)
    )
    for row in touched:
        owns, _before = talks.get((row.contact_id, row.member_id), (False, None))
        talks[row.contact_id, row.member_id] = (owns, row.occurred_at)
    found: dict[ContactId, list[ColleagueRow]] = {}
    for (contact_id, member_id), (owns, last) in talks.items():
        row_of = ColleagueRow(names.get(member_id, ""), owns, last)
        found.setdefault(ContactId(contact_id), []).append(row_of)
    return {
        contact_id: tuple(
            sorted(
                some,
                key=lambda one: (
                    not one.owns,
                    0.0 if one.last_touch is None else -one.last_touch.timestamp(),
                    one.name,
                ),
            )
        )
        for contact_id, some in found.items()
    }


def _open_leads(session: Session, company_id: CompanyId) -> tuple[CompanyLead, ...]:
    names = {choice.key: choice.name for choice in stage_choices(session)}
    found = session.execute(
        select(Lead.id, LeadCard.name, Lead.stage_id, Lead.status, TeamMember.name.label("owner"))
        .join(LeadCard, LeadCard.id == Lead.id)
        .outerjoin(TeamMember, TeamMember.id == Lead.owner_id)
        .where(leads_of_company(company_id), Lead.status.in_((Status.OPEN, Status.NURTURE)))
        .order_by(Lead.id.desc())
        .limit(_MOST)
    )
    return tuple(
        CompanyLead(LeadId(row.id), row.name, names.get(row.stage_id, ""), row.status, row.owner)
        for row in found
    )
