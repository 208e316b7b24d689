"""Journeys on the what-if page: move, undo, begin anew, hire by keys and pointer, ask panels."""

import gc
from dataclasses import replace
from datetime import date
from typing import Any
from weakref import ref

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from tests.views.forecast_doubles import ImmediateRunner, WaitingRunner
from tests.views.whatif.whatif_doubles import CHANNEL, make_page, small_plan
from views.whatif.content import Plan
from views.whatif.inputs.shown import with_input
from views.whatif.page import WhatIfPage
from views.whatif.people.hires import bars_of
from views.widgets import make_button


@pytest.fixture
def page(qtbot: QtBot) -> WhatIfPage:
    made = make_page()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(widget: QWidget, *keys: Any) -> None:
    for one in keys:
        modifier, key = one if isinstance(one, tuple) else (Qt.KeyboardModifier.NoModifier, one)
        QTest.keyClick(widget, key, modifier)


def test_moving_an_input_moves_sentence_fan_funnel_and_people(
    qtbot: QtBot, page: WhatIfPage
) -> None:
    before = page.result_card.headline.text()
    drawing = page.charts.chart.drawing
    with qtbot.waitSignal(page.settled):
        page.inputs.rows[CHANNEL].field.setValue(400)
    assert page.result_card.headline.text() != before
    assert page.charts.chart.drawing != drawing
    assert page.result is not None
    assert page.result.plan == page.plan
    assert "SDR" in page.result_card.headline.text()


def test_the_sentence_is_in_view_where_the_page_is_higher_than_the_window(qtbot: QtBot) -> None:
    page = make_page()
    page.resize(page.width(), 400)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()
    top = page.result_card.mapTo(page, QPoint(0, 0)).y()
    assert top >= page.head.geometry().bottom()


def test_a_panel_that_is_opened_while_the_data_are_read_stays_alone(qtbot: QtBot) -> None:
    waiting: list[Any] = []
    page = WhatIfPage(
        WaitingRunner(),
        small_plan(),
        starts=lambda _code, then, _failed: waiting.append(then),
        begin="today",
    )
    qtbot.addWidget(page)
    panel = make_button("Reckon", lambda: None)
    page.add_panel("money", "Money", "Alt+Y", panel)
    page.show()
    qtbot.waitExposed(page)
    page.show_panel("money")
    waiting[0](small_plan(start="today"))
    assert panel.isVisible()
    assert not page.people.isVisible()
    page.show_panel("people")
    assert page.people.isVisible()


def test_nothing_is_asked_saved_or_typed_of_the_plan_in_need_while_the_data_are_read(
    qtbot: QtBot,
) -> None:
    waiting: list[Any] = []
    page = WhatIfPage(
        WaitingRunner(),
        small_plan(),
        starts=lambda _code, then, _failed: waiting.append(then),
        begin="today",
    )
    qtbot.addWidget(page)
    ask, save = (make_button(words, lambda: None) for words in ("Ask", "Save"))
    page.add_panel("goal", "Goal", "Alt+G", ask)
    page.add_head_action(save)
    held = (ask, save, page.result_card.target)
    assert not any(widget.isEnabled() for widget in held)
    waiting[0](small_plan(start="today"))
    assert all(widget.isEnabled() for widget in held)


@pytest.mark.parametrize("there_is_one", [True, False])
def test_who_begins_from_something_else_while_the_data_are_read_need_not_wait(
    qtbot: QtBot, there_is_one: bool
) -> None:
    newest: dict[str, Any] = {}
    page = WhatIfPage(
        WaitingRunner(),
        small_plan(),
        starts=lambda _code, then, failed: newest.update(then=then, failed=failed),
        begin="today",
    )
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.begin_from("house")
    if there_is_one:
        newest["then"](small_plan(start="house"))
    else:
        newest["failed"](KnownError("There is none."))
    assert page.inputs.isVisible()
    assert page.result_card.target.isEnabled()


def test_a_number_that_is_typed_on_a_slider_goes_into_its_field(page: WhatIfPage) -> None:
    row = page.inputs.rows[CHANNEL]
    press(row.slider, Qt.Key.Key_4)
    press(row.field, Qt.Key.Key_0, Qt.Key.Key_Return)
    assert row.field.value() == 40
    assert row.shown.value == 40


