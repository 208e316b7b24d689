"""What is worth asking once two people are one: whether their companies or their leads are one."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duplicates.choosing import COMPANY_FIELDS, Choices
from models.duplicates.comparing import (
    Comparison,
    RecordSide,
    compare_leads,
    counted,
    filled,
    leads_to_merge,
    side_by_side,
)
from models.duplicates.merging import merge_companies, merge_contacts, merge_leads
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.finding import existing
from models.ids import CompanyId, ContactId, LeadId
from models.language import gettext as _
from models.language import ngettext


class Asked(StrEnum):
    """What two records are of."""

    COMPANIES = "companies"
    LEADS = "leads"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Two records of the person who stayed that may be one."""

    what: Asked
    kept_id: int
    gone_id: int


def merge_and_follow_up(
    session: Session, kept_id: ContactId, gone_id: ContactId, choices: Choices
) -> tuple[FollowUp, ...]:
    """Merge two contacts and return what to ask next, their companies before their leads."""
    companies = _companies_of_one_name(session, kept_id, gone_id)
    merge_contacts(session, kept_id, gone_id, choices)
    leads = leads_to_merge(session, kept_id)
    asked = []
    if companies is not None:
        asked.append(FollowUp(Asked.COMPANIES, *companies))
    if leads is not None:
        asked.append(FollowUp(Asked.LEADS, *leads))
    return tuple(asked)


def stands(session: Session, one: FollowUp) -> bool:
    """Say whether a question can still be asked: both records are there, and of one owner."""
    entity = Company if one.what is Asked.COMPANIES else Lead
    owner = Company.name_key if one.what is Asked.COMPANIES else Lead.contact_id
    found = session.scalars(select(owner).where(entity.id.in_((one.kept_id, one.gone_id)))).all()
    return len(found) == 2 and found[0] == found[1]


def compare(session: Session, one: FollowUp) -> Comparison:
    """Return the two records side by side; refuses one that is gone."""
    if one.what is Asked.LEADS:
        return compare_leads(session, LeadId(one.kept_id), LeadId(one.gone_id))
    kept, gone = existing(session, Company, one.kept_id), existing(session, Company, one.gone_id)
    fields = [side_by_side(name, kept, gone, {}) for name in COMPANY_FIELDS]
    return Comparison(_side(session, kept), _side(session, gone), tuple(filled(fields)))


def merge_as_asked(session: Session, one: FollowUp, choices: Choices) -> None:
    """Merge the two records; refuses what the merge of companies or leads refuses."""
    if one.what is Asked.LEADS:
        merge_leads(session, LeadId(one.kept_id), LeadId(one.gone_id), choices)
    else:
        merge_companies(session, CompanyId(one.kept_id), CompanyId(one.gone_id), choices)


def _companies_of_one_name(
    session: Session, kept_id: ContactId, gone_id: ContactId
) -> tuple[int, int] | None:
    kept, gone = (
        session.execute(
            select(Company.id, Company.name_key)
            .join(Contact, Contact.company_id == Company.id)
            .where(Contact.id == contact_id)
        ).one_or_none()
        for contact_id in (kept_id, gone_id)
    )
    if kept is None or gone is None or kept.id == gone.id or kept.name_key != gone.name_key:
        return None
    return kept.id, gone.id


def _side(session: Session, company: Company) -> RecordSide:
    people = select(Contact.id).where(Contact.company_id == company.id)
    leads = select(Lead.id).where(Lead.company_id == company.id)
    facts = (
        counted(session, people, lambda n: ngettext("{n} person", "{n} people", n)),
        counted(session, leads, lambda n: ngettext("{n} lead", "{n} leads", n)),
        _("client") if company.is_client else "",
    )
    return RecordSide(company.id, company.name, tuple(fact for fact in facts if fact))
