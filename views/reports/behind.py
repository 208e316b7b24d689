"""The list behind a number, in place of the answer it stands in. Escape goes back to the number."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.copied_tables import as_clipboard
from views.reports.listing import Listing
from views.reports.words import counted_words
from views.theme import current_theme, theme_changed
from views.widgets import SectionHeader, make_button, make_frame
from views.widgets.labels import keys_here

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_ROW_PIXELS: Final = 30
_NOTHING: Final = Listing((), (), ())


class CountedModel(QAbstractTableModel):
    """The things that a number counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = _NOTHING

    def show_listing(self, listing: Listing) -> None:
        """Show other things."""
        self.beginResetModel()
        self.listing = listing
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.listing.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.listing.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.listing.lines[index.row()][index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.listing.heads[section] if role == Qt.ItemDataRole.DisplayRole else None


class CountedList(QWidget):
    """Arrow keys move, Enter opens the lead's page, Escape goes back."""

    closed = Signal()
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose page is to be shown."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.header = SectionHeader("", " ", top=True)
        self.header.title.setWordWrap(True)
        self.back_button = make_button(
            _("Back"), self.closed.emit, kind="quiet", tip=_("Back to the number (Esc)")
        )
        self.copy_button = make_button(
            _("Copy as table"),
            self.copy,
            icon_name="copy",
            tip=_("Copy the list ({keys})").format(keys=keys_here("Ctrl+C")),
        )
        self.header.add(self.back_button)
        self.header.add(self.copy_button)
        self.model = CountedModel(self)
        self.table = _Wide()
        self.table.setModel(self.model)
        self.table.setProperty("kind", "evidence")
        self.table.setAccessibleName(_("What was counted"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.doubleClicked.connect(lambda _index: self._open())
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        column = QVBoxLayout(self)
        edge = theme.space(3)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        column.setSpacing(theme.space())
        column.addWidget(self.header)
        column.addWidget(card, 1)
        self.setFocusProxy(self.table)
        theme_changed.connect(self._fit)
        self._fit()

    def show_listing(self, listing: Listing, words: str) -> None:
        """Show what a number counted, under the words for the number."""
        self.header.title.setText(words)
        self._show(listing)
        if listing.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def show_again(self, listing: Listing) -> None:
        """Show the same list as it is now; the keys stay on their lead, or where it was."""
        at, leads = self.table.currentIndex().row(), self.model.listing.leads
        lead = leads[at] if 0 <= at < len(leads) else None
        self._show(listing)
        if lead in listing.leads:
            at = listing.leads.index(lead)
        self.table.setCurrentIndex(self.model.index(min(at, len(listing.lines) - 1), 0))

    def _show(self, listing: Listing) -> None:
        keys = (
            _("Enter opens the lead, Escape goes back.")
            if listing.leads
            else _("Escape goes back.")
        )
        self.header.set_caption(f"{counted_words(len(listing.lines))}. {keys}")
        self.model.show_listing(listing)
        self.table.share_room(listing.shares)

    def copy(self) -> None:
        """Copy the whole list as a table."""
        listing = self.model.listing
        QGuiApplication.clipboard().setMimeData(as_clipboard((listing.heads, *listing.lines)))
        self.said.emit("success", _("Copied the list."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, go back with Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        at = self.table.currentIndex().row()
        leads = self.model.listing.leads
        if 0 <= at < len(leads):
            self.lead_asked.emit(leads[at])

    def _fit(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(current_theme().scaled(_ROW_PIXELS))


class _Wide(QTableView):
    """Divides its room among the columns."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[int, ...] = ()

    def share_room(self, shares: tuple[int, ...]) -> None:
        """Divide the room by other shares."""
        self._shares = shares
        room = self.viewport().width()
        for column, share in enumerate(shares):
            self.setColumnWidth(column, room * share // sum(shares))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        self.share_room(self._shares)
