"""The table of an answer: in as many lines as its width asks for."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from views.reports.content import Cell, Column, Line, Told
from views.reports.table import AnswerTable

COSTS = Told(
    "What each stage costs.",
    (
        Column("group", "Channel", is_number=False),
        *(Column(str(place), "Per one of many") for place in range(5)),
    ),
    (Line((Cell("LinkedIn Ads"), *(Cell("4,021 (2,062–6,623)", 4021) for _place in range(5)))),),
)


def test_ranges_go_below_their_numbers_before_a_table_scrolls(qtbot: QtBot) -> None:
    table = AnswerTable()
    qtbot.addWidget(table)
    table.show_answer(COSTS, "Cost")
    table.resize(2000, 300)
    table.show()
    cell = table.answer.index(0, 1)
    one_line = sum(map(table.columnWidth, range(1, 6))) + table.sizeHintForColumn(0)
    height = table.rowHeight(0)
    assert cell.data() == "4,021 (2,062–6,623)"

    table.resize(one_line - 20, 300)
    qtbot.waitUntil(lambda: bool(cell.data() == "4,021\n(2,062–6,623)"))
    assert table.rowHeight(0) > height
    assert sum(map(table.columnWidth, range(6))) <= table.viewport().width()
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "4,021 (2,062–6,623)"

    table.resize(2000, 300)
    qtbot.waitUntil(lambda: bool(cell.data() == "4,021 (2,062–6,623)"))
