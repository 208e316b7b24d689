"""Finds a field by a piece of its name, from the keyboard."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from views.theme import current_theme

_CODE: Final = int(Qt.ItemDataRole.UserRole)
_SHOWN: Final = 60
_LIKE_ENOUGH: Final = 55.0
_LINES: Final = 5
_LINE_PIXELS: Final = 28


class FieldPicker(QWidget):
    """A line to type in and the names that are like it; Enter takes the first, Escape leaves."""

    picked = Signal(str)
    """Emitted with the code of the name that was taken."""
    left = Signal()
    """Emitted when nothing is wanted."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self.line = _PickerLine()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(placeholder)
        self.list = QListWidget()
        self.list.setAccessibleName(placeholder)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("kind", "choices")
        self.list.setFixedHeight(current_theme().scaled(_LINE_PIXELS) * _LINES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(0.5))
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show)
        self.line.returnPressed.connect(self._take)
        self.line.stepped.connect(self._step)
        self.line.left.connect(self.left)
        self.list.itemClicked.connect(lambda _item: self._take())

    def offer(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer codes with their names."""
        self._names = dict(names)
        self.line.clear()
        self._show("")

    def _show(self, typed: str) -> None:
        self.list.clear()
        for code in self._like(typed):
            item = QListWidgetItem(self._names[code])
            item.setData(_CODE, code)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _like(self, typed: str) -> list[str]:
        """Return the codes of names like what was typed, those that begin with it first."""
        if not typed.strip():
            return list(self._names)[:_SHOWN]
        # Only who looks for a field waits for it.
        from rapidfuzz import fuzz, process, utils

        found = process.extract(
            typed,
            self._names,
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=_SHOWN,
            score_cutoff=_LIKE_ENOUGH,
        )
        start = typed.strip().casefold()
        codes = [code for _name, _score, code in found]
        holding = [code for code, name in self._names.items() if start in name.casefold()]
        order = sorted(holding, key=lambda code: not self._names[code].casefold().startswith(start))
        return [*order, *(code for code in codes if code not in holding)]

    def _step(self, by: int) -> None:
        row = min(max(self.list.currentRow() + by, 0), self.list.count() - 1)
        self.list.setCurrentRow(row)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.picked.emit(item.data(_CODE))


class _PickerLine(QLineEdit):
    """A line whose arrow keys move in the list below it."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, or leave."""
        match event.key():
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