def test_a_drag_is_one_step_of_undo_and_a_second_visit_another(
    qtbot: QtBot, page: WhatIfPage
) -> None:
    first = page.plan
    slider = page.inputs.rows[CHANNEL].slider
    slider.sliderPressed.emit()
    for value in (210, 250, 300):
        slider.setValue(value)
    slider.sliderPressed.emit()
    slider.setValue(310)
    assert page.undo_stack.count() == 2
    slider.setFocus()
    press(slider, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Z))
    assert page.inputs.rows[CHANNEL].shown.value == 300
    press(slider, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Z))
    assert page.plan == first
    press(slider, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y))
    assert page.inputs.rows[CHANNEL].shown.value == 300


def test_what_is_typed_counts_as_soon_as_a_shortcut_acts(page: WhatIfPage) -> None:
    field = page.inputs.rows[CHANNEL].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "17")
    assert page.inputs.rows[CHANNEL].shown.value == 200, "half a number is none"
    press(field, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_W))
    assert page.inputs.rows[CHANNEL].shown.value == 17


def test_without_roles_the_people_say_so_in_place_of_an_empty_board(page: WhatIfPage) -> None:
    card = page.people
    assert (card.nobody.isVisible(), card.hire_button.isVisible()) == (False, True)
    network = page.plan.network
    idle = tuple(replace(step, work=None) for step in network.steps)
    page.take(page.plan.with_network(replace(network, roles=(), steps=idle)))
    assert (card.nobody.isVisible(), card.hire_button.isVisible()) == (True, False)


def test_the_key_of_the_target_chooses_it_for_typing_over(page: WhatIfPage) -> None:
    page.result_card.target.setValue(100)
    press(page, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_T))
    QTest.keyClicks(page.result_card.target, "30")
    press(page.result_card.target, Qt.Key.Key_Return)
    assert page.result_card.target.value() == 30


def test_tab_goes_from_a_number_to_its_lock_and_on_to_the_next_input(page: WhatIfPage) -> None:
    rows = page.inputs.rows
    first = rows["rate:Responded"]
    stops: list[QWidget] = []
    at: QWidget | None = first.field
    while at is not None and len(stops) < 2:
        at = at.nextInFocusChain()
        if at is None or not at.isVisible() or first.field.isAncestorOf(at):
            continue
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(at)
    assert stops == [first.back, rows["rate:Interested"].slider]


def test_panels_take_the_room_of_the_chart_and_give_it_back(page: WhatIfPage) -> None:
    press(page, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up))
    assert not page.charts.isVisible()
    assert page.dock.room.accessibleName() == "Show the chart again"
    press(page, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Right))
    assert page.charts.isVisible(), "a chart that is asked for is seen"


def test_of_all_results_of_a_drag_only_the_last_is_kept(page: WhatIfPage) -> None:
    made: list[ref[Any]] = []
    page.live.arrived.connect(lambda result: made.append(ref(result.run.weekly)))
    for value in range(210, 300, 15):
        page.inputs.rows[CHANNEL].slider.setValue(value)
    page.live.settle()
    gc.collect()
    assert len(made) > 6
    assert page.result is not None
    kept = {id(one()) for one in made if one() is not None}
    assert kept == {id(page.result.run.weekly)}


