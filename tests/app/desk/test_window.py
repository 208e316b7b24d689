"""The window at work: duty, undo, settings, files out, what it says, and how it ends."""

import signal
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.hearing import Hearing
from app.desk.settings_sections import settings_sections
from app.desk.startup import close_when_told
from app.desk.window import Desk
from app.places import log_file
from models.activity.interest import record_interest
from models.basics import basics
from models.handoff.inbox import handoff_of
from models.leads.capture import add_lead
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.workspace import open_workspace
from tests.app.desk.resting import notices, opened, rest
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage
from views.settings import GeneralSection
from views.start import Targets, WorkspaceBasics


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
