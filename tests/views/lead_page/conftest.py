"""A filled workspace with its lead's page on the screen."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.fields.custom import add_custom_field
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.leads.lead_doubles import DirectRunner
from views.lead_page.page import LeadPage
from views.theme import apply_theme

Show = Callable[..., LeadPage]


@pytest.fixture(scope="session")
def small_world_file(
    tmp_path_factory: pytest.TempPathFactory, small_world_file: tuple[Path, SmallWorld]
) -> tuple[Path, SmallWorld]:
    """Return the world with more in it, for copying, and who and what is in it."""
    made, world = small_world_file
    path = tmp_path_factory.mktemp("page") / "world.db"
    shutil.copyfile(made, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
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
def show(
    runner: DirectRunner, world: SmallWorld, clock: FrozenClock, qtbot: QtBot, qapp: Any
) -> Show:
    """Return what puts the page of the lead on the screen."""

    def shown(width: int = 1100, scale: float = 1.0, drafts: Any = None) -> LeadPage:
        apply_theme(qapp, "light", scale)
        page = LeadPage(runner, lambda: world.setter, drafts=drafts, clock=clock)
        qtbot.addWidget(page)
        page.resize(width, 740)
        page.show_lead(world.lead)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.take_keys()
        return page

    return shown
