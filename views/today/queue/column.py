"""The left column: how much there is to do, whose work is shown, and the list itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from views.theme import current_theme, theme_changed
from views.today.queue.list import QueueList
from views.today.queue.model import QueueModel
from views.today.queue.wording import is_late
from views.widgets import KeyHint, PlainLabel, SegmentedControl, make_button, make_frame

if TYPE_CHECKING:
    from models.queue.rows import QueueItem

MINE, ALL = "mine", "all"
_LEAST_PIXELS: Final = 224


class QueueColumn(QWidget):
    """The queue of one person, or of everybody."""

    scope_changed = Signal()
    """Emitted when other work than before is to be shown."""
    day_asked = Signal()
    """Emitted when the day is to be shown, or the work again, where both have no room."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        theme = current_theme()
        self._measure()
        theme_changed.connect(self._measure)
        self.model = QueueModel(clock=clock, parent=self)
        self.list = QueueList(self.model)
        self.title = PlainLabel(_("Today"), size="title", weight="semibold")
        self.counts = PlainLabel(" ", tone="muted", tabular=True, wrap=True)
        self.scope = SegmentedControl([(MINE, _("Mine")), (ALL, _("All"))], name=_("Whose work"))
        self.scope.changed.connect(lambda _code: self.scope_changed.emit())
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(self.title, 1)
        head.addWidget(self.scope)
        head.addWidget(KeyHint("V"))
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        column = QVBoxLayout(self)
        # The title stands as high as that of a page whose buttons stand beside two lines.
        column.setContentsMargins(
            theme.space(3), theme.space(1.75), theme.space(1.5), theme.space(2)
        )
        column.setSpacing(theme.space())
        self.day = QWidget()
        day = QHBoxLayout(self.day)
        day.setContentsMargins(0, 0, 0, 0)
        day.setSpacing(theme.space())
        day.addWidget(make_button(_("Meetings and counters"), self.day_asked.emit, kind="leading"))
        day.addWidget(KeyHint("Y"))
        day.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self.counts)
        column.addLayout(words)
        column.addWidget(self.day)
        self.day.hide()
        column.addWidget(card, 1)

    @property
    def everybody(self) -> bool:
        """Whether everybody's work is shown."""
        return self.scope.value() == ALL

    def toggle_scope(self) -> None:
        """Show everybody's work, or one's own again."""
        self.scope.set_value(MINE if self.everybody else ALL)
        self.scope_changed.emit()

    def show_items(self, items: "Sequence[QueueItem]") -> None:
        """Show the queue."""
        self.model.show_items(items)
        self.show_counts(items, self.model.now)

    def show_counts(self, items: "Sequence[QueueItem]", now: datetime) -> None:
        """Say how much there is to do, and how much of it is late."""
        self.counts.setText(count_words(items, now))

    def _measure(self) -> None:
        self.setMinimumWidth(current_theme().scaled(_LEAST_PIXELS))


def count_words(items: "Sequence[QueueItem]", now: datetime) -> str:
    """Return how much there is to do in one line."""
    takeable = [item for item in items if item.is_takeable]
    late = sum(is_late(item, now) for item in takeable)
    later = sum(item.waits and item.kind.value != "aside" for item in items)
    words = [_("{count} to do now").format(count=len(takeable))]
    if late:
        words.append(_("{count} overdue").format(count=late))
    if later:
        words.append(_("{count} later").format(count=later))
    return ", ".join(words)
