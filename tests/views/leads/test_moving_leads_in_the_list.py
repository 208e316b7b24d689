"""Stages from the list: the menu, gates and what passes them, moves back and moves undone."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from models.history.undo.steps import undo
from models.ids import MemberId
from models.leads.lists.wanted import LeadFilter
from models.leads.stages.closing import disqualify
from models.workspace import Workspace
from tests.models.leads.listed_leads import Written
from tests.views.keys_and_words import words
from tests.views.leads.conftest import Open
from tests.views.leads.lead_doubles import DirectRunner
from views.leads.page import LeadsPage


def stage_of_first(page: LeadsPage) -> str:
    row = page.model.lead_at(0)
    assert row is not None
    return row.stage


def test_keys_stay_with_the_list_when_a_lead_moves_no_further(
    show: Open, written: Written, workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        disqualify(session, written.leads[0], "budget")
    page = show()
    page.table.setFocus()
    commands = {action.text(): action for action in page.actions()}
    commands["Show the lead beside the list"].trigger()
    assert page.side.panel is not None
    assert not page.side.panel.mover.button.isEnabled()
    assert QApplication.focusWidget() is page.table


def test_m_opens_the_menu_of_stages(show: Open, written: Written, qtbot: QtBot) -> None:
    page = show()
    QTest.keyClick(page.table, Qt.Key.Key_M)
    assert page.side.panel is not None
    menu = page.side.panel.mover.menu
    qtbot.waitUntil(menu.isVisible)
    enabled = [action.text() for action in menu.actions() if action.isEnabled()]
    assert "MQL" not in enabled
    assert "Interested" in enabled
    menu.close()


def test_a_change_keeps_lead_and_view(show: Open, written: Written, runner: DirectRunner) -> None:
    page = show()
    page.model.sort(0, Qt.SortOrder.DescendingOrder)
    page.table.setCurrentIndex(page.model.index(40, 0))
    before = page.table.current_lead()
    assert before is not None
    scrolled_to = page.table.verticalScrollBar().value()
    page.filters.statuses.choose(frozenset({"open"}))
    page.model.wanted = LeadFilter(statuses=frozenset({"open"}))
    top = page.model.lead_at(0)
    assert top is not None
    runner.change(lambda session: disqualify(session, top.id, "budget"))
    after = page.table.current_lead()
    assert after is not None
    assert after.id == before.id
    assert page.table.currentIndex().row() == 39
    assert page.table.selectionModel().selectedRows()[0].row() == 39
    assert page.table.verticalScrollBar().value() == scrolled_to


def test_a_gate_says_what_is_missing_and_evidence_opens_it(
    show: Open, written: Written, workspace: Workspace
) -> None:
    page = show()
    page.side.open_lead(written.leads[0])
    assert page.side.panel is not None
    mover = page.side.panel.mover
    responded = mover._stages[2]
    mover.move_to(responded)
    form = mover.form
    assert form.isVisible()
    assert form.sentence.text() == "Responded still needs"
    assert "written down" in form.missing.text()
    assert form.evidence.isVisible()
    assert not form.override.isVisible()
    assert not form.send_button.isEnabled()
    field: Any = form.evidence.field
    assert field.hasFocus()
    QTest.keyClicks(field, "Called back, asked for prices")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not form.isVisible()
    mover.move_to(responded)
    assert field.text() == "Called back, asked for prices", "what was left is there again"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert stage_of_first(page) == "Responded"
    page.open_page(written.leads[0])
    assert page.lead_page is not None
    assert "Called back, asked for prices" in words(page.lead_page.timeline)


def test_a_leader_may_override_with_a_reason(show: Open, written: Written) -> None:
    page = show()
    page.set_leader(True)
    page.side.open_lead(written.leads[0])
    assert page.side.panel is not None
    mover = page.side.panel.mover
    mover.move_to(mover._stages[4])
    assert mover.form.missing.text().count("•") == 4
    assert not mover.form.evidence.isVisible()
    field: Any = mover.form.override.field
    assert field.hasFocus()
    QTest.keyClicks(field, "Agreed at the fair")
    mover.form.send_button.click()
    assert stage_of_first(page) == "SQL"
    page.open_page(written.leads[0])
    assert page.lead_page is not None
    assert "Agreed at the fair" in words(page.lead_page.timeline)


def test_a_move_back_asks_why_first_and_escape_leaves_it(show: Open, written: Written) -> None:
    page = show()
    page.side.open_lead(written.leads[2])
    assert page.side.panel is not None
    mover = page.side.panel.mover
    mover.move_to(mover._stages[0])
    assert mover.form.sentence.text() == "Back to New"
    field: Any = mover.form.reason.field
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert mover.form.reason.error.startswith("Write it here first")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not mover.form.isVisible()
    assert page.side.is_open
    mover.move_to(mover._stages[0])
    QTest.keyClicks(field, "Was a mistake")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.side.panel.shown is not None
    assert page.side.panel.shown.detail.stage == "New"


def test_undone_changes_are_marked(
    show: Open, written: Written, runner: DirectRunner, workspace: Workspace
) -> None:
    page = show()
    page.open_page(written.leads[0])
    lead_page = page.lead_page
    assert lead_page is not None
    runner.change(lambda session: disqualify(session, written.leads[0], "budget"))
    assert not lead_page.mover.button.isEnabled()
    assert "Undone" not in words(lead_page)
    runner.change(lambda session: undo(session, runner.actor))
    assert "Undone" in words(lead_page)
    assert lead_page.mover.button.isEnabled()
    struck = [label for label in lead_page.findChildren(QLabel) if label.font().strikeOut()]
    assert [label.text() for label in struck] == ["Disqualify Ann Lee"]
