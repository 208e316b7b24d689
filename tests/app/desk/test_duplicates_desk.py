"""The scan of the window: in a process of its own, told of, stopped, and opened from the leads."""

import os
import shutil
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.desk.duplicates import WorkspaceDuplicates, scan_in_child
from app.desk.pages import _offer_duplicates
from app.running.ended import ProcessEndedError
from app.running.runner import WorkspaceRunner
from models.leads.capture import add_contact
from models.workspace import open_workspace
from views.duplicates.page import DuplicatesPage
from views.importing.desk import ImportDesk
from views.leads.page import LeadsPage


@pytest.fixture
def file(tmp_path: Path, new_workspace_file: Path) -> Path:
    path = tmp_path / "twice.db"
    shutil.copyfile(new_workspace_file, path)
    workspace = open_workspace(path)
    with workspace.write() as session:
        for _number in range(2):
            add_contact(session, first_name="Ann", last_name="Lee", email="ann@acme.example")
    workspace.close()
    return path


@pytest.fixture
def runner(qtbot: QtBot, file: Path) -> Iterator[WorkspaceRunner]:
    made = WorkspaceRunner()
    made.attach(open_workspace(file))
    yield made
    made.close()
    made.deleteLater()


def fail(error: Exception) -> None:
    raise error


def test_the_scan_tells_how_far_it_is_and_what_it_found(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    desk = WorkspaceDuplicates(runner)
    told: list[tuple[int, int]] = []
    seen: list[Any] = []
    desk.scan(lambda done, total: told.append((done, total)), seen.append, fail)
    qtbot.waitUntil(lambda: bool(seen))
    (pair,) = seen[0]
    assert pair.score >= 90
    assert told[-1] == (1, 1)


def test_a_stopped_scan_finds_nothing(file: Path) -> None:
    assert scan_in_child(file, lambda _done, _total: None, lambda: True) is None


def is_ended(_path: Path, _pipe: Connection) -> None:
    os._exit(9)


def fails(_path: Path, _pipe: Connection) -> None:
    sys.exit(1)


@pytest.mark.parametrize(("work", "error"), [(is_ended, ProcessEndedError), (fails, RuntimeError)])
def test_a_scan_that_is_ended_from_outside_is_told_and_an_error_of_its_own_is_a_bug(
    file: Path, monkeypatch: pytest.MonkeyPatch, work: object, error: type[Exception]
) -> None:
    monkeypatch.setattr("app.desk.duplicates._work", work)
    with pytest.raises(error, match="Looking for duplicates"):
        scan_in_child(file, lambda _done, _total: None, lambda: False)


class FakeDesk(QObject):
    """As much of the window's desk as the page of duplicates needs."""

    said = Signal(str, str)

    def __init__(self, runner: WorkspaceRunner) -> None:
        super().__init__()
        self.runner = runner

    def say(self, kind: str, words: str) -> None:
        self.said.emit(kind, words)


def test_the_leads_page_opens_them_in_its_place_and_takes_them_back(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    imports: ImportDesk = SimpleNamespace()
    page = LeadsPage(runner, imports)
    qtbot.addWidget(page)
    page.show()
    desk: Any = FakeDesk(runner)
    _offer_duplicates(desk, page)
    action = next(one for one in page.actions() if one.text() == "Find duplicates")
    action.trigger()
    shown = page.whole.currentWidget()
    assert isinstance(shown, DuplicatesPage)
    qtbot.waitUntil(lambda: bool(shown.model.pairs))
    qtbot.waitUntil(lambda: bool(shown.comparison.rows))
    shown.closed.emit()
    assert page.whole.currentWidget() is not shown
    qtbot.waitUntil(lambda: runner.is_idle)
