"""What opens in place: a panel beside the content, and a question beneath it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.focusing import focus_first, give_back_focus
from views.widgets.labels import ElidedLabel, PlainLabel
from views.widgets.scrolling import scrolled
from views.widgets.sections import make_frame
from views.widgets.signs import Sign

_PANEL_PIXELS: Final = 360
_CONTENT_PIXELS: Final = 640


class SidePanel(QSplitter):
    """Content with a panel that opens to its right and closes by Escape.

    `name` is what the window remembers the division by.
    """

    closed = Signal()

    def __init__(self, content: QWidget, *, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        theme = current_theme()
        self._before: QWidget | None = None
        self.shown: QWidget | None = None
        """What is open beside the content, if anything."""
        self.area = scrolled(content)
        """What the content scrolls in."""
        self._panel = make_frame("canvas")
        self._panel.setMinimumWidth(theme.scaled(280))
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1.5))
        head = QHBoxLayout()
        self.title = ElidedLabel(size="heading", weight="semibold")
        head.addWidget(self.title, 1)
        self.close_button = make_button(
            "", self.close_panel, kind="quiet", icon_name="x", tip=_("Close (Esc)")
        )
        head.addWidget(self.close_button)
        column.addLayout(head)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inside), 1)
        self.addWidget(self.area)
        self.addWidget(self._panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([_CONTENT_PIXELS, max(_PANEL_PIXELS, self._panel.minimumWidth())])
        self._panel.hide()

    @property
    def is_open(self) -> bool:
        """Whether the panel is open."""
        return not self._panel.isHidden()

    def open_panel(self, title: str, widget: QWidget) -> None:
        """Open the panel with `widget`, which it owns from now on, and move the focus there."""
        if not self.is_open:
            self._before = QApplication.focusWidget()
        self._discard()
        self.shown = widget
        self.title.setText(title)
        self._body.addWidget(widget)
        self._panel.show()
        if not focus_first(widget):
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Close the panel; the focus goes back to where it was."""
        if not self.is_open:
            return
        self._panel.hide()
        self._discard()
        give_back_focus(self._before)
        self._before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, from the panel as from the content."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _discard(self) -> None:
        if self.shown is not None:
            self._body.removeWidget(self.shown)
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None


class ConfirmBar(QFrame):
    """A question in place, instead of a dialogue: what will happen, do it, or leave it."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "warning")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(), theme.space(), theme.space())
        row.setSpacing(theme.space())
        row.addWidget(Sign("warning", "warning.text"))
        self.sentence = PlainLabel(wrap=True)
        row.addWidget(self.sentence, 1)
        self.no_button = make_button(_("Cancel"), lambda: self._answer(yes=False))
        self.yes_button = make_button("", lambda: self._answer(yes=True), kind="danger")
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        self._on_yes: Callable[[], object] | None = None
        self._before: QWidget | None = None
        self.hide()

    def ask(self, sentence: str, yes_text: str, on_yes: Callable[[], object]) -> None:
        """Ask; the focus stands on the answer that changes nothing."""
        self._before = QApplication.focusWidget()
        self._on_yes = on_yes
        self.sentence.setText(sentence)
        self.yes_button.setText(yes_text)
        self.show()
        self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it on Escape; Enter presses the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(yes=False)
            return
        focused = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and focused in {
            self.no_button,
            self.yes_button,
        }:
            self._answer(yes=focused is self.yes_button)
            return
        super().keyPressEvent(event)

    def _answer(self, *, yes: bool) -> None:
        self.hide()
        give_back_focus(self._before)
        self._before = None
        if yes and self._on_yes is not None:
            self._on_yes()
        self.answered.emit(yes)