def test_a_name_or_a_target_keeps_the_numbers_and_asks_for_no_run(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    page = make_page(runner=runner)
    qtbot.addWidget(page)
    runner.requests[0].answer()
    page.live.settle()
    runner.requests[1].answer()
    before = page.result
    assert before is not None
    page.take(replace(page.plan, name="Board"))
    page.result_card.target.setValue(12)
    assert len(runner.requests) == 2
    assert page.result is not None
    assert (page.result.plan, page.result.run) == (page.plan, before.run)
    assert "chance of 12." in page.result_card.headline.text()


def test_a_result_is_never_given_for_another_plan(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    page = make_page(runner=runner)
    qtbot.addWidget(page)
    runner.requests[0].answer()
    page.live.settle()
    runner.requests[1].answer()
    assert page.result is not None
    page.take(with_input(page.plan, CHANNEL, 300.0))
    assert page.result is None


def test_each_start_is_one_click_and_can_be_undone(qtbot: QtBot, page: WhatIfPage) -> None:
    before = page.plan
    page.start.changed.emit("own")
    assert page.plan.start == "own"
    assert page.head.name.whole_text() == "own"
    page.undo_stack.undo()
    assert page.plan == before
    assert page.start.value() == before.start


def test_a_start_that_cannot_be_had_is_told_of_and_changes_nothing(qtbot: QtBot) -> None:
    page = WhatIfPage(
        WaitingRunner(),
        small_plan(),
        starts=lambda _code, _then, failed: failed(KnownError("No lead has moved yet.")),
    )
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.notice) as said:
        page.begin_from("today")
    assert said.args == ["error", "No lead has moved yet."]
    assert page.start.value() == "house"


def test_the_lock_follows_the_data_and_moving_opens_it(page: WhatIfPage) -> None:
    row = page.inputs.rows["rate:Responded"]
    row.back.click()
    assert "rate:Responded" in page.plan.locked
    assert row.field.value() == pytest.approx(29.8)
    row.slider.setValue(row.slider.value() + 20)
    assert "rate:Responded" not in page.plan.locked
    row.back.click()
    assert "rate:Responded" in page.plan.locked


def test_tries_and_rate_show_each_other(page: WhatIfPage) -> None:
    line, rate = page.inputs.tries["Held"], page.inputs.rows["rate:Held"]
    assert (line.most.value(), line.chance.value()) == (2, 80)
    line.chance.setValue(70)
    assert rate.field.value() == pytest.approx(91)
    rate.field.setValue(75)
    assert line.chance.value() == pytest.approx(50)


def test_a_target_is_a_line_and_a_chance(qtbot: QtBot, page: WhatIfPage) -> None:
    page.result_card.target.setValue(12)
    assert "chance of 12." in page.result_card.headline.text()
    drawing = page.charts.chart.drawing
    assert drawing is not None
    assert "target 12" in drawing.reading(3)
    page.undo_stack.undo()
    assert "chance of" not in page.result_card.headline.text()


def test_the_target_is_of_what_the_chart_shows(page: WhatIfPage) -> None:
    page.charts.step(1)
    page.result_card.target.setValue(250_000)
    assert page.result_card.target.accessibleName() == "Revenue to reach"
    drawing = page.charts.chart.drawing
    assert drawing is not None
    assert "target 250" in drawing.description()
    assert "chance of 250" in page.result_card.reaches.text()
    page.charts.step(-1)
    assert page.result_card.target.text() == "none"
    page.undo_stack.undo()
    assert page.plan.targets == ()


def test_a_hire_is_added_moved_grown_in_and_removed_by_keys(qtbot: QtBot, page: WhatIfPage) -> None:
    board = page.people.board
    board.setFocus()
    board.choose_role(1)
    press(board, *[Qt.Key.Key_Right] * 3, Qt.Key.Key_Plus, Qt.Key.Key_Right)
    hire = next(bar for bar in bars_of(page.plan.network) if bar.is_hire)
    assert (hire.role, hire.start, hire.people) == (1, 4, 1)
    press(board, (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Right))
    press(board, (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Left))
    group = page.plan.network.roles[1].staff[1]
    assert (len(group.ramp), group.until_week) == (1, page.plan.network.weeks - 1)
    assert "from week 5" in board.reading
    press(board, Qt.Key.Key_Delete)
    assert not any(bar.is_hire for bar in bars_of(page.plan.network))
    page.undo_stack.undo()
    assert any(bar.is_hire for bar in bars_of(page.plan.network))


def test_a_hire_is_dragged_by_the_pointer(qtbot: QtBot, page: WhatIfPage) -> None:
    board = page.people.board
    board.choose_role(1)
    board.hire()
    line = next(at for at, one in enumerate(board.board.lines) if one.bar and one.bar.is_hire)
    steps = page.undo_stack.count()
    height = round(board.plot.tops[line]) + 6
    at = [QPoint(round(board.plot.x(week)), height) for week in (0.1, 3.0, 7.0)]
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(board, Qt.MouseButton.LeftButton, none, at[0])
    for point in at[1:]:
        QTest.mouseMove(board, point)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, none, at[2])
    assert page.plan.network.roles[1].staff[1].from_week == 7
    assert page.undo_stack.count() == steps + 1


