"""The Grading tab: grading, stopping, horizons, words, charts, frozen forecasts, files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.grading.backtest import BacktestWish, backtest
from app.grading.entries import entries_of
from models.errors import KnownError
from tests.app.grading.pasts import STAGES, after, past, truth
from views.charts.drawing import Drawing, paint_chart
from views.grading.content import FrozenGrade, GradedContent, GradingWish
from views.grading.drawings import coverage_drawing, ranges_drawing, tenths_drawing
from views.grading.page import GradingPage
from views.grading.sentences import reasons
from views.theme import make_theme

FROZEN = FrozenGrade(
    scenario="Autumn <b>plan</b>", frozen_at=datetime(2026, 8, 3, 9, tzinfo=UTC), weeks=13,
    weeks_over=6, happened=14, low=10, middle=15, high=19, weeks_held=5, pinball=0.4,
)  # fmt: skip


@pytest.fixture(scope="module")
def content() -> GradedContent:
    entries = entries_of(past(70), STAGES[1], after(70))
    found = backtest(entries, BacktestWish((2, 6), trials=300), truth)
    return GradedContent(
        "Client", "week", False, 1, found.records_begin, found.records_end, found.past
    )


class Desk:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.wishes: list[GradingWish] = []
        self.then: Callable[[GradedContent | None], None] = lambda _content: None
        self.failed: Callable[[Exception], None] = lambda _error: None
        self.progress: Callable[[int, int], None] = lambda _done, _total: None
        self.grades: tuple[FrozenGrade, ...] = ()
        self.written: list[Path] = []
        self.cancelled = False

    def stages(self, then: Callable[[tuple[str, ...]], None]) -> None:
        then(("Client", "SQL"))

    def grade(self, wish: GradingWish, progress: Any, then: Any, failed: Any) -> None:
        self.wishes.append(wish)
        self.progress, self.then, self.failed = progress, then, failed

    def cancel(self) -> None:
        self.cancelled = True
        self.then(None)

    def frozen(self, then: Callable[[tuple[FrozenGrade, ...]], None], failed: Any) -> None:
        then(self.grades)

    def export(self, content: Any, path: Path, then: Callable[[], None], failed: Any) -> None:
        self.written.append(path)
        then()


class Changes(QObject):
    """The part of a runner that the page listens to."""

    changed = Signal(object)


class Visit:
    """The page as a person opens it."""

    def __init__(self, qtbot: QtBot, tmp_path: Path, grades: tuple[FrozenGrade, ...] = ()) -> None:
        self.desk = Desk()
        self.desk.grades = grades
        self.runner = cast("Any", Changes())
        self.page = GradingPage(
            self.runner, self.desk, choose_file=lambda *_asked: str(tmp_path / "grades")
        )
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        with qtbot.waitExposed(self.page):
            self.page.show()


@pytest.fixture
def visit(qtbot: QtBot, tmp_path: Path) -> Visit:
    return Visit(qtbot, tmp_path)


def test_the_past_is_graded_by_one_key_and_the_sentence_says_how_often_ranges_held(
    visit: Visit, content: GradedContent
) -> None:
    page = visit.page
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert visit.desk.wishes == [GradingWish("Client")]
    visit.desk.progress(3, 60)
    assert page.progress_words.text() == "3 of 60 forecasts made"
    visit.desk.then(content)
    report = content.past.by_horizon[2]
    share = report.at(80).held.value
    held, cases = round(100 * share), round(share * report.number)
    assert (
        page.view.sentence.text()
        .replace("\u202f", " ")
        .startswith(f"Our 80 % ranges held in {cases} of {report.number} cases ({held} %); ")
    )
    assert [row[0] for row in page.view.table.rows] == ["2", "6"]
    assert not page.bar.isVisible()


def test_choosing_a_horizon_changes_sentence_and_charts(
    visit: Visit, content: GradedContent
) -> None:
    visit.page.grade()
    visit.desk.then(content)
    before = visit.page.view.sentence.text()
    visit.page.view.show_horizon(6)
    assert visit.page.view.sentence.text() != before
    drawing = visit.page.view.ranges.drawing
    assert drawing is not None
    assert drawing.marks == content.past.by_horizon[6].number
    assert "6 weeks ahead" in drawing.title


def test_stopping_keeps_what_was_there_and_a_refusal_is_said_in_its_place(
    visit: Visit, content: GradedContent
) -> None:
    page = visit.page
    page.grade()
    page.cancel()
    assert visit.desk.cancelled
    assert page.empty.isVisible()
    page.grade()
    visit.desk.then(content)
    page.grade()
    page.cancel()
    assert page.view.isVisible()
    page.grade()
    visit.desk.failed(KnownError("The history is too short for this."))
    assert page.trouble.isVisible()
    assert page.trouble.sentence.text() == "The history is too short for this."
    assert not page.is_grading


def test_export_writes_a_table_and_says_so(
    visit: Visit, content: GradedContent, qtbot: QtBot
) -> None:
    visit.page.grade()
    visit.desk.then(content)
    with qtbot.waitSignal(visit.page.notice) as said:
        visit.page.export()
    assert [path.name for path in visit.desk.written] == ["grades.csv"]
    assert said.args == ["success", "Wrote grades.csv."]


def test_frozen_forecasts_are_listed_with_their_grade_as_plain_text(
    qtbot: QtBot, tmp_path: Path
) -> None:
    later = replace(FROZEN, weeks_over=0)
    above = replace(FROZEN, happened=25, weeks_over=13)
    page = Visit(qtbot, tmp_path, (FROZEN, later, above)).page
    rows = page.frozen_table.rows
    assert rows[0] == [
        "3 Aug 2026", "Autumn <b>plan</b>", "6 of 13", "15 (10\u201319)", "14", "0.4",
        "holds so far; within its range in 5 of 6 weeks",
    ]  # fmt: skip
    assert rows[1][-1] == "no week is over yet"
    assert rows[2][-1].startswith("more came")
    assert "1 of 2 frozen forecasts" in page.frozen_words.text()


def test_charts_are_read_by_mark_described_and_painted_in_both_themes(
    content: GradedContent, qtbot: QtBot
) -> None:
    drawings: tuple[Drawing, ...] = (
        ranges_drawing(content, 2), coverage_drawing(content, 2), tenths_drawing(content, 2),
    )  # fmt: skip
    area = QRectF(0, 0, 480, 240)
    for drawing in drawings:
        assert drawing.title in drawing.description()
        words = {drawing.reading(mark) for mark in range(drawing.marks)}
        assert len(words) == drawing.marks
        pictures = []
        for name in ("light", "dark"):
            theme = make_theme(name)
            image = QImage(QSize(480, 240), QImage.Format.Format_RGB32)
            image.fill(theme.colour("surface"))
            blank = image.copy()
            painter = QPainter(image)
            paint_chart(painter, area, drawing, theme, 1)
            painter.end()
            assert image != blank
            pictures.append(image)
            assert drawing.mark_at(QPointF(240, 150), area, theme) is not None
            assert drawing.mark_at(QPointF(240, 2000), area, theme) is None
        assert pictures[0] != pictures[1]


def test_a_range_is_read_with_what_came_and_whether_it_held(content: GradedContent) -> None:
    drawing = ranges_drawing(content, 2)
    case = content.past.of(2)[0]
    assert f"{case.grade.actual} came" in drawing.reading(0)
    assert drawing.reading(0).endswith("held" if case.grade.holds(80) else "missed")


def test_what_is_wrong_with_ranges_is_said_in_words(content: GradedContent) -> None:
    graded = content.past
    assert reasons(graded, 2, weeks_apart=1, given=False) == (
        "2 weeks ahead: the ranges held as often as they promised, as far as can be told.",
    )
    report = graded.by_horizon[2]
    coverage = tuple(
        replace(one, in_part=replace(one.in_part, value=0.4)) for one in report.coverage
    )
    bad = replace(report, coverage=coverage, bias=replace(report.bias, value=9.0, error=1.0))
    words = reasons(replace(graded, by_horizon={2: bad}), 2, weeks_apart=1, given=False)
    assert "too narrow: 40" in words[0]
    assert "Grade with the arrivals given" in words[0]
    assert "9.0 too high" in words[1]
