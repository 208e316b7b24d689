"""The table of learned numbers; their ranges are drawn, and said beside the drawing."""

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from models.language import gettext as _
from views.rates.content import Group, RateLine, group_name
from views.theme import current_theme, theme_changed

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
LABEL, VALUE, RANGE, BAR, EVIDENCE, WARNING = range(6)
_EVIDENCE_PIXELS: Final = 248
_EVIDENCE_SHARE: Final = 0.27
"""Of the table's width, at most."""
BAR_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RatesModel(QAbstractTableModel):
    """Learned numbers as rows; the heading of a group is a row of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RateLine | str] = []

    def show_lines(self, lines: tuple[RateLine, ...]) -> None:
        """Show other lines, by group in the order in which they come."""
        self.beginResetModel()
        self.rows = []
        group: Group | None = None
        for line in lines:
            if line.group != group:
                group = line.group
                self.rows.append(group_name(group))
            self.rows.append(line)
        self.endResetModel()

    def line_at(self, row: int) -> RateLine | None:
        """Return the line of a row, None for a heading."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, RateLine) else None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else WARNING + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let lines be chosen, and headings not."""
        if self.line_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (VALUE, RANGE) else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _headings()[section]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        row = self.rows[index.row()]
        if isinstance(row, str):
            return self._heading(row, index.column(), role)
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _texts(row)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (VALUE, RANGE):
            return _RIGHT
        if role == BAR_ROLE and column == BAR:
            return row.bar
        if role == Qt.ItemDataRole.ForegroundRole:
            theme = current_theme()
            if column == WARNING:
                return theme.colour("warning.text")
            if column in (RANGE, EVIDENCE) or not row.learned:
                return theme.colour("muted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_headings()[column]}: {_texts(row)[column]}" if _texts(row)[column] else ""
        return None

    def _heading(self, text: str, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole and column == LABEL:
            return text
        if role == Qt.ItemDataRole.FontRole:
            return current_theme().font("small", "semibold")
        if role == Qt.ItemDataRole.ForegroundRole:
            return current_theme().colour("muted")
        return None


class BarDelegate(QStyledItemDelegate):
    """Draws a range as a line and the value as a dot on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the cell's ground, then the range where there is one."""
        super().paint(painter, option, index)
        bar = index.data(BAR_ROLE)
        if bar is None:
            return
        theme = current_theme()
        cell = QRectF(option.rect).adjusted(theme.space(), 0, -theme.space(), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = cell.center().y()
        low, value, high = (cell.left() + share * cell.width() for share in bar)
        painter.setBrush(theme.colour("chart.grid"))
        painter.drawRect(QRectF(cell.left(), middle - 0.5, cell.width(), 1.0))
        painter.setBrush(theme.colour("accent", 0.35))
        painter.drawRoundedRect(QRectF(low, middle - 3.0, max(high - low, 2.0), 6.0), 3.0, 3.0)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(QRectF(value - 4.0, middle - 4.0, 8.0, 8.0))
        painter.restore()


class RatesTable(QTableView):
    """The learned numbers, one row each; up and down go through them."""

    def __init__(self, model: RatesModel) -> None:
        super().__init__()
        self.lines = model
        self.setModel(model)
        self.setAccessibleName(_("Learned numbers"))
        self.setProperty("kind", "evidence")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column in (VALUE, RANGE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self._bars = BarDelegate(self)
        self.setItemDelegateForColumn(BAR, self._bars)
        model.modelReset.connect(self._fit)
        theme_changed.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let evidence be as wide as its words where there is room for warnings beside it."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        least = current_theme().scaled(_EVIDENCE_PIXELS)
        wanted = self.sizeHintForColumn(EVIDENCE) + current_theme().space()
        most = round(self.viewport().width() * _EVIDENCE_SHARE)
        self.setColumnWidth(EVIDENCE, max(least, min(wanted, most)))

    def _fit(self) -> None:
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(28))
        for column, pixels in ((LABEL, 208), (BAR, 112)):
            self.setColumnWidth(column, theme.scaled(pixels))
        self._share_room()
        self.clearSpans()
        for row in range(self.lines.rowCount()):
            # A heading may be as long as the table is wide.
            if self.lines.line_at(row) is None:
                self.setSpan(row, LABEL, 1, WARNING + 1)


def _headings() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Value"),
        _("Range (90\u202f%)"),
        "",
        _("Evidence"),
        _("What to beware of"),
    )


def _texts(line: RateLine) -> tuple[str, ...]:
    return line.label, line.value, line.range, "", line.evidence, line.warning
