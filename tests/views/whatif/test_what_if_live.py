"""The picture follows the newest plan: previews, full runs, and nothing that is stale."""

from typing import Any

from pytestqt.qtbot import QtBot

from tests.views.forecast_doubles import ImmediateRunner, WaitingRunner
from tests.views.whatif.whatif_doubles import CHANNEL, make_page, small_plan, small_result
from views.whatif.inputs.shown import with_input
from views.whatif.live import LivePlan
from views.whatif.outlook import look_ahead

PLAN = small_plan()
MORE = with_input(PLAN, CHANNEL, 260.0)
MOST = with_input(PLAN, CHANNEL, 300.0)


def heard(live: LivePlan) -> tuple[list[Any], list[Any], list[bool]]:
    arrived: list[Any] = []
    settled: list[Any] = []
    late: list[bool] = []
    live.arrived.connect(arrived.append)
    live.settled.connect(settled.append)
    live.late.connect(late.append)
    return arrived, settled, late


def test_the_next_step_starts_with_the_newest_plan_and_skips_those_between(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    live = LivePlan(runner)
    arrived, settled, _late = heard(live)
    for plan in (PLAN, MORE, MOST):
        live.follow(plan)
    assert len(runner.requests) == 1
    runner.requests[0].answer()
    assert len(runner.requests) == 2
    runner.requests[1].answer()
    assert [one.plan for one in arrived] == [PLAN, MOST]
    assert all(one.preview for one in arrived)
    assert settled == []
    # It comes to rest.
    qtbot.waitUntil(lambda: len(runner.requests) == 3)
    runner.requests[2].answer()
    assert not arrived[-1].preview
    assert settled == [arrived[-1]]


def test_a_full_run_is_broken_off_when_something_moves(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    live = LivePlan(runner)
    arrived, settled, _late = heard(live)
    live.follow(PLAN)
    runner.requests[0].answer()
    live.settle()
    full = runner.requests[1]
    live.follow(MORE)
    # It ends by itself: what failed would be written down as a bug.
    full.answer()
    assert settled == []
    runner.requests[2].answer()
    assert arrived[-1].plan == MORE


def test_a_result_of_a_step_that_was_given_up_is_dropped(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    live = LivePlan(runner)
    arrived, _settled, _late = heard(live)
    live.follow(PLAN)
    runner.requests[0].answer()
    runner.requests[0].answer()
    assert len(arrived) == 1


def test_it_says_that_the_picture_is_behind_and_when_it_is_not(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    live = LivePlan(runner)
    _arrived, _settled, late = heard(live)
    live.follow(PLAN)
    qtbot.waitUntil(lambda: late == [True])
    runner.requests[0].answer()
    assert late == [True, False]


def test_the_cases_of_a_preview_are_among_those_of_the_full_run() -> None:
    preview, full = look_ahead(PLAN, preview_trials=100), small_result()
    cases = preview.run.trials
    assert (preview.series("clients") == full.series("clients")[:, :cases]).all()


def test_the_fan_moves_only_because_the_plan_moved() -> None:
    one, other = look_ahead(MORE, preview_trials=100), look_ahead(MORE, preview_trials=100)
    first, second = (found.fan("clients", cumulative=True) for found in (one, other))
    assert (first.bands.quantiles == second.bands.quantiles).all()
    more = look_ahead(MOST, preview_trials=100).fan("clients", cumulative=True)
    assert (more.bands.at(50) >= first.bands.at(50)).all()


def test_a_plan_that_cannot_be_run_is_told_of(qtbot: QtBot) -> None:
    page = make_page(runner=ImmediateRunner())
    qtbot.addWidget(page)
    said: list[str] = []
    page.live.refused.connect(said.append)
    runner = WaitingRunner()
    live = LivePlan(runner)
    live.refused.connect(said.append)
    live.follow(PLAN)
    from simulation.assumptions import AssumptionError

    runner.requests[0].failed(AssumptionError("trials", 10**9, "fewer"))
    assert len(said) == 1
    assert "trials" in said[0]
