"""The longest moment in which the window does nothing while a big import runs and is shown."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.desk.imports.desk import WorkspaceImports
from app.desk.machine.settings import MachineSettings
from app.desk.window import Desk
from app.offscreen import offscreen_application
from app.running.garbage import Garbage
from models.workspace import open_workspace
from tests.benchmarks.bench_import import CONTACTS, write_contacts
from tests.benchmarks.figure import Figure
from views.importing.content import ImportMapping, ImportReport
from views.leads.page import LeadsPage
from views.shell import MainWindow

_BEAT_MILLISECONDS = 2
_LOOK_MILLISECONDS = 50
_COUNTED_MILLISECONDS = 1_000


class _Heart:
    """Beats in the window's event loop; a gap between two beats is a moment the window stood."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MILLISECONDS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to listen."""
        self.gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        """Return the gaps in milliseconds."""
        self._timer.stop()
        return self.gaps

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


def figures() -> Iterator[Figure]:
    """Import 100,000 contacts in the window, on the Leads page, and listen until they are there."""
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-bench-"))
    try:
        gaps, took, report = _import_in_window(folder)
    finally:
        shutil.rmtree(folder)
    if report is None or report.created != CONTACTS:
        raise RuntimeError(f"the import came to {report}")
    ordered = sorted(gaps)
    yield Figure("longest stall of the window during the import", ordered[-1], "ms", 50.0)
    yield Figure("its 99.9th percentile", ordered[int(len(ordered) * 0.999)], "ms")
    yield Figure("beats of the window meanwhile", len(gaps), "beats")
    yield Figure("import of 100,000 contacts from the window", took, "s")


def _import_in_window(folder: Path) -> tuple[list[float], float, ImportReport | None]:
    path = folder / "workspace.db"
    open_workspace(path).close()
    file = write_contacts(folder / "contacts.csv")
    with offscreen_application() as application:
        window = MainWindow(MachineSettings(folder / "settings.ini"))
        desk = Desk(window, MachineSettings(folder / "settings.ini"))
        window.resize(1280, 800)
        window.show()
        _open(desk, path)
        # As the program does it after its start.
        Garbage(desk).begin()
        window.show_page("leads")
        imports = WorkspaceImports(desk.runner)
        heart = _Heart()
        outcomes: list[ImportReport | None] = []
        loop = QEventLoop()

        def done(report: ImportReport | None) -> None:
            outcomes.append(report)
            loop.quit()

        def failed(error: Exception) -> None:
            print(error, file=sys.stderr)
            done(None)

        def start(_preview: object) -> None:
            heart.start()
            imports.start(ImportMapping(), "update", lambda *_: None, done, failed)

        began = time.perf_counter()
        imports.inspect(file, start, failed)
        loop.exec()
        took = time.perf_counter() - began
        if outcomes[0] is not None:
            _wait_for_rows(desk)
        gaps = list(heart.stop())
        desk.close()
        window.close()
        window.deleteLater()
        application.processEvents()
    return gaps, took, outcomes[0]


def _open(desk: Desk, path: Path) -> None:
    loop = QEventLoop()
    desk.opened.connect(loop.quit)
    desk.open(path)
    loop.exec()


def _wait_for_rows(desk: Desk) -> None:
    """Go on until the page shows the new leads, and for the moment in which they are counted."""
    page = desk.window.page("leads")
    assert isinstance(page, LeadsPage)
    loop = QEventLoop()
    timer = QTimer()

    def look() -> None:
        if page.model.rowCount():
            timer.stop()
            QTimer.singleShot(_COUNTED_MILLISECONDS, loop.quit)

    timer.timeout.connect(look)
    timer.start(_LOOK_MILLISECONDS)
    loop.exec()
