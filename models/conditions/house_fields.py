"""The fields that every workspace has, and where each of them is found."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.conditions import choosing
from models.conditions.condition import Operator
from models.conditions.events import event_fields
from models.conditions.fields import Field, Rows
from models.conditions.scored import scored_fields
from models.entities.leads.cards import LeadCard
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Handoff, Lead
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.work.activity import Task, Touch
from models.language import gettext as _
from models.leads.stages.direct import direct_condition
from models.vocabulary import FieldKind, KnownWhen, ScoreSide

_NO_SIDE: frozenset[ScoreSide] = frozenset()
_Lead = aliased(Lead)


def house_field(code: str) -> Field | None:
    """Return a field that every workspace has; None where the code is another's."""
    return house_fields().get(code)


def company_of(lead: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the company of a lead that is named by its id."""
    return _pointed_at(_Lead.company_id, lead)


def _pointed_at(
    column: InstrumentedAttribute[int | None], lead: ColumnElement[int]
) -> ColumnElement[Any]:
    """Return what a lead that is named by its id points at."""
    found = select(column).where(_Lead.id == lead)
    return found.correlate(LeadCard, Lead).scalar_subquery()


@cache
def house_fields() -> dict[str, Field]:
    """Return those fields by code."""
    fields = (
        *_lead_fields(),
        *scored_fields(),
        *_activity(),
        *_contact_fields(),
        *_company_fields(),
    )
    return {field.code: field for field in fields}


def _lead_fields() -> tuple[Field, ...]:
    choice, date, text = FieldKind.CHOICE, FieldKind.DATE, FieldKind.TEXT
    group, later, none = _("Lead"), KnownWhen.LATER, _NO_SIDE
    is_or_not = (Operator.IS, Operator.IS_NOT)
    return (
        Field(
            "stage",
            _("Stage"),
            choice,
            group,
            card=LeadCard.stage_id.expression,
            value=Lead.stage_id.expression,
            choices=choosing.stages_to_choose,
            only=is_or_not,
            sides=none,
        ),
        Field(
            "status",
            _("Status"),
            choice,
            group,
            card=LeadCard.status.expression,
            choices=choosing.statuses_to_choose,
            only=is_or_not,
            sides=none,
        ),
        Field(
            "status_reason",
            _("Reason it left"),
            choice,
            group,
            later,
            Lead.status_reason.expression,
            choices=choosing.reasons_to_choose,
            sides=none,
        ),
        Field(
            "owner",
            _("Owner"),
            choice,
            group,
            card=LeadCard.owner_id.expression,
            choices=choosing.members_to_choose,
            sides=none,
        ),
        Field(
            "channel",
            _("Channel"),
            choice,
            group,
            value=Lead.channel_id.expression,
            card=LeadCard.channel_id.expression,
            choices=choosing.channels_to_choose,
        ),
        Field(
            "campaign",
            _("Campaign"),
            choice,
            group,
            value=Lead.campaign_id.expression,
            choices=choosing.campaigns_to_choose,
        ),
        Field("title", _("Title"), text, group, value=Lead.title.expression),
        Field(
            "source",
            _("Known in"),
            choice,
            group,
            rows=Rows(
                ExternalKey,
                ExternalKey.source.expression,
                lambda lead: ExternalKey.lead_id == lead,
            ),
            choices=choosing.sources_to_choose,
            named=str,
        ),
        Field(
            "captured",
            _("Captured"),
            date,
            group,
            card=LeadCard.captured_at.expression,
            instant=True,
            sides=none,
        ),
        Field(
            "moved",
            _("Last move"),
            date,
            group,
            later,
            card=LeadCard.moved_at.expression,
            instant=True,
            sides=none,
        ),
        Field(
            "look_again",
            _("Look again on"),
            date,
            group,
            later,
            Lead.look_again_on.expression,
            sides=none,
        ),
        Field(
            "track",
            _("Nurture track"),
            choice,
            group,
            later,
            Lead.nurture_track.expression,
            choices=choosing.tracks_to_choose,
            sides=none,
        ),
    )


def _activity() -> tuple[Field, ...]:
    group, later, choice = _("What happened"), KnownWhen.LATER, FieldKind.CHOICE
    next_due = select(func.min(Task.due_at)).where(Task.lead_id == Lead.id, Task.done_at.is_(None))
    last_touch = select(func.max(Touch.occurred_at)).where(Touch.lead_id == Lead.id)
    touches = select(func.count(Touch.id)).where(Touch.lead_id == Lead.id)

    return (
        *event_fields().values(),
        Field(
            "handoff",
            _("Answer of sales"),
            choice,
            group,
            later,
            rows=Rows(Handoff, Handoff.state.expression, lambda lead: Handoff.lead_id == lead),
            choices=choosing.handoffs_to_choose,
            sides=_NO_SIDE,
        ),
        Field(
            "direct",
            _("May become an SQL at once"),
            FieldKind.YES_NO,
            group,
            later,
            asked=_direct,
            only=(Operator.IS,),
            sides=_NO_SIDE,
        ),
        Field(
            "next_step",
            _("Next step"),
            FieldKind.DATE,
            group,
            later,
            next_due.correlate(Lead).scalar_subquery(),
            instant=True,
            sides=_NO_SIDE,
        ),
        Field(
            "touches",
            _("Touches"),
            FieldKind.NUMBER,
            group,
            later,
            touches.correlate(Lead).scalar_subquery(),
            sides=_NO_SIDE,
        ),
        Field(
            "last_touch",
            _("Last touch"),
            FieldKind.DATE,
            group,
            later,
            last_touch.correlate(Lead).scalar_subquery(),
            instant=True,
            sides=_NO_SIDE,
        ),
    )


def _direct(
    session: Session, _operator: Operator, wanted: tuple[str, ...], _at: datetime
) -> ColumnElement[bool]:
    """Say that a lead asked for a demo, a call or prices, or answered our outreach."""
    held = direct_condition(session)
    return or_(*(held if one == "yes" else not_(held) for one in wanted))


def _contact_fields() -> tuple[Field, ...]:
    text, choice, group = FieldKind.TEXT, FieldKind.CHOICE, _("Contact")
    name = func.trim(
        func.coalesce(Contact.first_name, "") + " " + func.coalesce(Contact.last_name, "")
    )
    return (
        Field("name", _("Name"), text, group, value=name),
        Field("job_title", _("Job title"), text, group, value=Contact.job_title.expression),
        Field(
            "part",
            _("Part in the decision"),
            choice,
            group,
            KnownWhen.IN_CONVERSATION,
            Contact.part_in_decision.expression,
            choices=choosing.parts_to_choose,
        ),
        Field("email", _("E-mail"), text, group, value=Contact.email.expression),
        Field(
            "phone",
            _("Phone"),
            text,
            group,
            value=func.coalesce(Contact.phone, Contact.mobile),
        ),
        Field(
            "country",
            _("Country"),
            choice,
            group,
            value=func.coalesce(Contact.country, Company.country),
            choices=choosing.countries_to_choose,
        ),
        Field("city", _("City"), text, group, value=func.coalesce(Contact.city, Company.city)),
        Field("zone", _("Time zone"), text, group, value=Contact.zone.expression),
        Field(
            "do_not_contact",
            _("Asked not to be reached by"),
            choice,
            group,
            rows=Rows(
                DoNotContact,
                DoNotContact.medium.expression,
                lambda lead: DoNotContact.contact_id == _pointed_at(_Lead.contact_id, lead),
            ),
            choices=choosing.media_to_choose,
            sides=_NO_SIDE,
        ),
    )


def _company_fields() -> tuple[Field, ...]:
    group = _("Company")
    return (
        Field(
            "company",
            _("Company"),
            FieldKind.TEXT,
            group,
            value=Company.name.expression,
            card=LeadCard.company_key.expression,
            folded=True,
        ),
        Field("industry", _("Industry"), FieldKind.TEXT, group, value=Company.industry.expression),
        Field(
            "employees",
            _("Employees"),
            FieldKind.NUMBER,
            group,
            value=Company.employees.expression,
        ),
        Field("website", _("Website"), FieldKind.TEXT, group, value=Company.website.expression),
        Field(
            "client",
            _("Is a client already"),
            FieldKind.YES_NO,
            group,
            value=func.coalesce(Company.is_client, literal(False)),
            only=(Operator.IS,),
        ),
    )
