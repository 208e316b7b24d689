"""What holds for every test of the window at work."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from app.desk.window import Desk

# What a window begins by itself a few seconds after it has opened a workspace.
ROUNDS = (
    "chances._AFTER_MILLISECONDS",
    "clock_rules._AFTER_MILLISECONDS",
    "handoffs._FIRST_MILLISECONDS",
    "outbox._FIRST_MILLISECONDS",
    "reminding._FIRST_MILLISECONDS",
    "tidying._LOOK_MILLISECONDS",
)
AN_HOUR_MS = 3_600_000


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Return the bot; rounds begin when a test says so, however slowly it comes to that."""
    for name in ROUNDS:
        monkeypatch.setattr(f"app.desk.rounds.{name}", AN_HOUR_MS)
    return qtbot


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator["Desk"]:
    """Yield a desk in a window that nobody sees, with no workspace open."""
    from app.desk.machine.settings import MachineSettings
    from app.desk.window import Desk
    from views.shell import MainWindow

    state = MachineSettings(tmp_path / "settings.ini")
    window = MainWindow(state, version="1.2.3")
    qtbot.addWidget(window)
    made = Desk(window, state)
    yield made
    made.close()
