from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from views.shell import MainWindow, PageSpec
from views.shell.actions import Requests, action_specs
from views.shell.commands import Command, matching
from views.shell.people_menu import PeopleMenu
from views.widgets import PlainLabel, SidePanel

MakeWindow = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, keys: str) -> None:
    QTest.keySequence(QApplication.focusWidget() or window, keys)


@pytest.mark.parametrize(
    ("keys", "code"), [("Ctrl+1", "leads"), ("Ctrl+2", "forecast"), ("Ctrl+,", "settings")]
)
def test_every_page_has_its_keys_and_a_click_in_the_rail_brings_them_to_it(
    make_window: MakeWindow, qtbot: QtBot, keys: str, code: str
) -> None:
    window = make_window(first="")
    with qtbot.waitSignal(window.page_shown) as shown:
        press(window, keys)
    assert shown.args == [code]
    assert window.rail.entry(code).isChecked()
    page = window.page(code)
    assert page is not None
    assert page.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    QTest.mouseClick(window.rail.entry(code), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is focused


def test_arrow_keys_walk_the_whole_rail(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.rail.entry("leads").setFocus()
    seen = []
    for _step in range(2):
        with qtbot.waitSignal(window.page_shown) as shown:
            press(window, "Down")
        seen.append(shown.args[0])
    assert seen == ["forecast", "settings"]
    assert window.rail.entry("settings").hasFocus()
    with qtbot.waitSignal(window.page_shown) as shown:
        press(window, "Home")
    assert shown.args == ["leads"]
    press(window, "Up")
    assert window.page_code == "leads"


def test_tab_reaches_everything_and_comes_round(make_window: MakeWindow) -> None:
    window = make_window()
    window.notices.show_notice("error", "It failed.", action_text="Try again")
    window.set_undo("Moved a lead")
    QApplication.processEvents()
    window.rail.entry("leads").setFocus()
    seen: list[QWidget] = []
    for _step in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        press(window, "Tab")
    page = window.page("leads")
    assert page is not None
    bar = window.notices.bars[0]
    for wanted in (
        window.rail.entry("leads"),
        window.top.field,
        window.top.duty,
        window.foot.undo,
        bar.action,
        bar.close_button,
    ):
        assert wanted in seen
    assert any(page.isAncestorOf(widget) for widget in seen)
    order = [seen.index(one) for one in (window.rail.entry("leads"), window.top.field)]
    assert order == sorted(order)
    assert seen.index(bar.close_button) < seen.index(window.foot.undo)


def test_command_field_runs_what_was_typed(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    press(window, "Ctrl+K")
    assert window.top.field.hasFocus()
    QTest.keyClicks(window.top.field, "go fore")
    assert window.top.field.shown == ["Go to Forecast"]
    with qtbot.waitSignal(window.page_shown) as shown:
        press(window, "Return")
    assert shown.args == ["forecast"]
    assert window.top.field.text() == ""
    assert window.top.field.shown == []


def test_command_field_moves_in_its_list_and_gives_the_focus_back(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    before = QApplication.focusWidget()
    press(window, "Ctrl+K")
    QTest.keyClicks(window.top.field, "go")
    press(window, "Down")
    press(window, "Down")
    with qtbot.waitSignal(window.page_shown) as shown:
        press(window, "Return")
    assert shown.args == ["settings"]
    with qtbot.waitSignal(window.page_shown):
        window.show_page("leads", focus=True)
    press(window, "Ctrl+K")
    QTest.keyClicks(window.top.field, "nothing like this")
    assert window.top.field.shown == []
    press(window, "Escape")
    assert QApplication.focusWidget() is before


def test_commands_that_begin_with_the_words_come_first() -> None:
    commands = [Command(text, "", list) for text in ("Smaller text", "Theme: Dark", "Art")]
    assert [one.text for one in matching(commands, "te")] == ["Smaller text"]
    assert [one.text for one in matching(commands, "ar")] == ["Art", "Theme: Dark"]
    assert len(matching(commands, "")) == 3


def test_a_slip_of_the_finger_still_finds_the_command() -> None:
    commands = [Command(text, "", list) for text in ("Keyboard map", "Export…", "Larger text")]
    assert [one.text for one in matching(commands, "keybord")] == ["Keyboard map"]
    assert [one.text for one in matching(commands, "exprot")] == ["Export…"]
    assert matching(commands, "zz") == []


def test_leads_are_found_later_and_only_for_what_is_typed_now(make_window: MakeWindow) -> None:
    window = make_window()
    asked: list[tuple[str, Any]] = []
    opened: list[str] = []
    window.top.field.find_with(lambda typed, then: asked.append((typed, then)))
    press(window, "Ctrl+K")
    QTest.keyClicks(window.top.field, "ann")
    assert [typed for typed, _then in asked] == ["an", "ann"]
    lead = Command("Ann Lee · <b>Acme</b>", "Lead", lambda: opened.append("ann"))
    asked[0][1]([lead])
    assert lead.text not in window.top.field.shown
    asked[1][1]([lead])
    assert window.top.field.shown[-1] == lead.text
    for _step in range(len(window.top.field.shown) - 1):
        press(window, "Down")
    press(window, "Return")
    assert opened == ["ann"]


def test_question_mark_shows_the_keys_of_the_page_from_its_own_actions(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(first="forecast")
    page = window.page("forecast")
    assert page is not None
    action = QAction("Make a scenario", page)
    action.setShortcuts([QKeySequence("N"), QKeySequence("Ctrl+Alt+N")])
    page.addAction(action)
    page.addAction(QAction("Has no keys", page))
    press(window, "?")
    shown = [label.text() for label in window.findChildren(PlainLabel) if label.isVisible()]
    assert {"Make a scenario", "N", "Ctrl+Alt+N"} <= set(shown)
    assert "Has no keys" not in shown
    press(window, "Escape")
    assert window.page_code == "forecast"


def test_duty_changes_with_two_keys_or_the_letters_of_a_name(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    press(window, "Ctrl+D")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    with qtbot.waitSignal(window.requests.person_chosen) as chosen:
        QTest.keyClick(menu, Qt.Key.Key_2)
    assert chosen.args == ["2"]
    press(window, "Ctrl+D")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, PeopleMenu)
    assert menu.activeAction().isChecked()
    QTest.keyClicks(menu, "son")
    with qtbot.waitSignal(window.requests.person_chosen) as chosen:
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen.args == ["2"]


def test_names_of_people_keep_their_ampersand(make_window: MakeWindow) -> None:
    window = make_window()
    texts = [action.text() for action in window.top.fill_duty_menu().actions()]
    assert texts == ["&1  Ana Kovač  ·  SDR", "&2  Tom && Sons  ·  Closer"]
    window.set_people((), "")
    assert not window.top.duty.isVisible()
    assert not window.action("choose_person").isEnabled()


def test_undo_and_redo_by_key_when_there_is_something(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    asked: list[str] = []
    window.requests.undo.connect(lambda: asked.append("undo"))
    window.requests.redo.connect(lambda: asked.append("redo"))
    window.rail.entry("leads").setFocus()
    press(window, "Ctrl+Z")
    assert asked == []
    window.set_undo("Moved Smith & Co to SQL")
    window.set_redo("Logged a call")
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Shift+Z")
    assert asked == ["undo", "redo"]
    assert window.action("undo").text() == "Undo: Moved Smith && Co to SQL"
    assert window.foot.last.whole_text() == "Moved Smith & Co to SQL"
    QTest.mouseClick(window.foot.undo, Qt.MouseButton.LeftButton)
    assert asked[-1] == "undo"


def test_escape_closes_the_panel_then_the_notice(make_window: MakeWindow) -> None:
    window = make_window()
    panel = window.page("leads")
    assert isinstance(panel, SidePanel)
    window.notices.show_notice("warning", "Two rows have no date.")
    panel.open_panel("Ana", PlainLabel("Details"))
    assert panel.close_button.hasFocus()
    press(window, "Escape")
    assert not panel.is_open
    assert len(window.notices.bars) == 1
    press(window, "Escape")
    assert not window.notices.bars


def test_keyboard_map_shows_every_key_and_escape_goes_back(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    press(window, "F1")
    shown = {label.text() for label in window.findChildren(PlainLabel) if label.isVisible()}
    for spec in action_specs():
        if spec.keys:
            assert spec.text in shown
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+,", "Ctrl+Shift+Z"} <= shown
    with qtbot.waitSignal(window.page_shown) as back:
        press(window, "Escape")
    assert back.args == ["leads"]


def test_commands_are_found_after_the_keyboard_map_was_left(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    press(window, "F1")
    press(window, "Escape")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    press(window, "Ctrl+K")
    QTest.keyClicks(window.top.field, "Theme: Dark")
    qtbot.waitUntil(lambda: bool(window._menus.look_actions()))
    assert all(action.text() for _words, action in window._menus.look_actions())


def test_about_shows_the_version(make_window: MakeWindow) -> None:
    window = make_window()
    window.requests.show_about.emit()
    shown = [label.text() for label in window.findChildren(PlainLabel) if label.isVisible()]
    assert "Version 1.2.3" in shown


def test_every_action_has_its_signal_and_its_own_keys(make_window: MakeWindow) -> None:
    window = make_window()
    keys = [key for spec in action_specs() for key in spec.keys]
    assert len(keys) == len(set(keys))
    codes = {spec.code for spec in action_specs()}
    for code in sorted(codes - {"quit", "show_keys", "show_about", "choose_person"}):
        assert hasattr(Requests, code)
        heard: list[str] = []
        getattr(window.requests, code).connect(lambda code=code, heard=heard: heard.append(code))
        window.action(code).setEnabled(True)
        window.action(code).trigger()
        assert heard == [code]


def test_the_keyboard_map_begins_with_the_keys_of_the_page_it_is_asked_on(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(first="forecast")
    for code, first in (("forecast", "Forecast, Draw another card"), ("leads", "List of leads, ")):
        with qtbot.waitSignal(window.page_shown):
            window.show_page(code)
        window.requests.show_keys.emit()
        shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
        after = shown[shown.index("Keyboard map") + 2 :]
        assert ", ".join(after).startswith(first)


def test_escape_leaves_a_page_that_is_not_in_the_rail_with_the_keys_where_they_were(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.register_page(
        PageSpec("outbox", "Outbox", "tray", "Ctrl+M", QLineEdit, at_foot=True, in_rail=False)
    )
    leads = window.page("leads")
    assert leads is not None
    field = leads.findChildren(QLineEdit)[-1]
    field.setFocus()
    with qtbot.waitSignal(window.page_shown):
        press(window, "Ctrl+M")
    assert window.page_code == "outbox"
    press(window, "Escape")
    assert window.page_code == "leads"
    assert field.hasFocus()
