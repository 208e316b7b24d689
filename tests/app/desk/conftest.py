"""A workspace with two people on the team, for a desk to open."""

from pathlib import Path

import pytest

from models.team.joining import add_member
from models.workspace import open_workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "team.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Ada Example", "Europe/London", ("sdr",))
        add_member(session, "Bea Example", "Europe/London", ("leader",))
    workspace.close()
    return path
