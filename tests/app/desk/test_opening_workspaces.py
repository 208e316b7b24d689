"""Workspaces in the window: begun, opened, refused, brought back from a copy, one after another."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.backups import copies, make_daily_copy
from app.desk.machine.settings import MachineSettings
from app.desk.window import Desk
from models.team.joining import add_member
from models.team.rows import team
from models.workspace import open_workspace
from tests.app.desk.resting import notices, opened, rest
from views.shell import MainWindow
from views.start import FirstStart, StartPanel, Targets
from views.start.copies import CopiesPanel
from views.widgets import EmptyState


def test_the_first_start_asks_and_makes_an_empty_workspace(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "new.db"
    desk.begin(path)
    panel = desk.window.findChild(StartPanel)
    assert panel is not None
    assert not path.exists()
    answers = FirstStart(False, "Ada Example", ("setter",), "SEK", 7, Targets(4, None))
    with qtbot.waitSignal(desk.opened):
        panel.started.emit(answers)
        # The sample takes seconds, in which a second press must not begin it again.
        assert not panel.start_button.isEnabled()
    assert desk.window.windowTitle() == "new – Funneldesk"
    assert [person.name for person in desk.duty.persons] == ["Ada Example"]
    assert desk.basics is not None
    assert (desk.basics.base_currency, desk.basics.clients_per_month) == ("SEK", 4)
    assert desk.runner.actor == 1
    rest(desk, qtbot)


def test_the_last_workspace_is_opened_again_with_who_was_on_duty(
    desk: Desk, tmp_path: Path, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    assert desk.duty.persons[1].name == "Bea Example"
    told: list[bool] = []
    desk.leader_on_duty.connect(told.append)
    desk.put_on_duty("2")
    desk.put_on_duty("1")
    assert told == [True, False]
    assert desk.runner.actor == 1
    state = MachineSettings(tmp_path / "settings.ini")
    again = Desk(MainWindow(state), state)
    qtbot.addWidget(again.window)
    with qtbot.waitSignal(again.opened):
        again.begin()
    assert again.path == path
    assert again.duty.code == "1"
    rest(again, qtbot)
    again.close()


def test_a_file_of_a_newer_version_is_refused_in_the_window(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()
    desk.open(path)

    def sentences() -> str:
        found = desk.window.findChildren(EmptyState)
        return " ".join(empty.sentence.text() for empty in found)

    qtbot.waitUntil(lambda: "newer Funneldesk" in sentences())
    assert path.read_bytes() == before
    assert not desk.runner.is_open


def test_a_daily_copy_is_made_after_opening_and_comes_back_from_the_list(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    make_daily_copy(path, date(2026, 1, 5))
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Cem Example", "Europe/Berlin")
    workspace.close()
    opened(desk, path, qtbot)
    qtbot.waitUntil(lambda: len(copies(path)) == 2)
    rest(desk, qtbot)
    assert len(desk.duty.persons) == 3
    desk.window.requests.restore_copy.emit()
    panel = desk.window.findChild(CopiesPanel)
    assert panel is not None
    assert panel.items.count() == 2
    panel.items.setCurrentRow(1)
    panel.restore_button.click()
    with qtbot.waitSignal(desk.opened):
        panel.confirm.yes_button.click()
    rest(desk, qtbot)
    assert [person.name for person in desk.duty.persons] == ["Ada Example", "Bea Example"]
    assert any("is back" in text for text in notices(desk))


def test_leaving_the_list_of_copies_changes_nothing(desk: Desk, path: Path, qtbot: QtBot) -> None:
    opened(desk, path, qtbot)
    desk.window.requests.restore_copy.emit()
    panel = desk.window.findChild(CopiesPanel)
    assert panel is not None
    panel.closed.emit()
    assert desk.runner.is_open
    assert desk.window.page_code == "today"
    rest(desk, qtbot)


def test_an_existing_file_is_not_begun_anew(
    desk: Desk, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desk, path, qtbot)
    monkeypatch.setattr(desk.errands, "ask_to_save", lambda *_words: (path, ""))
    desk.errands.new_workspace()
    assert any("exists already" in text for text in notices(desk))
    assert desk.runner.is_open
    rest(desk, qtbot)


def test_two_workspaces_one_after_the_other(
    desk: Desk, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.db"
    workspace = open_workspace(other)
    with workspace.write() as session:
        add_member(session, "Only Example", "Europe/Paris")
    workspace.close()
    opened(desk, path, qtbot)
    # What hears of a new person on duty and of new settings is built, and gone with its workspace.
    for code in ("leads", "calendar", "settings"):
        with qtbot.waitSignal(desk.window.page_shown):
            desk.window.show_page(code)
        rest(desk, qtbot)
    desk.window.foot.set_saved(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with qtbot.waitSignal(desk.opened):
        desk.open(other)
        assert desk.window.foot.saved.text() == ""
    rest(desk, qtbot)
    assert [person.name for person in desk.duty.persons] == ["Only Example"]
    found: list[int] = []
    desk.runner.read(lambda session: len(team(session)), found.append)
    qtbot.waitUntil(lambda: found == [1])
