from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.ids import LeadId
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, hire_team
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.today.desk_doubles import PaperOutside, ask_for_demo, do
from views.drafts import PassingDrafts
from views.today.page import TodayPage
from views.widgets.menus import OpenChoices

MakePage = Callable[..., TodayPage]


@pytest.fixture
def team(workspace: Workspace) -> Team:
    with workspace.write() as session:
        return hire_team(session)


@pytest.fixture
def runner(workspace: Workspace, team: Team) -> DirectRunner:
    return DirectRunner(workspace, team.ben)


@pytest.fixture
def outside() -> PaperOutside:
    return PaperOutside()


@pytest.fixture
def make_page(
    qtbot: QtBot, runner: DirectRunner, outside: PaperOutside, clock: FrozenClock
) -> MakePage:
    """Return a function that shows the page as it stands, with the keys in its list."""

    def make(drafts: Any = None, *, size: tuple[int, int] = (1100, 700)) -> TodayPage:
        page = TodayPage(
            runner,
            lambda: runner.actor,
            outside=outside,
            drafts=drafts or PassingDrafts(),
            clock=clock,
        )
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        with qtbot.waitActive(page):
            pass
        page.list.setFocus()
        OpenChoices(page)
        return page

    return make


@pytest.fixture
def leads(runner: DirectRunner, team: Team) -> tuple[LeadId, ...]:
    names = ("Ann Lee", "Bo Olsen", "Cleo Diaz")
    return tuple(
        do(runner, lambda session, name=name: ask_for_demo(session, name, team.ben))
        for name in names
    )
