"""The part of the settings that says what a client is worth."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.language import gettext as _
from views.start.currency import grouped, minor_per_unit, typed_amount, whole_number
from views.theme import current_theme
from views.widgets import FormRow, make_button

_ALL = 100


@dataclass(frozen=True, slots=True)
class WorthBasics:
    """What a client brings in, in minor units of the base currency; nothing where it is unsaid."""

    average_deal_minor: int | None = None
    net_profit_per_client_minor: int | None = None
    share_percent: int = 20


class WorthForm(QWidget):
    """Deal value and net profit per client, and the share of it that a lead is worth."""

    saved = Signal(object)
    """Emitted with the `WorthBasics` to be kept."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._unit = 100
        self._values = WorthBasics()
        self.deal = QLineEdit()
        self.profit = QLineEdit()
        self.share = QLineEdit()
        self.deal.setPlaceholderText(_("Not said"))
        self.profit.setPlaceholderText(_("Not said"))
        self.deal_row = FormRow(
            _("A deal brings in"), self.deal, _("Until deals are won; then those count.")
        )
        self.profit_row = FormRow(_("Net profit per client"), self.profit, _("Optional"))
        self.share_row = FormRow(
            _("Share of it that a lead is worth, in %"),
            self.share,
            _("Rule of thumb: 20\u202f% of the net profit."),
        )
        self.save_button = make_button(_("Save"), self.save, kind="primary")
        self.discard_button = make_button(_("Discard"), self._discard, kind="quiet")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(2))
        for at, row in enumerate(self._rows()):
            grid.addWidget(row, at // 2, at % 2)
            grid.setColumnStretch(at % 2, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addStretch(1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(grid)
        column.addLayout(foot)
        for line in (self.deal, self.profit, self.share):
            line.textEdited.connect(lambda _text: self._mark_edited(edited=True))
            line.returnPressed.connect(self.save)
        self._mark_edited(edited=False)

    def show_values(self, values: WorthBasics, currency: str) -> None:
        """Show what holds, in this currency."""
        self._values = values
        self._unit = minor_per_unit(currency)
        self.deal_row.label.setText(_("A deal brings in ({currency})").format(currency=currency))
        self.profit_row.label.setText(
            _("Net profit per client ({currency})").format(currency=currency)
        )
        if not self.save_button.isEnabled():
            # What is being typed outlives what others change.
            self._discard()

    def keep_editing(self) -> None:
        """Keep what was typed, since it could not be saved."""
        self._mark_edited(edited=True)

    def save(self) -> None:
        """Hand the answers over; where one is wrong, say so beside its field."""
        deal = self._amount(self.deal_row, self.deal)
        profit = self._amount(self.profit_row, self.profit)
        share = whole_number(self.share.text())
        in_range = share is not None and share <= _ALL
        self.share_row.set_error("" if in_range else _("Type a whole number from 1 to 100."))
        wrong = next((row for row in self._rows() if row.error), None)
        if wrong is not None or share is None:
            if wrong is not None:
                wrong.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._mark_edited(edited=False)
        self.saved.emit(WorthBasics(deal, profit, share))

    def _amount(self, row: FormRow, line: QLineEdit) -> int | None:
        number, wrong = typed_amount(line.text(), _("Type a whole amount, for example 12000."))
        row.set_error(wrong)
        return None if number is None else number * self._unit

    def _discard(self) -> None:
        values = self._values
        for line, minor in (
            (self.deal, values.average_deal_minor),
            (self.profit, values.net_profit_per_client_minor),
        ):
            line.setText("" if minor is None else grouped(minor // self._unit))
        self.share.setText(str(values.share_percent))
        for row in self._rows():
            row.set_error("")
        self._mark_edited(edited=False)

    def _mark_edited(self, *, edited: bool) -> None:
        self.save_button.setEnabled(edited)
        self.discard_button.setEnabled(edited)

    def _rows(self) -> tuple[FormRow, FormRow, FormRow]:
        return self.deal_row, self.profit_row, self.share_row
