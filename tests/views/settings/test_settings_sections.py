"""The settings show one section at a time, by mouse and by keys."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.settings import SettingsPage, SettingsSection
from views.theme import apply_theme

MADE: list[str] = []


def make(code: str) -> QWidget:
    MADE.append(code)
    form = QWidget()
    QVBoxLayout(form).addWidget(QLineEdit(code))
    return form


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> SettingsPage:
    apply_theme(qapp, "light")
    MADE.clear()
    sections = [
        SettingsSection(code, code.title(), "", "users", partial(make, code), is_wide=wide)
        for code, wide in (("first", False), ("second", True))
    ]
    made = SettingsPage(sections)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_section_is_made_when_it_is_looked_at(page: SettingsPage) -> None:
    assert MADE == ["first"]
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert MADE == ["first", "second"]
    assert page.section("second") is not None
    page.show_section("first")
    page.show_section("nowhere")
    assert MADE == ["first", "second"]
    assert page.list.current_code() == "first"


def test_right_goes_into_the_form_and_escape_back(page: SettingsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    focused = page.focusWidget()
    assert isinstance(focused, QLineEdit)
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert page.focusWidget() is page.list


def test_sections_are_found_by_the_command_field(page: SettingsPage) -> None:
    action = page.actions()[1]
    assert action.text() == "Settings: Second"
    action.trigger()
    assert page.list.current_code() == "second"
