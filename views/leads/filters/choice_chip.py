"""A filter that reads as words in a sentence and opens as a menu of choices."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton

from models.language import gettext as _
from views.charts.numbers import whole
from views.theme import current_theme
from views.widgets import set_look, set_tip, without_mnemonic
from views.widgets.menus import Menu

_NAMED: Final = 2
_ARROW: Final = 12
_BESIDE_WORDS: Final = 24


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it stands for, and its name."""

    key: Hashable
    name: str


class ChoiceChip(QPushButton):
    """Any, or some of the options; `any_text` is what it says while nothing is chosen."""

    changed = Signal()
    """Emitted when a person chose."""
    left_downwards = Signal()
    """Emitted when a person goes on from here to the list."""

    def __init__(self, name: str, any_text: str) -> None:
        super().__init__()
        self._name = name
        self._any_text = any_text
        self._options: tuple[Option, ...] = ()
        self._chosen: frozenset[Hashable] = frozenset()
        self._counts: Mapping[Hashable, int] = {}
        self._menu = _LastingMenu(self)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        self._show_words()

    def sizeHint(self) -> QSize:
        """Ask for the words and the arrow; Qt would add room for a second arrow."""
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        beside = _BESIDE_WORDS + current_theme().scaled(_ARROW)
        return QSize(words + beside, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list, as from the search; Qt would go to the next chip."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)

    @property
    def chosen(self) -> frozenset[Hashable]:
        """What is chosen; nothing means any."""
        return self._chosen

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; what was chosen and is not among them is let go of."""
        self._options = tuple(options)
        self._chosen &= {option.key for option in options}
        self._fill()
        self._show_words()

    def set_counts(self, counts: Mapping[Hashable, int]) -> None:
        """Show how many leads each option stands for; none where it is not known."""
        self._counts = counts
        if self._menu.isVisible():
            self._fill()

    def choose(self, keys: frozenset[Hashable]) -> None:
        """Choose without telling anyone."""
        self._chosen = keys & {option.key for option in self._options}
        self._fill()
        self._show_words()

    def _fill(self) -> None:
        self._menu.clear()
        anything = self._add(self._any_text, checked=not self._chosen)
        anything.triggered.connect(lambda _checked=False: self._take(frozenset()))
        self._menu.addSeparator()
        for option in self._options:
            count = self._counts.get(option.key, 0) if self._counts else None
            words = option.name if count is None else f"{option.name}\t{whole(count)}"
            action = self._add(words, checked=option.key in self._chosen)
            action.triggered.connect(
                lambda _checked=False, key=option.key: self._take(self._chosen ^ {key})
            )

    def _add(self, words: str, *, checked: bool) -> QAction:
        action = self._menu.addAction(without_mnemonic(words))
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def _take(self, keys: frozenset[Hashable]) -> None:
        self._chosen = keys
        marks = [not keys, *(option.key in keys for option in self._options)]
        shown = [action for action in self._menu.actions() if not action.isSeparator()]
        for action, mark in zip(shown, marks, strict=True):
            action.setChecked(mark)
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        names = [option.name for option in self._options if option.key in self._chosen]
        words = self._any_text
        if names:
            words = ", ".join(names[:_NAMED])
            if len(names) > _NAMED:
                words = _("{names} and {count} more").format(names=words, count=len(names) - _NAMED)
        self.setText(without_mnemonic(words))
        self.setAccessibleName(f"{self._name}: {words}")
        set_tip(self, f"{self._name}: {', '.join(names)}" if len(names) > _NAMED else "")
        set_look(self, "chosen", "true" if names else "false")
        self.updateGeometry()


class _LastingMenu(Menu):
    """A menu that stays open while several of its choices are made."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the choice under the pointer without closing."""
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current choice on Space without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action in self.actions():
            action.trigger()
            return
        super().keyPressEvent(event)
