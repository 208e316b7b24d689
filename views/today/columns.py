"""The three columns of the Today page: the queue, the work, and the day where there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from views.theme import current_theme, theme_changed
from views.today.day.panel import DayPanel
from views.today.middle import Middle
from views.today.queue.column import QueueColumn

_DAY_PIXELS = 224


class DeskColumns(QSplitter):
    """Shows queue, work and day side by side; where they do not fit, the day gives way."""

    def __init__(
        self, queue: QueueColumn, middle: Middle, day: DayPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        theme = current_theme()
        self._queue = queue
        self._middle = middle
        self._day_wanted = False
        self._room = 0
        self._day_holder = QWidget()
        holder = QVBoxLayout(self._day_holder)
        holder.setContentsMargins(*(theme.space(2),) * 4)
        holder.addWidget(day)
        self.setObjectName("today.desk")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for widget, stretch in ((queue, 3), (middle, 6), (self._day_holder, 3)):
            self.addWidget(widget)
            self.setStretchFactor(self.count() - 1, stretch)
        self.setSizes([288, 540, 272])
        self._measure()
        # After the columns beside it, which hear of the theme first.
        theme_changed.connect(self._fit_again)

    @property
    def least_width(self) -> int:
        """The room that queue and work need; the day needs none."""
        return self._queue.minimumWidth() + self._middle.minimumWidth() + self.handleWidth()

    def fit(self, width: int) -> None:
        """Show the columns that a width has room for."""
        self._room = width
        needed = sum(one.minimumWidth() for one in (self._queue, self._middle, self._day_holder))
        narrow = width < needed + 2 * self.handleWidth()
        self._day_holder.setVisible(not narrow or self._day_wanted)
        self._middle.setVisible(not narrow or not self._day_wanted)
        self._queue.day.setVisible(narrow)

    def toggle_day(self, width: int) -> None:
        """Where there is no room for all, show the day in place of the work, or the work again."""
        self._day_wanted = not self._day_wanted
        self.fit(width)

    def show_work(self) -> None:
        """Show the work again where the day stands in its place: what keys do must be seen."""
        if self._day_wanted:
            self._day_wanted = False
            self.fit(self._room)

    def _measure(self) -> None:
        self._day_holder.setMinimumWidth(current_theme().scaled(_DAY_PIXELS))

    def _fit_again(self) -> None:
        self._measure()
        self.fit(self._room)
