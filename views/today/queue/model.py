"""The queue as an item model: headings that cannot be chosen, and lines of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.clock import Clock, utc_now
from models.language import gettext as _
from views.today.queue.wording import when_words

if TYPE_CHECKING:
    from models.queue.rows import QueueItem

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The `Heading` or `QueueItem` of a row."""
_ROOT: Final = QModelIndex()


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


class QueueModel(QAbstractListModel):
    """Headings and their lines, one below the other."""

    def __init__(self, *, clock: Clock = utc_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.lines: tuple[Heading | QueueItem, ...] = ()
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
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return None if isinstance(line, Heading) else line

    def row_of(self, key: tuple[str, int]) -> int | None:
        """Return where an item stands."""
        for row in range(len(self.lines)):
            item = self.item_at(row)
            if item is not None and item.key == key:
                return row
        return None

    def next_item(self, row: int, step: int) -> int | None:
        """Return the row of the next item in a direction; None where there is none."""
        row += step
        while 0 <= row < len(self.lines):
            if self.item_at(row) is not None:
                return row
            row += step
        return None

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be chosen, and no headings."""
        if not index.isValid() or self.item_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line says; all of it for those who listen."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if isinstance(line, Heading):
            return line.title if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (line.title, line.company, line.grade, when_words(line, self.now), line.reason)
            return ", ".join(part for part in parts if part)
        return None


def _key(line: "Heading | QueueItem") -> tuple[str, object]:
    return ("heading", line.code) if isinstance(line, Heading) else line.key
