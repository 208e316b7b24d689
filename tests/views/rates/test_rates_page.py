"""The Rates tab: lines with evidence, what is chosen in words, one key to a scenario."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from models.topics import Topic
from views.rates.content import RateLine, RatesContent
from views.rates.page import RatesPage, detail_of
from views.rates.table import BAR, LABEL, RatesModel
from views.whatif.content import Plan
from views.whatif.starts import house_plan

RATE = RateLine(
    "rate",
    "SQL from MQL",
    "40 %",
    "31-50 %",
    "31 of 80, 4 still open",
    prior="worth 2 leads at 50%",
    warning="Most of these leads are still open.",
    bar=(0.31, 0.4, 0.5),
)
VOLUME = RateLine("volume", "<b>Ads</b>, leads a week", "12", "8.0-17", "600 in 50 weeks")
CONTENT = RatesContent(
    "Learned.", ("All weeks count alike.",), (RATE, VOLUME), ("2 leads are odd.",)
)


class Changing(QObject):
    """A runner of which only the signal is asked."""

    changed = Signal(object)

    def read(self, *_asked: Any, **_named: Any) -> None:
        raise AssertionError

    change = compute = read


class Desk:
    def __init__(self, content: RatesContent | Exception = CONTENT) -> None:
        self.content = content
        self.asked = 0

    def review(
        self, then: Callable[[RatesContent], None], failed: Callable[[Exception], None]
    ) -> None:
        self.asked += 1
        if isinstance(self.content, Exception):
            failed(self.content)
        else:
            then(self.content)

    def plan(self, then: Callable[[Plan], None], failed: Callable[[Exception], None]) -> None:
        if isinstance(self.content, Exception):
            failed(self.content)
        else:
            then(house_plan(date(2026, 11, 2)))


def shown(qtbot: QtBot, desk: Desk) -> tuple[RatesPage, Changing]:
    runner = Changing()
    page = RatesPage(runner, desk)
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    return page, runner


def test_the_model_keeps_qts_rules_and_heads_each_group(qtbot: QtBot) -> None:
    model = RatesModel()
    tester = QAbstractItemModelTester(model)
    model.show_lines(CONTENT.lines)
    assert model.rowCount() == 4
    assert model.line_at(0) is None
    assert model.line_at(1) == RATE
    assert not model.flags(model.index(0, LABEL)) & Qt.ItemFlag.ItemIsSelectable
    assert tester.model() is model


def test_the_tab_shows_what_was_learned_and_says_all_of_the_chosen_line(qtbot: QtBot) -> None:
    page, _runner = shown(qtbot, Desk())
    assert page.sentence.text() == "Learned."
    assert page.problems.text() == "2 leads are odd."
    assert page.table.currentIndex().row() == 1
    assert page.detail.text() == detail_of(RATE)
    for words in ("31 of 80", "31-50", "worth 2 leads", "still open"):
        assert words in page.detail.text()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    # A name is never markup.
    assert "<b>Ads</b>" in page.detail.text()


def test_a_range_is_drawn_where_there_is_one(qtbot: QtBot) -> None:
    page, _runner = shown(qtbot, Desk())
    picture = page.table.viewport().grab().toImage()

    def colours(row: int) -> set[int]:
        rect = page.table.visualRect(page.model.index(row, BAR)).adjusted(4, 4, -4, -4)
        cut: QImage = picture.copy(rect)
        return {cut.pixel(x, y) for x in range(cut.width()) for y in range(cut.height())}

    page.table.clearSelection()
    page.table.setCurrentIndex(page.model.index(3, LABEL))
    picture = page.table.viewport().grab().toImage()
    assert len(colours(1)) > 3
    assert len(colours(3)) < len(colours(1))


def test_one_key_hands_the_plan_over(qtbot: QtBot) -> None:
    page, _runner = shown(qtbot, Desk())
    with qtbot.waitSignal(page.used) as used:
        QTest.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    assert isinstance(used.args[0], Plan)
    assert page.use_button.isEnabled()


def test_without_leads_it_says_what_to_do_and_makes_no_scenario(qtbot: QtBot) -> None:
    prior = RateLine("rate", "SQL from MQL", "50 %", "", "nothing yet", learned=False)
    page, _runner = shown(qtbot, Desk(RatesContent("", (), (prior,))))
    assert page.states.currentWidget() is page.empty
    assert "Import leads" in page.empty.sentence.text()
    with qtbot.assertNotEmitted(page.used):
        page.use()
    with qtbot.waitSignal(page.import_asked):
        QTest.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)


def test_it_learns_again_when_leads_have_moved(qtbot: QtBot) -> None:
    desk = Desk()
    page, runner = shown(qtbot, desk)
    runner.changed.emit(frozenset({Topic.SETTINGS}))
    assert desk.asked == 1
    runner.changed.emit(frozenset({Topic.STAGE_MOVES}))
    assert desk.asked == 2
    page.hide()
    runner.changed.emit(frozenset({Topic.STAGE_MOVES}))
    assert desk.asked == 2
    page.show()
    assert desk.asked == 3


def test_what_cannot_be_read_is_said(qtbot: QtBot) -> None:
    page, _runner = shown(qtbot, Desk(KnownError("The file is in use.")))
    assert page.empty.sentence.text() == "The file is in use."
    assert page.empty.button.isHidden()


@pytest.mark.parametrize("line", [RATE, VOLUME])
def test_every_line_can_be_said_in_sentences(line: RateLine) -> None:
    assert detail_of(line).startswith(f"{line.label}: {line.value}.")
