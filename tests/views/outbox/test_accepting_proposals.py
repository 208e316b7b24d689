"""Other times that guests propose, taken from the outbox."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from models.calendars.busy import BusyTimes, read_busy_calendar
from models.workspace import open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.leads.lead_doubles import DirectRunner
from views.outbox.desk import OutboxDesk
from views.outbox.page import OutboxPage

_OLD, _FRESH = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(("as_of", "said"), [(_FRESH, []), (_OLD, ["warning"])])
def test_whoever_accepts_a_time_that_is_unsure_hears_that_guests_are_not_told(
    tmp_path: Path,
    small_world_file: tuple[Path, SmallWorld],
    qtbot: QtBot,
    as_of: datetime,
    said: list[str],
) -> None:
    made, world = small_world_file
    path = tmp_path / "team.db"
    shutil.copyfile(made, path)
    workspace = open_workspace(path, clock=FrozenClock())
    with workspace.write(world.leader) as session:
        until = datetime(2027, 11, 2, tzinfo=UTC)
        read_busy_calendar(session, world.leader, "mine.ics", as_of, until, BusyTimes(()))
    runner = DirectRunner(workspace, world.leader)
    page = OutboxPage(runner, cast(OutboxDesk, Mock()), clock=FrozenClock())
    qtbot.addWidget(page)
    notices: list[tuple[str, str]] = []
    page.notice.connect(lambda kind, words: notices.append((kind, words)))
    page.list.choose(f"counter:{world.counter}")
    page.counter.accept()
    assert [kind for kind, _words in notices] == said
    assert page.content is not None
    assert not page.content.counters
    workspace.close()
