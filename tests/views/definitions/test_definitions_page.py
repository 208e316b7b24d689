"""The Definitions page: worked by keys, saved as one change, refused in place."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.definitions.versions.draft import GateRuleDraft
from models.definitions.versions.written import versions
from models.history.undo.steps import next_undo, undo
from models.ids import MemberId
from models.workspace import Workspace
from tests.views.definitions.conftest import Open
from tests.views.definitions.definition_doubles import DeskRunner
from tests.views.definitions.worked_by_keys import (
    ALT,
    CTRL,
    in_force,
    press,
    stage_form,
    stage_names,
    terms_form,
    type_over,
)
from tests.views.keys_and_words import words
from views.definitions.editing import with_row
from views.definitions.forms.custom_fields import CustomFieldsForm
from views.definitions.forms.qualification import QualificationForm
from views.definitions.forms.reasons import ReasonsForm
from views.definitions.forms.scoring import ScoringForm
from views.definitions.forms.versions import VersionsForm

PARTS = (
    *("scoring", "qualification", "reasons", "outcomes", "meeting_gates", "roles"),
    *("terms", "fields", "versions", "workshop"),
)


def test_the_page_is_worked_by_keys_from_renaming_to_saving(
    show: Open, workspace: Workspace, member: MemberId
) -> None:
    page = show()
    assert page.parts.hasFocus()
    before = stage_names(page.desk.draft)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F2)
    assert stage_form(page).name.hasFocus()
    type_over("Marketing lead")
    press(Qt.Key.Key_Escape)
    assert page.parts.hasFocus()
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Insert)
    assert stage_form(page).name.hasFocus()
    type_over("Called")
    expected = [before[0], before[2], "Marketing lead", "Called", *before[3:]]
    assert stage_names(page.desk.draft) == expected
    assert page.bar.state.text() == "Unsaved changes: 2"
    press(Qt.Key.Key_S, CTRL)
    assert stage_names(in_force(workspace)) == expected
    assert page.bar.state.text() == "Version 2 is in force."
    with workspace.read() as session:
        assert [one.number for one in versions(session)] == [2, 1]


def test_saving_is_one_change_that_undo_takes_back(
    show: Open, workspace: Workspace, member: MemberId, runner: DeskRunner
) -> None:
    page = show()
    before = in_force(workspace)
    terms_form(page).terms["mql_interest"].setValue(40)
    page.bar.note.setText("After the review")
    page.bar.save_button.click()
    with workspace.read() as session:
        assert versions(session)[0].note == "After the review"
        assert next_undo(session, member) is not None
    runner.change(lambda session: undo(session, member))
    assert replace(in_force(workspace), note="") == replace(before, note="")
    assert page.desk.content.number == 1
    assert terms_form(page).terms["mql_interest"].value() == 60
    assert page.desk.changes == 0


def test_what_cannot_be_saved_is_listed_and_shown_at_its_place(
    show: Open, workspace: Workspace
) -> None:
    page = show()
    page.parts.choose("stages", 2)
    stage_form(page).name.setFocus()
    QTest.keyClick(stage_form(page).name, Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Backspace)
    terms_form(page)
    page.bar.save_button.click()
    assert page.desk.content.number == 1
    assert len(in_force(workspace).stages) == 8
    listed = page.bar.listed()
    assert listed
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == listed[0]
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert stage_form(page).name.hasFocus()
    assert stage_form(page).name.property("wrong") == "true"
    assert listed[0] in words(stage_form(page))
    QTest.keyClicks(stage_form(page).name, "Answered")
    page.follower.weigh()
    assert page.bar.listed() == []
    assert stage_form(page).name.property("wrong") == "false"


def test_the_leads_of_a_removed_stage_are_mapped_in_place(show: Open, workspace: Workspace) -> None:
    page = show()
    page.parts.choose("stages", 2)
    responded = page.desk.draft.stages[2]
    press(Qt.Key.Key_Delete)
    form = stage_form(page)
    assert form.removal.isVisibleTo(page)
    assert form.removal.taker.hasFocus()
    press(Qt.Key.Key_Escape)
    assert len(page.desk.draft.stages) == 8
    page.parts.setFocus()
    press(Qt.Key.Key_Delete)
    # The stage before it is proposed.
    press(Qt.Key.Key_Return)
    mql = page.desk.draft.stages[1]
    assert page.desk.draft.moved == {responded.id: mql.id}
    press(Qt.Key.Key_S, CTRL)
    assert responded.name not in stage_names(in_force(workspace))


def test_gates_are_picked_and_reordered_by_keys(show: Open, workspace: Workspace) -> None:
    page = show()
    page.parts.choose("stages", 1)
    form = stage_form(page)
    assert not page.desk.draft.stages[1].gate
    form.gate.add_button.click()
    form.gate.add_button.click()
    first, second = page.desk.draft.stages[1].gate
    assert first != second
    form.gate.go_to(1)
    press(Qt.Key.Key_Up, ALT)
    assert list(page.desk.draft.stages[1].gate) == [second, first]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert form.gate.editors[0].isAncestorOf(focused)
    press(Qt.Key.Key_Delete, ALT)
    assert list(page.desk.draft.stages[1].gate) == [first]
    press(Qt.Key.Key_S, CTRL)
    assert in_force(workspace).stages[1].gate == (first,)


def test_a_scoring_rule_is_a_sentence_of_pickers(show: Open, workspace: Workspace) -> None:
    page = show()
    page.parts.choose("scoring")
    form = page.forms["scoring"]
    assert isinstance(form, ScoringForm)
    side = next(iter(form.sides))
    rows = form.sides[side]
    count = len(rows.editors)
    rows.add_button.click()
    editor: Any = rows.editors[count]
    editor.condition.line.setFocus()
    QTest.keyClicks(editor.condition.line, "buyer, purchasing")
    editor.points.setValue(25)
    rule = page.desk.draft.rules[count]
    assert rule.condition.wanted == ("buyer", "purchasing")
    assert rule.points == 25
    press(Qt.Key.Key_S, CTRL)
    assert rule in in_force(workspace).rules


def test_reasons_take_their_code_from_their_name_and_keep_it(
    show: Open, workspace: Workspace
) -> None:
    page = show()
    page.parts.choose("reasons")
    form = page.forms["reasons"]
    assert isinstance(form, ReasonsForm)
    form.reasons.add_button.click()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "Too small")
    assert page.desk.draft.reasons[-1].code == "too_small"
    press(Qt.Key.Key_S, CTRL)
    form = page.forms["reasons"]
    assert isinstance(form, ReasonsForm)
    form.reasons.go_to(len(form.reasons.editors) - 1)
    type_over("Far too small")
    assert page.desk.draft.reasons[-1].code == "too_small"


def test_another_framework_brings_criteria_and_gate(show: Open, workspace: Workspace) -> None:
    page = show()
    page.parts.choose("qualification")
    form = page.forms["qualification"]
    assert isinstance(form, QualificationForm)
    asked = page.desk.draft
    said = GateRuleDraft("evidence_stated")
    earlier = replace(asked.stages[1], gate=(GateRuleDraft("criterion_confirmed", "need"), said))
    page.desk.edit(replace(asked, stages=with_row(asked.stages, 1, earlier)), "gate")
    form.framework.chosen.emit("meddic")
    form.framework.chosen.emit("bant")
    assert page.desk.draft.script == asked.script, "questions find their criteria again"
    form.framework.chosen.emit("meddic")
    assert page.desk.draft.terms["framework"] == "meddic"
    page.follower.weigh()
    page.bar.save_button.click()
    assert page.bar.listed() == []
    assert in_force(workspace).terms["framework"] == "meddic"
    assert in_force(workspace).stages[1].gate == (said,)


def test_who_may_not_change_the_definitions_sees_them_all_and_why(show: Open) -> None:
    page = show()
    page.set_editor("Only leaders change the definitions.")
    assert "Only leaders change the definitions." in words(page)
    for part in PARTS:
        page.parts.choose(part)
        if part not in {"versions", "workshop"}:
            assert not page.forms[part].fields.isEnabled()
    before = page.desk.draft
    page.parts.choose("stages", 0)
    page.parts.setFocus()
    for key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete):
        press(key)
    press(Qt.Key.Key_Down, ALT)
    assert page.desk.draft == before
    page.set_editor("")
    assert stage_form(page).fields.isEnabled()


def test_the_example_is_found_by_search_and_judged(show: Open) -> None:
    page = show()
    page.example.search.setFocus()
    QTest.keyClicks(page.example.search, "zander")
    assert page.example.results.count() == 1
    press(Qt.Key.Key_Return)
    shown = words(page.example)
    assert "Bob Zander" in shown
    assert "<b>Beta</b> & Co" in shown
    assert "Gates" in shown


def test_custom_fields_hold_at_once(show: Open, runner: DeskRunner) -> None:
    page = show()
    page.parts.choose("fields")
    form = page.forms["fields"]
    assert isinstance(form, CustomFieldsForm)
    form.new.name.setFocus()
    QTest.keyClicks(form.new.name, "Fleet")
    press(Qt.Key.Key_Return)
    assert [one.name for one in page.desk.content.custom_fields] == ["Fleet"]
    form = page.forms["fields"]
    assert isinstance(form, CustomFieldsForm)
    (line,) = form.lines()
    line.name.setText("Vans")
    line.name.editingFinished.emit()
    assert [one.name for one in page.desk.content.custom_fields] == ["Vans"]
    form = page.forms["fields"]
    assert isinstance(form, CustomFieldsForm)
    form.new.name.setText("Vans")
    form.new.add_button.click()
    assert form.new.name_row.error
    form.new.name.setText("Trucks")
    form.new.kind.show_key("choice")
    form.new.add_button.click()
    assert "distinct choices" in form.new.choices_row.error
    assert not form.new.name_row.error


def test_the_models_of_the_page_keep_their_promises(show: Open, qtmodeltester: Any) -> None:
    page = show()
    qtmodeltester.check(page.parts.parts)
    page.parts.choose("versions")
    form = page.forms["versions"]
    assert isinstance(form, VersionsForm)
    qtmodeltester.check(form.model)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_and_takes_the_focus(show: Open, part: str) -> None:
    page = show()
    page.parts.choose(part)
    page.parts.entered.emit()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.forms[part].isAncestorOf(focused)


def test_what_the_page_can_do_is_found_by_its_words(show: Open, qtbot: QtBot) -> None:
    page = show()
    commands = {action.text(): action for action in page.actions()}
    count = len(page.desk.draft.stages)
    commands["Add a stage"].trigger()
    assert len(page.desk.draft.stages) == count + 1
    commands["Discard the draft of the definitions"].trigger()
    assert page.desk.changes == 0
    commands["Print or sign the definitions"].trigger()
    assert page.whole.currentWidget() is page.document
