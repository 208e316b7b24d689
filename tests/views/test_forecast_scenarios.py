from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.topics import Topic
from tests.views.forecast_doubles import PageUnderTest, few_trials, make_page


@pytest.fixture
def shown(qtbot: QtBot) -> PageUnderTest:
    under_test = make_page()
    qtbot.addWidget(under_test.page)
    under_test.page.resize(1104, 700)
    under_test.page.show()
    qtbot.waitExposed(under_test.page)
    return under_test


def save_as(shown: PageUnderTest, qtbot: QtBot, name: str, notes: str = "") -> None:
    page = shown.page
    page.head.save_as_button.click()
    page.save_form.name.setText(name)
    page.save_form.notes.setPlainText(notes)
    QTest.keyClick(page.save_form.name, Qt.Key.Key_Return)


def test_the_first_save_asks_for_a_name(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    assert page.head.name.whole_text() == "New scenario"
    page.head.save_button.click()
    assert page.left.currentWidget() is page.save_form
    page.save_form.save_button.click()
    assert "name" in page.save_form.name_row.error
    page.save_form.name.setText("Q1 plan")
    page.save_form.save_button.click()
    assert shown.shelf.contents == {1: few_trials()}
    assert page.head.name.whole_text() == "Q1 plan"
    assert page.left.currentIndex() == 0
    assert shown.notices == [("success", "Saved “Q1 plan”.")]


def test_name_and_notes_stay_until_they_are_saved_or_given_up(
    shown: PageUnderTest, qtbot: QtBot
) -> None:
    page = shown.page
    form = page.save_form
    page.head.save_as_button.click()
    form.name.setText("Q1 plan")
    form.notes.setPlainText("agreed on Monday")
    QTest.keyClick(form.name, Qt.Key.Key_Escape)
    page.head.save_as_button.click()
    page.head.save_as_button.click()
    assert (form.name.text(), form.notes.toPlainText()) == ("Q1 plan", "agreed on Monday")
    form.cancel_button.click()
    page.head.save_as_button.click()
    assert (form.name.text(), form.notes.toPlainText()) == ("", "")


def test_a_later_save_replaces(shown: PageUnderTest, qtbot: QtBot) -> None:
    save_as(shown, qtbot, "Q1 plan", "agreed on Monday")
    shown.page.inputs.batch.slider.setValue(320)
    assert shown.page.head.state.text().endswith("changed since")
    shown.page.head.save_button.click()
    assert not shown.page.head.state.text().endswith("changed since")
    assert list(shown.shelf.contents) == [1]
    assert shown.shelf.contents[1].mqls == 320
    assert shown.shelf.rows[1].notes == "agreed on Monday"


def test_another_name_makes_another_scenario(shown: PageUnderTest, qtbot: QtBot) -> None:
    save_as(shown, qtbot, "Q1 plan")
    shown.page.inputs.batch.slider.setValue(320)
    save_as(shown, qtbot, "Q1 with webinar")
    assert [row.name for row in shown.shelf.rows.values()] == ["Q1 plan", "Q1 with webinar"]
    assert shown.shelf.contents[1].mqls == 200


def test_a_taken_name_is_said_beside_the_field(shown: PageUnderTest, qtbot: QtBot) -> None:
    save_as(shown, qtbot, "Q1 plan")
    save_as(shown, qtbot, "Q2 plan")
    save_as(shown, qtbot, "Q1 plan")
    assert "already" in shown.page.save_form.name_row.error
    assert shown.page.left.currentWidget() is shown.page.save_form
    QTest.keyClick(shown.page.save_form.name, Qt.Key.Key_Escape)
    assert shown.page.left.currentIndex() == 0


def test_an_opened_scenario_brings_its_inputs(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    save_as(shown, qtbot, "Q1 plan")
    shown.shelf.contents[1] = replace(few_trials(), mqls=777).with_rate(0, 0.4)
    page.head.scenarios_button.click()
    assert page.left.currentWidget() is page.scenarios_panel
    QTest.keyClick(page.scenarios_panel.items, Qt.Key.Key_Return)
    assert page.content.mqls == 777
    assert page.inputs.rows[0].slider.value() == 400
    assert page.outlook is not None
    assert page.outlook.content == page.content
    assert not page.undo_stack.canUndo()
    assert page.left.currentIndex() == 0


def test_names_in_the_list_are_plain_text_on_one_line(shown: PageUnderTest, qtbot: QtBot) -> None:
    save_as(shown, qtbot, "Q1")
    shown.shelf.rows[1] = replace(shown.shelf.rows[1], name="<i>Bold\nplan</i>", mqls=1200)
    shown.page.show_scenarios()
    item = shown.page.scenarios_panel.items.item(0)
    assert item.text().splitlines()[0] == "<i>Bold plan</i>"
    assert item.text().endswith("1,200 MQLs")
    shown.page.desk.open(1)
    assert shown.page.head.name.whole_text() == "<i>Bold plan</i>"


def test_renaming_and_deleting_from_the_list(shown: PageUnderTest, qtbot: QtBot) -> None:
    page, panel = shown.page, shown.page.scenarios_panel
    save_as(shown, qtbot, "Q1 plan")
    page.show_scenarios()
    QTest.keyClick(panel.items, Qt.Key.Key_F2)
    panel.name.setText("  ")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert panel.name_row.error
    panel.name.setText("Spring plan")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert shown.shelf.rows[1].name == "Spring plan"
    assert page.head.name.whole_text() == "Spring plan"
    QTest.keyClick(panel.items, Qt.Key.Key_Delete)
    assert shown.shelf.rows == {}
    assert page.head.name.whole_text() == "New scenario"
    assert panel.empty.isVisible()
    assert not panel.delete_button.isEnabled()
    save_as(shown, qtbot, "Brought back")
    page.show_scenarios()
    kept = dict(shown.shelf.rows)
    QTest.keyClick(panel.items, Qt.Key.Key_Delete)
    shown.shelf.rows |= kept
    shown.runner.changed.emit(frozenset({Topic.SCENARIOS}))
    assert panel.items.count() == 1
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert page.left.currentIndex() == 0


def test_shortcuts_reach_saving_opening_and_copying(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    with qtbot.waitActive(page):
        page.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    # A button is pressed for a moment before it acts.
    QTest.keyClick(page, Qt.Key.Key_C, control | shift)
    qtbot.waitUntil(lambda: QApplication.clipboard().text().startswith("New scenario"))
    QTest.keyClick(page, Qt.Key.Key_S, control)
    qtbot.waitUntil(lambda: page.left.currentWidget() is page.save_form)
    page.save_form.name.setText("Q1 plan")
    QTest.keyClick(page, Qt.Key.Key_S, control)
    qtbot.waitUntil(lambda: len(shown.shelf.rows) == 1)
    QTest.keyClick(page, Qt.Key.Key_O, control | shift)
    qtbot.waitUntil(lambda: page.left.currentWidget() is page.scenarios_panel)
    assert "Ctrl+S" in page.head.save_button.toolTip()
