"""Workspaces whose reports are held to what independent SQL says of the same file."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.sample import make_sample_file
from models.workspace import open_workspace
from tests.models.reporting.independent_sql import Told
from tests.models.reporting.random_history import write_random_history

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session", params=["sample", "random"])
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_workspace_file: Path,
) -> Iterator[Told]:
    """Return a workspace that is only read; reports of both hold the same."""
    path = tmp_path_factory.mktemp("reports") / "told.db"
    if request.param == "sample":
        make_sample_file(path, TODAY, leads=60)
    else:
        shutil.copyfile(new_workspace_file, path)
        write_random_history(path, seed=7)
    workspace = open_workspace(path)
    with workspace.read() as session, closing(sqlite3.connect(path)) as file:
        yield Told(session, file)
    workspace.close()
