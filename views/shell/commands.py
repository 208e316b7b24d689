"""The command field: type a few letters of anything the window can do, or of a lead, and go."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from models.language import gettext as _
from views.widgets.fields import HintedField
from views.widgets.focusing import give_back_focus

if TYPE_CHECKING:
    from views.shell.command_list import CommandList


class Command(NamedTuple):
    """One line of the list: what it does, the keys that do the same, and how to run it.

    Where no keys do it, what kind of thing it is may stand in their place.
    """

    text: str
    keys: str
    run: Callable[[], object]


Found = Callable[[Sequence[Command]], None]
Finder = Callable[[str, Found], object]
"""Looks for what was typed, elsewhere and later, and hands over what it found."""

_FUZZY_FROM: Final = 3
_FUZZY_AT_LEAST: Final = 72.0
_FUZZY_AT_MOST: Final = 9
_FIND_FROM: Final = 2
_BESIDE_FOUND: Final = 6


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that hold every word typed, those that begin with it first.

    Where none does, those that come close: a slip of the finger finds what was meant.
    """
    words = typed.casefold().split()
    found = [one for one in commands if all(word in one.text.casefold() for word in words)]
    if not found and len(typed.strip()) >= _FUZZY_FROM:
        return _close(commands, typed)
    return sorted(found, key=lambda one: not _begins(one.text.casefold(), words))


def _close(commands: Sequence[Command], typed: str) -> list[Command]:
    # Not needed before somebody mistypes.
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        typed,
        [one.text for one in commands],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=_FUZZY_AT_LEAST,
        limit=_FUZZY_AT_MOST,
    )
    return [commands[at] for _text, _score, at in found]


def _begins(text: str, words: Sequence[str]) -> bool:
    parts = text.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


class CommandField(HintedField):
    """The field in the top line, with the list of what matches below it, inside the window."""

    def __init__(self, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(_("Find a lead or a command"), keys="Ctrl+K")
        self.setProperty("kind", "quiet")
        self._commands = commands
        self._finder: Finder | None = None
        self._found: list[Command] = []
        self._before: QWidget | None = None
        self._popup: CommandList | None = None
        self.textChanged.connect(self._filter)

    @property
    def shown(self) -> list[str]:
        """The texts of the commands in the open list."""
        return [one.text for one in self._found] if self._is_open() else []

    def find_with(self, finder: Finder) -> None:
        """Ask `finder` as well, which answers when it can."""
        self._finder = finder

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

    def _is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def _list(self) -> "CommandList":
        if self._popup is None:
            # Its tree view is not needed before someone looks for a command.
            from views.shell.command_list import CommandList

            self._popup = CommandList(self.window(), self._run)
        return self._popup

    def _filter(self, typed: str) -> None:
        if not self.hasFocus():
            return
        self._found = matching(self._commands(), typed)
        self._fill()
        if self._finder is not None and len(typed.strip()) >= _FIND_FROM:
            self._finder(typed, lambda found: self._add(typed, found))

    def _add(self, typed: str, found: Sequence[Command]) -> None:
        """Show what was found elsewhere, unless something else was typed since."""
        if found and self.hasFocus() and self.text() == typed:
            chosen = self._list().row() if self._found else 0
            self._found = [*self._found[:_BESIDE_FOUND], *found]
            self._fill(min(chosen, len(self._found) - 1))

    def _fill(self, chosen: int = 0) -> None:
        self._list().fill([(one.text, one.keys) for one in self._found], self, chosen)

    def _leave(self) -> None:
        self.clear()
        if self._popup is not None:
            self._popup.hide()
        before, self._before = self._before, None
        if not give_back_focus(before):
            self.clearFocus()

    def _run(self, row: int) -> None:
        command = self._found[row] if 0 <= row < len(self._found) else None
        if command is None:
            return
        self._leave()
        command.run()
