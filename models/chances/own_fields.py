"""Fields of the team's own as traits; those that become known later stay out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chances.as_known import Past
from models.chances.population import Pursuit
from models.chances.traits import TraitColumn, Value
from models.conditions.catalogue import custom_code
from models.entities import CustomField, CustomValue
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


def own_traits(
    session: Session,
    pursuits: Sequence[Pursuit],
    company_of: Mapping[int, int | None],
    past: Past,
    *,
    with_later: bool,
) -> list[TraitColumn]:
    """Return the team's own fields of leads and of their companies, as they stood at the entry.

    Without `with_later` only those that are known at capture.
    """
    wanted = select(CustomField).order_by(CustomField.id)
    if not with_later:
        wanted = wanted.where(CustomField.known_when == KnownWhen.AT_CAPTURE)
    fields = session.scalars(wanted).all()
    values = _values(session, fields)
    found = []
    for row in fields:
        column = _COLUMNS.get(FieldKind(row.kind), "text_value")
        held = values[row.id]
        found.append(
            TraitColumn(
                custom_code(row.uuid),
                "number" if column in ("number_value", "date_value") else "category",
                [
                    _then(
                        held.get(
                            one.lead_id
                            if row.belongs_to == "lead"
                            else company_of.get(one.lead_id) or 0
                        ),
                        column,
                        one,
                        past,
                    )
                    for one in pursuits
                ],
            )
        )
    return found


def _values(session: Session, fields: Sequence[CustomField]) -> dict[int, dict[int, _Held]]:
    """Return the values of each field by the lead or company that has them."""
    found: defaultdict[int, dict[int, _Held]] = defaultdict(dict)
    columns = {row.id: _COLUMNS.get(FieldKind(row.kind), "text_value") for row in fields}
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


def _then(held: _Held | None, column: str, one: Pursuit, past: Past) -> Value:
    if held is None or not past.was_there(held.uuid, one.entered_at):
        return None
    value = past.before(held.uuid, column, one.entered_at, held.value)
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return float(value)
        case date():
            return _days_after(one.since, value)
        case str() if column == "date_value":
            return _days_after(one.since, date.fromisoformat(value))
        case str():
            return value[:_LONGEST_CATEGORY]
        case _:
            return None


def _days_after(at: datetime, day: date) -> float:
    return float((day - at.date()).days)
