"""Currencies: the ISO list, the field to choose one, and whole amounts in it."""

from functools import cache

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit


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


def minor_digits(currency: str) -> int:
    """Return how many digits the minor unit of a currency has (2 for EUR, 0 for JPY)."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def local_currency() -> str:
    """Return the currency of the person's own country, or the euro."""
    code = QLocale().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if code in currencies() else "EUR"


def whole_number(text: str) -> int | None:
    """Return the positive whole number that a person typed, with or without grouping."""
    number, right = QLocale().toLongLong(text.strip())
    if not right:
        number, right = QLocale.c().toLongLong(text.strip().replace(" ", "").replace(",", ""))
    return int(number) if right and number > 0 else None


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
