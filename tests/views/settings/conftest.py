"""A workspace of a small team, with sections of the settings over it."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.ids import MemberId
from models.team.joining import add_member
from models.workspace import Workspace
from tests.views.leads.lead_doubles import DirectRunner
from views.theme import apply_theme


@pytest.fixture
def leader(workspace: Workspace) -> MemberId:
    """Return who is on duty: the first of the team, a closer and a leader."""
    with workspace.write() as session:
        return add_member(session, "Ana", "Europe/Berlin", ("closer", "leader"))


class ComputingRunner(DirectRunner):
    """Computes at once, too."""

    def compute(self, work: Any, then: Any, *, failed: Any = None, lane: str | None = None) -> None:
        """Compute now."""
        then(work())


@pytest.fixture
def runner(
    workspace: Workspace, leader: MemberId, qtbot: QtBot, qapp: QApplication
) -> DirectRunner:
    """Return a background that works at once."""
    apply_theme(qapp, "light")
    return ComputingRunner(workspace, leader)
