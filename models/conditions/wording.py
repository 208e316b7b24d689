"""Conditions in words, as people read them, where the field is known."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.conditions.fields import Field
from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import FieldKind

_WORDS: dict[Operator, Callable[[], str]] = {
    Operator.IS: lambda: _("is"),
    Operator.IS_NOT: lambda: _("is not"),
    Operator.CONTAINS: lambda: _("contains"),
    Operator.LACKS: lambda: _("does not contain"),
    Operator.AT_LEAST: lambda: _("is at least"),
    Operator.AT_MOST: lambda: _("is at most"),
    Operator.BEFORE: lambda: _("before"),
    Operator.AFTER: lambda: _("after"),
    Operator.WITHIN_DAYS: lambda: _("within the last days"),
    Operator.OLDER_THAN_DAYS: lambda: _("longer ago than days"),
    Operator.KNOWN: lambda: _("is known"),
    Operator.UNKNOWN: lambda: _("is unknown"),
}


def operator_words(operator: Operator) -> str:
    """Return how an operator reads between a field and a value."""
    return _WORDS[operator]()


def gone(code: str) -> str:
    """Return how a condition reads whose field was removed."""
    return _("A field that is gone ({code})").format(code=code)


def said(session: Session, field: Field, condition: Condition) -> str:
    """Return a condition on a field in words."""
    operator = condition.operator
    if operator is Operator.WITHIN_DAYS:
        return _within(field, int(condition.wanted[0]))
    if operator is Operator.OLDER_THAN_DAYS:
        return _older(field, int(condition.wanted[0]))
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return f"{field.label} {operator_words(operator)}"
    wanted = wanted_words(session, field, condition.wanted)
    return f"{field.label} {operator_words(operator)} {wanted}"


def wanted_words(session: Session, field: Field, wanted: tuple[str, ...]) -> str:
    """Return wanted values in words, the last after “or”."""
    names = _names(session, field, wanted)
    words = [_value(field, names.get(one, one)) for one in wanted]
    if len(words) < 2:
        return "".join(words)
    return _("{several} or {last}").format(several=", ".join(words[:-1]), last=words[-1])


def _names(session: Session, field: Field, wanted: tuple[str, ...]) -> dict[str, str]:
    if field.named is not None:
        return {one: field.named(one) for one in wanted}
    if field.choices is None:
        return {}
    return {choice.key: choice.name for choice in field.choices(session) if choice.key in wanted}


def _value(field: Field, text: str) -> str:
    match field.kind:
        case FieldKind.TEXT:
            return f"“{text}”"
        case FieldKind.YES_NO:
            return _("yes") if text == "yes" else _("no")
        case FieldKind.DATE:
            return date.fromisoformat(text).isoformat()
    return text


def _within(field: Field, days: int) -> str:
    return ngettext(
        "{field} within the last day", "{field} within the last {count} days", days
    ).format(field=field.label, count=days)


def _older(field: Field, days: int) -> str:
    return ngettext(
        "{field} more than a day ago", "{field} more than {count} days ago", days
    ).format(field=field.label, count=days)
