"""Cadences, their steps and templates are edited in the settings."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from models.cadences.rows import CadenceRow, cadences
from models.templates.rows import TemplateRow, templates
from tests.views.leads.lead_doubles import DirectRunner
from views.settings.cadences.section import CadencesSection


@pytest.fixture
def section(runner: DirectRunner, qtbot: QtBot) -> CadencesSection:
    made = CadencesSection(runner)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def first_cadence(runner: DirectRunner) -> CadenceRow:
    with runner.workspace.read() as session:
        return cadences(session, active_only=False)[0]


def last_cadence(runner: DirectRunner) -> CadenceRow:
    with runner.workspace.read() as session:
        return cadences(session, active_only=False)[-1]


def named(runner: DirectRunner, name: str) -> TemplateRow:
    with runner.workspace.read() as session:
        return next(one for one in templates(session, active_only=False) if one.name == name)


def put(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_the_first_cadence_is_shown_with_its_steps(
    section: CadencesSection, runner: DirectRunner
) -> None:
    row = first_cadence(runner)
    assert section.cadence.name.text() == row.name
    assert len(section.cadence.steps.lines) == len(row.steps)


def test_the_cadence_that_leads_enter_is_the_one_moved_to_the_top(
    section: CadencesSection, runner: DirectRunner
) -> None:
    second = section.list.codes()[1]
    section.list.choose(second)
    QTest.keyClick(section.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert f"c{first_cadence(runner).id}" == second == section.list.codes()[0]
    QTest.keyClick(section.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert f"c{first_cadence(runner).id}" == second, "nothing is above the first"
    QTest.keyClick(section.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert section.list.codes()[1] == second


def test_steps_are_added_edited_moved_and_removed(
    section: CadencesSection, runner: DirectRunner
) -> None:
    section.cadence.steps.add_button.click()
    row = first_cadence(runner)
    steps = section.cadence.steps
    last = len(row.steps) - 1
    assert row.steps[-1].wait_days == 2
    put(steps.lines[last].wait, "5")
    put(steps.lines[last].instruction, "Say goodbye")
    assert first_cadence(runner).steps[-1].wait_days == 5
    steps.lines[last].up_button.click()
    moved = first_cadence(runner).steps[-2]
    assert (moved.wait_days, moved.instruction) == (5, "Say goodbye")
    put(steps.lines[0].wait, "500")
    assert "0 to 120" in steps.lines[0].problem.text()
    put(steps.lines[0].wait, "soon")
    assert "whole number" in steps.lines[0].problem.text()
    put(steps.lines[0].instruction, "Mention the fair")
    put(steps.lines[1].wait, "3")
    assert first_cadence(runner).steps[0].instruction == "Mention the fair"
    assert steps.lines[0].wait.text() == "soon"
    assert "whole number" in steps.lines[0].problem.text()
    steps.lines[last - 1].remove_button.click()
    assert all(one.instruction != "Say goodbye" for one in first_cadence(runner).steps)


def leaves_undo_to_the_window(field: QWidget) -> bool:
    """Ask a field as Qt does before it looks for a shortcut."""
    control = Qt.KeyboardModifier.ControlModifier
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
    asked.ignore()
    QApplication.sendEvent(field, asked)
    return not asked.isAccepted()


def test_undo_is_the_windows_once_what_was_typed_holds(section: CadencesSection) -> None:
    section.add_template()
    name, body = section.template.name, section.template.body
    name.setFocus()
    QTest.keyClicks(name, "Fair")
    assert not leaves_undo_to_the_window(name)
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert leaves_undo_to_the_window(name)
    body.setFocus()
    QTest.keyClicks(body, "Dear all")
    assert not leaves_undo_to_the_window(body)
    QTest.keyClick(body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert leaves_undo_to_the_window(body)


def test_another_medium_takes_the_text_of_the_one_before_away(
    section: CadencesSection, runner: DirectRunner
) -> None:
    at = next(at for at, one in enumerate(first_cadence(runner).steps) if one.medium == "email")
    line = section.cadence.steps.lines[at]
    line.medium.setCurrentIndex(line.medium.findData("call"))
    line.medium.activated.emit(line.medium.currentIndex())
    step = first_cadence(runner).steps[at]
    assert (step.medium, step.template_id) == ("call", None)


def test_insert_adds_one_of_what_is_chosen(section: CadencesSection, runner: DirectRunner) -> None:
    QTest.keyClick(section.list, Qt.Key.Key_Insert)
    put(section.cadence.name, "After the fair")
    assert last_cadence(runner).name == "After the fair"
    template = next(code for code in section.list.codes() if code.startswith("t"))
    section.list.choose(template)
    QTest.keyClick(section.list, Qt.Key.Key_Insert)
    put(section.template.name, "Thank you")
    assert named(runner, "Thank you").medium == "email"
    QTest.keyClick(section.list, Qt.Key.Key_Delete)
    assert not named(runner, "Thank you").active


def test_a_template_is_shown_as_it_would_read_and_a_wrong_place_is_refused(
    section: CadencesSection, runner: DirectRunner
) -> None:
    section.add_template()
    form = section.template
    # Some lines of it are seen however little room there is.
    assert form.body.minimumHeight() >= 9 * 18
    form.body.setFocus()
    form.body.selectAll()
    QTest.keyClicks(form.body, "Dear {first_name} of {company}, <b>hello</b>")
    assert form.example.text() == "Dear Ann of Acme Ltd, <b>hello</b>"
    QTest.keyClick(form.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert named(runner, "New template").body.startswith("Dear {first_name}")
    QTest.keyClicks(form.body, "{nonsense}")
    QTest.keyClick(form.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "{nonsense}" in form.body_row.error
    QTest.keyClick(form.body, Qt.Key.Key_Escape)
    assert not form.body_row.error
    put(form.subject, " ")
    assert "subject" in form.subject_row.error


def test_tab_goes_through_the_steps_as_they_are_read(section: CadencesSection) -> None:
    form = section.cadence
    form.steps.add_button.click()
    wanted: list[QWidget] = [form.track]
    for line in form.steps.lines:
        wanted += [line.wait, line.medium, line.instruction]
    wanted += [form.steps.add_button, form.remove_button]
    visited: list[QWidget] = []
    at: QWidget | None = form.track
    while at is not None and at is not form.remove_button:
        visited.append(at)
        at = at.nextInFocusChain()
        assert at is not form.track
    places = [visited.index(one) for one in wanted[:-1]]
    assert places == sorted(places)


def test_a_step_that_is_saved_keeps_its_place_and_the_keys(
    section: CadencesSection, qtbot: QtBot
) -> None:
    section.resize(900, 420)
    steps = section.cadence.steps
    line = steps.lines[1]
    area = section.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(100)
    put(line.wait, "7")
    assert steps.lines[1].wait.hasFocus()
    assert bar.value() == 100


def test_what_is_typed_in_a_step_stays_while_another_field_of_it_is_saved(
    section: CadencesSection, runner: DirectRunner
) -> None:
    steps = section.cadence.steps
    runner.held = True
    put(steps.lines[1].wait, "7")
    steps.lines[1].instruction.setFocus()
    steps.lines[1].instruction.selectAll()
    QTest.keyClicks(steps.lines[1].instruction, "Mention")
    runner.held = False
    runner.answer()
    assert steps.lines[1].instruction.hasFocus()
    QTest.keyClicks(steps.lines[1].instruction, " the fair")
    QTest.keyClick(steps.lines[1].instruction, Qt.Key.Key_Return)
    step = first_cadence(runner).steps[1]
    assert (step.wait_days, step.instruction) == (7, "Mention the fair")
    assert first_cadence(runner).steps[0].instruction != "Mention the fair"
