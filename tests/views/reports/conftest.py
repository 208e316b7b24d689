"""The tab of reports on a workspace of random history."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.reporting.random_history import write_random_history
from tests.views.definitions.definition_doubles import blank_pages
from tests.views.leads.lead_doubles import DirectRunner
from views.reports.desk import WantedReport
from views.reports.tab import ReportsTab

AT = datetime(2026, 10, 20, 12, tzinfo=UTC)


@dataclass
class TableShelf:
    """Keeps the tables that were to be written."""

    written: dict[Path, Sequence[Sequence[Any]]] = field(default_factory=dict)

    def table(
        self,
        path: Path,
        rows: Sequence[Sequence[Any]],
        then: Callable[[], None],
        *,
        failed: Callable[[Exception], None],
    ) -> None:
        del failed
        self.written[path] = rows
        then()


@dataclass
class ReportShelf:
    """Sets no type; remembers which reports were wanted."""

    wanted: list[WantedReport] = field(default_factory=list)

    def preview(self, wanted: WantedReport, then: Any, failed: Any) -> None:
        del failed
        self.wanted.append(wanted)
        then(blank_pages(1))

    def print_pages(self, wanted: WantedReport, then: Any, failed: Any) -> None:
        self.preview(wanted, then, failed)

    def write_pdf(self, wanted: WantedReport, path: Path, then: Any, failed: Any) -> None:
        del failed
        self.wanted.append(wanted)
        then(path)


@pytest.fixture(scope="session")
def history_file(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Path:
    """Return a workspace file of random history, for copying."""
    path = tmp_path_factory.mktemp("history") / "history.db"
    shutil.copyfile(new_workspace_file, path)
    write_random_history(path, seed=3, leads=120)
    return path


@pytest.fixture
def history(tmp_path: Path, history_file: Path) -> Iterator[Workspace]:
    """Return a workspace of random history of the test's own."""
    path = tmp_path / "history.db"
    shutil.copyfile(history_file, path)
    opened = open_workspace(path, clock=FrozenClock(AT))
    yield opened
    opened.close()


@pytest.fixture
def runner(history: Workspace, qtbot: QtBot) -> DirectRunner:
    """Return a background that works at once."""
    return DirectRunner(history)


@pytest.fixture
def tables() -> TableShelf:
    """Return what keeps the tables that were to be written."""
    return TableShelf()


@pytest.fixture
def papers() -> ReportShelf:
    """Return what remembers which reports were wanted."""
    return ReportShelf()


@pytest.fixture
def tab(
    runner: DirectRunner, tables: TableShelf, papers: ReportShelf, tmp_path: Path, qtbot: QtBot
) -> ReportsTab:
    """Return the tab on the screen."""
    made = ReportsTab(
        runner,
        tables,
        papers,
        zone=lambda: "Europe/Berlin",
        clock=FrozenClock(AT),
        choose_file=lambda _parent, _title, name, _pattern: str(tmp_path / name),
    )
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.list.setFocus()
    return made
