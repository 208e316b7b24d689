"""Buttons of all kinds, and a row of which one is chosen."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from views.icons import icon
from views.theme import current_theme
from views.widgets.labels import set_tip, without_mnemonic

ButtonKind = Literal["primary", "secondary", "quiet", "link", "leading", "danger"]

_PAD: Final = Qt.KeyboardModifier.KeypadModifier


def make_button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: ButtonKind = "secondary",
    icon_name: str = "",
    keys: str = "",
    tip: str = "",
) -> QPushButton:
    """Return a button. `keys` are shown in its tooltip and trigger it; a page has one primary.

    A leading one is a link that begins a column: its words stand where those around it begin.
    """
    button = _Button(text)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    if icon_name:
        ink = {"primary": "on_accent", "danger": "danger.text"}.get(
            kind, "accent" if kind in {"link", "leading"} else "muted"
        )
        button.setIcon(icon(icon_name, ink))
    if keys:
        # A button forgets a shortcut of its own when its text changes.
        QShortcut(QKeySequence(keys), button).activated.connect(button.click)
    if keys or tip:
        set_tip(button, tip or text, keys)
    if not text:
        button.setAccessibleName(tip)
    if on_click is not None:
        button.clicked.connect(lambda _checked=False: on_click())
    return button


class _Button(QPushButton):
    """A button that Enter presses as well; its icon grows with the text and keeps its distance."""

    def __init__(self, text: str) -> None:
        super().__init__(without_mnemonic(text))
        self._gap = 6 if text else 0
        self._fit_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter, which Qt does in dialogues only; a key that is held presses once."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_PAD:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def _fit_icon(self) -> None:
        side = current_theme().scaled(16)
        self.setIconSize(QSize(side + self._gap, side))


class SegmentedControl(QWidget):
    """A row of choices of which one holds. The arrow keys move between them."""

    changed = Signal(str)
    """Emitted with the code that a person chose."""

    def __init__(self, options: Sequence[tuple[str, str]], *, name: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._codes = [code for code, _text in options]
        last = len(options) - 1
        for at, (_code, text) in enumerate(options):
            button = QPushButton(without_mnemonic(text))
            button.setProperty("kind", "segment")
            button.setProperty("place", {0: "first", last: "last"}.get(at, "middle"))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}: {text}" if name else text)
            self._group.addButton(button, at)
            row.addWidget(button)
        if options:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda at: self.changed.emit(self._codes[at]))

    def value(self) -> str:
        """Return the chosen code."""
        return self._codes[self._group.checkedId()]

    def set_value(self, code: str) -> None:
        """Choose `code` without telling anyone."""
        self._group.button(self._codes.index(code)).setChecked(True)
