"""How results come back to the window: one at a time, and shown before others compute on."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from pytestqt.qtbot import QtBot

from app.running import background
from app.running.background import Background, Pool


class Keys(QObject):
    """Stands for keys and paints: something that waits for the event loop."""

    pressed = Signal()


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Background]:
    one = Background()
    yield one
    one.end()
    one.deleteLater()


def test_between_two_results_the_window_hears_keys(made: Background, qtbot: QtBot) -> None:
    told: list[str] = []
    keys = Keys()
    keys.pressed.connect(lambda: told.append("key"), Qt.ConnectionType.QueuedConnection)

    def first() -> None:
        told.append("first")
        keys.pressed.emit()

    for deliver in (first, lambda: told.append("second"), lambda: told.append("third")):
        made.hand_over(deliver)
    qtbot.waitUntil(lambda: "third" in told)
    assert told == ["first", "key", "second", "third"]


def test_changes_that_were_asked_for_are_made_before_the_end(made: Background) -> None:
    made_in_the_end: list[str] = []

    def ignore(_outcome: object) -> None:
        return None

    for pool in (Pool.WRITER, Pool.COMPUTING):
        made.submit(pool, made.ending.wait, ignore, ignore)
        made.submit(pool, partial(made_in_the_end.append, pool), ignore, ignore)
    made.end()
    assert made_in_the_end == [Pool.WRITER]


def test_a_result_that_fails_holds_up_none_after_it(made: Background, qtbot: QtBot) -> None:
    told: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        made.hand_over(broken)
        made.hand_over(lambda: told.append("second"))
        qtbot.waitUntil(lambda: bool(told))
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


def test_while_a_result_is_shown_others_wait(
    made: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_HELD_SECONDS", 60)
    told: list[str] = []
    went_on = threading.Event()

    def wait_then_go_on() -> None:
        made.let_window_show()
        told.append("went on")
        went_on.set()

    def show() -> None:
        threading.Thread(target=wait_then_go_on).start()
        # Long enough for a thread that does not wait.
        went_on.wait(0.05)
        told.append("shown")

    made.hand_over(show)
    qtbot.waitUntil(went_on.is_set)
    assert told == ["shown", "went on"]


def test_letting_go_while_a_result_is_shown_waits_for_nobody_who_waits_for_the_window(
    made: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_HELD_SECONDS", 60)
    told: list[str] = []

    def let_go() -> None:
        made.submit(
            Pool.READERS, made.let_window_show, lambda _: None, lambda _: told.append("failed")
        )
        made.settle()
        told.append("settled")

    made.hand_over(let_go)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == ["settled"]
