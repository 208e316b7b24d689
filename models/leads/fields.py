"""The fields of companies, contacts and leads that people type, and what each may hold."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from models.checks import (
    LONG_TEXT_LIMIT,
    country_code,
    one_of,
    optional_text,
    required_text,
    zone_name,
)
from models.contact_values import email_address, phone_number, web_address
from models.duplicates.keys import company_key, email_key, phone_key
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company
from models.errors import InvalidValueError
from models.finding import existing
from models.ids import CampaignId, ChannelId, CompanyId, ContactId
from models.language import gettext as _
from models.settings import setting
from models.text_keys import fold
from models.vocabulary import Part

# A contact with none of these could be known by nobody.
NAMING_FIELDS = ("first_name", "last_name", "email", "phone", "mobile")


class CompanyFields(TypedDict, total=False):
    """What may be typed about a company."""

    name: str
    website: str | None
    industry: str | None
    employees: int | None
    country: str | None
    city: str | None
    is_client: bool


class ContactFields(TypedDict, total=False):
    """What may be typed about a person."""

    company_id: CompanyId | None
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


class LeadFields(TypedDict, total=False):
    """What may be typed about a lead; stage, status and owner have verbs of their own."""

    title: str | None
    contact_id: ContactId | None
    company_id: CompanyId | None
    channel_id: ChannelId | None
    campaign_id: CampaignId | None
    captured_at: datetime
    notes: str | None


class NamelessContactError(InvalidValueError):
    """Nothing is known of a contact by which anybody could tell who it is."""

    def __init__(self) -> None:
        super().__init__(
            "contact", "", _("A contact needs a name, an e-mail address or a phone number.")
        )


class NamelessLeadError(InvalidValueError):
    """A lead is of nobody, at no company, and about nothing."""

    def __init__(self) -> None:
        super().__init__("lead", "", _("A lead needs a contact, a company or at least a title."))


def employees(value: int | None) -> int | None:
    """Return a number of employees; refuses a negative one."""
    if value is not None and not 0 <= value < 2**63:
        raise InvalidValueError(
            "employees", value, _("The number of employees is a whole number from 0 up.")
        )
    return value


def _zone(value: str | None) -> str | None:
    text = optional_text("zone", value)
    return None if text is None else zone_name("zone", text)


def _part(value: str | None) -> str | None:
    return one_of("part_in_decision", value, tuple(Part)) if value else None


def _text(field: str, limit: int = 500) -> Callable[[Any], Any]:
    return lambda value: optional_text(field, value, limit)


_COMPANY: dict[str, Callable[[Any], Any]] = {
    "name": lambda value: required_text("name", value),
    "website": web_address,
    "industry": _text("industry"),
    "employees": employees,
    "country": lambda value: country_code("country", value),
    "city": _text("city"),
    "is_client": bool,
}
_CONTACT: dict[str, Callable[[Any], Any]] = {
    "first_name": _text("first_name"),
    "last_name": _text("last_name"),
    "job_title": _text("job_title"),
    "email": email_address,
    "linkedin_url": web_address,
    "country": lambda value: country_code("country", value),
    "city": _text("city"),
    "zone": _zone,
    "part_in_decision": _part,
    "notes": _text("notes", LONG_TEXT_LIMIT),
}
LEAD_TEXTS: dict[str, Callable[[Any], Any]] = {
    "title": _text("title"),
    "notes": _text("notes", LONG_TEXT_LIMIT),
}


def company_values(fields: CompanyFields) -> dict[str, Any]:
    """Return the checked columns of a company, with the key it is matched by."""
    values = _checked(_COMPANY, fields)
    if "name" in values:
        values["name_key"] = company_key(values["name"]) or fold(values["name"])
    return values


def contact_values(
    session: Session, fields: ContactFields, known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the checked columns of a contact, with the keys it is matched by.

    `known` are the columns as they stand, where the contact exists: a number without country code
    is dialled in the contact's country, or in the workspace's.
    """
    values = _checked(_CONTACT, fields)
    stands = {**(known or {}), **values}
    country = stands.get("country") or setting(session, "default_country") or None
    for name in ("phone", "mobile"):
        if name in fields:
            values[name] = stands[name] = phone_number(fields[name], country)
    if "company_id" in fields:
        company_id = fields["company_id"]
        values["company_id"] = None if company_id is None else _company(session, company_id)
    if "email" in values:
        values["email_key"] = email_key(values["email"])
    if "phone" in values or "mobile" in values:
        values["phone_key"] = phone_key(stands.get("phone")) or phone_key(stands.get("mobile"))
    return values


def _company(session: Session, company_id: CompanyId) -> int:
    return existing(session, Company, company_id).id


def campaign_of(
    session: Session, campaign_id: CampaignId | None, channel_id: ChannelId | None
) -> ChannelId | None:
    """Return the channel of a lead: the campaign's where there is one.

    Refuses a campaign of another channel than the one named.
    """
    if campaign_id is None:
        return channel_id
    campaign = existing(session, Campaign, campaign_id)
    if channel_id is not None and campaign.channel_id != channel_id:
        raise InvalidValueError(
            "campaign",
            campaign.name,
            _("The campaign {name} belongs to another channel.").format(name=campaign.name),
        )
    return ChannelId(campaign.channel_id)


def _checked(
    checks: Mapping[str, Callable[[Any], Any]], fields: Mapping[str, Any]
) -> dict[str, Any]:
    return {name: check(fields[name]) for name, check in checks.items() if name in fields}
