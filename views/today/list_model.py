"""The lines of the Today page as an item model: headings that cannot be chosen, and entries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.clock import Clock, utc_now
from views.today.entries import Entry, Section

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The `Section` or `Entry` of a row."""
_ROOT: Final = QModelIndex()


class TodayModel(QAbstractListModel):
    """Sections and their entries, one below the other."""

    def __init__(self, *, clock: Clock = utc_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.lines: tuple[Section | Entry, ...] = ()
        self.now = clock()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these sections; the same lines are kept in place."""
        lines: list[Section | Entry] = []
        for section in sections:
            lines += (section, *section.entries)
        self.now = self._clock()
        if [_key(line) for line in lines] == [_key(line) for line in self.lines]:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1), [])
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def tick(self) -> datetime:
        """Let time go by: what is left is reckoned anew, without asking anybody."""
        self.now = self._clock()
        return self.now

    def entry_at(self, row: int) -> Entry | None:
        """Return the entry of a row; None for a heading."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Entry) else None

    def row_of(self, key: tuple[str, int]) -> int | None:
        """Return where an entry stands."""
        for row, line in enumerate(self.lines):
            if isinstance(line, Entry) and line.key == key:
                return row
        return None

    def next_entry(self, row: int, step: int) -> int | None:
        """Return the row of the next entry in a direction; None where there is none."""
        row += step
        while 0 <= row < len(self.lines):
            if isinstance(self.lines[row], Entry):
                return row
            row += step
        return None

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let entries be chosen, and no headings."""
        if not index.isValid() or self.entry_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line says; all of it for those who listen."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if isinstance(line, Section):
            return line.title if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (line.name, line.company, line.grade, line.time_words(self.now), line.why)
            return ", ".join(part for part in parts if part)
        return None


def _key(line: Section | Entry) -> tuple[str, object]:
    return ("section", line.kind) if isinstance(line, Section) else line.key
