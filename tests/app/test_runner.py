"""Lanes, errors, changes, undo and the watch of the window's background."""

import errno
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.running.runner import WorkspaceRunner
from models.entities.people.team import TeamMember
from models.errors import KnownError
from models.team.joining import add_member
from models.topics import Topic
from models.workspace import Workspace, open_workspace


def hire(session: Any, name: str) -> int:
    return add_member(session, name, "Europe/London")


def names(session: Any) -> list[str]:
    return list(session.scalars(select(TeamMember.name).order_by(TeamMember.id)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def runner(qtbot: QtBot, path: Path) -> Iterator[WorkspaceRunner]:
    made = WorkspaceRunner()
    made.attach(open_workspace(path))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def bare(qtbot: QtBot) -> Iterator[WorkspaceRunner]:
    made = WorkspaceRunner()
    yield made
    made.close()
    made.deleteLater()


def test_a_change_arrives_on_the_window_thread_and_tells_its_topics(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    results: list[tuple[int, int]] = []
    with qtbot.waitSignals([runner.changed, runner.saved]):
        runner.change(
            lambda session: hire(session, "Ada Example"),
            lambda member_id: results.append((member_id, threading.get_ident())),
        )
    qtbot.waitUntil(lambda: bool(results))
    assert results == [(1, threading.get_ident())]


def test_reads_run_elsewhere_and_see_what_was_committed(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(runner.changed) as changed:
        runner.change(lambda session: hire(session, "Ada Example"))
    assert changed.args == [frozenset({Topic.TEAM})]
    seen: list[tuple[list[str], int]] = []
    runner.read(lambda session: (names(session), threading.get_ident()), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] == ["Ada Example"]
    assert seen[0][1] != threading.get_ident()


def test_in_a_lane_only_the_newest_request_arrives(bare: WorkspaceRunner, qtbot: QtBot) -> None:
    arrived: list[int] = []
    gate = threading.Event()
    begun: list[int] = []

    def work(number: int) -> Callable[[], int]:
        def run() -> int:
            begun.append(number)
            gate.wait(5)
            return number

        return run

    for number in range(5):
        bare.compute(work(number), arrived.append, lane="slider")
    bare.compute(lambda: 99, arrived.append)
    gate.set()
    qtbot.waitUntil(lambda: 99 in arrived)
    assert arrived == [4, 99]
    assert begun in ([0, 4], [4])


def test_lanes_of_different_names_do_not_disturb_each_other(
    bare: WorkspaceRunner, qtbot: QtBot
) -> None:
    arrived: list[str] = []
    bare.compute(lambda: "a", arrived.append, lane="a")
    bare.compute(lambda: "b", arrived.append, lane="b")
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == ["a", "b"]


def test_a_known_error_goes_to_failed_or_to_the_window(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    def refuse(_session: Any) -> None:
        raise KnownError("That day is a holiday; choose another.")

    heard: list[Exception] = []
    runner.change(refuse, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert str(heard[0]) == "That day is a holiday; choose another."
    with qtbot.waitSignal(runner.refused) as refused:
        runner.read(refuse, lambda _nothing: None)
    assert isinstance(refused.args[0], KnownError)


def test_a_full_disk_is_told_where_the_change_was_asked_for(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    heard: list[Exception] = []

    def fill(_session: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    runner.change(fill, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], KnownError)
    assert "Make room" in str(heard[0])


def test_a_bug_is_raised_on_the_window_thread_with_its_own_traceback(
    bare: WorkspaceRunner, qtbot: QtBot
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("seven by nought")

    with qtbot.captureExceptions() as caught:
        bare.compute(broken, lambda _nothing: None)
        qtbot.waitUntil(lambda: bool(caught))
    kind, error, trace = caught[0]
    assert kind is ZeroDivisionError
    assert str(error) == "seven by nought"
    assert "broken" in [frame.name for frame in traceback.extract_tb(trace)]


def test_a_failed_change_leaves_nothing_behind(runner: WorkspaceRunner, qtbot: QtBot) -> None:
    def half(session: Any) -> None:
        hire(session, "Ada Example")
        raise KnownError("No.")

    with qtbot.waitSignal(runner.refused):
        runner.change(half)
    seen: list[list[str]] = []
    runner.read(names, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [[]]


def test_undo_and_redo_step_through_the_labels(runner: WorkspaceRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.steps, check_params_cb=lambda last, _next: bool(last)) as steps:
        runner.change(lambda session: hire(session, "Ada Example"))
    assert steps.args == ["Add Ada Example to the team", ""]
    with qtbot.waitSignal(runner.steps, check_params_cb=lambda _last, coming: bool(coming)):
        runner.undo()
    seen: list[list[str]] = []
    runner.read(names, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen.pop() == []
    with qtbot.waitSignal(runner.stepped) as stepped:
        runner.redo()
    assert stepped.args == ["redo", "Add Ada Example to the team"]
    runner.read(names, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [["Ada Example"]]


def test_nothing_to_undo_is_said(runner: WorkspaceRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.refused) as refused:
        runner.undo()
    assert "nothing to undo" in str(refused.args[0])


def test_what_another_process_writes_is_noticed(
    runner: WorkspaceRunner, path: Path, qtbot: QtBot
) -> None:
    seen: list[int] = []
    runner.read(lambda _session: 1, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    other = open_workspace(path)
    with qtbot.waitSignal(runner.changed) as changed:
        with other.write() as session:
            hire(session, "Bea Example")
        runner.look_now()
    other.close()
    assert changed.args == [frozenset({Topic.TEAM})]


def test_sql_on_the_window_thread_raises(runner: WorkspaceRunner) -> None:
    with (
        runner.workspace.read() as session,
        pytest.raises(RuntimeError, match="thread that paints"),
    ):
        names(session)


def test_a_long_job_reports_and_can_be_cancelled(runner: WorkspaceRunner, qtbot: QtBot) -> None:
    started = threading.Event()

    def work(job: Any) -> str:
        job.report(1, 4)
        started.set()
        while not job.is_cancelled():
            threading.Event().wait(0.005)
        return "stopped"

    results: list[str] = []
    with qtbot.waitSignal(
        runner.progressed, check_params_cb=lambda _code, _label, done, _total: done == 1
    ) as progressed:
        code = runner.run_job("Copying", work, results.append)
    assert progressed.args == [code, "Copying", 1, 4]
    with qtbot.waitSignal(runner.ended):
        runner.cancel_job(code)
    qtbot.waitUntil(lambda: results == ["stopped"])


def test_nothing_arrives_after_the_workspace_was_let_go(
    runner: WorkspaceRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    arrived: list[str] = []
    runner.read(lambda _session: "old", arrived.append)
    runner.attach(open_workspace(tmp_path / "other.db"))
    runner.read(lambda _session: "new", arrived.append)
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == ["new"]


def test_the_workspace_file_is_free_after_closing(
    runner: WorkspaceRunner, path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(runner.changed):
        runner.change(lambda session: hire(session, "Ada Example"))
    workspace: Workspace = runner.workspace
    runner.close()
    assert workspace.path == path
    assert not path.with_name(path.name + "-wal").exists()


def test_what_computing_needs_is_provided_before_it(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = WorkspaceRunner(before_computing=lambda: done.append("provided"))
    runner.compute(lambda: done.append("computed"), lambda _none: done.append("shown"))
    qtbot.waitUntil(lambda: done == ["provided", "computed", "shown"])
    runner.close()
    runner.deleteLater()
