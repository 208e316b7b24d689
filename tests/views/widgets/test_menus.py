"""A menu, a list of choices and a calendar have the keys to themselves while they are open."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from views.widgets.menus import Menu, OpenChoices


class Page(QWidget):
    """A page whose letters and figures do something, also while its list has the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.column = QVBoxLayout(self)
        self.list = QListWidget()
        self.column.addWidget(self.list)
        OpenChoices(self)
        for key in ("R", "2", "Del"):
            action = QAction(self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, key=key: self.done.append(key))
            self.addAction(action)

    def add(self, field: QWidget) -> None:
        """Show a field below the list."""
        self.column.addWidget(field)
        field.show()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.list.setFocus()
    QTest.keyClick(made.list, Qt.Key.Key_R)
    assert made.done == ["R"]
    made.done.clear()
    return made


def type_into_what_is_open() -> QWidget:
    open_one = QApplication.activePopupWidget()
    assert open_one is not None
    for key in (Qt.Key.Key_R, Qt.Key.Key_2, Qt.Key.Key_Delete):
        focused: QWidget | None = open_one.focusWidget()
        QTest.keyClick(open_one if focused is None else focused, key)
    return open_one


def test_no_letter_or_figure_goes_through_a_menu_to_the_page_behind_it(
    page: Page, qtbot: QtBot
) -> None:
    menu = Menu(page)
    menu.addAction("&2 Tom").triggered.connect(lambda: page.done.append("menu 2"))
    menu.popup(page.pos())
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_R)
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert page.done == ["menu 2"]


@pytest.mark.parametrize("has_keys", [True, False])
def test_nor_through_a_list_of_choices(page: Page, has_keys: bool) -> None:
    box = QComboBox()
    box.addItems(["Ann", "Rita", "2 Tom"])
    page.add(box)
    if has_keys:
        box.setFocus()
    box.showPopup()
    type_into_what_is_open()
    assert box.view().currentIndex().data() == "Rita"
    box.hidePopup()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_R)
    assert page.done == []
    QTest.keyClick(box, Qt.Key.Key_Delete)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_R)
    assert page.done == ["Del", "R"]


def test_nor_through_a_calendar(page: Page, qtbot: QtBot) -> None:
    day = QDateEdit()
    day.setCalendarPopup(True)
    page.add(day)
    qtbot.waitUntil(lambda: day.width() > 0)
    arrow = QPoint(day.width() - 6, day.height() // 2)
    QTest.mouseClick(day, Qt.MouseButton.LeftButton, pos=arrow)
    type_into_what_is_open().close()
    assert page.done == []


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_nor_through_the_menu_of_a_field(
    page: Page, qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    field = make()
    page.add(field)
    field.setFocus()
    target = field.viewport() if isinstance(field, QPlainTextEdit) else field
    at = QPoint(3, 3)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at))
    QApplication.sendEvent(target, asked)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    qtbot.wait(1)
    type_into_what_is_open().close()
    assert page.done == []
