"""The catalogue of fields that a condition may ask for: of leads, contacts, companies, own ones."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.conditions import choosing
from models.conditions.condition import Operator
from models.conditions.fields import Field, FieldChoice, Rows
from models.conditions.scored import scored_fields
from models.definitions.current import criteria
from models.entities import (
    Company,
    Contact,
    CustomField,
    CustomValue,
    DoNotContact,
    ExternalKey,
    InterestEvent,
    Lead,
    LeadCard,
    QualificationAnswer,
    Task,
    Touch,
)
from models.errors import InvalidValueError
from models.language import gettext as _
from models.storage.columns import JsonObject
from models.vocabulary import CriterionState, FieldKind, KnownWhen, ScoreSide, label

CRITERION = "criterion:"
CUSTOM = "custom:"

_NO_SIDE: frozenset[ScoreSide] = frozenset()
_Lead = aliased(Lead)
_EVENT_SIDES = frozenset((ScoreSide.INTEREST, ScoreSide.REQUALIFY))


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that a condition may ask for, as forms offer it.

    `sides` are the kinds of scoring rules that may ask for it.
    """

    code: str
    label: str
    kind: FieldKind
    group: str
    operators: tuple[Operator, ...]
    choices: tuple[FieldChoice, ...]
    known_when: KnownWhen
    sides: frozenset[ScoreSide]


def fields_known(session: Session) -> tuple[FieldRow, ...]:
    """Return every field that a condition may ask for, in groups."""
    return tuple(
        FieldRow(
            field.code,
            field.label,
            field.kind,
            field.group,
            field.operators,
            field.choices(session) if field.choices else (),
            field.known_when,
            field.sides,
        )
        for field in _all_fields(session).values()
    )


def field_of(session: Session, code: str) -> Field:
    """Return how a field is found; refuses one that the catalogue does not hold."""
    if code.startswith(CUSTOM):
        custom = _custom_row(session, code)
        if custom is not None:
            return _custom(custom)
    elif code.startswith(CRITERION) and code != CRITERION:
        name = code.removeprefix(CRITERION)
        return _criterion(name, choosing.criteria_named(session).get(name, name))
    elif (known := house_field(code)) is not None:
        return known
    raise InvalidValueError(
        "field",
        code,
        _(
            "There is no field “{code}” (any more). Choose another, or leave the condition out."
        ).format(code=code),
    )


def _of_lead(
    column: InstrumentedAttribute[int | None], lead: ColumnElement[int]
) -> ColumnElement[Any]:
    """Return what a lead that is named by its id points at."""
    found = select(column).where(_Lead.id == lead)
    return found.correlate(LeadCard, Lead).scalar_subquery()


def _all_fields(session: Session) -> dict[str, Field]:
    asked = (_criterion(row.code, row.name) for row in criteria(session))
    own = (_custom(row) for row in session.scalars(select(CustomField).order_by(CustomField.id)))
    return _house_fields() | {field.code: field for field in (*asked, *own)}


def _custom_row(session: Session, code: str) -> CustomField | None:
    try:
        uuid = UUID(hex=code.removeprefix(CUSTOM))
    except ValueError:
        return None
    return session.scalar(select(CustomField).where(CustomField.uuid == uuid))


def custom_code(uuid: UUID) -> str:
    """Return the code of a field of the team's own."""
    return CUSTOM + uuid.hex


def house_field(code: str) -> Field | None:
    """Return a field that every workspace has; None where the code is another's."""
    return _house_fields().get(code)


@cache
def _house_fields() -> dict[str, Field]:
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
            _("Reason it was closed"),
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
    group, later = _("What happened"), KnownWhen.LATER
    next_due = select(func.min(Task.due_at)).where(Task.lead_id == Lead.id, Task.done_at.is_(None))
    last_touch = select(func.max(Touch.occurred_at)).where(Touch.lead_id == Lead.id)
    touches = select(func.count(Touch.id)).where(Touch.lead_id == Lead.id)

    def of_lead(lead: ColumnElement[int]) -> ColumnElement[bool]:
        return InterestEvent.lead_id == lead

    return (
        Field(
            "event",
            _("What the lead did"),
            FieldKind.CHOICE,
            group,
            rows=Rows(InterestEvent, InterestEvent.kind.expression, of_lead),
            choices=choosing.events_to_choose,
            named=label,
            sides=_EVENT_SIDES,
        ),
        Field(
            "event_topic",
            _("Topic of what it did"),
            FieldKind.TEXT,
            group,
            rows=Rows(InterestEvent, InterestEvent.topic_text.expression, of_lead),
            sides=_EVENT_SIDES,
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
                lambda lead: DoNotContact.contact_id == _of_lead(_Lead.contact_id, lead),
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


def _criterion(code: str, name: str) -> Field:
    state = (
        select(QualificationAnswer.state)
        .where(QualificationAnswer.lead_id == Lead.id, QualificationAnswer.criterion == code)
        .correlate(Lead)
        .scalar_subquery()
    )
    return Field(
        CRITERION + code,
        name,
        FieldKind.CHOICE,
        _("Qualification"),
        KnownWhen.IN_CONVERSATION,
        func.coalesce(state, CriterionState.UNKNOWN.value),
        choices=choosing.criterion_states,
        only=(Operator.IS, Operator.IS_NOT),
    )


def _custom(row: CustomField) -> Field:
    column = {
        FieldKind.NUMBER: CustomValue.number_value,
        FieldKind.DATE: CustomValue.date_value,
        FieldKind.YES_NO: CustomValue.yes_value,
    }.get(FieldKind(row.kind), CustomValue.text_value)
    field_id = row.id

    def of_lead(lead: ColumnElement[int]) -> ColumnElement[bool]:
        if row.belongs_to == "lead":
            return (CustomValue.field_id == field_id) & (CustomValue.lead_id == lead)
        company = _of_lead(_Lead.company_id, lead)
        return (CustomValue.field_id == field_id) & (CustomValue.company_id == company)

    kind = FieldKind(row.kind)
    choices = _names_of(row.choices)
    return Field(
        custom_code(row.uuid),
        row.name,
        kind,
        _("Fields of your own"),
        KnownWhen(row.known_when),
        rows=Rows(CustomValue, column.expression, of_lead),
        choices=(lambda _session: choices) if kind is FieldKind.CHOICE else None,
        sides=_NO_SIDE if kind is FieldKind.DATE else frozenset((ScoreSide.FIT,)),
    )


def _names_of(choices: JsonObject | None) -> tuple[FieldChoice, ...]:
    return tuple(FieldChoice(name, name) for name in (choices or {}).get("choices", ()))
