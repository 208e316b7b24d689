"""The window at work: first start, opening and refusing files, duty, undo, copies, bugs."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.backups import copies, make_daily_copy
from app.desk.hearing import Hearing
from app.desk.machine.settings import MachineSettings
from app.desk.settings_sections import settings_sections
from app.desk.startup import close_when_told
from app.desk.window import Desk
from app.places import log_file
from models.activity.interest import record_interest
from models.basics import basics
from models.handoff.inbox import handoff_of
from models.leads.capture import add_lead
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.team.joining import add_member
from models.team.rows import team
from models.workspace import open_workspace
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage
from views.settings import GeneralSection
from views.shell import MainWindow
from views.start import FirstStart, StartPanel, Targets, WorkspaceBasics
from views.start.copies import CopiesPanel
from views.widgets import EmptyState


@pytest.fixture
def state(tmp_path: Path) -> MachineSettings:
    return MachineSettings(tmp_path / "settings.ini")


@pytest.fixture
def desk(qtbot: QtBot, state: MachineSettings) -> Iterator[Desk]:
    window = MainWindow(state, version="1.2.3")
    qtbot.addWidget(window)
    made = Desk(window, state)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "team.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Ada Example", "Europe/London", ("sdr",))
        add_member(session, "Bea Example", "Europe/London", ("leader",))
    workspace.close()
    return path


def opened(desk: Desk, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    rest(desk, qtbot)


def rest(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.runner.is_idle)


def notices(desk: Desk) -> list[str]:
    return [bar.text.text() for bar in desk.window.notices.bars]


def test_a_fault_that_ended_the_window_is_told_at_the_next_start(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    log_file().parent.mkdir(parents=True)
    log_file().with_name("last words.txt").write_text("Fatal Python error: Aborted", "utf-8")
    opened(desk, path, qtbot)
    qtbot.waitUntil(lambda: any("ended by itself last time" in said for said in notices(desk)))
    desk.window.notices.bars[-1].action.click()
    assert QGuiApplication.clipboard().text() == "Fatal Python error: Aborted"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_ends_the_session_closes_the_window_in_order(
    desk: Desk, qtbot: QtBot, name: str
) -> None:
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip("this system has no such signal")
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, number)}
    try:
        close_when_told(desk.window)
        with qtbot.waitSignal(desk.window.closing):
            signal.raise_signal(number)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


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
    desk: Desk, state: MachineSettings, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    assert desk.duty.persons[1].name == "Bea Example"
    told: list[bool] = []
    desk.leader_on_duty.connect(told.append)
    desk.put_on_duty("2")
    desk.put_on_duty("1")
    assert told == [True, False]
    assert desk.runner.actor == 1
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


def test_changes_carry_the_name_on_duty_and_are_undone_by_the_menu(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    with qtbot.waitSignal(desk.runner.steps, check_params_cb=lambda last, _next: bool(last)):
        desk.runner.change(lambda session: add_lead(session, title="A lead"))
    assert desk.window.foot.last.text() == "Add a lead"
    assert desk.window.action("undo").text() == "Undo: Add a lead"
    with qtbot.waitSignal(desk.runner.stepped):
        desk.window.requests.undo.emit()
    assert "Undone: Add a lead" in notices(desk)
    qtbot.waitUntil(lambda: desk.window.action("redo").isEnabled())
    desk.put_on_duty("1")
    qtbot.waitUntil(lambda: not desk.window.action("redo").isEnabled())


def test_settings_are_saved_as_one_change_and_shown_again(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    desk.window.show_page("settings")
    qtbot.waitUntil(lambda: desk.window.page("settings") is not None)
    page: Any = desk.window.page("settings")
    with qtbot.waitSignal(desk.basics_changed):
        page.section("general").basics_saved.emit(WorkspaceBasics("GBP", 4, Targets(7, 90_000_00)))
    found: list[Any] = []
    desk.runner.read(lambda session: basics(session, datetime.now(UTC).date()), found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].base_currency == "GBP"
    assert (found[0].clients_per_month, found[0].revenue_per_quarter_minor) == (7, 90_000_00)
    qtbot.waitUntil(lambda: desk.window.foot.last.text().startswith("Settle"))


def test_known_errors_are_notices_and_bugs_come_with_a_report(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    desk.window.requests.redo.emit()
    qtbot.waitUntil(lambda: any("nothing to redo" in text for text in notices(desk)))
    desk.bug_met.emit(ZeroDivisionError("seven by nought"))
    bar = desk.window.notices.bars[-1]
    assert "an error of its own (ZeroDivisionError)" in bar.text.text()
    bar.action.click()
    report = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: seven by nought" in report
    rest(desk, qtbot)


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


def test_export_offers_the_list_in_front_with_its_count_and_every_whole_table(
    desk: Desk, path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desk, path, qtbot)
    for title in ("First lead", "Second lead", "Second best"):
        with qtbot.waitSignal(desk.runner.saved):
            desk.runner.change(partial(add_lead, title=title))
    desk.window.show_page("leads")
    qtbot.waitUntil(lambda: desk.window.page("leads") is not None)
    page: Any = desk.window.page("leads")
    content = ViewContent(LeadFilter(search="second"), columns=("company", "name", "stage_age"))
    page.tools.show_content(content)
    qtbot.waitUntil(lambda: page.list_in_front() == (page.tools.content(), "2 leads"))
    patterns: list[str] = []

    def export_as(name: str, words: str, said: str) -> list[str]:
        def ask(_title: str, _name: str, offered: str) -> tuple[Path, str]:
            patterns[:] = offered.split(";;")
            return tmp_path / name, next((one for one in patterns if words in one), "")

        monkeypatch.setattr(desk.errands, "ask_to_save", ask)
        desk.window.requests.export_file.emit()
        qtbot.waitUntil(lambda: any(said in text for text in notices(desk)))
        return (tmp_path / said.rsplit(maxsplit=1)[-1]).read_text("utf-8-sig").splitlines()

    lines = export_as("list", "", "2 rows in list.csv")
    assert patterns[0] == "The list: 2 leads, with its columns and order (*.csv)"
    assert lines == ['Company,Name,"In stage, days"', ",Second best,0", ",Second lead,0"]
    assert len(export_as("fields", "all their fields", "2 rows in fields.csv")) == 3
    assert export_as("cards", "address cards", "0 rows in cards.vcf") == []
    assert len(export_as("all", "All leads", "3 rows in all.csv")) == 4
    desk.window.show_page("today")
    assert len(export_as("again", "All leads", "3 rows in again.csv")) == 4
    assert patterns[0] == "All leads (*.csv)"
    assert len(patterns) == 4
    rest(desk, qtbot)


def test_a_start_shows_today_and_an_import_goes_to_the_leads(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    opened(desk, path, qtbot)
    assert desk.window.page_code == "today"
    desk.window.requests.import_file.emit()
    qtbot.waitUntil(lambda: desk.window.page("leads") is not None)
    page: Any = desk.window.page("leads")
    assert desk.window.page_code == "leads"
    assert page.importing is not None
    rest(desk, qtbot)


def test_silence_has_its_effect_without_anybody_doing_anything(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    workspace = open_workspace(path, clock=FrozenClock(datetime(2026, 1, 5, 10, tzinfo=UTC)))
    with workspace.write() as session:
        lead = add_lead(session, title="Silent", stage_id=known_stage(session, "mql").id)
    workspace.close()
    opened(desk, path, qtbot)
    with qtbot.waitSignal(desk.runner.changed):
        desk.rounds.begin()
    found: list[Any] = []
    desk.runner.read(lambda session: handoff_of(session, lead, datetime.now(UTC)), found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert (found[0].state, found[0].member) == ("waiting", "Bea Example")
    assert found[0].escalated_at == datetime(2026, 1, 5, 10, 45, tzinfo=UTC)
    assert any("1 escalated, 1 given to somebody else" in text for text in notices(desk))
    desk.rounds.go()
    rest(desk, qtbot)
    desk.put_on_duty("1")
    assert not desk.window.action("redo").isEnabled()


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


def test_what_belongs_to_a_page_hears_nothing_once_it_is_gone(desk: Desk, qtbot: QtBot) -> None:
    page = QObject()
    heard: list[bool] = []
    Hearing(page, desk.leader_on_duty, heard.append)
    desk.leader_on_duty.emit(True)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    desk.leader_on_duty.emit(False)
    assert heard == [True]


def test_escape_from_a_lead_opened_out_of_today_goes_back_to_today(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    workspace = open_workspace(path)
    with workspace.write() as session:
        lead = add_lead(session, title="Asked for")
        record_interest(session, lead, "demo_request")
    workspace.close()
    desk.window.show()
    desk.window.activateWindow()
    opened(desk, path, qtbot)
    today: Any = desk.window.page("today")
    qtbot.waitUntil(today.list.isVisible)
    today.call.write_note()
    keys_before = QApplication.focusWidget()
    assert today.call.isAncestorOf(keys_before)
    desk.show_lead(lead)
    qtbot.waitUntil(lambda: desk.window.page("leads") is not None)
    page: Any = desk.window.page("leads")
    qtbot.waitUntil(lambda: page.lead_page is not None)
    rest(desk, qtbot)
    assert desk.window.page_code == "leads"
    page.lead_page.left.emit()
    assert desk.window.page_code == "today"
    assert QApplication.focusWidget() is keys_before
    desk.window.show_page("leads")
    page.open_page(lead)
    page.lead_page.left.emit()
    assert desk.window.page_code == "leads"
    rest(desk, qtbot)


def test_the_command_field_finds_leads_by_the_search_of_the_workspace(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    workspace = open_workspace(path)
    with workspace.write() as session:
        lead = add_lead(session, title="Cold chain for Ostend")
    workspace.close()
    desk.window.show()
    desk.window.activateWindow()
    opened(desk, path, qtbot)
    field = desk.window.top.field
    field.take_focus(None)
    field.setText("osten")
    qtbot.waitUntil(lambda: "Cold chain for Ostend" in field.shown)
    with qtbot.waitSignal(desk.lead_asked) as asked:
        field._run(field.shown.index("Cold chain for Ostend"))
    assert asked.args == [lead]
    rest(desk, qtbot)


def test_settings_built_before_the_workspace_is_open_show_it_and_lose_nothing_typed(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    section = settings_sections(desk)[0].make()
    assert isinstance(section, GeneralSection)
    qtbot.addWidget(section)
    assert section.person.count() == 0
    opened(desk, path, qtbot)
    assert section.person.currentData() == desk.duty.code
    QTest.keyClicks(section.basics.clients, "7")
    other = next(one.code for one in desk.duty.persons if one.code != desk.duty.code)
    desk.put_on_duty(other)
    assert section.person.currentData() == other
    assert section.basics.clients.text() == "7"
    rest(desk, qtbot)
