"""Numbers as people type and paste them: 30 %, 12,5, 1.200, 1 200, € 900."""

import re
from typing import Final
from unicodedata import category

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QToolTip

from models.language import gettext as _
from views.widgets.labels import plain_tip

_SPACES: Final = re.compile(r"\s+")
_GROUPED: Final = re.compile(r"([1-9]\d{0,2})(([ .,'’])\d{3}(?:\3\d{3})*)(?:(?!\3)[.,](\d*))?")
_PLAIN: Final = re.compile(r"(\d*)(?:[.,](\d*))?")
_LONGEST: Final = 40


def read_number(typed: str, *, most: float, unit: str = "", points: bool = False) -> float | None:
    """Return the number that somebody typed, None where it is none.

    A lone comma before three figures parts thousands, as the fields themselves write it; a lone
    point does where `points` do. Nothing is read as more than `most` where it may be less.

    >>> read_number("30 %", most=100, unit="%"), read_number("12,5", most=52)
    (30.0, 12.5)
    >>> read_number("1,200", most=1e6), read_number("1.200", most=1e6, points=True)
    (1200.0, 1200.0)
    >>> read_number("1.200", most=1e6), read_number("1e9", most=1e6)
    (1.2, None)
    """
    text = _SPACES.sub(" ", typed).strip()
    while unit and text.endswith(unit):
        text = text.removesuffix(unit).rstrip()
    if not unit:
        text = "".join(sign for sign in text if category(sign) != "Sc").strip()
    sign = -1.0 if text.startswith(("-", "\N{MINUS SIGN}")) else 1.0
    text = text[1:].lstrip() if text[:1] in ("-", "\N{MINUS SIGN}", "+") else text
    plain, grouped = _PLAIN.fullmatch(text), _GROUPED.fullmatch(text)
    if len(text) > _LONGEST or not any(figure.isdecimal() for figure in text):
        return None
    if grouped is not None:
        figures = "".join(figure for figure in grouped[1] + grouped[2] if figure.isdecimal())
        whole = float(f"{figures}.{grouped[4] or 0}")
        if plain is None or (whole <= most and (points or grouped[3] == ",")):
            return sign * whole
    return None if plain is None else sign * float(f"{plain[1] or 0}.{plain[2] or 0}")


def read_typed(field: QSpinBox | QDoubleSpinBox, typed: str) -> float | None:
    """Return the number that is typed in a field, or the nearest that is possible there."""
    if typed and typed == field.specialValueText():
        return float(field.minimum())
    whole = isinstance(field, QSpinBox) or not field.decimals()
    points = whole or QLocale().decimalPoint() == ","
    most = float(field.maximum())
    number = read_number(typed, most=most, unit=field.suffix().strip(), points=points)
    return None if number is None else min(max(number, float(field.minimum())), most)


def check_typed(typed: str, cursor: int, written: str | None) -> tuple[QValidator.State, str, int]:
    """Let everything be typed; only what is `written` as the field writes it is taken as it is.

    Letters that are dropped while somebody types would leave another number: 1e9 would be 19.
    """
    state = QValidator.State
    return (state.Acceptable if typed == written else state.Intermediate), typed, cursor


def say_unread(field: QSpinBox | QDoubleSpinBox, typed: str, before: str) -> str:
    """Say below a field that what is typed is no number, and that the one before it stays."""
    text = typed.removesuffix(field.suffix()).strip()
    if text:
        said = _("“{typed}” is no number here; it stays {value}.").format(
            typed=text[:_LONGEST], value=before + field.suffix()
        )
        below = field.mapToGlobal(QPoint(0, field.height()))
        QToolTip.showText(below, plain_tip(said), field)
    return typed


def choose_all(field: QSpinBox | QDoubleSpinBox, event: QFocusEvent) -> None:
    """Choose a number that the keys or the program came to, so that typing goes over it."""
    if event.reason() in {Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.OtherFocusReason}:
        field.selectAll()
