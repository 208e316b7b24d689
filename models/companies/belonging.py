"""Which company a lead is of: its own, or that of its contact."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact
from models.ids import CompanyId


def company_of(session: Session, lead: Lead) -> CompanyId | None:
    """Return the company of a lead: its own, or that of its contact."""
    if lead.company_id is not None:
        return CompanyId(lead.company_id)
    contact = None if lead.contact_id is None else session.get(Contact, lead.contact_id)
    if contact is None or contact.company_id is None:
        return None
    return CompanyId(contact.company_id)


def leads_of_company(company_id: CompanyId) -> ColumnElement[bool]:
    """Return the condition that a lead is of a company."""
    people = select(Contact.id).where(Contact.company_id == company_id)
    through = Lead.company_id.is_(None) & Lead.contact_id.in_(people)
    return or_(Lead.company_id == company_id, through)
