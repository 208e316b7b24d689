"""The container of the Reports page: tabs, when they are built, and their keys."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from views.reports.page import ReportsPage


def test_a_tab_given_as_a_function_is_built_when_it_is_looked_at(qtbot: QtBot) -> None:
    page = ReportsPage()
    qtbot.addWidget(page)
    built: list[QWidget] = []

    def build() -> QWidget:
        built.append(QPushButton("Rates"))
        return built[0]

    first = QPushButton("Reports")
    page.add_tab("reports", "Reports", first)
    page.add_tab("rates", "Rates", build)
    assert (page.tab_code, built, page.tab("rates")) == ("reports", [], None)
    with qtbot.waitExposed(page):
        page.show()
    page.show_tab("rates")
    assert page.tab("rates") is built[0]
    assert built[0].isVisible()
    assert not first.isVisible()
    page.show_tab("reports")
    page.show_tab("rates")
    assert len(built) == 1


def test_actions_of_a_tab_belong_to_the_page_while_it_is_shown(qtbot: QtBot) -> None:
    page = ReportsPage()
    qtbot.addWidget(page)
    first, second = QWidget(), QWidget()
    action = QAction("Copy", first)
    first.addAction(action)
    page.add_tab("a", "A", first)
    page.add_tab("b", "B", second)
    assert action in page.actions()
    steps = {one.shortcut().toString(): one for one in page.actions()}
    steps["Ctrl+PgDown"].trigger()
    assert page.tab_code == "b"
    assert action not in page.actions()
    steps["Ctrl+PgDown"].trigger()
    assert page.tab_code == "a"
