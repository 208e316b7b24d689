"""The values that a condition wants: how each kind is read, and how it is refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from models.checks import required_text
from models.conditions.condition import Condition, Operator
from models.conditions.fields import Field
from models.errors import InvalidValueError
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import FieldKind

_AT_MOST = 200
_DAYS_AT_MOST = 36_500
_FIGURES_AT_MOST = 18
_LARGEST = Decimal(2**62)
_NONE = frozenset((Operator.KNOWN, Operator.UNKNOWN))
_ONE = frozenset(
    (
        Operator.AT_LEAST,
        Operator.AT_MOST,
        Operator.BEFORE,
        Operator.AFTER,
        Operator.WITHIN_DAYS,
        Operator.OLDER_THAN_DAYS,
    )
)
_DAYS = frozenset((Operator.WITHIN_DAYS, Operator.OLDER_THAN_DAYS))


def checked_values(session: Session, field: Field, condition: Condition) -> tuple[str, ...]:
    """Return the wanted values in stored form, each once.

    Refuses none where some are needed, several where one is, and a value that the field's kind
    cannot be.
    """
    operator, wanted = condition.operator, condition.wanted
    if operator in _NONE:
        return ()
    if not wanted or len(wanted) > (1 if operator in _ONE else _AT_MOST):
        raise InvalidValueError(
            field.code,
            ", ".join(wanted[:5]),
            _("Write one value for “{field}”.").format(field=field.label)
            if operator in _ONE
            else _("Write between 1 and {most} values for “{field}”.").format(
                most=_AT_MOST, field=field.label
            ),
        )
    read = _reader(session, field, operator)
    return tuple(dict.fromkeys(read(value) for value in wanted))


def _reader(session: Session, field: Field, operator: Operator) -> Callable[[str], str]:
    if operator in _DAYS:
        return lambda value: _days(field, value)
    match field.kind:
        case FieldKind.NUMBER:
            return lambda value: _number(field, value)
        case FieldKind.DATE:
            return lambda value: _day(field, value)
        case FieldKind.YES_NO:
            return lambda value: _yes_no(field, value)
        case FieldKind.CHOICE if field.named is None:
            choices = field.choices(session) if field.choices else ()
            by_key = {choice.key: choice.name for choice in choices}
            return lambda value: _choice(field, value, by_key)
        case FieldKind.CHOICE:
            return lambda value: _word(field, value)
    return lambda value: _text(field, value)


def _refusal(field: Field, value: str, sentence: str) -> InvalidValueError:
    return InvalidValueError(field.code, value, sentence.format(value=value, field=field.label))


def _text(field: Field, value: str) -> str:
    text = required_text(field.label, value)
    if not fold(text):
        raise _refusal(field, value, _("“{value}” in “{field}” holds no sign to look for."))
    return text


def _word(field: Field, value: str) -> str:
    return _text(field, value).lower().replace(" ", "_")


def _number(field: Field, value: str) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LARGEST:
        raise _refusal(
            field,
            value,
            _("“{value}” is no number that “{field}” can be. Write one such as 50 or 2.5."),
        )
    plain = format(number, "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _day(field: Field, value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise _refusal(
            field, value, _("“{value}” in “{field}” is no date. Write it as 2026-11-30.")
        ) from None


def _days(field: Field, value: str) -> str:
    text = value.strip()
    is_whole = text.isascii() and text.isdigit() and len(text) <= _FIGURES_AT_MOST
    if not is_whole or int(text) > _DAYS_AT_MOST:
        raise _refusal(
            field,
            value,
            _("“{value}” is no number of days for “{field}”. Write a whole one, such as 14."),
        )
    return str(int(text))


def _yes_no(field: Field, value: str) -> str:
    text = value.strip().lower()
    if text not in ("yes", "no"):
        raise _refusal(field, value, _("“{value}” in “{field}” is neither “yes” nor “no”."))
    return text


def _choice(field: Field, value: str, by_key: dict[str, str]) -> str:
    if value in by_key:
        return value
    some = ", ".join(f"{key} ({name})" if key != name else key for key, name in by_key.items())
    if len(some) > 300:
        some = some[:300].rsplit(",", 1)[0] + " …"
    raise InvalidValueError(
        field.code,
        value,
        _("“{value}” cannot be chosen for “{field}”. Choose among: {some}.").format(
            value=value, field=field.label, some=some
        ),
    )
