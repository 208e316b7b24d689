"""Imports in processes of their own: what they say, how they stop, and how one dies."""

import os
import pickle
import struct
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select

from app.importing.columns.planning import plan_import
from app.importing.problems import ImportFileError
from app.importing.process import ImportEndedError, import_in_child
from app.importing.request import ImportRequest
from app.importing.run import ImportCancelledError, run_import
from models.entities.workspace.exchange import ImportBatch
from models.intake.loading.batch import Batch, RemovedMeanwhileError
from models.intake.loading.publishing import StageDroppedError
from models.workspace import Workspace, open_workspace
from tests.app.import_runs.importing import (
    HUBSPOT,
    counts,
    dump,
    import_file,
    leads,
    people,
    write_csv,
)


def test_an_import_in_a_process_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    plan = plan_import(workspace, path)
    told: list[tuple[int, int]] = []
    outcome = import_in_child(
        workspace.path,
        ImportRequest(path, plan.mapping),
        lambda done, total: told.append((done, total)),
        lambda: False,
    )
    assert counts(outcome) == (600, 600, 0, 0, 0, 0)
    assert told[-1] == (600, 600)
    assert leads(workspace) == 600


def test_what_a_child_process_refuses_is_raised_here(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(1))
    plan = plan_import(workspace, path)
    path.unlink()
    with pytest.raises(ImportFileError, match=r"a\.csv"):
        import_in_child(
            workspace.path, ImportRequest(path, plan.mapping), lambda *_: None, lambda: False
        )


def test_a_child_process_stops_when_it_is_asked_to(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3000))
    plan = plan_import(workspace, path)
    told: list[int] = []
    with pytest.raises(ImportCancelledError):
        import_in_child(
            workspace.path,
            ImportRequest(path, plan.mapping),
            lambda done, _total: told.append(done),
            lambda: bool(told),
        )
    assert leads(workspace) == 0


# It takes the three arguments of a process's work and does nothing: the process ends at once.
ENDS_AT_ONCE = slice


def test_a_reading_process_that_dies_is_told_of_and_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    before = dump(workspace)
    monkeypatch.setattr("app.importing.feeding._ALONE_BELOW_BYTES", 0)
    monkeypatch.setattr("app.importing.feeding._feed", ENDS_AT_ONCE)
    with pytest.raises(ImportFileError, match=r"a\.csv ended without a word"):
        import_file(workspace, path)
    assert dump(workspace) == before


def test_an_import_process_that_dies_is_told_of(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    monkeypatch.setattr("app.importing.process._work", ENDS_AT_ONCE)
    with pytest.raises(ImportEndedError, match=r"a\.csv ended without a word"):
        import_in_child(workspace.path, request, lambda *_: None, lambda: False)


def says_half_a_word(*given: Any) -> None:
    """Die as a process does that is killed while it sends."""
    pipe = next(one for one in given if isinstance(one, Connection))
    os.write(pipe.fileno(), struct.pack("!i", 1000) + b"half")


def dies_amid_the_import(path: Path, request: ImportRequest, _pipe: Connection) -> None:
    """Die with rows written that nobody sees yet."""
    workspace = open_workspace(path)
    with patch.object(Batch, "settle", lambda _batch: os._exit(1)):
        run_import(workspace, request)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands messages over whole")
def test_a_process_that_dies_with_half_a_word_out_is_told_of(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    monkeypatch.setattr("app.importing.feeding._ALONE_BELOW_BYTES", 0)
    monkeypatch.setattr("app.importing.feeding._feed", says_half_a_word)
    with pytest.raises(ImportFileError, match="ended without a word"):
        run_import(workspace, request)
    monkeypatch.setattr("app.importing.process._work", says_half_a_word)
    with pytest.raises(ImportEndedError, match="ended without a word"):
        import_in_child(workspace.path, request, lambda *_: None, lambda: False)


def test_what_a_killed_process_left_is_cleared_away_at_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    before = dump(workspace)
    monkeypatch.setattr("app.importing.process._work", dies_amid_the_import)
    with pytest.raises(ImportEndedError):
        import_in_child(workspace.path, request, lambda *_: None, lambda: False)
    assert dump(workspace) == before
    with workspace.read() as session:
        assert session.scalars(select(ImportBatch.state)).all() == ["cancelled"]


def test_a_refusal_that_is_made_of_more_than_its_sentence_comes_back_whole() -> None:
    for error in (StageDroppedError("Pilot"), RemovedMeanwhileError()):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
