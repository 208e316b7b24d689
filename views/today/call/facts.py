"""What is to be known before dialling: what time it is there, why now, whence, and which step."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.today.call.wording import local_words, origin_words, step_words, why_words
from views.today.queue.list import reason_of
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.queue.rows import QueueItem
    from views.today.reading import LeadAtDesk


class CallFacts(QWidget):
    """One fact a line, each with its name; what is not known takes no room."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._item: QueueItem | None = None
        self.local = PlainLabel(wrap=True, tabular=True)
        self.why = PlainLabel(wrap=True, selectable=True)
        self.origin = PlainLabel(wrap=True, selectable=True)
        self.step = PlainLabel(wrap=True, selectable=True)
        self._titles: dict[PlainLabel, PlainLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(theme.space(0.25))
        grid.setColumnStretch(1, 1)
        facts = (
            (_("There"), self.local),
            (_("Why now"), self.why),
            (_("From"), self.origin),
            (_("Cadence"), self.step),
        )
        for row, (name, value) in enumerate(facts):
            title = PlainLabel(name, tone="muted")
            title.setBuddy(value)
            value.setMinimumWidth(1)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._titles[value] = title

    def show_item(self, item: "QueueItem", now: datetime, *, another: bool) -> None:
        """Show what the line of the queue knows; of another lead, nothing of the one before."""
        self._item = item
        self._say(self.why, why_words(item) if item.claimed_by is None else reason_of(item))
        self.show_time(now)
        if item.lead_id is None:
            self._say(self.origin, "")
            self._say(self.step, "")
        elif another:
            # Their lines keep their room, so that nothing jumps for the moment until it is read.
            self.origin.setText("")
            self.step.setText("")

    def show_time(self, now: datetime) -> None:
        """Show what the clock shows there now."""
        if self._item is not None:
            self._say(self.local, local_words(self._item, now))
            late = not self._item.callable_now
            self.local.set_tone("warning" if late else "text")

    def show_lead(self, shown: "LeadAtDesk") -> None:
        """Show the rest, now that it was read."""
        self._say(self.origin, origin_words(shown))
        self._say(self.step, step_words(shown))

    def _say(self, value: PlainLabel, words: str) -> None:
        value.say(words)
        self._titles[value].setVisible(bool(words))
