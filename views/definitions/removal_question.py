"""Asks in place what takes over before something that is in use is removed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from models.language import gettext as _
from views.definitions.editors.inputs import QuietChoice
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, make_button
from views.widgets.labels import set_look


class RemovalQuestion(QFrame):
    """A sentence, a choice of what takes over, and the answer; Escape keeps everything."""

    answered = Signal(object)
    """Emitted with the key of what takes over."""

    def __init__(self, taker_name: str, yes_text: str) -> None:
        super().__init__()
        set_look(self, "ground", "warning")
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        self.sentence = PlainLabel(wrap=True)
        words = QHBoxLayout()
        words.setSpacing(theme.space())
        words.addWidget(Sign("warning", "warning.text"), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.sentence, 1)
        column.addLayout(words)
        self.taker = QuietChoice(taker_name)
        self.yes_button = make_button(yes_text, self._yes, kind="danger")
        self.no_button = make_button(_("Keep it"), self.hide)
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        row.addWidget(self.taker, 1)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        column.addLayout(row)
        self.hide()

    def ask(
        self, sentence: str, takers: Sequence[tuple[object, str]], proposed: object = None
    ) -> None:
        """Ask; the choice of what takes over has the focus, and begins with what is proposed."""
        self.sentence.setText(sentence)
        self.taker.offer(takers)
        self.taker.setCurrentIndex(0)
        if proposed is not None:
            self.taker.show_key(proposed)
        self.show()
        self.taker.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep it on Escape; remove it on Enter in the choice."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.taker.hasFocus():
            self._yes()
            return
        super().keyPressEvent(event)

    def _yes(self) -> None:
        self.hide()
        self.answered.emit(self.taker.currentData())
