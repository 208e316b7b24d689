"""The command field: type a few letters of anything the window can do, and run it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from views.icons import icon
from views.theme import current_theme
from views.widgets.labels import KeyHint, PlainLabel

_SHOWN: Final = 9


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the list: what it does, the keys that do the same, and how to run it."""

    text: str
    keys: str
    run: Callable[[], object]


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that hold every word typed, those that begin with it first."""
    words = typed.casefold().split()
    found = [one for one in commands if all(word in one.text.casefold() for word in words)]
    return sorted(found, key=lambda one: not _begins(one.text.casefold(), words))


def _begins(text: str, words: Sequence[str]) -> bool:
    parts = text.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


class CommandField(QLineEdit):
    """The field in the top line, with the list of what matches below it, inside the window."""

    def __init__(self, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__()
        self._commands = commands
        self._found: list[Command] = []
        self._before: QWidget | None = None
        self.setPlaceholderText(_("Find a command"))
        self.setAccessibleName(_("Find a command"))
        self.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.setProperty("kind", "quiet")
        self._hint = KeyHint("Ctrl+K")
        self._hint.setParent(self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._popup: _CommandList | None = None
        self.textChanged.connect(self._filter)

    @property
    def shown(self) -> list[str]:
        """The texts of the commands in the open list."""
        return [one.text for one in self._found] if self._is_open() else []

    def take_focus(self, before: QWidget | None) -> None:
        """Move the focus into the field; leaving it goes back to `before`."""
        self._before = before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._filter(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, run what is chosen, or go back."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif self._is_open() and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._list().move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self._list().row() if self._is_open() else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list on a click, too."""
        super().mousePressEvent(event)
        self._filter(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the focus leaves the field."""
        super().focusOutEvent(event)
        if self._popup is not None:
            self._popup.hide()
        self._hint.setVisible(not self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint at the right end."""
        super().resizeEvent(event)
        size = self._hint.sizeHint()
        left = self.width() - size.width() - 8
        self._hint.setGeometry(left, (self.height() - size.height()) // 2, *size.toTuple())

    def _is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def _list(self) -> "_CommandList":
        if self._popup is None:
            self._popup = _CommandList(self.window(), self._run)
        return self._popup

    def _filter(self, typed: str) -> None:
        self._hint.setVisible(not typed)
        if not self.hasFocus():
            return
        self._found = matching(self._commands(), typed)
        self._list().fill(self._found, self)

    def _leave(self) -> None:
        self.clear()
        if self._popup is not None:
            self._popup.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def _run(self, row: int) -> None:
        command = self._found[row] if 0 <= row < len(self._found) else None
        if command is None:
            return
        self._leave()
        command.run()


class _CommandList(QFrame):
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
        self._none = PlainLabel(_("No command matches."), tone="muted")
        self._none.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self._tree)
        column.addWidget(self._none)

    def fill(self, found: Sequence[Command], field: QWidget) -> None:
        """Show what was found below `field`, with the first line chosen."""
        theme = current_theme()
        self._tree.clear()
        for command in found:
            item = QTreeWidgetItem([command.text, command.keys])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, theme.colour("muted"))
            self._tree.addTopLevelItem(item)
        self._tree.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self._choose(0)
        row = max(self._tree.sizeHintForRow(0), theme.scaled(24))
        self._tree.setFixedHeight(row * min(len(found), _SHOWN) + 2)
        below = field.mapTo(self.window(), QPoint(0, field.height() + 4))
        width = max(field.width(), theme.scaled(320))
        self.setFixedWidth(width)
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
