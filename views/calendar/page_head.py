"""The head of the calendar: which days, whose, and what can be printed of them."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.appointments.calendar_page import CalendarWeek
from models.language import gettext as _
from views.calendar.words import days_words
from views.theme import current_theme
from views.widgets import (
    PlainLabel,
    SectionHeader,
    SegmentedControl,
    fill_choices,
    make_button,
)
from views.widgets.menus import Menu

_ONE_ROW_FROM: Final = 620


class CalendarHead(QWidget):
    """Buttons for what the keys of the page do, and the days in words."""

    stepped = Signal(int)
    """Emitted with -1 or 1: the days before or after."""
    today_asked = Signal()
    span_chosen = Signal(str)
    """Emitted with week or day."""
    closer_chosen = Signal(object)
    """Emitted with the id of the closer whose week is wanted."""
    print_asked = Signal(str)
    """Emitted with days, agenda or preparation."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.header = SectionHeader(_("Calendar"), " ", top=True)
        self.days = self.header.title
        self.before_button = make_button(
            "",
            lambda: self.stepped.emit(-1),
            icon_name="caret-left",
            tip=_("Earlier (Page Up)"),
        )
        self.today_button = make_button(_("Today"), self.today_asked.emit, tip=_("Today (T)"))
        self.after_button = make_button(
            "", lambda: self.stepped.emit(1), icon_name="caret-right", tip=_("Later (Page Down)")
        )
        self.span = SegmentedControl(
            (("week", _("Week")), ("day", _("Day"))), name=_("What is shown")
        )
        self.span.setToolTip(_("W and D switch"))
        self.closer = QComboBox()
        self.closer.setAccessibleName(_("Whose week"))
        self.closer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.closer.setMaximumWidth(theme.scaled(200))
        self.print_button = make_button(_("Print"), icon_name="printer", tip=_("Print or save"))
        self.print_button.setMenu(self._menu())
        steps = QHBoxLayout()
        steps.setSpacing(theme.space(0.5))
        steps.addWidget(self.before_button)
        steps.addWidget(self.today_button)
        steps.addWidget(self.after_button)
        steps.addStretch()
        choices = QHBoxLayout()
        choices.setSpacing(theme.space())
        choices.addWidget(self.closer)
        choices.addWidget(self.span)
        choices.addWidget(self.print_button)
        choices.addStretch()
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.row.setSpacing(theme.space())
        self.row.addLayout(steps, 1)
        self.row.addLayout(choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.header)
        column.addLayout(self.row)
        self.unsure = PlainLabel(tone="warning", wrap=True)
        self.unsure.hide()
        column.addWidget(self.unsure)
        self.span.changed.connect(self.span_chosen)
        self.closer.activated.connect(lambda at: self.closer_chosen.emit(self.closer.itemData(at)))

    def fit(self, width: int) -> None:
        """Put what is chosen below the steps where both have no room side by side."""
        is_wide = width >= current_theme().scaled(_ONE_ROW_FROM)
        directions = QBoxLayout.Direction
        self.row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def show_week(self, week: CalendarWeek, summary: str) -> None:
        """Say which days are shown and whose."""
        is_week = len(week.days) > 1
        self.header.set_caption(summary)
        self.days.setText(days_words([one.day for one in week.days]))
        self.span.set_value("week" if is_week else "day")
        shown = week.closers[0].id if week.closers else None
        choices = tuple((str(one), name) for one, name in week.everybody)
        fill_choices(self.closer, choices, str(shown))
        for at, (one, _name) in enumerate(week.everybody):
            self.closer.setItemData(at, one, Qt.ItemDataRole.UserRole)
        self.closer.setVisible(is_week and len(choices) > 1)

    def show_sureness(self, sentence: str) -> None:
        """Say of whom it is not known when they are busy; nothing hides the line."""
        self.unsure.say(sentence)

    def _menu(self) -> Menu:
        menu = Menu(self)
        for code, words, keys in (
            ("days", _("The calendar as shown"), "Ctrl+P"),
            ("agenda", _("Agenda of the closer"), "A"),
            ("preparation", _("Preparation sheet of the meeting"), "P"),
        ):
            action = QAction(f"{words}\t{keys}", menu)
            action.triggered.connect(lambda _checked=False, code=code: self.print_asked.emit(code))
            menu.addAction(action)
        return menu
