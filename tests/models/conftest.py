"""A workspace with something of everything, for the tests of verbs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld, make_small_world


@pytest.fixture(scope="session")
def small_world_file(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> tuple[Path, SmallWorld]:
    """Return a filled workspace file, for copying, and who and what is in it."""
    path = tmp_path_factory.mktemp("world") / "small.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        world = make_small_world(session)
    opened.close()
    return path, world


@pytest.fixture
def world(small_world_file: tuple[Path, SmallWorld]) -> SmallWorld:
    """Return who and what is in the workspace `filled`."""
    return small_world_file[1]


@pytest.fixture
def filled(
    tmp_path: Path, small_world_file: tuple[Path, SmallWorld], clock: FrozenClock
) -> Iterator[Workspace]:
    """Return a filled workspace of the test's own, going by the fixture `clock`."""
    path = tmp_path / "filled.db"
    shutil.copyfile(small_world_file[0], path)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()
