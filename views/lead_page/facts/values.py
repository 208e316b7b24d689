"""Values of facts as they are written into a field, and read from it."""

import math
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale

from models.language import gettext as _


class UnreadableError(ValueError):
    """What was typed cannot be read; its text says how to write it."""


def written(kind: str, value: Any) -> str:
    """Return a value as a field shows it; nothing for none.

    >>> written("number", 12.0), written("day", date(2026, 12, 1)), written("text", None)
    ('12', '2026-12-01', '')
    """
    if value is None:
        return ""
    if kind == "number":
        return f"{value:.15g}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def read_value(kind: str, typed: str) -> Any:
    """Return what was typed as a value of its kind, None for blank; refuses what is none.

    >>> read_value("whole", " 1,200 "), read_value("day", "2026-12-01"), read_value("text", " ")
    (1200, datetime.date(2026, 12, 1), None)
    """
    text = typed.strip()
    if not text:
        return None
    match kind:
        case "whole":
            return _whole(text)
        case "number":
            return _number(text)
        case "day":
            return _day(text)
    return text


def _whole(text: str) -> int:
    number = _number(text)
    if number != int(number):
        raise UnreadableError(_("“{value}” is no whole number.").format(value=text))
    return int(number)


def _number(text: str) -> float:
    for locale in (QLocale.c(), QLocale()):
        number, right = locale.toDouble(text)
        if right and math.isfinite(number):
            return float(number)
    raise UnreadableError(
        _("“{value}” is no number. Write figures only, for example 1200.").format(value=text)
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
        day = QLocale().toDate(text, form)
        if day.isValid():
            return _python_day(day)
    raise UnreadableError(
        _("“{value}” is no day. Write it as {example}.").format(value=text, example="2026-12-31")
    )


def _python_day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
