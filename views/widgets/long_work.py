"""Work that takes the place of a page while it runs: how far it is, and a way to stop it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import PlainLabel

_BAR_PIXELS = 400


class LongWork(QWidget):
    """Says in words and by a bar how far the work is; `words` makes them of done and total."""

    def __init__(
        self, words: Callable[[int, int], str], stop: str, on_stop: Callable[[], object]
    ) -> None:
        super().__init__()
        theme = current_theme()
        self._words_of = words
        self.words = PlainLabel(size="heading", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.scaled(_BAR_PIXELS))
        self.cancel_button = make_button(stop, on_stop)
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(2))
        column.addStretch(2)
        for widget in (self.words, self.bar, self.cancel_button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is; a total of nothing means that it is only beginning."""
        self.cancel_button.setEnabled(True)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(self._words_of(done, total))

    def show_stopping(self, words: str) -> None:
        """Say that it is being stopped; it can be asked for once."""
        self.cancel_button.setEnabled(False)
        self.words.setText(words)
