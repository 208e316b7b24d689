"""The start of the window: the shell is painted before anything heavy is imported."""

import signal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.bugs import catch_bugs, stop_logging
from app.machine_settings import MachineSettings
from app.places import settings_file
from app.window import Desk
from views.shell import MainWindow


def run_window(workspace: Path | None = None) -> int:
    """Show the window on a workspace (None: the last one, or the usual one) until it is closed."""
    application = QApplication(["funneldesk"])
    application.setApplicationName("funneldesk")
    application.setApplicationDisplayName("Funneldesk")
    application.setDesktopFileName("funneldesk")
    state = MachineSettings(settings_file())
    window = MainWindow(state, version=__version__)
    desk = Desk(window, state)
    catch_bugs(desk.bug_met.emit)
    # Python sees the signal at the next tick of the timer that watches the workspace.
    signal.signal(signal.SIGINT, lambda *_signal: window.close())
    window.show()
    QTimer.singleShot(0, desk, lambda: desk.begin(workspace))
    try:
        return application.exec()
    finally:
        catch_bugs()
        desk.close()
        state.flush()
        stop_logging()
        # Qt's own teardown at exit would run after Python let go of what it refers to.
        window.deleteLater()
        application.processEvents()
