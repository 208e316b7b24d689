"""Imports in processes of their own: what they say, how they stop, and how one dies."""

from pathlib import Path

import pytest

from app.importing.columns.planning import plan_import
from app.importing.problems import ImportFileError
from app.importing.process import ImportEndedError, import_in_child
from app.importing.run import ImportCancelledError, ImportRequest
from models.workspace import Workspace
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
