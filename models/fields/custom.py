"""Custom fields of leads and companies; each value stands in the column of its kind."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text
from models.conflicts import refuse_newer_value
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import CompanyId, CustomFieldId, LeadId
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import FieldKind, KnownWhen

OWNERS = ("lead", "company")

Value = str | float | date | bool | None


@dataclass(frozen=True, slots=True)
class CustomFieldRow:
    """A field of the team's own."""

    id: CustomFieldId
    belongs_to: str
    name: str
    kind: str
    known_when: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomValueRow:
    """A field's value."""

    field_id: CustomFieldId
    name: str
    kind: str
    value: str | float | date | bool


def custom_fields(session: Session, belongs_to: str | None = None) -> tuple[CustomFieldRow, ...]:
    """Return the custom fields of leads, of companies, or of both, in the order they were added."""
    wanted = select(CustomField).order_by(CustomField.id)
    if belongs_to is not None:
        wanted = wanted.where(CustomField.belongs_to == belongs_to)
    return tuple(
        CustomFieldRow(
            CustomFieldId(row.id),
            row.belongs_to,
            row.name,
            row.kind,
            row.known_when,
            choices_of(row),
        )
        for row in session.scalars(wanted)
    )


def choices_of(field: CustomField) -> tuple[str, ...]:
    """Return what may be chosen in a field, nothing in one that is no choice."""
    return tuple((field.choices or {}).get("choices", ()))


@verb
def add_custom_field(
    session: Session,
    belongs_to: str,
    name: str,
    kind: str,
    *,
    known_when: str = KnownWhen.AT_CAPTURE,
    choices: tuple[str, ...] = (),
) -> CustomFieldId:
    """Add a field to leads or companies.

    Refuses a blank name, one that the other fields have already, an unknown kind, a choice without
    at least two different choices, and choices for another kind.
    """
    owner = one_of("belongs_to", belongs_to, OWNERS)
    text = required_text("name", name)
    stored_kind = one_of("kind", kind, tuple(FieldKind))
    moment = one_of("known_when", known_when, tuple(KnownWhen))
    if any(fold(row.name) == fold(text) for row in custom_fields(session, owner)):
        raise InvalidValueError(
            "name", name, _("There is a field “{name}” already.").format(name=text)
        )
    wanted = tuple(required_text("choice", choice) for choice in choices)
    if (stored_kind == FieldKind.CHOICE) != bool(wanted) or len(set(wanted)) < len(wanted):
        raise InvalidValueError(
            "choices", choices, _("A field of kind choice, and only that, needs distinct choices.")
        )
    field = CustomField(
        belongs_to=owner,
        name=text,
        kind=stored_kind,
        known_when=moment,
        choices={"choices": list(wanted)} if wanted else None,
    )
    session.add(field)
    session.flush()
    return CustomFieldId(field.id)


@verb
def set_custom_value(
    session: Session,
    field_id: CustomFieldId,
    value: Value,
    *,
    lead_id: LeadId | None = None,
    company_id: CompanyId | None = None,
    expected: tuple[Value] | None = None,
) -> None:
    """Write a field's value of a lead or a company; None removes it.

    Refuses a value of another kind than the field's, a choice that is not on its list, an owner of
    the other sort, and with `ChangedSinceError` to write over another value than the `expected`
    one that was shown.
    """
    field = existing(session, CustomField, field_id)
    mine = _owner(session, field, lead_id, company_id)
    columns = dict.fromkeys(("text_value", "number_value", "date_value", "yes_value"))
    columns.update(_typed(field, value))
    row = session.scalar(select(CustomValue).where(CustomValue.field_id == field_id, mine))
    if expected is not None:
        stands = next((held for held in _held(row) if held is not None), None)
        refuse_newer_value(field.name, expected[0], stands, value)
    if all(written is None for written in columns.values()):
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = CustomValue(field_id=field_id, lead_id=lead_id, company_id=company_id)
        session.add(row)
    for name, written in columns.items():
        setattr(row, name, written)


def _held(row: CustomValue | None) -> tuple[Value, ...]:
    if row is None:
        return ()
    return row.text_value, row.number_value, row.date_value, row.yes_value


def _owner(
    session: Session, field: CustomField, lead_id: LeadId | None, company_id: CompanyId | None
) -> ColumnElement[bool]:
    if field.belongs_to == "lead" and lead_id is not None and company_id is None:
        existing(session, Lead, lead_id)
        return CustomValue.lead_id == lead_id
    if field.belongs_to == "company" and company_id is not None and lead_id is None:
        existing(session, Company, company_id)
        return CustomValue.company_id == company_id
    raise InvalidValueError(
        "belongs_to",
        field.belongs_to,
        _("The field {name} belongs to one {owner} at a time, and to nothing else.").format(
            name=field.name, owner=field.belongs_to
        ),
    )


def _typed(field: CustomField, value: Value) -> dict[str, Any]:
    """Return the one column that holds a value; none for no value."""
    if value is None:
        return {}
    match field.kind, value:
        case FieldKind.TEXT, str():
            return {"text_value": optional_text(field.name, value, LONG_TEXT_LIMIT)}
        case FieldKind.CHOICE, str() if value in choices_of(field):
            return {"text_value": value}
        case FieldKind.YES_NO, bool():
            return {"yes_value": value}
        case FieldKind.NUMBER, int() | float() if not isinstance(value, bool) and math.isfinite(
            value
        ):
            return {"number_value": float(value)}
        case FieldKind.DATE, date() if type(value) is date:
            return {"date_value": value}
    raise InvalidValueError(
        field.name,
        value,
        _("“{value}” cannot stand in {name}, a field of kind {kind}.").format(
            value=value, name=field.name, kind=field.kind
        ),
    )


def custom_values_of_lead(session: Session, lead_id: LeadId) -> tuple[CustomValueRow, ...]:
    """Return the custom values of a lead, in the order of the fields."""
    return _values(session, CustomValue.lead_id == lead_id)


def custom_values_of_company(session: Session, company_id: CompanyId) -> tuple[CustomValueRow, ...]:
    """Return the custom values of a company, in the order of the fields."""
    return _values(session, CustomValue.company_id == company_id)


def _values(session: Session, mine: ColumnElement[bool]) -> tuple[CustomValueRow, ...]:
    found = session.execute(
        select(CustomValue, CustomField.name, CustomField.kind)
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(mine)
        .order_by(CustomField.id)
    )
    rows = []
    for stored, name, kind in found:
        value = next((held for held in _held(stored) if held is not None), None)
        if value is not None:
            rows.append(CustomValueRow(CustomFieldId(stored.field_id), name, kind, value))
    return tuple(rows)
