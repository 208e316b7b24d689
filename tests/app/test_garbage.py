"""Garbage is looked for on the window's thread alone."""

import gc
from collections.abc import Iterator
from threading import Thread, current_thread
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.running.garbage import Garbage


@pytest.fixture
def looked_by() -> Iterator[list[str]]:
    threads: list[str] = []

    def note(phase: str, _told: dict[str, Any]) -> None:
        if phase == "start":
            threads.append(current_thread().name)

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)
    gc.unfreeze()


def make_many() -> list[list[int]]:
    return [[] for _ in range(20 * gc.get_threshold()[0])]


def test_no_other_thread_looks_for_garbage_and_the_windows_own_does(
    qtbot: QtBot, looked_by: list[str]
) -> None:
    gc.enable()
    garbage = Garbage()
    garbage.begin()
    kept: list[Any] = []
    other = Thread(target=lambda: kept.append(make_many()), name="other")
    other.start()
    other.join()
    qtbot.waitUntil(lambda: bool(looked_by))
    assert set(looked_by) == {current_thread().name}


def test_nothing_is_looked_for_where_little_was_made(qtbot: QtBot, looked_by: list[str]) -> None:
    gc.disable()
    gc.collect()
    looked_by.clear()
    Garbage().look()
    assert looked_by == []
    kept = make_many()
    Garbage().look()
    assert len(looked_by) == 1
    assert kept
