"""Journeys through the questions: asked by key, answered in a sentence, taken over as a plan."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from simulation.assumptions import BetaRate
from simulation.levers import Input, Lever, value_of
from simulation.questions.asking import Draws
from simulation.questions.seeking import Goal, chance_of_goal
from tests.asking import small_plan
from tests.views.asking.asking_doubles import DeskUnderTest, PlanShelf, QuestionsUnderTest
from views.asking.drawings.bars import BarRow, BarsDrawing, Plot
from views.asking.drawings.curve import CurveDrawing, beside_each_other
from views.asking.drawings.overlaid import OverlaidDrawing
from views.asking.goal_panel import GoalPanel
from views.asking.hire_panel import HirePanel
from views.asking.learning_panel import LearningPanel
from views.asking.matters import answer_matters, sentence_of_matters
from views.asking.matters_panel import MattersPanel
from views.asking.panel import QuestionPanel
from views.asking.scenarios.compare_panel import ComparePanel
from views.theme import current_theme
from views.whatif.content import OriginNote, PlanTarget
from views.whatif.inputs.shown import with_input
from views.whatif.outlook import look_ahead
from views.widgets.focusing import focus_first


def tick(panel: ComparePanel, *places: int, on: bool = True) -> None:
    model = panel.choices.evidence
    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
    for place in places:
        model.setData(model.index(place, 0), state, Qt.ItemDataRole.CheckStateRole)


def no_failure(error: Exception) -> None:
    raise error


@pytest.fixture
def desk() -> DeskUnderTest:
    return DeskUnderTest(replace(small_plan(), parent_id=7))


def shown(qtbot: QtBot, panel: QuestionPanel) -> None:
    panel.trials = 200
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    with qtbot.waitActive(panel):
        panel.show()


def ask_by_key(panel: QuestionPanel) -> str:
    QTest.keySequence(panel, "Ctrl+Return")
    return panel.sentence.text().replace("\u202f", " ")


def test_a_goal_is_sought_and_its_answer_taken_over(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = GoalPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    assert panel.amount.value() == 32.0, "the plan's target is proposed"
    panel.input.setCurrentIndex(panel.input.findData("people:SDR"))
    said = ask_by_key(panel)
    assert said.startswith("People: SDR: at least 3 for 32 clients with 80 %. It is 2 now.")
    assert panel.chart.isVisible()
    assert isinstance(panel.chart.drawing, CurveDrawing)
    assert "80 %" in panel.chart.drawing.description().replace("\u202f", " ")
    panel.take_button.click()
    assert value_of(desk.plan.network, Lever(Input.PEOPLE)) == 3.0
    assert (desk.plan.name, desk.plan.parent_id) == ("Plan: People: SDR 3", 7)
    assert desk.taken == ["People: SDR 3"]
    assert chance_of_goal(desk.plan.network, Goal(32, 0.8), Draws(200)).share >= 0.8
    assert panel.stale.isVisible()


def test_all_inputs_are_listed_the_nearest_first(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = GoalPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    panel.input.setCurrentIndex(0)
    ask_by_key(panel)
    model = panel.table.evidence
    cells = [[model.index(row, at).data() for at in range(4)] for row in range(model.rowCount())]
    assert {line[0] for line in cells} >= {
        "Leads a week: all channels",
        "Leads a week: Ads",
        "Rate into Client",
        "People: SDR",
    }
    reached = [line for line in cells if line[2] != "out of reach"]
    assert cells[: len(reached)] == reached
    panel.take_button.click()
    assert desk.taken[0].startswith(reached[0][0])


def test_a_goal_out_of_reach_says_the_best_there_is(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = GoalPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    panel.amount.setValue(900)
    panel.input.setCurrentIndex(panel.input.findData("rate:Client"))
    said = ask_by_key(panel)
    assert "no value reaches that; the best found is 0 % at" in said
    assert not panel.take_button.isVisible()


def test_the_cheapest_hires_are_explained_one_by_one(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = HirePanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    panel.clients.setValue(32)
    panel.revenue.setValue(100_000)
    said = ask_by_key(panel)
    assert said.startswith("The cheapest plan that has 80 % hires 1, for ")
    assert "32 clients: " in said
    assert "100,000 revenue: " in said
    assert panel.lines.text().startswith("A third SDR from week ")
    assert " buys " in panel.lines.text()
    panel.take_button.click()
    assert len(desk.plan.network.roles[0].staff) == 2
    panel.clients.setValue(32)
    panel.budget.setValue(1)
    panel._desk.take(replace(small_plan(), parent_id=7))
    said = ask_by_key(panel)
    assert said.startswith("No plan for 1 reaches that.")
    panel.clients.setValue(0)
    panel.revenue.setValue(0)
    assert "Say what is to be reached" in ask_by_key(panel)


def test_what_matters_is_a_tornado_with_shares(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = MattersPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    said = ask_by_key(panel)
    assert "moves the outcome most" in said
    assert "the rate into SQL is behind " in said
    bars, shares = panel.chart.drawing, panel.shares.drawing
    assert isinstance(bars, BarsDrawing)
    assert isinstance(shares, BarsDrawing)
    assert len(bars.rows) == panel.chosen.count()
    assert shares.rows[-1].name == "Chance"
    panel.chosen.setCurrentIndex(panel.chosen.findText("Rate into Client"))
    panel.take_button.click()
    assert desk.plan.network.steps[1].conversion.rate.mean == pytest.approx(0.275)


def test_the_rate_to_learn_first_is_named_and_can_be_taken_as_learned(
    desk: DeskUnderTest, qtbot: QtBot
) -> None:
    panel = LearningPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    panel.leads.setValue(500)
    assert "rate into SQL" in ask_by_key(panel) or "hardly narrow" in panel.sentence.text()
    panel.take_button.click()
    rate = desk.plan.network.steps[0].conversion.rate
    assert isinstance(rate, BetaRate)
    assert rate.mean == pytest.approx(0.5)
    assert rate.alpha + rate.beta == pytest.approx(560.0)


def test_scenarios_are_compared_with_the_plan_on_the_page(
    desk: DeskUnderTest, qtbot: QtBot
) -> None:
    shelf = PlanShelf()
    for people in (2, 3, 4, 5):
        plan = replace(with_input(small_plan(), "people:SDR", people), name=f"{people} SDRs")
        shelf.save(plan, lambda _row: None, failed=no_failure, as_new=True)
    panel = ComparePanel(desk, QuestionsUnderTest(), shelf)
    shown(qtbot, panel)
    assert "Tick at least one" in ask_by_key(panel)
    shelf.list(panel.show_rows, failed=no_failure)
    tick(panel, 0, 1, 2, 3)
    assert "untick 1" in ask_by_key(panel), "four at most, the page's among them"
    tick(panel, 3, on=False)
    said = ask_by_key(panel)
    assert said.startswith("5 SDRs beats Plan by ")
    assert "90 %: " in said
    assert "5 SDRs differs from Plan: SDR 2 → 5." in panel.differing.text()
    assert isinstance(panel.chart.drawing, OverlaidDrawing)
    assert len(panel.chart.drawing.lines) == 4
    panel.chosen.setCurrentIndex(1)
    panel.take_button.click()
    assert desk.plan.name == "5 SDRs"


def test_a_scenario_that_is_deleted_is_no_longer_what_was_compared(
    desk: DeskUnderTest, qtbot: QtBot
) -> None:
    shelf = PlanShelf()
    for name in ("One", "Other"):
        shelf.save(
            replace(small_plan(), name=name), lambda _row: None, failed=no_failure, as_new=True
        )
    panel = ComparePanel(desk, QuestionsUnderTest(), shelf)
    shown(qtbot, panel)
    shelf.list(panel.show_rows, failed=no_failure)
    tick(panel, 0)
    ask_by_key(panel)
    shelf.delete(1, lambda: None, failed=no_failure)
    shelf.list(panel.show_rows, failed=no_failure)
    assert not panel.stale.isVisible(), "the other one was not compared"
    shelf.delete(2, lambda: None, failed=no_failure)
    shelf.list(panel.show_rows, failed=no_failure)
    assert panel.stale.isVisible()
    assert "changed or deleted" in panel.stale.text()


def test_the_keys_come_to_what_is_asked_before_the_button(
    desk: DeskUnderTest, qtbot: QtBot
) -> None:
    goal = GoalPanel(desk, QuestionsUnderTest())
    comparing = ComparePanel(desk, QuestionsUnderTest(), shelf := PlanShelf())
    shelf.save(small_plan(), lambda _row: None, failed=no_failure, as_new=True)
    shelf.list(comparing.show_rows, failed=no_failure)
    for panel, first in ((goal, goal.input), (comparing, comparing.choices)):
        shown(qtbot, panel)
        assert focus_first(panel)
        assert panel.focusWidget() is first


def test_a_question_shows_progress_and_is_broken_off_by_escape(
    desk: DeskUnderTest, qtbot: QtBot
) -> None:
    questions = QuestionsUnderTest(waits=True)
    panel = MattersPanel(desk, questions)
    shown(qtbot, panel)
    ask_by_key(panel)
    assert panel.is_asking
    assert panel.cancel_button.isVisible()
    questions.asked[0].progress(3, 10)
    assert (panel.progress.value(), panel.progress.maximum()) == (3, 10)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.sentence.text() == "Broken off; nothing was changed."
    assert questions.asked[0].cancelled
    questions.asked[0].then("too late")
    assert panel.sentence.text() == "Broken off; nothing was changed."
    assert panel.ask_button.isVisible()
    assert not panel.cancel_button.isVisible()


def test_an_answer_about_another_plan_says_so(desk: DeskUnderTest, qtbot: QtBot) -> None:
    panel = GoalPanel(desk, QuestionsUnderTest())
    shown(qtbot, panel)
    ask_by_key(panel)
    assert not panel.stale.isVisible()
    desk.take(replace(desk.plan, name="Only the name"))
    assert not panel.stale.isVisible()
    desk.take(with_input(desk.plan, "rate:Client", 0.3))
    assert panel.stale.isVisible()


@pytest.mark.parametrize(("low", "high"), [(-16.0, 17.0), (-4.9, 4.9), (-0.1, 0.3), (-3.0, 0.0)])
@pytest.mark.parametrize("width", [300.0, 700.0])
def test_an_axis_of_bars_has_more_to_read_than_its_zero(
    low: float, high: float, width: float
) -> None:
    row = BarRow("Rate into Client", ((low, 1), (high, 0)), "26 % \u2026 61 %", "")
    plot = Plot(BarsDrawing("", "", (row,)), QRectF(0, 0, width, 100), current_theme())
    assert 0 < plot.step <= max(-low, high)


def test_ends_of_rates_beyond_their_evidence_are_said_to_allow_for_drift(
    desk: DeskUnderTest,
) -> None:
    plan = desk.plan
    narrow = OriginNote("learned", "30 of 60", (0.49, 0.51), value=0.5)
    wide = replace(narrow, interval=(0.0, 1.0))
    said = [
        sentence_of_matters(
            answer_matters(replace(plan, origins={"rate:SQL": note}), "clients", trials=200)
        )
        for note in (narrow, wide)
    ]
    assert ["allow for drift" in one for one in said] == [True, False]


@pytest.mark.parametrize("marks", [(0.0, 5.0), (195.0, 200.0), (100.0, 100.0), (60.0, 70.0)])
def test_words_at_two_marks_of_a_curve_never_meet(marks: tuple[float, float]) -> None:
    first, second = beside_each_other(marks, (60.0, 80.0), 0.0, 210.0, gap=4.0)
    assert first >= 0.0
    assert first + 60.0 < second
    assert second + 80.0 <= 210.0


@pytest.mark.parametrize("day", [date(2027, 1, 6), date(2027, 1, 8)])
def test_a_goal_by_a_day_within_a_week_counts_the_weeks_that_the_page_counts(
    qtbot: QtBot, day: date
) -> None:
    target = PlanTarget("clients", 12.0, date(2026, 11, 23), day)
    desk = DeskUnderTest(replace(small_plan(), targets=(target,), trials=GoalPanel.trials))
    panel = GoalPanel(desk, QuestionsUnderTest())
    qtbot.addWidget(panel)
    panel.ask()
    assert panel.amount.value() == 12
    assert panel.answer.now.share == look_ahead(desk.plan).chance_of_target(target).share
