"""The section of currencies: what waits for an exchange rate, entering one, and earlier ones."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.currencies import CurrencyRow
from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from models.money import RateRow
from models.topics import Topic
from views.runner import Runner
from views.settings.currency_card import CurrencyCard, RateForm
from views.theme import current_theme
from views.widgets import PlainLabel

_TOPICS = frozenset((Topic.SETTINGS, Topic.DEALS, Topic.CHANNELS, Topic.LEADS))


@dataclass(frozen=True, slots=True)
class CurrenciesShown:
    """The base currency, and the others with what waits for their rates."""

    base: str
    rows: tuple[CurrencyRow, ...]


class CurrenciesSection(QWidget):
    """A line to enter a rate, and below it a card for each foreign currency."""

    def __init__(self, runner: Runner, *, clock: Clock = utc_now) -> None:
        super().__init__()
        self._runner = runner
        self._clock = clock
        self._shown = CurrenciesShown("", ())
        theme = current_theme()
        self.form = RateForm(self._today())
        self.form.entered.connect(self._set)
        self.form.currency_named.connect(self._suggest)
        self.empty = PlainLabel(tone="muted", wrap=True)
        self.empty.hide()
        self.cards: list[CurrencyCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.form)
        column.addWidget(self.empty)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.setFocusProxy(self.form.currency)
        runner.changed.connect(self._hear)
        self._read()

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & _TOPICS:
            self._read()

    def _read(self) -> None:
        self._runner.read(partial(_read, self._today()), self._take, lane="settings currencies")

    def _take(self, shown: CurrenciesShown) -> None:
        self._shown = shown
        self.form.show_base(shown.base)
        for card in self.cards:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [
            CurrencyCard(row, shown.base, self._today(), ask=self._ask, remove=self._remove)
            for row in shown.rows
        ]
        for card in self.cards:
            self._cards.addWidget(card)
        words = _(
            "All amounts are in {base}. A deal or spend in another currency is shown here, and "
            "waits for its rate."
        )
        self.empty.setText(words.format(base=shown.base))
        self.empty.setVisible(not shown.rows)

    def _ask(self, row: CurrencyRow) -> None:
        self.form.begin(row.currency, row.waiting_since or self._today())

    def _suggest(self, code: str) -> None:
        """Put the day from which on a rate mends all that waits, where something does."""
        for row in self._shown.rows:
            if row.currency == code and row.waiting_since is not None:
                self.form.day.show_day(row.waiting_since)

    def _set(self, code: str, day: date, rate: str) -> None:
        def operation(session: Any) -> None:
            from models.money import set_rate

            set_rate(session, code, day, rate)

        self._runner.change(
            operation, lambda _none: self.form.clear(self._today()), failed=self._refuse
        )

    def _remove(self, row: RateRow) -> None:
        def operation(session: Any) -> None:
            from models.money import remove_rate

            remove_rate(session, row.currency, row.valid_from)

        self._runner.change(operation)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        field = error.field if isinstance(error, InvalidValueError) else ""
        self.form.show_refusal(field, str(error))


def _read(today: date, session: Any) -> CurrenciesShown:
    from models.currencies import currencies_in_use
    from models.settings import setting

    return CurrenciesShown(setting(session, "base_currency"), currencies_in_use(session, today))
