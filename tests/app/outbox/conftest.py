"""A workspace with a meeting whose invitation waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld, make_small_world


@pytest.fixture
def made(tmp_path: Path, clock: FrozenClock) -> Iterator[tuple[Workspace, SmallWorld]]:
    """Return a filled workspace, and who and what is in it."""
    workspace = open_workspace(tmp_path / "team.db", clock=clock)
    with workspace.write() as session:
        world = make_small_world(session)
    yield workspace, world
    workspace.close()


@pytest.fixture
def filled(made: tuple[Workspace, SmallWorld]) -> Workspace:
    """Return the workspace."""
    return made[0]


@pytest.fixture
def world(made: tuple[Workspace, SmallWorld]) -> SmallWorld:
    """Return who and what is in it."""
    return made[1]
