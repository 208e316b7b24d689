"""How a value of each kind is compared in the database; unknown values meet no comparison."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, false, func, or_, type_coerce

from models.conditions.condition import Operator
from models.conditions.fields import Field
from models.storage.columns import Instant
from models.storage.sqlite.functions import folded, holds_any
from models.text_keys import fold
from models.vocabulary import FieldKind


def comparison(
    field: Field,
    value: ColumnElement[Any],
    operator: Operator,
    wanted: tuple[str, ...],
    at: datetime,
    *,
    is_folded: bool = False,
) -> ColumnElement[bool]:
    """Return the condition that a value meets an operator that is not a negative one.

    Null where the value is unknown. A day is one of the time zone that `at` is told in.
    """
    if operator is Operator.KNOWN:
        return _known(field, value)
    match field.kind:
        case FieldKind.TEXT:
            return _of_text(value, operator, wanted, is_folded=is_folded)
        case FieldKind.NUMBER:
            return _of_number(value, operator, wanted)
        case FieldKind.DATE:
            return (_of_instant if field.instant else _of_day)(value, operator, wanted, at)
        case FieldKind.YES_NO:
            return or_(*(value.is_(text == "yes") for text in wanted))
    return value.in_([_key(value, text) for text in wanted])


def never_null(met: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition that an unknown value does not meet, and that its opposite then does."""
    return func.coalesce(met, false())


def _key(value: ColumnElement[Any], text: str) -> str | int:
    """Return a choice as its column holds it: the id of a row, or a code."""
    try:
        is_number = value.type.python_type is int
    except NotImplementedError:
        is_number = False
    return int(text) if is_number and text.isdigit() else text


def _known(field: Field, value: ColumnElement[Any]) -> ColumnElement[bool]:
    if field.kind in (FieldKind.TEXT, FieldKind.CHOICE):
        # An empty text says as little as none.
        return and_(value.is_not(None), value != "")
    return value.is_not(None)


def _of_text(
    value: ColumnElement[Any],
    operator: Operator,
    wanted: tuple[str, ...],
    *,
    is_folded: bool,
) -> ColumnElement[bool]:
    keys = [fold(text) for text in wanted]
    if operator is Operator.CONTAINS:
        return holds_any(value, keys)
    return (value if is_folded else folded(value)).in_(keys)


def _of_number(
    value: ColumnElement[Any], operator: Operator, wanted: tuple[str, ...]
) -> ColumnElement[bool]:
    numbers = [int(text) if text.lstrip("-").isdigit() else float(text) for text in wanted]
    match operator:
        case Operator.AT_LEAST:
            return value >= numbers[0]
        case Operator.AT_MOST:
            return value <= numbers[0]
    return value.in_(numbers)


def _of_instant(
    value: ColumnElement[Any], operator: Operator, wanted: tuple[str, ...], at: datetime
) -> ColumnElement[bool]:
    moment = type_coerce(value, Instant())

    def begin(day: date) -> datetime:
        return datetime.combine(day, time(), at.tzinfo)

    match operator:
        case Operator.WITHIN_DAYS:
            return moment.between(at - timedelta(days=int(wanted[0])), at)
        case Operator.OLDER_THAN_DAYS:
            return moment < at - timedelta(days=int(wanted[0]))
        case Operator.BEFORE:
            return moment < begin(date.fromisoformat(wanted[0]))
        case Operator.AFTER:
            return moment >= begin(date.fromisoformat(wanted[0]) + timedelta(days=1))
    days = [date.fromisoformat(text) for text in wanted]
    return or_(
        *(and_(moment >= begin(day), moment < begin(day + timedelta(days=1))) for day in days)
    )


def _of_day(
    value: ColumnElement[Any], operator: Operator, wanted: tuple[str, ...], at: datetime
) -> ColumnElement[bool]:
    held = type_coerce(value, Date())
    match operator:
        case Operator.WITHIN_DAYS:
            return held.between(at.date() - timedelta(days=int(wanted[0])), at.date())
        case Operator.OLDER_THAN_DAYS:
            return held < at.date() - timedelta(days=int(wanted[0]))
        case Operator.BEFORE:
            return held < date.fromisoformat(wanted[0])
        case Operator.AFTER:
            return held > date.fromisoformat(wanted[0])
    return held.in_([date.fromisoformat(text) for text in wanted])
