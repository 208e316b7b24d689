"""A scan that runs: how far it is, and a way to stop it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from models.language import gettext as _
from views.charts.numbers import whole
from views.theme import current_theme
from views.widgets import PlainLabel, make_button


class ScanWork(QWidget):
    """Shown while the workspace is looked through."""

    def __init__(self, on_cancel: Callable[[], object]) -> None:
        super().__init__()
        theme = current_theme()
        self.words = PlainLabel(size="heading", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.scaled(400))
        self.cancel_button = make_button(_("Stop looking"), on_cancel)
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(2))
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        for widget in (self.words, self.bar, self.cancel_button):
            column.addWidget(widget, 0, middle)
        column.addStretch(3)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the scan is; a total of nothing means that it is only beginning."""
        self.cancel_button.setEnabled(True)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(
            _("{done} of {total} groups compared").format(done=whole(done), total=whole(total))
            if total
            else _("Reading who is here…")
        )

    def show_stopping(self) -> None:
        """Say that the scan is being stopped."""
        self.cancel_button.setEnabled(False)
        self.words.setText(_("Stopping…"))
