"""A filled workspace in which a lead is to be met, with both panels on the screen."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.leads.editing import edit_contact
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.leads.lead_doubles import DirectRunner
from views.booking.meeting.panel import AppointmentPanel
from views.booking.panel import BookingPanel


@pytest.fixture(scope="session")
def small_world_file(
    tmp_path_factory: pytest.TempPathFactory, small_world_file: tuple[Path, SmallWorld]
) -> tuple[Path, SmallWorld]:
    """Return the world with more in it, for copying, and who and what is in it."""
    made, world = small_world_file
    path = tmp_path_factory.mktemp("booking") / "world.db"
    shutil.copyfile(made, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        edit_contact(session, world.contact, zone="America/New_York", part_in_decision="decides")
    opened.close()
    return path, world


@pytest.fixture
def clock() -> FrozenClock:
    """Return the clock of the test, an hour after the world was made."""
    later = FrozenClock()
    later.advance(hours=1)
    return later


@pytest.fixture
def runner(filled: Workspace, world: SmallWorld, qtbot: QtBot) -> DirectRunner:
    """Return a background that works at once, for the setter."""
    return DirectRunner(filled, world.setter)


@pytest.fixture
def booking(
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot
) -> Callable[[], BookingPanel]:
    """Return what puts the booking panel on the screen, asked for the lead."""

    def shown() -> BookingPanel:
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
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot
) -> Callable[[], AppointmentPanel]:
    """Return what puts the appointment panel on the screen, with the world's meeting."""

    def shown() -> AppointmentPanel:
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
