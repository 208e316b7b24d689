"""The foot: where the data lie, what was done last, and what is being done."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import ElidedLabel, PlainLabel
from views.widgets.sections import make_line

if TYPE_CHECKING:
    from datetime import datetime

_PROGRESS_PIXELS: Final = 96


class Foot(QWidget):
    """One line under the page."""

    undo_asked = Signal()
    cancel_asked = Signal(str)
    """Emitted with the code of the work that is to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), 3, theme.space(2), 3)
        row.setSpacing(theme.space(1.5))
        self.path = ElidedLabel(size="small", tone="muted", mode=Qt.TextElideMode.ElideMiddle)
        self.saved = PlainLabel(size="small", tone="muted", tabular=True)
        row.addWidget(self.path)
        row.addWidget(self.saved)
        row.addStretch(1)
        self.last = ElidedLabel(size="small", tone="muted")
        row.addWidget(self.last)
        self.undo = make_button(_("Undo"), self.undo_asked.emit, kind="link")
        row.addWidget(self.undo)
        self._line = make_line(vertical=True)
        row.addWidget(self._line)
        self.work = PlainLabel(size="small", tone="muted", tabular=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(theme.scaled(_PROGRESS_PIXELS))
        self.cancel = make_button(_("Cancel"), self._cancel, kind="link")
        for widget in (self.work, self.progress, self.cancel):
            row.addWidget(widget)
        self._works: dict[str, tuple[str, int, int]] = {}
        self.setMinimumHeight(theme.scaled(32))
        self.set_last_action("", can_undo=False)
        self._show_work()

    def set_workspace(self, path: str) -> None:
        """Show where the workspace lies."""
        self.path.setText(path)

    def set_saved(self, at: "datetime | None") -> None:
        """Show when the last change was saved; `at` is in the zone to be shown."""
        if at is None:
            self.saved.setText("")
            return
        clock = QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)
        self.saved.setText(_("Saved {time}").format(time=clock))

    def set_last_action(self, label: str, *, can_undo: bool) -> None:
        """Show what was done last and whether it can be undone."""
        self.last.setText(label)
        self.undo.setVisible(can_undo)

    def show_work(self, code: str, label: str, done: int = 0, total: int = 0) -> None:
        """Show work in the background; without a total the progress is only a sign of life."""
        self._works[code] = (label, done, total)
        self._show_work()

    def end_work(self, code: str) -> None:
        """Take finished work away."""
        self._works.pop(code, None)
        self._show_work()

    def _show_work(self) -> None:
        shown = bool(self._works)
        for widget in (self._line, self.work, self.progress, self.cancel):
            widget.setVisible(shown)
        if not shown:
            return
        label, done, total = next(iter(self._works.values()))
        more = len(self._works) - 1
        if more:
            label = _("{label} and {count} more").format(label=label, count=more)
        self.work.setText(label)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setAccessibleName(label)
        self.cancel.setAccessibleName(_("Cancel: {label}").format(label=label))

    def _cancel(self) -> None:
        if self._works:
            self.cancel_asked.emit(next(iter(self._works)))
