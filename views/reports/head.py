"""What all reports are asked about, said once at the top: which days and which leads."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.conditions.condition import Condition
from models.errors import InvalidValueError
from models.language import gettext as _
from models.reporting.asked import Asked, asked_about
from models.topics import Topic
from views.leads.filters.condition_line import ConditionLine
from views.reports.periods import CUSTOM, USUAL, period_choices, period_of, period_words
from views.runner import Runner
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, fill_choices, set_tip

PERIOD_KEY: Final = "P"
_FORM: Final = "dd MMM yyyy"


class ReportsHead(QWidget):
    """The period as a choice, the segment as conditions that read as a sentence."""

    changed = Signal()
    """Emitted when something else is asked about."""
    left = Signal()
    """Emitted when a person is through with the conditions."""

    def __init__(self, runner: Runner, today: Callable[[], date], zone: Callable[[], str]) -> None:
        super().__init__()
        theme = current_theme()
        self._today = today
        self._zone = zone
        self._segment: tuple[Condition, ...] = ()
        self._first_month = 1
        self.period = QComboBox()
        self.period.setAccessibleName(_("Period"))
        set_tip(self.period, _("Which days the reports are about"), PERIOD_KEY)
        fill_choices(self.period, period_choices(), USUAL)
        self.first, self.last = QDateEdit(), QDateEdit()
        for field, name in ((self.first, _("First day")), (self.last, _("Last day"))):
            field.setCalendarPopup(True)
            field.setDisplayFormat(_FORM)
            field.setAccessibleName(name)
        self.words = PlainLabel(tone="muted")
        self.problem = PlainLabel(tone="danger", wrap=True)
        self.conditions = ConditionLine(runner, checked_elsewhere=frozenset())
        self.conditions.changed.connect(self._take_segment)
        self.conditions.done.connect(self.left)
        asked = QHBoxLayout()
        asked.setSpacing(theme.space())
        asked.addWidget(self.period)
        asked.addWidget(KeyHint(PERIOD_KEY))
        for widget in (self.first, self.last, self.words):
            asked.addWidget(widget)
        asked.addSpacing(theme.space(2))
        asked.addWidget(PlainLabel(_("Leads:"), tone="muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        # While a condition is being made, the line grows downwards.
        row.addLayout(asked)
        row.setAlignment(asked, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.conditions, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(row)
        column.addWidget(self.problem)
        self.problem.hide()
        self._show_period()
        self.period.currentIndexChanged.connect(lambda _at: self._choose())
        self.period.activated.connect(lambda _at: self._go_to_days())
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self._tell())
        self._runner = runner
        runner.changed.connect(self._hear)
        self._read_month()

    def asked(self) -> Asked:
        """Return what is asked; refuses a period that ends before it begins."""
        first, last = self.days()
        return asked_about(first, last, self._zone(), self._segment)

    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        code = self.period.currentData()
        if code != CUSTOM:
            return period_of(code, self._today(), self._first_month)
        first, last = self.first.date(), self.last.date()
        return _day_of(first), _day_of(last)

    def choose_period(self, code: str) -> None:
        """Ask about another period."""
        self.period.setCurrentIndex(self.period.findData(code))

    def show_days(self, first: date, last: date) -> None:
        """Ask about the days from one to another."""
        self._set_days(first, last)
        if self.period.currentData() == CUSTOM:
            self._tell()
        else:
            self.choose_period(CUSTOM)

    def is_narrowed(self) -> bool:
        """Say whether only some leads are asked about."""
        return bool(self._segment)

    def forget_segment(self) -> None:
        """Ask about all leads again."""
        self.conditions.show_conditions(())
        self._take_segment(())

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and Topic.SETTINGS in topics:
            self._read_month()

    def _read_month(self) -> None:
        self._runner.read(_first_month, self._take_month, lane="reports fiscal year")

    def _take_month(self, month: int) -> None:
        if not isValid(self) or month == self._first_month:
            return
        before = None if self.period.currentData() == CUSTOM else self.days()
        self._first_month = month
        if before not in {None, self.days()}:
            self._choose()

    def _choose(self) -> None:
        self._show_period()
        self._tell()

    def _go_to_days(self) -> None:
        """Let whoever chose days of their own type them."""
        if self.period.currentData() == CUSTOM:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_period(self) -> None:
        is_custom = self.period.currentData() == CUSTOM
        self.first.setVisible(is_custom)
        self.last.setVisible(is_custom)
        self.words.setVisible(not is_custom)
        if not is_custom:
            # Days of one's own choice begin with those that were shown last.
            self._set_days(*self.days())
            self.words.setText(period_words(*self.days()))

    def _set_days(self, first: date, last: date) -> None:
        for field, day in ((self.first, first), (self.last, last)):
            blocked = field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(blocked)

    def _take_segment(self, conditions: object) -> None:
        if isinstance(conditions, tuple):
            self._segment = conditions
            self._tell()

    def _tell(self) -> None:
        try:
            self.asked()
        except InvalidValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.problem.hide()
        self.changed.emit()


def _first_month(session: Any) -> int:
    from models.settings import number_setting

    return number_setting(session, "fiscal_year_first_month")


def _day_of(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
