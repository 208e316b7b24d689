"""The table of leads: dense rows, worked by keys, with the columns that there is room for."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from models.leads.wanted import LeadOrder
from views.leads.table_model import LEAD_ROLE, LeadTableModel
from views.theme import current_theme, theme_changed

if TYPE_CHECKING:
    from models.leads.listing import LeadRow

_ROW_PIXELS: Final = 32
_SIDE: Final = 8


class LeadTable(QTableView):
    """Shows a `LeadTableModel`. Arrow keys and J/K move, Enter opens, M asks to move the stage."""

    opened = Signal()
    """Emitted when a person wants to see more of the current lead."""
    move_asked = Signal()
    """Emitted when a person wants to move the current lead to another stage."""
    went_to = Signal()
    """Emitted when another lead is the current one."""

    def __init__(self, model: LeadTableModel) -> None:
        super().__init__()
        self.leads = model
        self.setAccessibleName(model.headerData(0, Qt.Orientation.Horizontal))
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setProperty("dense", "true")
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self._dress_header()
        self._resize_rows()
        theme_changed.connect(self._resize_rows)
        model.shown.connect(self._start_at_top)
        model.refreshed.connect(self._keep_place)
        self.selectionModel().currentChanged.connect(self._go_to)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def current_lead(self) -> "LeadRow | None":
        """Return the lead that the keys act on."""
        index = self.currentIndex()
        return index.data(LEAD_ROLE) if index.isValid() else None

    def show_order(self, order: LeadOrder) -> None:
        """Mark the column that the list is sorted by."""
        place = next(
            place for place, column in enumerate(self.leads.columns) if column.key is order.column
        )
        down = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        blocked = header.blockSignals(True)
        header.setSortIndicator(place, down)
        header.blockSignals(blocked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by J and K as by the arrows, open on Enter, ask for a stage on M."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        match event.key():
            case Qt.Key.Key_J if plain:
                self._step(1)
            case Qt.Key.Key_K if plain:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain and self.current_lead():
                self.opened.emit()
            case Qt.Key.Key_M if plain and self.current_lead():
                self.move_asked.emit()
            case Qt.Key.Key_Escape:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave typed letters alone: Qt would look through every row for them."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first lead, so that the keys act on something."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.leads.rowCount():
            self.setCurrentIndex(self.leads.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._fit_columns()

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sortIndicatorChanged.connect(self.leads.sort)

    def _resize_rows(self) -> None:
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(current_theme().scaled(_ROW_PIXELS))
        self._fit_columns()

    def _fit_columns(self) -> None:
        theme = current_theme()
        room = self.viewport().width()
        columns = self.leads.columns
        kept = set(range(len(columns)))
        for place in sorted(kept, key=lambda place: -columns[place].gives_way):
            wide = sum(theme.scaled(columns[one].pixels) for one in kept)
            if wide <= room or columns[place].gives_way == 0:
                break
            kept.discard(place)
        wide = sum(theme.scaled(columns[one].pixels) for one in kept)
        shares = sum(columns[one].share for one in kept)
        spare = max(0, room - wide)
        for place, column in enumerate(columns):
            self.setColumnHidden(place, place not in kept)
            if place in kept:
                self.setColumnWidth(
                    place, theme.scaled(column.pixels) + spare * column.share // max(1, shares)
                )

    def _go_to(self, current: QModelIndex, previous: QModelIndex) -> None:
        row = self.current_lead()
        if row is not None:
            # Wherever the lead goes when the list is read again, it stays the current one.
            self.leads.marked = row.id
        if current.row() != previous.row():
            self.went_to.emit()

    def _step(self, by: int) -> None:
        last = self.leads.rowCount() - 1
        if last >= 0:
            wanted = min(max(self.currentIndex().row() + by, 0), last)
            self.setCurrentIndex(self.leads.index(wanted, 0))

    def _start_at_top(self, count: int) -> None:
        self.scrollToTop()
        if count and self.hasFocus():
            self.setCurrentIndex(self.leads.index(0, 0))

    def _keep_place(self, _count: int, _more: bool, place: int | None) -> None:
        if place is None or place == self.currentIndex().row():
            return
        # The lead stands elsewhere now; the view stays where the person is looking.
        index = self.leads.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        blocked = self.blockSignals(True)
        before = self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.verticalScrollBar().setValue(before)
        self.blockSignals(blocked)


class _RowDelegate(QStyledItemDelegate):
    """Paints a bar where words are on their way, and no frame around the current cell."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        if index.data(LEAD_ROLE) is None:
            theme = current_theme()
            bar = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
            bar.setHeight(theme.scaled(8))
            # Bars of unequal length look like words.
            bar.setWidth(bar.width() * (4 + (index.row() * 7 + index.column() * 3) % 5) // 10)
            bar.moveCenter(option.rect.center())
            bar.moveLeft(option.rect.left() + _SIDE)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(bar, 3, 3)
            painter.restore()
