"""A desk that has come to rest, and what its window says."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desk.window import Desk


def opened(desk: Desk, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    rest(desk, qtbot)


def rest(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.runner.is_idle)


def notices(desk: Desk) -> list[str]:
    return [bar.text.text() for bar in desk.window.notices.bars]
