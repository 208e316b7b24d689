"""The window closes once what was typed is saved, and stays open where that cannot be."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.window import Desk
from models.errors import KnownError
from models.team.joining import add_member
from models.team.rows import team
from models.workspace import open_workspace
from tests.app.desk.resting import notices, opened


@pytest.fixture
def shown(desk: Desk, path: Path, qtbot: QtBot) -> Desk:
    opened(desk, path, qtbot)
    desk.window.show()
    return desk


def test_the_window_waits_for_what_is_being_saved(shown: Desk, path: Path, qtbot: QtBot) -> None:
    go = Event()

    def slow(session: Any) -> None:
        go.wait()
        add_member(session, "Cem Example", "Europe/London")

    shown.runner.change(slow)
    assert not shown.window.close()
    assert shown.window.isVisible()
    with qtbot.waitSignal(shown.window.closing):
        go.set()
    other = open_workspace(path)
    with other.read() as session:
        assert "Cem Example" in {one.name for one in team(session)}
    other.close()


def test_the_window_stays_where_something_could_not_be_saved(shown: Desk, qtbot: QtBot) -> None:
    go = Event()

    def refused(_session: Any) -> None:
        go.wait()
        raise KnownError("The workspace is busy.")

    told: list[Exception] = []
    shown.runner.change(refused, failed=told.append)
    assert not shown.window.close()
    go.set()
    qtbot.waitUntil(lambda: any("stays open" in sentence for sentence in notices(shown)))
    assert shown.window.isVisible()
    assert [str(error) for error in told] == ["The workspace is busy."]
    shown.runner.change(refused, failed=told.append)
    assert shown.window.close(), "who closes it again leaves"


def test_what_stands_in_a_field_is_saved_as_the_window_closes(shown: Desk, qtbot: QtBot) -> None:
    line = QLineEdit(shown.window)
    line.show()
    line.editingFinished.connect(lambda: shown.runner.change(lambda _session: None))
    with qtbot.waitActive(shown.window):
        shown.window.activateWindow()
    line.setFocus()
    QTest.keyClicks(line, "Vans")
    with qtbot.waitSignal(shown.runner.saved):
        assert not shown.window.close()
