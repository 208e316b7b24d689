"""The start of the window: the shell is painted before anything heavy is imported."""

import gc
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app import __version__
from app.bugs import catch_bugs, stop_logging
from app.desk.machine.settings import MachineSettings
from app.desk.pages import pages_of
from app.places import settings_file
from views.shell import MainWindow, show_window
from views.theme import make_application

if TYPE_CHECKING:
    from subprocess import Popen

    from app.desk.window import Desk

_ROWS_BY_MILLISECONDS = 500
_IDLE_BY_MILLISECONDS = 3_000
_OPEN_BY_MILLISECONDS = 10_000
UNPAINTED_MILLISECONDS = 1000
"""A window that opens minimised is not painted, and must work all the same."""


def run_window(workspace: Path | None = None, process: "Popen[bytes] | None" = None) -> int:
    """Show the window on a workspace (None: the last one, or the usual one) until it is closed.

    A second `process` that was started before reads its first lines meanwhile.
    """
    # Importing makes many objects and no garbage; looking for it would hold paint and rows.
    gc.disable()
    application = make_application("funneldesk")
    application.setApplicationName("funneldesk")
    application.setApplicationDisplayName("Funneldesk")
    application.setDesktopFileName("funneldesk")
    state = MachineSettings(settings_file())
    window = MainWindow(state, version=__version__)
    started = Start(window, state, workspace, process)
    for spec in pages_of(lambda: started.desk):
        window.register_page(spec)
    close_when_told(window)
    FirstPaint(window, started.go_on)
    show_window(state, window)
    try:
        return application.exec()
    finally:
        catch_bugs()
        started.end()
        state.flush()
        stop_logging()
        # Qt's own teardown at exit would run after Python let go of what it refers to.
        window.deleteLater()
        application.processEvents()


def close_when_told(window: QWidget) -> None:
    """Close the window in order when its terminal or the end of the session ends the program.

    Python sees the signal at the next tick of the timer that watches the workspace.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no SIGHUP; “nohup” has it ignored.
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_signal: window.close())


class Start:
    """The start after the first paint: the desk behind the window, and its first workspace."""

    desk: "Desk"

    def __init__(
        self,
        window: MainWindow,
        state: MachineSettings,
        workspace: Path | None,
        process: "Popen[bytes] | None",
    ) -> None:
        self._window = window
        self._state = state
        self._workspace = workspace
        self._process = process
        self.end: Callable[[], None] = self._end_process
        """Ends all that was begun until now."""

    def go_on(self) -> None:
        """Put the desk behind the window that was painted, and let it begin."""
        from app.desk.window import Desk
        from app.kernels import name_cache
        from app.running.garbage import Garbage

        self.desk = desk = Desk(self._window, self._state)
        self.end = desk.close
        if self._process is not None:
            from app.first_lines import FirstReader

            desk.expect(FirstReader(self._process))
        catch_bugs(desk.bug_met.emit)
        name_cache()
        garbage = Garbage(desk)
        desk.opened.connect(lambda: QTimer.singleShot(_ROWS_BY_MILLISECONDS, garbage.begin))
        desk.opened.connect(lambda: QTimer.singleShot(_IDLE_BY_MILLISECONDS, desk, self._warm_up))
        QTimer.singleShot(_OPEN_BY_MILLISECONDS, garbage.begin)
        # While somebody still answers the questions of the first start, too.
        QTimer.singleShot(_OPEN_BY_MILLISECONDS, desk, self._warm_up)
        desk.begin(self._workspace)

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _warm_up(self) -> None:
        # Whoever opens the forecast later finds the simulator ready.
        self.desk.runner.compute(_nothing, lambda _done: None)


class FirstPaint(QObject):
    """Calls once, after a window was painted for the first time, or after a while without."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        window.installEventFilter(self)
        QTimer.singleShot(UNPAINTED_MILLISECONDS, self, self._call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint; what it paints is on the screen when the timer fires."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return False

    def _call(self) -> None:
        then, self._then = self._then, _nothing
        then()


def _nothing() -> None:
    """Do nothing, where something must be callable."""
