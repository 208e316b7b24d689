"""The queue as an item model: headings that cannot be chosen, and lines of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.clock import Clock, utc_now
from models.language import gettext as _
from views.today.queue.wording import when_words
from views.widgets.painted_lines import LineModel

if TYPE_CHECKING:
    from models.queue.rows import QueueItem


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a part of the queue, with how many lines belong to it."""

    code: str
    title: str
    count: int


def with_headings(items: "Sequence[QueueItem]") -> "tuple[Heading | QueueItem, ...]":
    """Return the queue in its parts: what to do now, what waits, what others do, what is aside."""
    others = [item for item in items if item.claimed_by is not None]
    now = [item for item in items if item.claimed_by is None and not item.waits]
    aside = [item for item in items if item.kind.value == "aside"]
    later = [
        item
        for item in items
        if item.claimed_by is None and item.waits and item.kind.value != "aside"
    ]
    lines: list[Heading | QueueItem] = []
    for code, title, part in (
        ("next", _("Next"), now),
        ("later", _("Later"), later),
        ("others", _("Others are on it"), others),
        ("aside", _("Put aside"), aside),
    ):
        if part:
            lines += (Heading(code, title, len(part)), *part)
    return tuple(lines)


class QueueModel(LineModel):
    """Headings and their lines, one below the other."""

    heading = Heading
    lines: "tuple[Heading | QueueItem, ...]"

    def __init__(self, *, clock: Clock = utc_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.now = clock()

    def show_items(self, items: "Sequence[QueueItem]") -> None:
        """Show these items in their order; the same lines are kept in place."""
        lines = with_headings(items)
        self.now = self._clock()
        if [_key(line) for line in lines] == [_key(line) for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1), [])
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def tick(self) -> datetime:
        """Let time go by: what is left is reckoned anew, without asking anybody."""
        self.now = self._clock()
        return self.now

    def item_at(self, row: int) -> "QueueItem | None":
        """Return the item of a row; None for a heading."""
        item: QueueItem | None = self.line_at(row)
        return item

    def row_of(self, key: tuple[str, int]) -> int | None:
        """Return where an item stands."""
        for row in range(len(self.lines)):
            item = self.item_at(row)
            if item is not None and item.key == key:
                return row
        return None

    # What the lines say

    def written(self, line: "Heading | QueueItem") -> str:
        """Return the name of a lead, or the title of a part."""
        return line.title

    def spoken(self, line: "QueueItem") -> str:
        """Return all of an item, for those who listen."""
        parts = (line.title, line.company, line.grade, when_words(line, self.now), line.reason)
        return ", ".join(part for part in parts if part)


def _key(line: "Heading | QueueItem") -> tuple[str, object]:
    return ("heading", line.code) if isinstance(line, Heading) else line.key
