"""What tests of the workspace begin with."""

import pytest

from models.workspace import Workspace
from tests.models.handoff.team_world import Team, hire_team


@pytest.fixture
def team(workspace: Workspace) -> Team:
    """Return a team of every role, hired into a workspace without leads."""
    with workspace.write() as session:
        return hire_team(session)
