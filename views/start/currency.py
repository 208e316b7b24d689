"""Currencies: the ISO list, the field to choose one, and whole amounts in it."""

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from models.iso_codes import minor_digits
from models.language import gettext as _

_SPACED: Final = re.compile(r"(?<=\d)[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?=\d{3}(?!\d))")
_TOO_LARGE: Final = 10**12
"""What is more than anybody sells; in minor units it can still be stored."""


@cache
def currencies(language: str = "en") -> dict[str, str]:
    """Return code and name of every currency that is legal tender somewhere today."""
    # Only forms need it, after the first paint; its locale data take 100 ms to read.
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        names = Locale.parse(language).currencies
    except (ValueError, UnknownLocaleError):
        names = Locale.parse("en").currencies
    today = {
        code
        for history in get_global("territory_currencies").values()
        for code, _since, until, tender in history
        if until is None and tender
    }
    return {code: str(names.get(code, code)) for code in sorted(today)}


def minor_per_unit(currency: str) -> int:
    """Return how many minor units one of a currency has (100 for EUR, 1 for JPY)."""
    return int(10 ** minor_digits(currency))


def local_currency() -> str:
    """Return the currency of the person's own country, or the euro."""
    code = QLocale().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if code in currencies() else "EUR"


def whole_number(text: str) -> int | None:
    """Return the positive whole number that a person typed, with or without grouping."""
    typed = _SPACED.sub("", text.strip())
    for locale in (QLocale(), QLocale.c()):
        # Both hold groups to three figures: 1,5 is one and a half, and not fifteen.
        number, right = locale.toLongLong(typed)
        if right:
            return int(number) if number > 0 else None
    return None


def typed_amount(text: str, complaint: str) -> tuple[int | None, str]:
    """Return the whole number of an optional field, and what is wrong with it, if anything is."""
    if not text.strip():
        return None, ""
    number = whole_number(text)
    if number is None:
        return None, complaint
    if number >= _TOO_LARGE:
        return None, _("This number is too large. Type a smaller one.")
    return number, ""


def grouped(number: int) -> str:
    """Return a whole number as the person's country writes it."""
    return QLocale().toString(number)


class CurrencyField(QLineEdit):
    """A field that completes codes and names of currencies."""

    def __init__(self) -> None:
        super().__init__()
        self._names = currencies(QLocale().name())
        lines = [self._line(code) for code in self._names]
        completer = QCompleter(lines, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        self.setCompleter(completer)

    def code(self) -> str | None:
        """Return the chosen currency's code, if the text names one."""
        typed = self.text().strip()
        if typed[:3].upper() in self._names and (len(typed) == 3 or not typed[3:4].isalnum()):
            return typed[:3].upper()
        same = (code for code, name in self._names.items() if name.casefold() == typed.casefold())
        return next(same, None)

    def set_code(self, code: str) -> None:
        """Show a currency."""
        self.setText(self._line(code) if code in self._names else code)

    def _line(self, code: str) -> str:
        return f"{code} – {self._names[code]}"
