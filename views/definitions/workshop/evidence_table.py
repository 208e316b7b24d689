"""A table of evidence: words to the left, figures to the right, rows that can be ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QTableView

from views.theme import current_theme, theme_changed
from views.widgets.labels import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_ROWS_AT_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row: what it is about, its figures in words, and whether it can be taken over."""

    cells: tuple[str, ...]
    can_be_taken: bool = False


class EvidenceModel(QAbstractTableModel):
    """Rows of evidence; those that can be taken over carry a tick."""

    ticked_changed = Signal()

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._rows: tuple[EvidenceRow, ...] = ()
        self._ticked: set[int] = set()
        self._single = False

    @property
    def ticked(self) -> tuple[int, ...]:
        """The rows that are to be taken over, in order."""
        return tuple(sorted(self._ticked))

    def show_rows(
        self, rows: Sequence[EvidenceRow], only: int | None = None, *, ticked: bool = True
    ) -> None:
        """Show these rows with everything ticked that can be, or one row where `only` one can."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._single = only is not None
        can_be = {at for at, row in enumerate(rows) if row.can_be_taken}
        wanted = can_be if only is None else can_be & {only}
        self._ticked = wanted if ticked else set()
        self.endResetModel()
        self.ticked_changed.emit()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words, its side, or its tick; words that are cut off are in the tip."""
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return plain_tip(row.cells[0])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and row.can_be_taken:
            ticked = index.row() in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or take the tick back."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._rows[index.row()].can_be_taken:
            return False
        before = set(self._ticked)
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._ticked = {index.row()} if self._single else {*before, index.row()}
        else:
            self._ticked.discard(index.row())
        for row in before ^ self._ticked:
            changed = self.index(row, 0)
            self.dataChanged.emit(changed, changed, [role])
        self.ticked_changed.emit()
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let rows that can be taken over be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self._rows[index.row()].can_be_taken:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's name, on the side of its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class EvidenceTable(QTableView):
    """A table as high as its rows, up to a dozen. Space ticks the current row."""

    def __init__(self, model: EvidenceModel, name: str) -> None:
        super().__init__()
        self.evidence = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("kind", "evidence")
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        # Rather below the rows than a column that nobody comes to.
        self.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._fit())
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._fit)
        theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        row = current_theme().scaled(30)
        self.verticalHeader().setDefaultSectionSize(row)
        shown = min(max(1, self.evidence.rowCount()), _ROWS_AT_MOST)
        across = self.horizontalScrollBar()
        bar = across.sizeHint().height() if across.maximum() > 0 else 0
        self.setFixedHeight(shown * row + self.horizontalHeader().sizeHint().height() + bar + 4)
