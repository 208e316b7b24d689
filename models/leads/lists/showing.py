"""What the list can show of a lead beside its card: any field of the catalogue, for a few leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, select, type_coerce
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of, fields_known
from models.conditions.fields import Field
from models.entities.definitions.fields import CustomValue
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError
from models.ids import LeadId
from models.language import gettext as _
from models.leads.lists.wanted import LeadColumn
from models.storage.columns import Instant
from models.vocabulary import FieldKind

Shown = str | int | float | date | datetime | bool | None

STAGE_AGE, FIT, INTEREST = "stage_age", "fit", "interest"
# What the list shows from cards under names of its own; the catalogue has them as well.
_ON_CARDS = frozenset(
    ("name", "company", "stage", "status", "owner", "channel", "captured", "moved", "grade")
)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column that the list can show: its code, its title, the kind of its values, its group."""

    code: str
    title: str
    kind: FieldKind
    group: str


def columns_known(session: Session) -> tuple[ColumnRow, ...]:
    """Return every column that the list can show, those it sorts by first."""
    text, number, day = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE
    list_group = _("Lead")
    sorted_by = {
        LeadColumn.NAME: (_("Name"), text),
        LeadColumn.COMPANY: (_("Company"), text),
        LeadColumn.STAGE: (_("Stage"), FieldKind.CHOICE),
        LeadColumn.STATUS: (_("Status"), FieldKind.CHOICE),
        LeadColumn.OWNER: (_("Owner"), FieldKind.CHOICE),
        LeadColumn.CHANNEL: (_("Channel"), FieldKind.CHOICE),
        LeadColumn.GRADE: (_("Grade"), FieldKind.CHOICE),
        LeadColumn.CAPTURED_AT: (_("Captured"), day),
        LeadColumn.MOVED_AT: (_("Last move"), day),
    }
    rows = [ColumnRow(code.value, *words, list_group) for code, words in sorted_by.items()]
    rows.append(ColumnRow(STAGE_AGE, _("In stage"), number, list_group))
    rows += (
        ColumnRow(known.code, known.label, known.kind, known.group)
        for known in fields_known(session)
        if known.code not in _ON_CARDS and _is_shown(session, known.code)
    )
    return tuple(rows)


def _is_shown(session: Session, code: str) -> bool:
    if code in (FIT, INTEREST):
        return True
    field = field_of(session, code)
    return field.value is not None or (field.rows is not None and field.rows.entity is CustomValue)


def shown_values(
    session: Session, lead_ids: Sequence[int], codes: Sequence[str]
) -> dict[LeadId, dict[str, Shown]]:
    """Return what the fields with these codes hold for these leads; unknown codes are left out."""
    fields = [field for code in codes if (field := _found(session, code)) is not None]
    if not fields or not lead_ids:
        return {}
    found = session.execute(_query(fields).where(Lead.id.in_(lead_ids)))
    names = [_names(session, field) for field in fields]
    return {
        LeadId(row[0]): {
            field.code: _shown(names[place], row[place + 1]) for place, field in enumerate(fields)
        }
        for row in found
    }


def _found(session: Session, code: str) -> Field | None:
    try:
        return field_of(session, code) if _is_shown(session, code) else None
    except InvalidValueError:
        return None


def _query(fields: Sequence[Field]) -> Select[Any]:
    values = [_value(field).label(f"value_{place}") for place, field in enumerate(fields)]
    return (
        select(Lead.id, *values)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
    )


def _value(field: Field) -> ColumnElement[Any]:
    if field.rows is not None:
        rows = field.rows
        own = select(rows.value).where(rows.of_lead(Lead.id.expression)).limit(1)
        value: ColumnElement[Any] = own.correlate(Lead).scalar_subquery()
    elif field.value is not None:
        value = field.value
    else:
        raise LookupError(f"{field.code} stands on cards")
    if field.kind is FieldKind.DATE:
        return type_coerce(value, Instant() if field.instant else Date())
    return value


def _names(session: Session, field: Field) -> dict[str, str]:
    if field.kind is not FieldKind.CHOICE or field.choices is None:
        return {}
    return {choice.key: choice.name for choice in field.choices(session)}


def _shown(names: dict[str, str], value: Any) -> Shown:
    shown: Shown = names.get(str(value), value) if names else value
    return shown
