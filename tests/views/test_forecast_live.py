"""The picture follows the slider: never starved, never stale, always at the last position."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from tests.views.forecast_doubles import WaitingRunner, known_outlook, known_summary
from views.forecast.content import ScenarioContent, house_content
from views.forecast.live import LiveForecast
from views.forecast.outlook import Outlook

SUMMARY = known_summary((0.5, 0.5), 0, 0, 1)
START = house_content()


def instant(content: ScenarioContent, *, preview: bool) -> Outlook:
    seen.append((content.mqls, preview))
    return replace(known_outlook(SUMMARY, SUMMARY), content=content)


seen: list[tuple[int, bool]] = []


class Watched:
    def __init__(self) -> None:
        seen.clear()
        self.runner = WaitingRunner()
        self.live = LiveForecast(self.runner, compute=instant)
        self.shown: list[int] = []
        self.refused: list[str] = []
        self.preparing: list[bool] = []
        self.live.arrived.connect(lambda outlook: self.shown.append(outlook.content.mqls))
        self.live.refused.connect(self.refused.append)
        self.live.preparing.connect(self.preparing.append)

    def move(self, mqls: int) -> None:
        self.live.follow(replace(START, mqls=mqls))


@pytest.fixture
def watched(qtbot: QtBot) -> Watched:
    return Watched()


def test_one_step_at_a_time_and_the_last_position_wins(watched: Watched) -> None:
    for mqls in (10, 20, 30, 40):
        watched.move(mqls)
    assert len(watched.runner.requests) == 1
    watched.runner.requests[0].answer()
    assert len(watched.runner.requests) == 2
    watched.runner.requests[1].answer()
    assert watched.shown == [10, 40]
    assert len(watched.runner.requests) == 2


def test_a_slider_that_never_rests_still_moves_the_picture(watched: Watched) -> None:
    for mqls in range(1, 50):
        watched.move(mqls)
        watched.runner.requests[-1].answer()
    assert watched.shown == sorted(watched.shown)
    assert watched.shown[-1] == 49
    assert len(watched.shown) == 49


def test_an_answer_that_comes_twice_or_late_is_dropped(watched: Watched) -> None:
    watched.move(10)
    first = watched.runner.requests[0]
    first.answer()
    watched.move(20)
    first.answer()
    assert watched.shown == [10]
    watched.runner.requests[1].answer()
    assert watched.shown == [10, 20]


def test_an_answer_for_other_stages_is_not_shown(watched: Watched) -> None:
    watched.move(10)
    shorter = replace(START, stages=START.stages[:3], rates=START.rates[:2], mqls=77)
    watched.live.follow(shorter)
    watched.runner.requests[0].answer()
    watched.runner.requests[1].answer()
    assert watched.shown == [77]


def test_moving_is_a_preview_and_resting_the_full_run(watched: Watched, qtbot: QtBot) -> None:
    watched.move(10)
    watched.runner.requests[0].answer()
    qtbot.waitUntil(lambda: len(watched.runner.requests) == 2)
    watched.runner.requests[1].answer()
    assert seen == [(10, True), (10, False)]


def test_a_refused_step_is_said_and_the_next_goes_on(watched: Watched) -> None:
    watched.move(10)
    watched.move(20)
    watched.runner.requests[0].failed(KnownError("Too many."))
    assert watched.refused == ["Too many."]
    watched.runner.requests[1].answer()
    assert watched.shown == [20]


def test_a_bug_is_not_hidden_in_a_notice(watched: Watched) -> None:
    watched.move(10)
    with pytest.raises(ZeroDivisionError):
        watched.runner.requests[0].failed(ZeroDivisionError())
    assert watched.refused == []
    watched.move(20)
    watched.runner.requests[1].answer()
    assert watched.shown == [20]


def test_a_slow_first_result_is_announced(watched: Watched, qtbot: QtBot) -> None:
    watched.move(10)
    qtbot.waitUntil(lambda: True in watched.preparing)
    watched.runner.requests[0].answer()
    assert watched.preparing[-1] is False
    watched.preparing.clear()
    watched.move(20)
    assert not watched.live._patience.isActive()
