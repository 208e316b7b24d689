"""The first lines of the Today page come from a second process, or quietly not at all."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, get_ident
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk import first_shown, opening
from app.desk.opening import open_for_window
from app.desk.startup import Start
from app.desk.window import Desk
from app.first_lines import FirstLines, FirstReader
from app.first_process import start_first_process
from app.first_reader import first_lines
from app.late_imports import import_late
from app.running.runner import WorkspaceRunner
from models.activity.interest import record_interest
from models.leads.capture import add_company, add_lead
from models.storage import schema
from models.team.joining import add_member
from models.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
READ = [sys.executable, "-c"]


@pytest.fixture
def path(workspace: Workspace) -> Path:
    with workspace.write() as session:
        add_member(session, "Sam Setter", "Europe/Berlin", ("sdr",))
        add_member(session, "Ada Leader", "Europe/Berlin", ("leader",))
        for name in ("Cold Foods", "Warm Foods"):
            lead = add_lead(session, company_id=add_company(session, name=name))
            record_interest(session, lead, "demo_request")
    return workspace.path


def names(lines: FirstLines | None) -> set[str]:
    assert lines is not None
    return {item.title for item in lines.shown.items}


def on_a_machine(monkeypatch: pytest.MonkeyPatch, processors: int, load: float) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load), raising=False)


@pytest.mark.parametrize(("processors", "load"), [(1, 0.0), (2, 2.0), (4, 9.5)])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell its load")
def test_no_second_process_is_started_without_a_processor_to_spare(
    monkeypatch: pytest.MonkeyPatch, processors: int, load: float
) -> None:
    on_a_machine(monkeypatch, processors, load)
    assert start_first_process() is None


@pytest.mark.parametrize("writes", [True, False])
def test_the_second_process_reads_modules_in_a_form_of_its_own_only_where_it_can_keep_them(
    monkeypatch: pytest.MonkeyPatch, writes: bool
) -> None:
    on_a_machine(monkeypatch, 2, 0.5)
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    monkeypatch.delenv("PYTHONOPTIMIZE", raising=False)
    given: list[dict[str, str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda _command, *, env, **_rest: given.append(env))
    start_first_process()
    assert [env.get("PYTHONOPTIMIZE") for env in given] == ["2" if writes else None]


def test_the_second_process_reads_what_this_one_would(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_machine(monkeypatch, 2, 0.5)
    here: list[int] = []
    came: list[FirstLines | None] = []
    done = Event()

    def take(lines: FirstLines | None) -> None:
        here.append(get_ident())
        came.append(lines)
        done.set()

    process = start_first_process()
    assert process is not None
    reader = FirstReader(process)
    reader.ask(path, "1", take)
    assert done.wait(60)
    reader.stop()
    expected = first_lines(path, "1", NOW)
    assert expected is not None
    assert came[0] is not None
    assert (came[0].path, came[0].on_duty) == (str(path), expected.on_duty)
    assert names(came[0]) == names(expected) == {"Cold Foods", "Warm Foods"}
    assert here != [get_ident()]


@pytest.mark.parametrize(
    "program",
    [
        "",
        "print('hello')",
        "import time; time.sleep(600)",
        "print('cos\\nsystem\\n(S\"exit 0\"\\ntR.')",
    ],
)
def test_a_second_process_that_does_not_answer_is_given_up_silently(
    path: Path, program: str
) -> None:
    came: list[FirstLines | None] = []
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe)
    reader = FirstReader(process)
    reader.ask(path, None, came.append)
    reader.stop()
    assert came == [None]


def test_a_second_process_that_was_not_asked_yet_ends_with_the_window() -> None:
    pipe = subprocess.PIPE
    process = subprocess.Popen([*READ, "import time; time.sleep(600)"], stdin=pipe, stdout=pipe)
    Start(cast("Any", None), cast("Any", None), None, process).end()
    assert process.poll() is not None


def test_lines_are_those_of_who_was_on_duty_or_else_of_a_leader(path: Path) -> None:
    found = [first_lines(path, last, NOW) for last in ("1", "2", "77", None)]
    assert [one.on_duty if one else 0 for one in found] == [1, 2, 2, 2]


def test_another_schema_no_team_and_no_file_are_left_to_the_ordinary_way(
    path: Path, new_workspace_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "nowhere.db"
    assert first_lines(missing, None, NOW) is None
    assert not missing.exists()
    assert first_lines(new_workspace_file, None, NOW) is None
    monkeypatch.setattr(schema, "SCHEMA_REVISION", "9999")
    assert first_lines(path, None, NOW) is None


def test_taking_lines_over_imports_no_database_and_reading_them_nothing_unused() -> None:
    taken = "import models.appointments.meeting_row, models.queue.rows, views.today.reading"
    read = "import app.first_reader as one; one.prepare()"
    for program, unused in (
        (f"{taken}, app.first_lines", {"sqlalchemy", "models.entities", "PySide6", "numpy"}),
        (read, {"asyncio.events", "ssl", "email", "numpy", "alembic", "PySide6", "tzlocal"}),
        # Each table takes a while to map: those of other pages are left out.
        (read, {f"models.entities.{name}" for name in ("every", "workspace.log", "leads.moves")}),
        (read, {"importlib.resources", "_hashlib", "shutil"}),
        (read, {"models.conditions.catalogue", "models.history.recording", "models.leads.cards"}),
    ):
        code = f"{program}\nimport sys; print(sorted({unused!r} & set(sys.modules)))"
        done = subprocess.run([*READ, code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


def test_rows_of_the_first_lines_are_quick_to_make() -> None:
    code = (
        "import sys; import app.first_reader as one; one.prepare()\n"
        "own = [vars(module) for name, module in sys.modules.items()"
        " if name.partition('.')[0] in ('app', 'models', 'views')]\n"
        "print(*sorted({name for names in own for name, one in names.items()"
        " if isinstance(one, type) and '__dataclass_fields__' in vars(one)}))"
    )
    done = subprocess.run([*READ, code], cwd=ROOT, capture_output=True, text=True, check=True)
    # These two are filled while they are in use, which a named tuple cannot be.
    assert done.stdout.split() == ["Recording", "WorkingClock"]


def test_a_module_that_is_put_off_is_imported_when_more_is_asked_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "colorsys", cast("Any", None))
    del sys.modules["colorsys"]
    import_late("colorsys", ONE_THIRD="given")
    late: Any = sys.modules["colorsys"]
    assert late.ONE_THIRD == "given"
    assert sys.modules["colorsys"] is late
    assert late.rgb_to_yiq(0, 0, 0) == (0, 0, 0)
    assert sys.modules["colorsys"] is not late


class ReadyReader:
    """A second process that has its answer at once."""

    def __init__(self, lines: FirstLines | None) -> None:
        self.lines = lines
        self.asked: list[tuple[Path, str | None]] = []
        self.stopped = False

    def ask(
        self, path: Path, on_duty: str | None, then: Callable[[FirstLines | None], None]
    ) -> None:
        self.asked.append((path, on_duty))
        then(self.lines)

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Keep workspaces from being opened until this is set."""
    gate = Event()

    def wait(*arguments: Any) -> Any:
        gate.wait(60)
        return open_for_window(*arguments)

    monkeypatch.setattr(opening, "open_for_window", wait)
    yield gate
    gate.set()


