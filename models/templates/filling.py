"""A template filled in for one lead, ready to be sent by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.touches import DoNotContactError, block_of
from models.clean_text import in_one_line
from models.companies.belonging import company_of
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.marketing.spending import Campaign
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.work.templates import MessageTemplate
from models.finding import existing
from models.ids import LeadId, MemberId, TemplateId
from models.language import gettext as _
from models.templates.placeholders import PLACEHOLDERS, fill, mailto_url
from models.vocabulary import STANDING, Medium


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text for one lead; `missing` names in words what nothing is known of.

    `address` is where it goes; `mailto_url` opens it in the mail program, None where the text is no
    e-mail or there is no address.
    """

    template_id: TemplateId
    medium: str
    subject: str | None
    body: str
    address: str | None
    missing: tuple[str, ...]
    mailto_url: str | None


def filled(
    session: Session,
    template_id: TemplateId,
    lead_id: LeadId,
    sender_id: MemberId | None = None,
) -> FilledText:
    """Return a template with what is known of a lead and of who sends it.

    Refuses with `DoNotContactError` a contact who asked not to be reached by its medium, and a
    template or lead that does not exist.
    """
    template = existing(session, MessageTemplate, template_id)
    lead = existing(session, Lead, lead_id)
    blocked = block_of(session, lead_id, template.medium)
    if blocked is not None:
        raise DoNotContactError(template.medium, blocked.since, blocked.source)
    values = values_for(session, lead, sender_id)
    body = fill(template.body, values)
    subject = None if template.subject is None else fill(template.subject, values)
    missing = dict.fromkeys((*(() if subject is None else subject.missing), *body.missing))
    contact = None if lead.contact_id is None else session.get(Contact, lead.contact_id)
    is_mail = template.medium == Medium.EMAIL
    address = None
    if contact is not None:
        address = contact.email if is_mail else contact.linkedin_url
    line = None if subject is None else in_one_line(subject.text)
    return FilledText(
        template_id=template_id,
        medium=template.medium,
        subject=line,
        body=body.text,
        address=address,
        missing=tuple(PLACEHOLDERS[code]() for code in missing),
        mailto_url=mailto_url(address, line, body.text) if is_mail and address else None,
    )


def values_for(
    session: Session, lead: Lead, sender_id: MemberId | None
) -> Mapping[str, str | None]:
    """Return what is known for each placeholder."""
    contact = None if lead.contact_id is None else session.get(Contact, lead.contact_id)
    company_id = company_of(session, lead)
    company = None if company_id is None else session.get(Company, company_id)
    campaign = None if lead.campaign_id is None else session.get(Campaign, lead.campaign_id)
    sender = None if sender_id is None else session.get(TeamMember, sender_id)
    values: dict[str, str | None] = {
        "company": None if company is None else company.name,
        "industry": None if company is None else company.industry,
        "city": None if company is None else company.city,
        "campaign": None if campaign is None else campaign.name,
        "topic": _topic(session, lead),
        "meeting": _meeting(session, lead),
    }
    if contact is not None:
        name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
        values |= {
            "first_name": contact.first_name,
            "last_name": contact.last_name,
            "name": name,
            "job_title": contact.job_title,
            "city": contact.city or values["city"],
        }
    if sender is not None:
        values |= {
            "sender": sender.name,
            "sender_first_name": sender.name.split()[0],
            "sender_email": sender.email,
        }
    return values


def _topic(session: Session, lead: Lead) -> str | None:
    return session.scalar(
        select(InterestEvent.topic_text)
        .where(InterestEvent.lead_id == lead.id, InterestEvent.topic_text.is_not(None))
        .order_by(InterestEvent.occurred_at.desc(), InterestEvent.id.desc())
        .limit(1)
    )


def _meeting(session: Session, lead: Lead) -> str | None:
    """Return when the lead's latest standing meeting is, by the clock that it was agreed in."""
    found = session.scalar(
        select(Appointment)
        .where(
            Appointment.lead_id == lead.id,
            Appointment.state.in_(STANDING),
        )
        .order_by(Appointment.starts_at.desc())
        .limit(1)
    )
    return None if found is None else _words_for(found.starts_at, found.zone)


def _words_for(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return _("{day} at {time} ({zone})").format(
        day=local.strftime("%A %d %B"), time=local.strftime("%H:%M"), zone=zone
    )
