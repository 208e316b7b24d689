"""Which columns the list shows, in which order."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.language import gettext as _
from models.leads.lists.wanted import LeadColumn
from views.leads.table.columns import USUAL
from views.theme import current_theme
from views.widgets import PlainLabel, make_button

_CODE: Final = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(QWidget):
    """A list of all columns: Space shows or hides one, Alt with the arrows moves it."""

    changed = Signal(object)
    """Emitted with the tuple of codes that are wanted now."""

    def __init__(self) -> None:
        super().__init__()
        self.list = _ColumnList()
        self.list.setAccessibleName(_("Columns"))
        self.list.setProperty("kind", "choices")
        self.list.setProperty("ground", "clear")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.usual_button = make_button(_("The usual columns"), self._take_usual, kind="link")
        hint = _("Space shows or hides a column. Alt with the arrow keys moves it, or drag it.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space())
        column.addWidget(PlainLabel(hint, size="small", tone="muted", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.usual_button)
        self.setMinimumHeight(current_theme().scaled(420))
        self.setFocusProxy(self.list)
        self._titles: dict[str, str] = {}
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.moved.connect(self._move)
        self.list.model().rowsMoved.connect(lambda *_moved: self._tell())

    def show_columns(self, titles: Sequence[tuple[str, str]], shown: Sequence[str]) -> None:
        """Offer columns by code and title; those that are shown stand first, in their order."""
        self._titles = dict(titles)
        chosen = [code for code in (shown or USUAL) if code in self._titles]
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for code in (*chosen, *(one for one in self._titles if one not in chosen)):
            item = QListWidgetItem(self._titles[code])
            item.setData(_CODE, code)
            flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
            # The name says whose row it is.
            if code == LeadColumn.NAME:
                flags &= ~Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            on = Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(blocked)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the columns that are wanted, in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            str(item.data(_CODE)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        wanted = row + by
        if row < 0 or not 0 <= wanted < self.list.count():
            return
        blocked = self.list.blockSignals(True)
        self.list.insertItem(wanted, self.list.takeItem(row))
        self.list.setCurrentRow(wanted)
        self.list.blockSignals(blocked)
        self._tell()

    def _take_usual(self) -> None:
        self.show_columns(tuple(self._titles.items()), USUAL)
        self._tell()

    def _tell(self) -> None:
        codes = self.codes()
        self.changed.emit(() if codes == USUAL else codes)


class _ColumnList(QListWidget):
    """A list whose entries Alt and the arrow keys move."""

    moved = Signal(int)

    def showEvent(self, event: QShowEvent) -> None:
        """Place the entries by the style they are shown in; they were before it was known."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current entry."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)
