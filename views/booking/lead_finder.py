"""Whom a meeting is with, where a time was pointed at first."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.language import gettext as _
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel
from views.widgets.fields import SignedField

if TYPE_CHECKING:
    from models.leads.lists.listing import LeadRow

_MOST: Final = 12
_WAIT_MILLISECONDS: Final = 120


class LeadFinder(QWidget):
    """A field and the leads that fit; arrows choose, Enter takes one."""

    chosen = Signal(object)
    """Emitted with the id of the lead."""
    left = Signal()
    """Emitted when a person leaves without one."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self.field = SignedField(_("Whom is the meeting with? Type a name or company"))
        self.field.setAccessibleName(_("Whom is the meeting with?"))
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(_("Leads"))
        self.nothing = PlainLabel(_("No open lead fits."), tone="muted")
        self.nothing.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MILLISECONDS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space())
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.look)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.setFocusProxy(self.field)

    def begin(self) -> None:
        """Ask anew."""
        self.field.clear()
        self.list.clear()
        self.look()
        self.take_keys()

    def take_keys(self) -> None:
        """Begin to type."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Look for what is typed."""
        typed = self.field.text()

        def query(session: Any) -> "tuple[LeadRow, ...]":
            from models.leads.lists.listing import lead_window
            from models.leads.lists.wanted import LeadFilter, LeadOrder
            from models.vocabulary import Status

            wanted = LeadFilter(search=typed, statuses=frozenset({Status.OPEN}))
            return lead_window(session, wanted, LeadOrder(), 0, _MOST)

        self._runner.read(query, self._show, lane=f"whom to book {id(self)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list from the field; take on Enter, leave on Escape."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            row = self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, rows: "tuple[LeadRow, ...]") -> None:
        if not isValid(self):
            return
        self.list.clear()
        for row in rows:
            company = "" if row.company == row.name else row.company
            item = QListWidgetItem(", ".join(part for part in (row.name, company) if part))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not rows)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
