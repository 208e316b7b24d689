"""Adding the contact who decides, in one step."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import required_text
from models.companies.account import name_of
from models.companies.belonging import company_of
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import CompanyId, ContactId, LeadId
from models.language import gettext as _
from models.leads.capture import add_company, add_contact
from models.text_keys import fold
from models.vocabulary import Part


@verb
def add_decision_maker(
    session: Session,
    name: str,
    *,
    lead_id: LeadId | None = None,
    company_id: CompanyId | None = None,
    company_name: str | None = None,
    job_title: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> ContactId:
    """Add the contact who decides to a company, or to the company of a lead.

    `company_name` is for a lead without a company: it gets one of that name. Somebody of the
    company with this name is not added twice but decides from now on. Refuses a blank name, a lead
    without a company where none is named, and what `add_contact` refuses.
    """
    whole = required_text("name", name)
    at_company = company_id
    if at_company is None and lead_id is not None:
        at_company = _company_for(session, lead_id, company_name)
    if at_company is None:
        raise InvalidValueError(
            "company", "", _("Say at which company this person is: a contact needs one to decide.")
        )
    known = _same_name(session, at_company, whole)
    if known is not None:
        known.part_in_decision = Part.DECIDES.value
        return ContactId(known.id)
    first, _blank, last = whole.rpartition(" ")
    return add_contact(
        session,
        company_id=at_company,
        first_name=first or None,
        last_name=last,
        job_title=job_title,
        email=email,
        phone=phone,
        part_in_decision=Part.DECIDES.value,
    )


def _company_for(session: Session, lead_id: LeadId, company_name: str | None) -> CompanyId | None:
    lead = existing(session, Lead, lead_id)
    found = company_of(session, lead)
    if found is not None or not (company_name or "").strip():
        return found
    made = add_company(session, name=company_name or "")
    lead.company_id = made
    contact = None if lead.contact_id is None else existing(session, Contact, lead.contact_id)
    if contact is not None:
        contact.company_id = made
    return made


def _same_name(session: Session, company_id: CompanyId, name: str) -> Contact | None:
    found = session.scalars(select(Contact).where(Contact.company_id == company_id))
    return next((one for one in found if fold(name_of(one)) == fold(name)), None)
