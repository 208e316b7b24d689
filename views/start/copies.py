"""The daily copies of a workspace, in place of the page: choose one, and it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import ConfirmBar, PlainLabel, make_button

_WIDTH = 608
_ROW_PIXELS = 36
_SHOWN = 10
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy: where it lies, the day it was made, and its size."""

    path: str
    day: date
    size_bytes: int


class CopiesPanel(QWidget):
    """Lists copies, the newest first. Enter chooses one and asks once; Escape goes back."""

    chosen = Signal(str, object)
    """Emitted with the path and the day of the copy that is to come back."""
    closed = Signal()

    def __init__(self, rows: Sequence[CopyRow]) -> None:
        super().__init__()
        theme = current_theme()
        form = QWidget()
        form.setMaximumWidth(theme.scaled(_WIDTH))
        column = QVBoxLayout(form)
        column.setContentsMargins(*(theme.space(3),) * 4)
        column.setSpacing(theme.space(2))
        column.addWidget(PlainLabel(_("Restore a copy"), size="title", weight="semibold"))
        words = (
            _("The workspace becomes what it was that day. The file as it is now is kept, too.")
            if rows
            else _("There is no copy yet; one is made each day that Funneldesk is used.")
        )
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.items = QListWidget()
        self.items.setAccessibleName(_("Copies"))
        for row in rows:
            day = QLocale().toString(
                QDate(row.day.year, row.day.month, row.day.day), QLocale.FormatType.LongFormat
            )
            item = QListWidgetItem(f"{day}  ·  {row.size_bytes / 1e6:.1f} MB")
            item.setData(_ROW, row)
            item.setSizeHint(QSize(0, theme.scaled(_ROW_PIXELS)))
            self.items.addItem(item)
        self.items.itemActivated.connect(lambda _item: self._ask())
        self.items.setFixedHeight(theme.scaled(_ROW_PIXELS) * min(max(len(rows), 1), _SHOWN) + 4)
        self.items.setVisible(bool(rows))
        column.addWidget(self.items)
        self.confirm = ConfirmBar()
        column.addWidget(self.confirm)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addStretch(1)
        foot.addWidget(make_button(_("Back"), self.closed.emit, tip=_("Esc")))
        self.restore_button = make_button(_("Restore"), self._ask, kind="primary")
        self.restore_button.setVisible(bool(rows))
        foot.addWidget(self.restore_button)
        column.addLayout(foot)
        column.addStretch(1)
        if rows:
            self.items.setCurrentRow(0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(form, 100)
        whole.addStretch(1)
        self.setFocusProxy(self.items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        item = self.items.currentItem()
        row = item.data(_ROW) if self.items.currentRow() >= 0 else None
        if not isinstance(row, CopyRow):
            return
        self.confirm.ask(
            _("Go back to {item}? What was done since is kept in a copy only.").format(
                item=item.text()
            ),
            _("Restore"),
            lambda: self.chosen.emit(row.path, row.day),
        )