def test_one_who_leaves_can_be_moved_and_kept(qtbot: QtBot, page: WhatIfPage) -> None:
    board = page.people.board
    board.setFocus()
    board.choose_role(0)
    press(board, *[Qt.Key.Key_Right] * 6, Qt.Key.Key_L, Qt.Key.Key_Left)
    leaver = next(bar for bar in bars_of(page.plan.network) if bar.end is not None)
    assert (leaver.people, leaver.end) == (1, 5)
    press(board, Qt.Key.Key_Delete)
    assert all(bar.end is None for bar in bars_of(page.plan.network))


def test_the_weeks_of_a_role_are_read_by_keys_and_aloud(qtbot: QtBot, page: WhatIfPage) -> None:
    board = page.people.board
    board.setFocus()
    board.choose_role(0)
    press(board, Qt.Key.Key_Right)
    assert board.reading.startswith("SDR, week 2, 30 Nov 26: ")
    assert "busy" in board.accessibleDescription()


def test_what_one_more_would_buy_is_answered_in_place(qtbot: QtBot, page: WhatIfPage) -> None:
    page.inputs.rows["people:Setter"].field.setValue(1)
    with qtbot.waitSignal(page.more.answered):
        pass
    page.people.board.choose_role(1)
    said = page.people.more.text()
    assert "One more Setter from week 1 buys +" in said
    assert "(90\u202f%:" in said
    assert "for 24,000" in said


def test_panels_dock_show_by_key_and_escape_leads_back(qtbot: QtBot, page: WhatIfPage) -> None:
    panel = make_button("Seek")
    page.add_panel("goal", "Goal", "Alt+G", panel)
    page.show_panel("goal")
    assert panel.isVisible()
    assert page.dock.code == "goal"
    # What moves while a panel is shown is there when the people are shown again.
    page.inputs.rows[CHANNEL].field.setValue(333)
    press(panel, Qt.Key.Key_Escape)
    assert page.dock.code == "people"
    drawing = page.funnel.drawing
    assert drawing is not None
    assert "MQL: 6," in drawing.description()


def test_charts_change_by_key_and_remember_the_stage(page: WhatIfPage) -> None:
    page.charts.step(1)
    assert page.charts.measure == "revenue"
    page.charts.step(1)
    assert page.charts.measure == "stage:3"
    page.charts.turn()
    drawing = page.charts.chart.drawing
    assert drawing is not None
    assert drawing.title == "SQL"
    assert "each week" in drawing.unit


def test_newer_data_are_offered_and_what_was_typed_over_stays(
    qtbot: QtBot, page: WhatIfPage
) -> None:
    page.note_newer_data()
    assert page.update_button.isHidden()
    page.begin_from("today")
    page.note_newer_data()
    assert not page.update_button.isHidden()
    page.inputs.rows["rate:SQL"].field.setValue(61)
    page.begin_from("house")
    assert page.update_button.isHidden(), "the example follows no data"
    page.undo_stack.undo()
    assert not page.update_button.isHidden()
    page.update_button.click()
    assert page.inputs.rows["rate:SQL"].field.value() == 61
    assert page.update_button.isHidden()


def test_fresh_data_do_not_go_into_a_plan_that_was_opened_while_they_were_read(
    qtbot: QtBot,
) -> None:
    waiting: list[Any] = []
    page = WhatIfPage(
        WaitingRunner(),
        small_plan(start="today"),
        starts=lambda _code, then, _failed: waiting.append(then),
    )
    qtbot.addWidget(page)
    page.bring_up_to_date()
    opened = small_plan(start="own", name="Opened")
    page.take(opened)
    waiting[0](small_plan(start="today"))
    assert page.plan == opened


def test_what_happened_is_never_shown_for_a_plan_of_other_weeks_or_stages(qtbot: QtBot) -> None:
    asked: list[Any] = []

    def ask(plan: Plan, then: Any) -> None:
        if plan.name == "To come":
            then({})
        else:
            asked.append(then)

    page = WhatIfPage(ImmediateRunner(), small_plan(), actuals=ask)
    qtbot.addWidget(page)
    asked[0]({"clients": (3.0,)})
    assert page.actuals == {"clients": (3.0,)}
    network = replace(small_plan().network, starts_on=date(2026, 11, 2))
    page.take(small_plan(network=network))
    assert page.actuals == {}, "those of the plan before"
    page.take(small_plan(name="To come"))
    asked[1]({"clients": (9.0,)})
    assert page.actuals == {}, "read for a plan that has gone"
