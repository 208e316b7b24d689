"""Shows the first lines of the Today page before this process has opened the workspace."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from app.desk.window import Desk
    from app.first_lines import FirstLines, FirstReader
    from views.today.page import TodayPage

_PATIENCE_MILLISECONDS = 1_500
"""On a machine where the second process takes longer, it is no use to wait for it."""


class FirstShown(QObject):
    """Asks the second process, and hands its lines to the page unless the workspace is faster.

    Opening the workspace begins when the lines are shown, or when there will be none: two threads
    of one Python take turns, and whoever waits for the rows would wait for both.
    """

    _came = Signal(object)

    def __init__(self, desk: "Desk", reader: "FirstReader") -> None:
        super().__init__(desk)
        self._desk = desk
        self._reader = reader
        self._lines: FirstLines | None = None
        self._then: Callable[[], None] | None = None
        self._came.connect(self._take)
        desk.window.page_shown.connect(lambda _code: self._show())
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._go_on)

    def ask(self, path: Path, last_on_duty: str | None, then: Callable[[], None]) -> None:
        """Ask for the lines of a workspace; `then` opens it, once it is not in their way."""
        self._then = then
        self._patience.start()
        self._reader.ask(path, last_on_duty, self._came.emit)

    def stop(self) -> None:
        """Show nothing of it any more: the workspace is open, or another is to be."""
        self._lines = None
        self._then = None
        self._patience.stop()
        self._reader.stop()

    def _take(self, lines: "FirstLines | None") -> None:
        desk = self._desk
        if lines is None or desk.runner.is_open or lines.path != str(desk.path):
            self._go_on()
            return
        self._lines = lines
        self._show()

    def _show(self) -> None:
        page = self._desk.window.page("today")
        if page is None or self._lines is None:
            return
        lines, self._lines = self._lines, None
        # Whose lines these are has to be known before they are shown.
        self._desk.runner.put_on_duty(lines.on_duty)
        today = cast("TodayPage", page)
        today.set_leader(False)
        today.show_first(lines.shown)
        # What was shown is painted first.
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self._patience.stop()
            then()
