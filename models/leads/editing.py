"""Editing what is known of companies, contacts and leads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, optional_text, past_instant, required_text
from models.conflicts import refuse_newer
from models.entities.base import Recorded
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import ChannelId, CompanyId, ContactId, LeadId
from models.language import gettext as _
from models.leads.fields import (
    LEAD_TEXTS,
    NAMING_FIELDS,
    CompanyFields,
    ContactFields,
    LeadFields,
    NamelessContactError,
    NamelessLeadError,
    campaign_of,
    company_values,
    contact_values,
)
from models.marketing.channels import existing_channel


def _write(row: Recorded, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _known_by(row: Recorded, values: dict[str, Any], names: tuple[str, ...]) -> bool:
    return any(values.get(name, getattr(row, name)) for name in names)


@verb
def edit_company(
    session: Session,
    company_id: CompanyId,
    *,
    expected: CompanyFields | None = None,
    **fields: Unpack[CompanyFields],
) -> None:
    """Change the named fields of a company; refuses what `add_company` refuses.

    `expected` is what was shown of them: with `ChangedSinceError` it refuses to write over another
    value than that.
    """
    company = existing(session, Company, company_id)
    values = company_values(fields)
    refuse_newer(company, expected, values)
    _write(company, values)


@verb
def edit_contact(
    session: Session,
    contact_id: ContactId,
    *,
    expected: ContactFields | None = None,
    **fields: Unpack[ContactFields],
) -> None:
    """Change the named fields of a person.

    Refuses what is no e-mail address, phone number, web address, country or time zone, an unknown
    part in the decision, and to leave nothing by which the person could be known. `expected` is
    what was shown: with `ChangedSinceError` it refuses to write over another value than that.
    """
    contact = existing(session, Contact, contact_id)
    known = {name: getattr(contact, name) for name in ("phone", "mobile", "country")}
    values = contact_values(session, fields, known)
    if not _known_by(contact, values, NAMING_FIELDS):
        raise NamelessContactError
    refuse_newer(contact, expected, values)
    _write(contact, values)


@verb
def edit_lead(
    session: Session,
    lead_id: LeadId,
    *,
    expected: LeadFields | None = None,
    **fields: Unpack[LeadFields],
) -> None:
    """Change the named fields of a lead.

    Refuses a contact, company, channel or campaign that does not exist, a campaign of another
    channel, a capture after the first move, and to leave nothing by which it could be known.
    `expected` is what was shown: with `ChangedSinceError` it refuses to write over another value
    than that.
    """
    lead = existing(session, Lead, lead_id)
    given: Mapping[str, object] = fields
    values = {name: check(given[name]) for name, check in LEAD_TEXTS.items() if name in given}
    if "contact_id" in fields:
        contact_id = fields["contact_id"]
        values["contact_id"] = contact_id and existing(session, Contact, contact_id).id
    if "company_id" in fields:
        company_id = fields["company_id"]
        values["company_id"] = company_id and existing(session, Company, company_id).id
    if "channel_id" in fields or "campaign_id" in fields:
        values |= _origin(session, lead, fields)
    if "captured_at" in fields:
        values["captured_at"] = _capture(session, lead, fields["captured_at"])
    if not _known_by(lead, values, ("contact_id", "company_id", "title")):
        raise NamelessLeadError
    refuse_newer(lead, expected, values)
    _write(lead, values)


def _origin(session: Session, lead: Lead, fields: LeadFields) -> dict[str, Any]:
    """Return channel and campaign; naming only the channel lets go of another one's campaign."""
    channel_id = fields.get("channel_id")
    if channel_id is not None:
        existing_channel(session, channel_id)
    if "campaign_id" not in fields:
        keeps = channel_id == lead.channel_id
        return {"channel_id": channel_id, "campaign_id": lead.campaign_id if keeps else None}
    stands = ChannelId(lead.channel_id) if lead.channel_id is not None else None
    named = channel_id if "channel_id" in fields else stands
    campaign_id = fields["campaign_id"]
    if "channel_id" not in fields and campaign_id is not None:
        named = None
    return {"channel_id": campaign_of(session, campaign_id, named), "campaign_id": campaign_id}


def _capture(session: Session, lead: Lead, captured_at: datetime) -> datetime:
    captured = past_instant("captured_at", captured_at, now(session))
    first = session.scalar(
        select(StageMove.occurred_at)
        .where(StageMove.lead_id == lead.id, StageMove.from_stage_id.is_not(None))
        .where(StageMove.voided.is_(False), StageMove.occurred_at.is_not(None))
        .order_by(StageMove.occurred_at)
        .limit(1)
    )
    if first is not None and captured > first:
        raise InvalidValueError(
            "captured_at", captured, _("The lead moved on before that; it was captured earlier.")
        )
    entry = session.scalar(
        select(StageMove).where(StageMove.lead_id == lead.id, StageMove.from_stage_id.is_(None))
    )
    if entry is not None and entry.occurred_at == lead.captured_at:
        entry.occurred_at = captured
    return captured


@verb
def add_note(session: Session, lead_id: LeadId, text: str) -> None:
    """Add a paragraph to a lead's notes; refuses an empty one, and notes that grow too long."""
    lead = existing(session, Lead, lead_id)
    added = required_text("note", text, LONG_TEXT_LIMIT)
    whole = added if not lead.notes else f"{lead.notes}\n\n{added}"
    lead.notes = optional_text("notes", whole, LONG_TEXT_LIMIT)
