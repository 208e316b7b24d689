"""The table of leads: dense rows, worked by keys, with the columns that there is room for."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
)

from models.leads.lists.wanted import LeadOrder
from views.leads.table.model import LEAD_ROLE, LeadTableModel
from views.leads.table.row_painting import RowPainting
from views.theme import current_theme, theme_changed

if TYPE_CHECKING:
    from models.leads.lists.listing import LeadRow

_ROW_PIXELS: Final = 32


class LeadTable(QTableView):
    """Shows a `LeadTableModel`. Arrow keys and J/K move, Enter opens, M asks to move the stage."""

    opened = Signal()
    """Emitted when a person wants to see more of the current lead."""
    move_asked = Signal()
    """Emitted when a person wants to move the current lead to another stage."""
    went_to = Signal()
    """Emitted when another lead is the current one."""
    chosen = Signal(int)
    """Emitted with how many leads are chosen."""

    def __init__(self, model: LeadTableModel) -> None:
        super().__init__()
        self.leads = model
        self.hovered = -1
        """The row that is pointed at; -1 for none."""
        self.setAccessibleName(model.headerData(0, Qt.Orientation.Horizontal))
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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
        self.selectionModel().selectionChanged.connect(
            lambda _on, _off: self.chosen.emit(self.chosen_count())
        )
        model.columns_changed.connect(self._fit_columns)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def current_lead(self) -> "LeadRow | None":
        """Return the lead that the keys act on."""
        index = self.currentIndex()
        return index.data(LEAD_ROLE) if index.isValid() else None

    def chosen_spans(self) -> list[tuple[int, int]]:
        """Return the first and last row of each span of chosen rows, from the top down."""
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(place) for place in range(chosen.count()))
        spans = ((one.top(), one.bottom()) for one in ranges)
        joined: list[tuple[int, int]] = []
        for first, last in sorted(spans):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(last, joined[-1][1])
            else:
                joined.append((first, last))
        return joined

    def chosen_count(self) -> int:
        """Return how many leads are chosen."""
        return sum(last - first + 1 for first, last in self.chosen_spans())

    def choose_current_only(self) -> None:
        """Let go of all chosen leads but the current one."""
        index = self.currentIndex()
        flags = QItemSelectionModel.SelectionFlag
        if index.isValid():
            self.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
        else:
            self.clearSelection()

    def show_order(self, order: LeadOrder) -> None:
        """Mark the column that the list is sorted by."""
        places = (
            place for place, column in enumerate(self.leads.columns) if column.order is order.column
        )
        # A column that is not shown can still be what the list is sorted by.
        place = next(places, -1)
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
            case Qt.Key.Key_Escape if self.chosen_count() > 1:
                self.choose_current_only()
            case Qt.Key.Key_Escape:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave typed letters alone: Qt would look through every row for them."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first lead, so that the keys act on something."""
        # Before Qt does, which would make it the current one and leave it without its colour.
        if not self.currentIndex().isValid() and self.leads.rowCount():
            self.setCurrentIndex(self.leads.index(0, 0))
        super().focusInEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row is pointed at."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at none."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are to be seen anew."""
        painter = QPainter(self.viewport())
        self._painting.paint(painter, self, event.rect())
        painter.end()

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sortIndicatorChanged.connect(self.leads.sort)

    def _resize_rows(self) -> None:
        theme, rows = current_theme(), self.verticalHeader()
        pixels = theme.scaled(_ROW_PIXELS)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(pixels)
        self._painting = RowPainting(theme, pixels)
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

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for one in (before, row):
                if one >= 0:
                    top, high = self.rowViewportPosition(one), self.rowHeight(one)
                    self.viewport().update(0, top, self.viewport().width(), high)

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
        moved = place is None or place != self.currentIndex().row()
        if moved and self.chosen_count() > 1:
            # Other leads may stand in the chosen rows by now.
            self.choose_current_only()
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
