"""Fields of the team's own as traits; those that become known later stay out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chances.as_known import Past
from models.chances.population import Pursuit
from models.chances.traits import TraitColumn, Value
from models.conditions.catalogue import custom_code
from models.entities.definitions.fields import CustomField, CustomValue
from models.vocabulary import FieldKind, KnownWhen

_COLUMNS = {
    FieldKind.NUMBER: "number_value",
    FieldKind.DATE: "date_value",
    FieldKind.YES_NO: "yes_value",
}
_LONGEST_CATEGORY = 80


@dataclass(frozen=True, slots=True)
class _Held:
    uuid: UUID
    value: Any


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the team's own as it stood at each lead's entry.

    `changed` holds what it held then, by lead, where it holds something else today.
    """

    code: str
    is_known_at_capture: bool
    trait: TraitColumn
    changed: Mapping[int, Any]


def own_fields_then(
    session: Session,
    pursuits: Sequence[Pursuit],
    company_of: Mapping[int, int | None],
    past: Past,
) -> list[OwnField]:
    """Return the team's own fields of leads and of their companies, in the order of their making.

    Those that become known later are among them; who learns from them has to say so.
    """
    fields = session.scalars(select(CustomField).order_by(CustomField.id)).all()
    values = _values(session, fields)
    return [_own_field(row, values[row.id], pursuits, company_of, past) for row in fields]


def _own_field(
    row: CustomField,
    held: Mapping[int, _Held],
    pursuits: Sequence[Pursuit],
    company_of: Mapping[int, int | None],
    past: Past,
) -> OwnField:
    column = _column(row)
    changed: dict[int, Any] = {}
    traits: list[Value] = []
    for one in pursuits:
        owner = one.lead_id if row.belongs_to == "lead" else company_of.get(one.lead_id)
        mine = None if owner is None else held.get(owner)
        if mine is None:
            traits.append(None)
            continue
        value = _then(mine, column, one, past)
        if value != mine.value:
            changed[one.lead_id] = value
        traits.append(_as_trait(value, one))
    code = custom_code(row.uuid)
    kind = "number" if column in ("number_value", "date_value") else "category"
    return OwnField(
        code,
        row.known_when == KnownWhen.AT_CAPTURE,
        TraitColumn(code, kind, traits),
        changed,
    )


def _column(row: CustomField) -> str:
    return _COLUMNS.get(FieldKind(row.kind), "text_value")


def _values(session: Session, fields: Sequence[CustomField]) -> dict[int, dict[int, _Held]]:
    """Return the values of each field by the lead or company that has them."""
    found: defaultdict[int, dict[int, _Held]] = defaultdict(dict)
    columns = {row.id: _column(row) for row in fields}
    rows = session.execute(
        select(
            CustomValue.field_id,
            CustomValue.lead_id,
            CustomValue.company_id,
            CustomValue.uuid,
            CustomValue.text_value,
            CustomValue.number_value,
            CustomValue.date_value,
            CustomValue.yes_value,
        ).where(CustomValue.field_id.in_(columns))
    )
    for row in rows:
        owner = row.company_id if row.lead_id is None else row.lead_id
        held = _Held(row.uuid, getattr(row, columns[row.field_id]))
        found[row.field_id][owner] = held
    return found


def _then(held: _Held, column: str, one: Pursuit, past: Past) -> Any:
    if not past.was_there(held.uuid, one.entered_at):
        return None
    value = past.before(held.uuid, column, one.entered_at, held.value)
    if column == "date_value" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _as_trait(value: Any, one: Pursuit) -> Value:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return float(value)
        case date():
            return float((value - one.since.date()).days)
        case str():
            return value[:_LONGEST_CATEGORY]
        case _:
            return None