def today(desk: Desk) -> Any:
    return cast("Any", desk.window.page("today"))


def test_lines_take_keys_before_the_workspace_is_open_and_changes_wait_for_it(
    qtbot: QtBot, desk: Desk, path: Path, gate: Event
) -> None:
    reader = ReadyReader(first_lines(path, None, NOW))
    desk.expect(cast("Any", reader))
    desk.open(path)
    qtbot.waitUntil(lambda: today(desk) is not None and len(today(desk).model.lines) > 1)
    page = today(desk)
    first = page.list.currentIndex().row()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.currentIndex().row() == first + 1
    kept = page.list.current_item().key
    added: list[int] = []
    desk.runner.change(lambda session: add_company(session, name="New Foods"), added.append)
    assert not desk.runner.is_open
    with qtbot.waitSignal(desk.opened):
        gate.set()
    qtbot.waitUntil(lambda: len(added) == 1 and desk.runner.is_idle)
    assert page is today(desk)
    assert page.list.current_item().key == kept
    assert reader.asked == [(path, None)]
    assert reader.stopped


class SlowReader(ReadyReader):
    """A second process that answers when the test says so."""

    answer: Callable[[], None]

    def ask(
        self, path: Path, on_duty: str | None, then: Callable[[FirstLines | None], None]
    ) -> None:
        self.answer = partial(then, self.lines)


@pytest.mark.parametrize("comes", ["lines", "nothing", "no answer"])
def test_the_workspace_is_opened_once_nobody_waits_for_first_lines_any_more(
    qtbot: QtBot, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    begun: list[str] = []
    held = comes != "no answer"
    monkeypatch.setattr(first_shown, "_PATIENCE_MILLISECONDS", 600_000 if held else 1)
    monkeypatch.setattr(desk.runner, "run_job", lambda name, *_rest, **_more: begun.append(name))
    reader = SlowReader(first_lines(path, None, NOW) if comes == "lines" else None)
    desk.expect(cast("Any", reader))
    desk.open(path)
    qtbot.waitUntil(lambda: today(desk) is not None)
    if held:
        assert begun == []
        reader.answer()
    qtbot.waitUntil(lambda: begun == ["Opening"])
    assert bool(today(desk).model.lines) == (comes == "lines")


def test_lines_of_another_workspace_are_not_shown(
    qtbot: QtBot, desk: Desk, path: Path, tmp_path: Path, gate: Event
) -> None:
    other = tmp_path / "other.db"
    open_workspace(other).close()
    desk.expect(cast("Any", ReadyReader(first_lines(path, None, NOW))))
    desk.open(other)
    qtbot.waitUntil(lambda: today(desk) is not None)
    assert not today(desk).model.lines
    with qtbot.waitSignal(desk.opened):
        gate.set()
    assert not today(desk).model.lines


def test_lines_go_when_the_workspace_cannot_be_opened_or_another_is(
    qtbot: QtBot, desk: Desk, path: Path, tmp_path: Path, gate: Event
) -> None:
    other = tmp_path / "other.db"
    open_workspace(other).close()
    desk.expect(cast("Any", ReadyReader(first_lines(path, None, NOW))))
    desk.open(path)
    qtbot.waitUntil(lambda: today(desk) is not None and bool(today(desk).model.lines))
    path.write_bytes(b"damaged" * 1000)
    gate.set()
    qtbot.waitUntil(lambda: desk.window.page_code == "")
    with qtbot.waitSignal(desk.opened):
        desk.open(other)
    qtbot.waitUntil(lambda: today(desk) is not None and desk.runner.is_idle)
    assert not today(desk).model.lines


def test_a_change_is_dropped_where_somebody_else_is_on_duty_by_then(
    qtbot: QtBot, workspace: Workspace, path: Path
) -> None:
    runner = WorkspaceRunner()
    done: list[str] = []
    first, second = cast("Any", 1), cast("Any", 2)
    runner.put_on_duty(first)
    runner.change(lambda _session: done.append("for another"))
    runner.attach(open_workspace(path), second)
    runner.change(lambda _session: done.append("their own"))
    qtbot.waitUntil(lambda: bool(done) and runner.is_idle)
    runner.close()
    assert done == ["their own"]
