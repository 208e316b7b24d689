"""A menu has the keys to itself while it is open."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from views.widgets.menus import Menu


def test_no_letter_or_figure_goes_through_a_menu_to_the_page_behind_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    done: list[str] = []
    for key in ("R", "2"):
        action = QAction(page)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False, key=key: done.append(f"page {key}"))
        page.addAction(action)
    menu = Menu(page)
    menu.addAction("&2 Tom").triggered.connect(lambda: done.append("menu 2"))
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_R)
    menu.popup(page.pos())
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_R)
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert done == ["page R", "menu 2"]
