"""The table of an answer: arrow keys go from number to number, Enter opens the list behind one."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QTableView

from views.reports.content import Cell, Told
from views.theme import current_theme, set_tabular, theme_changed
from views.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_ROW_PIXELS: Final = 30
_TWO_LINES_PIXELS: Final = 46
_LONG_HEADING: Final = 15
_LEAST_PIXELS: Final = 132
_ROLE: Final = Qt.ItemDataRole


class AnswerModel(QAbstractTableModel):
    """The columns and lines of one answer; in two lines, ranges stand below their numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.told = Told("")
        self.in_two_lines = False

    def show_answer(self, told: Told) -> None:
        """Show another answer."""
        self.beginResetModel()
        self.told = told
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell."""
        return self.told.lines[row].cells[column]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.told.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.told.columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return a cell's words, side and look."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == _ROLE.DisplayRole and self.in_two_lines:
            return cell.text.replace(" (", "\n(", 1)
        if role in {_ROLE.DisplayRole, _ROLE.AccessibleTextRole}:
            return cell.text
        if role == _ROLE.ToolTipRole:
            return plain_tip(cell.text)
        if role == _ROLE.TextAlignmentRole:
            return self._side(index.column())
        if role == _ROLE.ForegroundRole and cell.behind is not None:
            return current_theme().colour("accent")
        if role == _ROLE.FontRole:
            bold = self.told.lines[index.row()].is_sum
            font = QFont(current_theme().font("body", "semibold" if bold else "regular"))
            set_tabular(font)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.told.columns):
            return None
        title = self.told.columns[section].title
        if role == _ROLE.DisplayRole and self.in_two_lines and len(title) > _LONG_HEADING:
            return _halved(title)
        if role in {_ROLE.DisplayRole, _ROLE.AccessibleTextRole}:
            return title
        return self._side(section) if role == _ROLE.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        is_number = self.told.columns[column].is_number
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _halved(words: str) -> str:
    """Return words in two lines that are as even as they can be."""
    breaks = [at for at, sign in enumerate(words) if sign == " "]
    if not breaks:
        return words
    at = min(breaks, key=lambda at: abs(2 * at - len(words)))
    return f"{words[:at]}\n{words[at + 1 :]}"


class AnswerTable(QTableView):
    """As high as its lines, so that the page scrolls and not the table.

    Where its columns do not fit the page, it has two lines for what it says in one.
    """

    opened = Signal(object, str)
    """Emitted with the `Behind` of a number and the words for it."""
    looked_at = Signal(str)
    """Emitted with what there is to say about the current line."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = AnswerModel(self)
        self.setModel(self.answer)
        self.setProperty("kind", "evidence")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.clicked.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._look_at(now))
        self.answer.modelReset.connect(self._fit)
        theme_changed.connect(self._fit)

    def show_answer(self, told: Told, name: str) -> None:
        """Show another answer; the same place stays current where there is one."""
        before = self.currentIndex()
        place = before.row(), before.column()
        self.answer.show_answer(told)
        self.setAccessibleName(name)
        if told.lines:
            row = min(max(place[0], 0), len(told.lines) - 1)
            column = min(max(place[1], 1), len(told.columns) - 1)
            self.setCurrentIndex(self.answer.index(row, column))

    def forget_place(self) -> None:
        """Begin the next answer at its first number."""
        self.setCurrentIndex(QModelIndex())

    def sizeHint(self) -> QSize:
        """Ask for the height of all lines."""
        rows = self.answer.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return QSize(320, self.horizontalHeader().sizeHint().height() + rows + more + 2)

    def minimumSizeHint(self) -> QSize:
        """Accept no less."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list behind the current number."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the other width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _open(self, index: Index) -> None:
        if not index.isValid():
            return
        cell = self.answer.cell(index.row(), index.column())
        if cell.behind is not None:
            told = self.answer.told
            names = (told.lines[index.row()].cells[0].text, told.columns[index.column()].title)
            words = ", ".join(name for name in names if name)
            self.opened.emit(cell.behind, words if names[1] else f"{names[0]}, {cell.text}")

    def _look_at(self, index: Index) -> None:
        lines = self.answer.told.lines
        at = index.row()
        self.looked_at.emit(lines[at].detail if 0 <= at < len(lines) else "")

    def _fit(self) -> None:
        """Give the columns their room, in two lines where one is too wide."""
        self._lay_columns(in_two_lines=False)
        if self._wanted_of_first() > self._left_for_first():
            self._lay_columns(in_two_lines=True)
        if not self.answer.columnCount():
            return
        # The first one shortens its words before the table scrolls.
        least = min(self._wanted_of_first(), current_theme().scaled(_LEAST_PIXELS))
        self.setColumnWidth(0, max(least, self._left_for_first()))
        self.updateGeometry()

    def _lay_columns(self, *, in_two_lines: bool) -> None:
        self.answer.in_two_lines = in_two_lines
        pixels = _TWO_LINES_PIXELS if in_two_lines else _ROW_PIXELS
        self.verticalHeader().setDefaultSectionSize(current_theme().scaled(pixels))
        self.resizeColumnsToContents()

    def _wanted_of_first(self) -> int:
        return self.sizeHintForColumn(0) + current_theme().space(1)

    def _left_for_first(self) -> int:
        others = range(1, self.answer.columnCount())
        return self.viewport().width() - sum(map(self.columnWidth, others))
