"""The part of a form that says what a workspace counts by; first start and settings share it."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from models.language import gettext as _
from views.start.currency import CurrencyField, grouped, minor_per_unit, typed_amount
from views.start.values import Targets, WorkspaceBasics
from views.theme import current_theme
from views.widgets import FormRow, fill_choices


class BasicsForm(QWidget):
    """Base currency, the fiscal year's first month, and the targets per period."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.currency = CurrencyField()
        self.month = QComboBox()
        locale = QLocale()
        style = QLocale.FormatType.LongFormat
        months = [(str(at), locale.standaloneMonthName(at, style)) for at in range(1, 13)]
        fill_choices(self.month, tuple((code, name.capitalize()) for code, name in months), "1")
        self.clients = QLineEdit()
        self.clients.setPlaceholderText(_("No target"))
        self.revenue = QLineEdit()
        self.revenue.setPlaceholderText(_("No target"))
        self.currency_row = FormRow(_("Base currency"), self.currency)
        self.month_row = FormRow(_("Fiscal year starts in"), self.month)
        self.clients_row = FormRow(_("Target: clients a month"), self.clients, _("Optional"))
        self.revenue_row = FormRow(_("Target: revenue a quarter"), self.revenue, _("Optional"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(2))
        for at, row in enumerate(
            (self.currency_row, self.month_row, self.clients_row, self.revenue_row)
        ):
            grid.addWidget(row, at // 2, at % 2)
            grid.setColumnStretch(at % 2, 1)
        for line in (self.currency, self.clients, self.revenue):
            line.textEdited.connect(lambda _text: self.edited.emit())
        completer = self.currency.completer()
        completer.activated.connect(lambda _chosen: self.edited.emit())
        self.month.activated.connect(lambda _at: self.edited.emit())
        self.currency.textChanged.connect(lambda _text: self._say_unit())

    def show_values(self, values: WorkspaceBasics) -> None:
        """Show what holds."""
        targets = values.targets
        self.currency.set_code(values.base_currency)
        self.month.setCurrentIndex(values.fiscal_year_first_month - 1)
        clients = targets.clients_per_month
        self.clients.setText("" if clients is None else grouped(clients))
        minor = targets.revenue_per_quarter_minor
        unit = minor_per_unit(values.base_currency)
        self.revenue.setText("" if minor is None else grouped(minor // unit))
        for row in (self.currency_row, self.clients_row, self.revenue_row):
            row.set_error("")

    def read_values(self) -> WorkspaceBasics | None:
        """Return the answers; where one is wrong, say so beside its field and return nothing."""
        code = self.currency.code()
        self.currency_row.set_error(
            "" if code else _("Choose a currency from the list, for example EUR.")
        )
        clients = self._read_target(self.clients_row, _("Type a whole number, for example 12."))
        revenue = self._read_target(self.revenue_row, _("Type a whole amount, for example 250000."))
        if not code or self.first_wrong() is not None:
            return None
        minor = None if revenue is None else revenue * minor_per_unit(code)
        return WorkspaceBasics(
            base_currency=code,
            fiscal_year_first_month=self.month.currentIndex() + 1,
            targets=Targets(clients_per_month=clients, revenue_per_quarter_minor=minor),
        )

    def first_wrong(self) -> QWidget | None:
        """Return the first field that has something wrong, if any."""
        rows = (self.currency_row, self.clients_row, self.revenue_row)
        return next((row.field for row in rows if row.error), None)

    def _read_target(self, row: FormRow, complaint: str) -> int | None:
        line = row.field
        text = line.text() if isinstance(line, QLineEdit) else ""
        number, wrong = typed_amount(text, complaint)
        row.set_error(wrong)
        return number

    def _say_unit(self) -> None:
        code = self.currency.code()
        label = _("Target: revenue a quarter")
        self.revenue_row.label.setText(f"{label} ({code})" if code else label)
