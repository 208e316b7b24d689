"""Start the real window in this process and print when each stage was reached, as JSON.

`python -m tests.benchmarks.startup_probe WORKSPACE BEGUN [alone]`: BEGUN is the reading of the
monotonic clock from just before this process was started; `alone`, it starts no second process
(nor does it on a busy machine).
"""

import gc
import sys
import time

# As in the program, nothing else is imported before the second process is on its way.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_AT_FIRST_LINE = time.monotonic()
_PATIENCE_SECONDS = 60.0


class Stages:
    """When each stage was reached for the first time, in seconds since the start."""

    def __init__(self, begun: float) -> None:
        self._begun = begun
        self.reached = {"interpreter": _AT_FIRST_LINE - begun}

    def reach(self, stage: str) -> None:
        """Note a stage."""
        self.reached.setdefault(stage, time.monotonic() - self._begun)

    def is_late(self) -> bool:
        """Say whether it is not worth waiting any longer."""
        return time.monotonic() - self._begun > _PATIENCE_SECONDS


def watch(desk: "Any", stages: Stages) -> None:
    """Note rows and first key of a desk's window, then close it."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    desk.opened.connect(lambda: stages.reach("workspace opened"))
    timer = QTimer(desk)

    def look() -> None:
        if stages.is_late():
            desk.window.close()
        # The page that is shown first; its list takes keys once rows are there.
        page = desk.window.page("today")
        if page is None or not page.list.isVisible() or not page.model.lines:
            return
        if "rows shown" not in stages.reached:
            desk.window.repaint()
            stages.reach("rows shown")
            before = page.list.currentIndex().row()
            page.list.setFocus()
            QTest.keyClick(page.list, Qt.Key.Key_J)
            QApplication.processEvents()
            if page.list.currentIndex().row() > before:
                stages.reach("first key accepted")
        if "workspace opened" in stages.reached:
            timer.stop()
            desk.window.close()

    timer.timeout.connect(look)
    timer.start(1)


def main(workspace: str, begun: float, *, alone: bool = False) -> None:
    """Run the program as `funneldesk` does, and quit once the workspace is open as well."""
    stages = Stages(begun)
    from app.first_process import start_first_process

    process = None if alone else start_first_process()
    gc.disable()
    from pathlib import Path

    from app.plain_imports import import_qt

    import_qt()
    from app.desk import startup

    stages.reach("window code imported")

    class WatchedStart(startup.Start):
        """The real start, whose stages are noted."""

        def go_on(self) -> None:
            """Begin to watch once the shell is painted."""
            stages.reach("shell painted")
            super().go_on()
            watch(self.desk, stages)

    vars(startup)["Start"] = WatchedStart
    startup.run_window(Path(workspace), process)
    import json

    sys.stdout.write(json.dumps(stages.reached) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), alone="alone" in sys.argv[3:])
