"""The Leads page with 1,000,000 leads: how long the thread that paints is held by what."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from models.leads.lists.wanted import LeadFilter, LeadOrder
from models.workspace import Workspace
from tests.benchmarks.figure import Figure
from tests.benchmarks.many_leads import leads_wanted, make_workspace
from views.importing.desk import ImportDesk
from views.leads.page import LeadsPage
from views.theme import apply_theme

LEADS = leads_wanted(1_000_000)
STALL_MS = 50.0
STEPS = 40
OPENED = 10


class CountingRunner(QObject):
    """Reads in place and keeps the time of it apart from the time of what follows."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._asked: list[Callable[[], Callable[[], None]]] = []

    def read(
        self,
        query: Callable[[Any], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        def answer() -> Callable[[], None]:
            with self._workspace.read() as session:
                result = query(session)
            return lambda: then(result)

        self._asked.append(answer)

    def change(self, operation: Any, then: Any = None, *, failed: Any = None) -> None:
        raise NotImplementedError

    def compute(self, work: Any, then: Any, *, failed: Any = None, lane: str | None = None) -> None:
        raise NotImplementedError

    def settle(self) -> float:
        """Answer everything; return the longest that the window was held at a time, in ms."""
        longest = self._turn()
        while self._asked:
            asked, self._asked = self._asked, []
            for tell in [answer() for answer in asked]:
                start = time.perf_counter()
                tell()
                longest = max(longest, (time.perf_counter() - start) * 1000, self._turn())
        return longest

    def _turn(self) -> float:
        start = time.perf_counter()
        QApplication.processEvents()
        return (time.perf_counter() - start) * 1000


def figures() -> Iterator[Figure]:
    """Yield the longest stalls of the window on a list of 1,000,000 leads."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder, "many.db"), LEADS)
        yield from _figures(workspace)
        workspace.close()


def _figures(workspace: Workspace) -> Iterator[Figure]:
    runner = CountingRunner(workspace)
    desk: ImportDesk = _NoImports()
    page = LeadsPage(runner, desk)
    page.resize(1280, 800)
    page.show()
    stall = runner.settle()
    yield Figure("longest stall: first rows", stall, "ms")
    page.filters.search.setText("k")
    yield Figure("longest stall: a key stroke in the search", runner.settle(), "ms", STALL_MS)
    page.filters.clear()
    yield Figure("longest stall: all leads again", runner.settle(), "ms", STALL_MS)
    page.model.sort(2)
    yield Figure("longest stall: sorted by stage", runner.settle(), "ms", STALL_MS)
    page.model.show_list(LeadFilter(), LeadOrder())
    runner.settle()
    bar = page.table.verticalScrollBar()
    longest = 0.0
    for step in range(STEPS):
        bar.setValue(bar.maximum() * (step + 1) // STEPS)
        longest = max(longest, runner.settle())
    yield Figure("longest stall: scrolling from top to end in 40 jumps", longest, "ms", STALL_MS)
    first, *others = [_opening(page, runner, LEADS - 5 - row) for row in range(OPENED)]
    yield Figure("longest stall: opening the page of a lead, the first", first, "ms")
    yield Figure("longest stall: opening the page of a lead, nine others", max(others), "ms")
    page.model.refresh()
    yield Figure("longest stall: reading the list again", runner.settle(), "ms", STALL_MS)
    page.close()


def _opening(page: LeadsPage, runner: CountingRunner, row: int) -> float:
    page.table.setCurrentIndex(page.model.index(row, 0))
    runner.settle()
    start = time.perf_counter()
    page.table.opened.emit()
    at_once = (time.perf_counter() - start) * 1000
    return max(at_once, runner.settle())


class _NoImports:
    """Imports nothing."""

    def inspect(self, path: Path, then: Any, failed: Any) -> None:
        raise NotImplementedError

    def preview(self, mapping: Any, then: Any, failed: Any) -> None:
        raise NotImplementedError

    def start(self, mapping: Any, duplicates: Any, progress: Any, then: Any, failed: Any) -> None:
        raise NotImplementedError

    def cancel(self) -> None:
        raise NotImplementedError

    def follow(self, then: Any) -> None:
        raise NotImplementedError

    def redo(self) -> None:
        raise NotImplementedError
