import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from views.settings import GeneralSection, SettingsValues
from views.shell import Person
from views.start import Targets, WorkspaceBasics
from views.theme import apply_theme

BASICS = WorkspaceBasics("EUR", 4, Targets(12, 25_000_000))
PEOPLE = (Person("1", "Ana"), Person("2", "Tom & Sons"))


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> GeneralSection:
    """Return a page that shows a made-up workspace."""
    apply_theme(qapp, "light")
    made = GeneralSection(SettingsValues(BASICS, PEOPLE, "2"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_holds_is_shown(page: GeneralSection) -> None:
    assert page.theme.value() == "light"
    assert page.scale.value() == "1.0"
    assert page.person.currentText() == "Tom & Sons"
    assert page.basics.read_values() == BASICS
    assert not page.save_button.isEnabled()


def test_look_and_duty_hold_at_once(page: GeneralSection, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.theme_chosen) as theme:
        page.theme.changed.emit("dark")
    with qtbot.waitSignal(page.scale_chosen) as scale:
        page.scale.changed.emit("1.25")
    with qtbot.waitSignal(page.person_chosen) as person:
        page.person.activated.emit(0)
    assert (theme.args, scale.args, person.args) == (["dark"], [1.25], ["1"])


def test_basics_are_saved_by_enter_or_the_button_only(page: GeneralSection, qtbot: QtBot) -> None:
    page.basics.clients.clear()
    with qtbot.assertNotEmitted(page.basics_saved):
        QTest.keyClicks(page.basics.clients, "15")
    assert page.save_button.isEnabled()
    with qtbot.waitSignal(page.basics_saved) as saved:
        QTest.keyClick(page.basics.clients, Qt.Key.Key_Return)
    assert saved.args == [WorkspaceBasics("EUR", 4, Targets(15, 25_000_000))]
    assert not page.save_button.isEnabled()


def test_wrong_values_stay_and_are_explained(page: GeneralSection, qtbot: QtBot) -> None:
    QTest.keyClicks(page.basics.revenue, "x")
    with qtbot.assertNotEmitted(page.basics_saved):
        QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert page.basics.revenue_row.error
    QTest.mouseClick(page.discard_button, Qt.MouseButton.LeftButton)
    assert page.basics.read_values() == BASICS
    assert not page.save_button.isEnabled()


def test_a_refusal_is_shown_at_the_currency(page: GeneralSection) -> None:
    page.show_refusal("12 deals are counted in EUR already; it cannot change now.")
    assert page.basics.currency_row.error.startswith("12 deals")
    assert page.save_button.isEnabled()


def test_new_values_replace_what_was_shown(page: GeneralSection, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.person_chosen):
        page.show_values(SettingsValues(WorkspaceBasics("JPY", 1, Targets()), PEOPLE, "1"))
    assert page.basics.read_values() == WorkspaceBasics("JPY", 1, Targets())
    assert page.person.currentText() == "Ana"
    page.show_look("dark", 1.5)
    assert (page.theme.value(), page.scale.value()) == ("dark", "1.5")
