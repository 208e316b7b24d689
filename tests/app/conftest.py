"""What holds for every test of the window at work."""

import pytest
from pytestqt.qtbot import QtBot

# What a window begins by itself a few seconds after it has opened a workspace.
ROUNDS = (
    "chances._AFTER_MILLISECONDS",
    "clock_rules._AFTER_MILLISECONDS",
    "handoffs._FIRST_MILLISECONDS",
    "outbox._FIRST_MILLISECONDS",
    "reminding._FIRST_MILLISECONDS",
)
AN_HOUR_MS = 3_600_000


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Return the bot; rounds begin when a test says so, however slowly it comes to that."""
    for name in ROUNDS:
        monkeypatch.setattr(f"app.desk.rounds.{name}", AN_HOUR_MS)
    return qtbot
