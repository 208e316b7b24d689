"""Adding a lead by hand: somebody who rang, or who was met."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import optional_text
from models.duplicates.keys import company_key, email_key
from models.entities.people.contacts import Company, Contact
from models.history.verbs import acting_member, verb
from models.ids import ChannelId, CompanyId, ContactId, LeadId
from models.leads.capture import add_company, add_contact, add_lead


@verb
def add_lead_by_hand(
    session: Session,
    name: str | None,
    *,
    company_name: str | None = None,
    job_title: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    channel_id: ChannelId | None = None,
    notes: str | None = None,
) -> LeadId:
    """Add a person and their company as a lead of whoever is on duty.

    A company of that name, and a person with that e-mail address, are not added twice: the lead is
    a new one of theirs. Refuses a lead of which neither name, e-mail, phone nor company is known,
    and what `add_contact` and `add_lead` refuse.
    """
    company_id = _company_named(session, optional_text("company", company_name))
    whole = optional_text("name", name) or ""
    contact_id = _contact_with(session, email)
    if contact_id is None and (whole or email or phone):
        first, _blank, last = whole.rpartition(" ")
        contact_id = add_contact(
            session,
            company_id=company_id,
            first_name=first or None,
            last_name=last or None,
            job_title=job_title,
            email=email,
            phone=phone,
        )
    return add_lead(
        session,
        contact_id=contact_id,
        company_id=company_id,
        channel_id=channel_id,
        owner_id=acting_member(session),
        notes=notes,
    )


def _company_named(session: Session, name: str | None) -> CompanyId | None:
    if name is None:
        return None
    same = select(Company.id).where(Company.name_key == company_key(name)).order_by(Company.id)
    known = session.scalars(same.limit(1)).first()
    return add_company(session, name=name) if known is None else CompanyId(known)


def _contact_with(session: Session, email: str | None) -> ContactId | None:
    key = email_key(email) if email else None
    if not key:
        return None
    same = select(Contact.id).where(Contact.email_key == key).order_by(Contact.id)
    known = session.scalars(same.limit(1)).first()
    return None if known is None else ContactId(known)
