"""The day beside the work: counters against the plan, what has its minute, the lead's timeline."""

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.language import ngettext
from views.charts.numbers import whole
from views.lead_page.parts.timeline import Timeline
from views.leads.wording import short_day
from views.runner import Runner
from views.theme import current_theme
from views.today.day.lines import DayLine, day_lines
from views.today.queue.wording import weekday_of
from views.today.week_card import WeekCard
from views.widgets import ElidedLabel, PlainLabel, Sign, empty_layout, make_button, scrolled

if TYPE_CHECKING:
    from models.ids import LeadId
    from models.queue.rows import DayCounters
    from views.today.reading import TodayShown

_LINES: Final = 6


class DayPanel(QWidget):
    """Shows the day of who is on duty, and the timeline of the lead that is worked on."""

    meeting_asked = Signal(object)
    """Emitted with the id of an appointment that a person wants to see."""
    item_asked = Signal(object)
    """Emitted with the key of a line of the queue that a person wants to see."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        theme = current_theme()
        self.title = PlainLabel(weight="semibold")
        self.touches = Counter(_("Touches"))
        self.bookings = Counter(_("Booked"))
        self.reached = PlainLabel(tone="muted", tabular=True)
        self.week = WeekCard()
        self.week.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(0.5))
        self.nothing = PlainLabel(_("No meetings or promised calls left today."), tone="muted",
                                  wrap=True)  # fmt: skip
        self.timeline = Timeline(runner)
        # The kinds of entries must not make the column wider than it is.
        self.timeline.kinds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.timeline.kinds.setMinimumContentsLength(8)
        self.timeline.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.space(0.5), 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.title)
        column.addLayout(self._counters())
        column.addLayout(self._lines)
        column.addWidget(self.nothing)
        column.addWidget(self.week)
        column.addWidget(self.timeline)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        area = scrolled(inside)
        # A long address in the timeline is cut rather than let to move everything aside.
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around.addWidget(area)

    def show_day(self, shown: "TodayShown", now: datetime) -> None:
        """Show the day as it stands."""
        today = now.astimezone()
        day = short_day(today.date(), today.date())
        self.title.setText(_("Today, {weekday} {day}").format(weekday=weekday_of(today), day=day))
        self._show_counters(shown.counters)
        lines = day_lines(shown.meetings, shown.items, now)
        empty_layout(self._lines)
        for line in lines[:_LINES]:
            self._lines.addWidget(self._line(line))
        if len(lines) > _LINES:
            more = _("and {count} more today").format(count=len(lines) - _LINES)
            self._lines.addWidget(PlainLabel(more, tone="muted"))
        self.nothing.setVisible(not lines)
        if shown.week is not None:
            self.week.show_week(shown.week)
        self.week.setVisible(shown.week is not None and shown.week.handed > 0)

    def show_lead(self, lead_id: "LeadId | None", today: date) -> None:
        """Show the timeline of a lead; none where none is worked on."""
        self.timeline.setVisible(lead_id is not None)
        if lead_id is not None:
            self.timeline.show_lead(lead_id, today)

    def _counters(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(current_theme().space(2))
        grid.addWidget(self.touches, 0, 0)
        grid.addWidget(self.bookings, 0, 1)
        grid.addWidget(self.reached, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _show_counters(self, counters: "DayCounters") -> None:
        self.touches.show_count(counters.touches, counters.planned_touches)
        self.bookings.show_count(counters.bookings, counters.planned_bookings)
        calls = ngettext("{count} call", "{count} calls", counters.calls)
        reached = ngettext("{count} person reached", "{count} people reached", counters.connected)
        self.reached.setText(
            _("{calls}, {reached}").format(
                calls=calls.format(count=whole(counters.calls)),
                reached=reached.format(count=whole(counters.connected)),
            )
        )

    def _line(self, line: DayLine) -> QWidget:
        theme = current_theme()
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(0)
        grid.addWidget(PlainLabel(f"{line.at.astimezone():%H:%M}", tabular=True), 0, 0)
        grid.addWidget(Sign(*line.sign), 0, 1)
        button = make_button(line.words, partial(self._open, line), kind="leading")
        button.setMinimumWidth(1)
        button.setAccessibleDescription(line.says)
        grid.addWidget(button, 0, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(ElidedLabel(line.says, size="small", tone="muted"), 1, 2)
        grid.setColumnStretch(2, 1)
        return row

    def _open(self, line: DayLine) -> None:
        if line.appointment_id is not None:
            self.meeting_asked.emit(line.appointment_id)
        elif line.key is not None:
            self.item_asked.emit(line.key)


class Counter(QWidget):
    """How many are done of those that are planned; without a plan, how many are done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        theme = current_theme()
        self.number = PlainLabel(size="heading", weight="semibold", tabular=True)
        self.plan = PlainLabel(tone="muted", tabular=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        head = QHBoxLayout()
        head.setSpacing(theme.space(0.5))
        head.addWidget(self.number)
        head.addWidget(self.plan)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        column.addWidget(PlainLabel(name, size="small", tone="muted"))
        column.addLayout(head)
        column.addWidget(self.bar)

    def show_count(self, done: int, planned: int | None) -> None:
        """Show a count against its plan."""
        self.number.setText(whole(done))
        self.plan.setText("" if planned is None else _("/ {count}").format(count=whole(planned)))
        self.bar.setVisible(planned is not None)
        self.bar.setRange(0, max(1, planned or 1))
        self.bar.setValue(min(done, planned or done))

    def minimumSizeHint(self) -> QSize:
        """Share a narrow column with another one."""
        return QSize(current_theme().scaled(72), super().minimumSizeHint().height())
