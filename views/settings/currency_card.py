"""Exchange rates: the line that takes one, and the card of a currency with those it has."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.currencies import CurrencyRow
from models.language import gettext as _
from models.language import ngettext
from models.money import RateRow
from models.written_days import day_text
from views.settings.fields import DayField
from views.start.currency import CurrencyField, currencies
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, make_button

_SHOWN_FIRST: Final = 6


class RateForm(Card):
    """One line: a currency, a day, and what one unit of it is worth from that day on."""

    entered = Signal(str, object, str)
    """Emitted with the currency's code, the day, and the rate as decimal text."""
    currency_named = Signal(str)
    """Emitted with the code of the currency that was typed, once it is one."""

    def __init__(self, today: date) -> None:
        super().__init__(
            _("Enter a rate"),
            _("Each amount counts by the latest rate that was valid on its day."),
        )
        self._base = ""
        self._named: str | None = None
        self.currency = CurrencyField()
        self.currency.setPlaceholderText(_("For example USD"))
        self.day = DayField(today)
        self.rate = QLineEdit()
        self.rate.setPlaceholderText(_("For example {rate}").format(rate=rate_text("0.92")))
        self.currency_row = FormRow(_("Currency"), self.currency)
        self.day_row = FormRow(_("From day"), self.day)
        self.rate_row = FormRow(_("One unit is worth"), self.rate)
        self.save_button = make_button(
            _("Set rate"), self.enter, kind="primary", keys="Ctrl+Return"
        )
        line = QHBoxLayout()
        line.setSpacing(current_theme().space())
        line.addWidget(self.currency_row, 3)
        line.addWidget(self.day_row, 2)
        line.addWidget(self.rate_row, 3)
        held = QVBoxLayout()
        held.setSpacing(current_theme().space(0.5))
        held.addWidget(PlainLabel(" "))
        held.addWidget(self.save_button)
        held.addStretch(1)
        line.addLayout(held)
        self.column.addLayout(line)
        self.currency.returnPressed.connect(self._go_on)
        self.rate.returnPressed.connect(self.enter)
        self.currency.textChanged.connect(lambda _text: self._name())

    def show_base(self, base: str) -> None:
        """Say in which currency rates are."""
        self._base = base
        self._say_unit()

    def begin(self, currency: str, day: date) -> None:
        """Ask for the rate of a currency from a day on."""
        self.currency.set_code(currency)
        self.day.show_day(day)
        self.rate.clear()
        self.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self, today: date) -> None:
        """Be ready for the next rate."""
        had_focus = any(one.hasFocus() for one in (self.rate, self.save_button))
        self.currency.clear()
        self.rate.clear()
        self.day.show_day(today)
        for row in self._rows():
            row.set_error("")
        if had_focus:
            self.currency.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, field: str, sentence: str) -> None:
        """Say beside its field why a rate cannot be taken."""
        rows = dict(zip(("currency", "valid_from", "rate"), self._rows(), strict=True))
        row = rows.get(field, self.rate_row)
        row.set_error(sentence)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Hand the rate over; what cannot be read is said beside its field."""
        for row in self._rows():
            row.set_error("")
        code = self.currency.code()
        if code is None:
            self.show_refusal("currency", _("Choose a currency from the list, for example USD."))
            return
        self.entered.emit(code, self.day.day(), _decimal(self.rate.text()))

    def _go_on(self) -> None:
        # Enter also takes a line of the completer, whose text is put in only after this.
        if self.currency.code() is not None:
            self.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> None:
        named, self._named = self._named, self.currency.code()
        self._say_unit()
        if self._named is not None:
            self.currency_row.set_error("")
            if self._named != named:
                self.currency_named.emit(self._named)

    def _say_unit(self) -> None:
        words = _("One unit is worth, in {base}")
        if self._named is not None:
            words = _("One {currency} is worth, in {base}")
        words = words.format(currency=self._named, base=self._base)
        self.rate_row.label.setText(words)
        self.rate.setAccessibleName(words)

    def _rows(self) -> tuple[FormRow, FormRow, FormRow]:
        return self.currency_row, self.day_row, self.rate_row


class CurrencyCard(Card):
    """What is in a currency, what waits, and its rates, the one that holds now first."""

    def __init__(
        self,
        row: CurrencyRow,
        base: str,
        today: date,
        *,
        ask: Callable[[CurrencyRow], object],
        remove: Callable[[RateRow], object],
    ) -> None:
        name = currencies(QLocale().name()).get(row.currency, "")
        super().__init__(f"{row.currency} – {name}" if name else row.currency, _in_use(row))
        self._row = row
        self._base = base
        self._today = today
        self._remove = remove
        self.state = PlainLabel(wrap=True)
        self.ask_button = make_button(_("Enter a rate"), lambda: ask(row), icon_name="plus")
        self.ask_button.setAccessibleName(
            _("Enter a rate of {currency}").format(currency=row.currency)
        )
        head = QHBoxLayout()
        head.setSpacing(current_theme().space(2))
        head.addWidget(self.state, 1)
        head.addWidget(self.ask_button, 0, Qt.AlignmentFlag.AlignTop)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(current_theme().space(0.5))
        self.all_button = make_button("", self.show_all, kind="leading")
        self.column.addLayout(head)
        self.column.addLayout(self.lines)
        self.column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._say_state()
        self._add_lines(row.rates[:_SHOWN_FIRST])
        over = len(row.rates) - _SHOWN_FIRST
        self.all_button.setVisible(over > 0)
        self.all_button.setText(
            ngettext(
                "Show {count} earlier rate", "Show {count} earlier rates", max(over, 0)
            ).format(count=over)
        )

    def show_all(self) -> None:
        """Show the earliest rates as well."""
        self.all_button.hide()
        self._add_lines(self._row.rates[_SHOWN_FIRST:])

    def _say_state(self) -> None:
        row = self._row
        if row.waiting_since is None:
            words = _("Every amount has its rate.") if row.deals + row.spends else ""
            self.state.setText(words)
            self.state.set_tone("muted")
            return
        words = ngettext(
            "{count} amount waits for a rate and cannot be counted. Enter one valid from "
            "{day} or earlier.",
            "{count} amounts wait for a rate and cannot be counted. Enter one valid from "
            "{day} or earlier.",
            row.waiting,
        )
        self.state.setText(words.format(count=row.waiting, day=day_text(row.waiting_since)))
        self.state.set_tone("warning")

    def _add_lines(self, rows: tuple[RateRow, ...]) -> None:
        for one in rows:
            self.lines.addWidget(self._line(one))

    def _line(self, one: RateRow) -> QWidget:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(current_theme().space(2))
        valid = (rate for rate in self._row.rates if rate.valid_from <= self._today)
        holds = one == next(valid, None)
        rate = _("1 {currency} = {rate} {base}").format(
            currency=one.currency, rate=rate_text(format(one.rate, "f")), base=self._base
        )
        since = _("from {day}").format(day=day_text(one.valid_from))
        inside.addWidget(PlainLabel(rate, weight="medium" if holds else "regular", tabular=True))
        inside.addWidget(PlainLabel(since, tone="muted", tabular=True))
        inside.addWidget(PlainLabel(_("holds today") if holds else "", tone="muted"), 1)
        remove = make_button("", lambda: self._remove(one), kind="quiet", icon_name="x")
        remove.setToolTip(_("Remove"))
        remove.setAccessibleName(
            _("Remove the rate of {currency} from {day}").format(
                currency=one.currency, day=day_text(one.valid_from)
            )
        )
        inside.addWidget(remove)
        return line


def rate_text(rate: str) -> str:
    """Return a rate with the decimal sign of the person's country."""
    return rate.replace(".", QLocale().decimalPoint())


def _decimal(typed: str) -> str:
    """Return a typed rate with a point; a comma is one only where the country writes it so."""
    point = QLocale().decimalPoint()
    return typed.strip() if "." in typed else typed.strip().replace(point, ".")


def _in_use(row: CurrencyRow) -> str:
    parts = []
    if row.deals:
        words = ngettext("{count} deal", "{count} deals", row.deals)
        parts.append(words.format(count=row.deals))
    if row.spends:
        words = ngettext("{count} spend of a campaign", "{count} spends of campaigns", row.spends)
        parts.append(words.format(count=row.spends))
    return ", ".join(parts) or _("No deal and no spend is in this currency.")
