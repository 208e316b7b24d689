"""Capturing: companies, the people at them, and leads."""

from datetime import datetime
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, optional_text, past_instant, required_text
from models.conflicts import refuse_newer_value
from models.definitions.current import first_stage, stage_by_id
from models.definitions.gates.stage_gates import missing_evidence, refuse_missing
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import CampaignId, ChannelId, CompanyId, ContactId, LeadId, MemberId, StageId
from models.language import gettext as _
from models.leads.fields import (
    NAMING_FIELDS,
    CompanyFields,
    ContactFields,
    NamelessContactError,
    NamelessLeadError,
    campaign_of,
    company_values,
    contact_values,
)
from models.leads.stages.entering import enter_stage
from models.marketing.channels import existing_channel
from models.vocabulary import Status


@verb
def add_company(session: Session, **fields: Unpack[CompanyFields]) -> CompanyId:
    """Add a company.

    Refuses one without a name, a website that is no web address, a negative number of employees
    and an unknown country. A second company of the same name is not refused: there are such.
    """
    required_text("name", fields.get("name", ""))
    company = Company(is_client=False)
    for name, value in company_values(fields).items():
        setattr(company, name, value)
    session.add(company)
    session.flush()
    return CompanyId(company.id)


@verb
def add_contact(session: Session, **fields: Unpack[ContactFields]) -> ContactId:
    """Add a person.

    Refuses somebody without a name, an e-mail address and a phone (nobody could tell who it is),
    and each value that `edit_contact` refuses.
    """
    values = contact_values(session, fields)
    if not any(values.get(name) for name in NAMING_FIELDS):
        raise NamelessContactError
    contact = Contact()
    for name, value in values.items():
        setattr(contact, name, value)
    session.add(contact)
    session.flush()
    return ContactId(contact.id)


@verb
def add_lead(
    session: Session,
    *,
    contact_id: ContactId | None = None,
    company_id: CompanyId | None = None,
    title: str | None = None,
    external_key: tuple[str, str] | None = None,
    channel_id: ChannelId | None = None,
    campaign_id: CampaignId | None = None,
    owner_id: MemberId | None = None,
    captured_at: datetime | None = None,
    stage_id: StageId | None = None,
    evidence: str | None = None,
    notes: str | None = None,
) -> LeadId:
    """Capture a lead, with or without a contact, in the first stage or the one named.

    `external_key` is its source and its name there. The entry is a stage move from nowhere, and
    hands the lead to sales where the stage means MQL.
    Refuses a lead of which nothing is known, an external key that another lead has, a capture in
    the future, and a stage whose gate asks for more than is known (`GateRefusedError`).
    """
    contact = None if contact_id is None else existing(session, Contact, contact_id)
    at_company = contact.company_id if contact is not None and company_id is None else company_id
    if at_company is not None:
        existing(session, Company, at_company)
    shown_title = optional_text("title", title)
    if contact is None and at_company is None and shown_title is None:
        raise NamelessLeadError
    owner = None if owner_id is None else _active(session, owner_id)
    campaign_channel = campaign_of(session, campaign_id, channel_id)
    if campaign_channel is not None:
        existing_channel(session, campaign_channel)
    captured = past_instant("captured_at", captured_at, now(session))
    entered = first_stage(session) if stage_id is None else stage_by_id(session, stage_id)
    lead = Lead(
        title=shown_title,
        contact_id=contact_id,
        company_id=at_company,
        stage_id=entered.id,
        status=Status.OPEN.value,
        status_since=captured,
        owner_id=None if owner is None else owner.id,
        channel_id=campaign_channel,
        campaign_id=campaign_id,
        captured_at=captured,
        notes=optional_text("notes", notes, LONG_TEXT_LIMIT),
    )
    key = None if external_key is None else _free_key(session, *external_key)
    session.add(lead)
    session.flush()
    lead_id = LeadId(lead.id)
    missing = missing_evidence(session, lead_id, entered.id, evidence)
    refuse_missing(session, lead_id, entered.id, missing)
    if key is not None:
        session.add(ExternalKey(lead_id=lead_id, source=key[0], key=key[1]))
    enter_stage(session, lead, entered, captured, came_from=None, evidence=evidence)
    return lead_id


def _free_key(session: Session, source: str, key: str) -> tuple[str, str]:
    wanted = required_text("source", source), required_text("key", key)
    taken = select(ExternalKey.id).where(
        ExternalKey.source == wanted[0], ExternalKey.key == wanted[1]
    )
    if session.scalar(taken) is not None:
        raise InvalidValueError(
            "external_key",
            wanted,
            _("Another lead is “{key}” in {source} already. Open that one instead.").format(
                key=wanted[1], source=wanted[0]
            ),
        )
    hidden = select(ExternalKey.__table__.c.id).where(
        ExternalKey.__table__.c.source == wanted[0], ExternalKey.__table__.c.key == wanted[1]
    )
    if session.connection().scalar(hidden) is not None:
        raise InvalidValueError(
            "external_key",
            wanted,
            _(
                "A file that is coming in brings “{key}” of {source}. Wait until it is in, then "
                "open that lead."
            ).format(key=wanted[1], source=wanted[0]),
        )
    return wanted


def _active(session: Session, member_id: MemberId) -> TeamMember:
    member = existing(session, TeamMember, member_id)
    if not member.active:
        raise InvalidValueError(
            "owner",
            member.name,
            _("{name} has left the team. Choose somebody else.").format(name=member.name),
        )
    return member


@verb
def assign_owner(
    session: Session,
    lead_id: LeadId,
    owner_id: MemberId | None,
    *,
    expected: tuple[MemberId | None] | None = None,
) -> None:
    """Give a lead to somebody, or to nobody; refuses a person who has left the team.

    `expected` is the owner that was shown: with `ChangedSinceError` it refuses to take the lead
    from another one than that.
    """
    lead = existing(session, Lead, lead_id)
    if expected is not None:
        refuse_newer_value("owner", expected[0], lead.owner_id, owner_id)
    lead.owner_id = None if owner_id is None else _active(session, owner_id).id
