"""The Leads page over a small workspace, with a leader on duty."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.ids import MemberId
from models.team.joining import add_member
from models.workspace import Workspace
from tests.models.leads.listed_leads import Made, Written, write_leads
from tests.views.leads.lead_doubles import DirectRunner, PaperDesk
from views.leads.page import LeadsPage
from views.theme import apply_theme

PEOPLE = [
    Made("Ann", "Lee", company="Acme", email="ann@example.com", stage=1, channel=0),
    Made("Bob", "Zander", company="<b>Beta</b> & Co", stage=1, owner=0),
    Made("Cay", "Yi", company="Gamma", stage=2),
    *(Made("Person", f"N{number:03}", company="Many", stage=0) for number in range(60)),
]


@pytest.fixture
def member(workspace: Workspace) -> MemberId:
    with workspace.write() as session:
        return add_member(session, "Sam Leader", "Europe/Berlin", ("leader",), "sam@example.com")


@pytest.fixture
def runner(workspace: Workspace, member: MemberId, qtbot: QtBot) -> DirectRunner:
    return DirectRunner(workspace, member)


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk()


@pytest.fixture
def written(workspace: Workspace) -> Written:
    return write_leads(workspace, PEOPLE)


Open = Callable[[], LeadsPage]


@pytest.fixture
def show(runner: DirectRunner, desk: PaperDesk, qtbot: QtBot, qapp: Any) -> Open:
    def shown() -> LeadsPage:
        apply_theme(qapp, "light")
        page = LeadsPage(runner, desk)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.table.setFocus()
        return page

    return shown
