"""A filled workspace in which a lead is to be met, with both panels on the screen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.leads.editing import edit_contact
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld, make_small_world
from tests.views.leads.lead_doubles import DirectRunner
from views.booking.appointment import AppointmentPanel
from views.booking.panel import BookingPanel
from views.theme import apply_theme

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def meeting_world_file(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> tuple[Path, SmallWorld]:
    """Return a filled workspace file, for copying, and who and what is in it."""
    path = tmp_path_factory.mktemp("booking") / "world.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        world = make_small_world(session)
        edit_contact(session, world.contact, zone="America/New_York", part_in_decision="decides")
    opened.close()
    return path, world


@pytest.fixture
def world(meeting_world_file: tuple[Path, SmallWorld]) -> SmallWorld:
    """Return who and what is in the workspace `filled`."""
    return meeting_world_file[1]


@pytest.fixture
def filled(
    tmp_path: Path, meeting_world_file: tuple[Path, SmallWorld], clock: FrozenClock
) -> Iterator[Workspace]:
    """Return a filled workspace of the test's own, going by the fixture `clock`."""
    path = tmp_path / "booking.db"
    shutil.copyfile(meeting_world_file[0], path)
    clock.advance(hours=1)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def runner(filled: Workspace, world: SmallWorld, qtbot: QtBot) -> DirectRunner:
    """Return a background that works at once, for the setter."""
    return DirectRunner(filled, world.setter)


@pytest.fixture
def booking(
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot, qapp: Any
) -> Callable[[], BookingPanel]:
    """Return what puts the booking panel on the screen, asked for the lead."""

    def shown() -> BookingPanel:
        apply_theme(qapp, "light", 1.0)
        panel = BookingPanel(runner, lambda: world.setter, clock=clock)
        qtbot.addWidget(panel)
        panel.resize(560, 760)
        with qtbot.waitActive(panel):
            panel.show()
            panel.activateWindow()
        panel.show_lead(world.lead)
        panel.take_keys()
        return panel

    return shown


@pytest.fixture
def meeting(
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot, qapp: Any
) -> Callable[[], AppointmentPanel]:
    """Return what puts the appointment panel on the screen, with the world's meeting."""

    def shown() -> AppointmentPanel:
        apply_theme(qapp, "light", 1.0)
        panel = AppointmentPanel(runner, lambda: world.setter, clock=clock)
        qtbot.addWidget(panel)
        panel.resize(560, 860)
        with qtbot.waitActive(panel):
            panel.show()
            panel.activateWindow()
        panel.show_appointment(world.appointment)
        panel.take_keys()
        return panel

    return shown
