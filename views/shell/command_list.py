"""What matches in the command field, below it and inside the window."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.theme import current_theme
from views.widgets.labels import PlainLabel

_SHOWN: Final = 9
_LEAST_PIXELS: Final = 400


class CommandList(QFrame):
    """What matches; the focus stays in the field."""

    def __init__(self, window: QWidget, run: Callable[[int], None]) -> None:
        super().__init__(window)
        self.setProperty("ground", "raised")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setProperty("kind", "menu")
        self._tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setAccessibleName(_("Commands"))
        head = self._tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.itemClicked.connect(lambda item: run(self._tree.indexOfTopLevelItem(item)))
        self._none = PlainLabel(_("Nothing matches."), tone="muted")
        self._none.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self._tree)
        column.addWidget(self._none)

    def fill(self, found: Sequence[tuple[str, str]], field: QWidget, chosen: int = 0) -> None:
        """Show what was found below `field`, with one line chosen."""
        theme = current_theme()
        self._tree.clear()
        for text, keys in found:
            item = QTreeWidgetItem([text, keys])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, theme.colour("muted"))
            self._tree.addTopLevelItem(item)
        self._tree.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self._choose(chosen)
        row = max(self._tree.sizeHintForRow(0), theme.scaled(24))
        self._tree.setFixedHeight(row * min(len(found), _SHOWN) + 2)
        below = field.mapTo(self.window(), QPoint(0, field.height() + 4))
        room = self.window().width() - below.x() - theme.space()
        self.setFixedWidth(min(room, max(field.width(), theme.scaled(_LEAST_PIXELS))))
        self.adjustSize()
        self.move(below)
        self.show()
        self.raise_()

    def row(self) -> int:
        """Return the chosen line, or -1."""
        return self._tree.currentIndex().row()

    def move_by(self, step: int) -> None:
        """Choose the next or the one before, around the ends."""
        count = self._tree.topLevelItemCount()
        if count:
            self._choose((self.row() + step) % count)

    def _choose(self, row: int) -> None:
        self._tree.setCurrentIndex(self._tree.model().index(row, 0))
