"""A text of some lines that is saved when it is left."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from views.settings.fields import asks_for_step
from views.widgets.labels import set_look


class SavedText(QPlainTextEdit):
    """Tab leaves it, Ctrl+Enter saves at once, Escape takes back what was typed."""

    saved = Signal(str)

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self._shown = ""
        self._said = ""
        self.setProperty("lines", "many")

    def show_text(self, text: str) -> None:
        """Show what holds; what is being typed stays, and what was refused with its reason."""
        is_typed = self.hasFocus() and self.toPlainText() not in {self._shown, self._said}
        if is_typed or self._is_wrong():
            self._shown = text
            return
        self._shown = self._said = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def forget(self) -> None:
        """Let go of what was typed: what is shown next is of something else."""
        set_look(self, "wrong", "false")
        self._shown = self._said = self.toPlainText()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window while nothing in the text waits to be saved."""
        if self.toPlainText() == self._said and asks_for_step(event):
            event.ignore()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Ctrl+Enter; take back on Escape where there is something to take back."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._shown:
            self.setPlainText(self._shown)
            self._tell()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        text = self.toPlainText()
        if text != self._said or self._is_wrong():
            self._said = text
            self.saved.emit(text)

    def _is_wrong(self) -> bool:
        return bool(self.property("wrong") == "true")
