"""A filled workspace with its lead's page on the screen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.fields.custom import add_custom_field
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld, make_small_world
from tests.views.leads.lead_doubles import DirectRunner
from views.lead_page.page import LeadPage
from views.theme import apply_theme

Show = Callable[..., LeadPage]


@pytest.fixture(scope="session")
def world_file(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> tuple[Path, SmallWorld]:
    """Return a filled workspace file, for copying, and who and what is in it."""
    path = tmp_path_factory.mktemp("page") / "world.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        world = make_small_world(session)
        add_custom_field(session, "company", "Depots", "number", known_when="in_conversation")
        add_custom_field(session, "lead", "Go-live", "date")
        add_custom_field(session, "lead", "Leased", "yes_no")
        add_custom_field(session, "lead", "Slogan", "text")
    with opened.write(world.setter) as session:
        record_interest(session, world.lead, "pricing_page", topic="Fleet plans")
        log_touch(session, world.lead, "call", "connected", note="<b>mornings</b> & co")
    opened.close()
    return path, world


@pytest.fixture
def world(world_file: tuple[Path, SmallWorld]) -> SmallWorld:
    """Return who and what is in the workspace `filled`."""
    return world_file[1]


@pytest.fixture
def filled(
    tmp_path: Path, world_file: tuple[Path, SmallWorld], clock: FrozenClock
) -> Iterator[Workspace]:
    """Return a filled workspace of the test's own, going by the fixture `clock`."""
    path = tmp_path / "page.db"
    shutil.copyfile(world_file[0], path)
    clock.advance(hours=1)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def runner(filled: Workspace, world: SmallWorld, qtbot: QtBot) -> DirectRunner:
    """Return a background that works at once, for the setter."""
    return DirectRunner(filled, world.setter)


@pytest.fixture
def show(
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot, qapp: Any
) -> Show:
    """Return what puts the page of the lead on the screen."""

    def shown(width: int = 1100, scale: float = 1.0) -> LeadPage:
        apply_theme(qapp, "light", scale)
        page = LeadPage(runner, lambda: world.setter, clock=clock)
        qtbot.addWidget(page)
        page.resize(width, 740)
        page.show_lead(world.lead)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.take_keys()
        return page

    return shown
