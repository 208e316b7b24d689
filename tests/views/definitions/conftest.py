"""The Definitions page over a small workspace, with somebody on duty who may change it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.ids import MemberId
from models.team.joining import add_member
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.leads.listed_leads import Made, write_leads
from tests.views.definitions.definition_doubles import DeskRunner, PaperDocuments
from views.definitions.page import DefinitionsPage
from views.theme import apply_theme, current_theme

PEOPLE = [
    Made("Ann", "Lee", company="Acme", email="ann@example.com", stage=1),
    Made("Bob", "Zander", company="<b>Beta</b> & Co", stage=2),
    *(Made("Person", f"N{number}", company="Many", stage=0) for number in range(8)),
]

Open = Callable[[], DefinitionsPage]


@pytest.fixture
def member(workspace: Workspace) -> MemberId:
    with workspace.write() as session:
        leader = add_member(session, "Lea Leader", "Europe/Berlin", ("leader",))
    write_leads(workspace, PEOPLE)
    return leader


@pytest.fixture
def runner(workspace: Workspace, member: MemberId, qtbot: QtBot) -> DeskRunner:
    return DeskRunner(workspace, member)


@pytest.fixture
def documents() -> PaperDocuments:
    return PaperDocuments()


@pytest.fixture
def show(
    runner: DeskRunner,
    documents: PaperDocuments,
    clock: FrozenClock,
    tmp_path: Path,
    qtbot: QtBot,
    qapp: Any,
) -> Open:
    def shown() -> DefinitionsPage:
        # Styling anew takes seconds where the widgets of other tests are still around.
        if not qapp.styleSheet() or current_theme().name != "light":
            apply_theme(qapp, "light")
        page = DefinitionsPage(
            runner,
            documents,
            clock=clock,
            ask_where=lambda _parent, suggested: tmp_path / suggested,
            ask_printer=lambda _parent: None,
        )
        qtbot.addWidget(page)
        page.resize(1104, 690)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.parts.setFocus()
        page.follower.weigh()
        return page

    return shown
