"""What holds for every test: no screen, no person's folders, no hurry, nothing left behind."""

import gc
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from app.places import kernel_cache
from tests.clocks import FrozenClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from models.ids import MemberId
    from models.workspace import Workspace
    from tests.models.small_world import SmallWorld

# Both are read when Qt and Numba are imported, so they are set before any test file is.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Beside the person's own kernels, outside the folders that tests redirect: compiling them again in
# every worker would cost seconds.
os.environ.setdefault("NUMBA_CACHE_DIR", str(kernel_cache()))

# A busy machine is slow, and that is no finding.
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

USER_FOLDERS = {
    "linux": {
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
    },
    "darwin": {"HOME": "home"},
    "win32": {"WIN_PD_OVERRIDE_APPDATA": "data", "WIN_PD_OVERRIDE_LOCAL_APPDATA": "local"},
}
# Only what fails waits this long: on a busy machine, what passes may come late.
LINGER_SECONDS = 60.0
PATIENCE_MS = 60_000
AN_HOUR_MS = 3_600_000
WAITS = ("waitActive", "waitExposed", "waitSignal", "waitSignals", "waitUntil", "waitCallback")


@pytest.fixture(autouse=True)
def garbage_waits_for_this_thread() -> Iterator[None]:
    """Collect garbage between tests only.

    A worker that happened to collect took windows of earlier tests apart in its own thread, which
    Qt answers with a crash.
    """
    gc.disable()
    yield
    gc.enable()
    gc.collect(1)


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """Let all workspaces share what was compiled: each test has one of its own, with cold engines.

    SQLAlchemy keeps compiled statements by the dialect of an engine, so that is shared as well.
    """
    from sqlalchemy import Engine, create_engine

    known = create_engine("sqlite://")
    known.connect().close()  # what a dialect asks of the first connection is known from here on
    compiled: dict[Any, Any] = {}

    def warm_engine(*what: Any, **how: Any) -> Engine:
        engine = create_engine(*what, **how)
        engine.dialect = known.dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.storage.sqlite.connections.create_engine", warm_engine)
        yield
    known.dispose()


@pytest.fixture(scope="session", autouse=True)
def tables_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Begin each new workspace with a copy of what all migrations make; they take half a second.

    What tests the migrations themselves calls them where they are.
    """
    from models.storage.schema import migrate

    made = tmp_path_factory.mktemp("tables") / "empty.db"

    def copied(path: Path) -> None:
        if not made.exists():
            migrate(made)
        shutil.copyfile(made, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.workspace.migrate", copied)
        yield


@pytest.fixture(autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Redirect the folders of the person who runs the tests into an empty one, and return it."""
    home = tmp_path_factory.mktemp("user")
    for variable, folder in USER_FOLDERS.get(sys.platform, USER_FOLDERS["linux"]).items():
        (home / folder).mkdir()
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = _left_running(before)
    assert not left, f"still running after the test: {', '.join(sorted(left))}"


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """Return the application in the usual theme, whichever test comes first."""
    from views.theme import apply_theme

    apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def qtbot(
    qapp: "QApplication", request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> QtBot:
    """Return a bot that waits as long as a busy machine may need, whatever the test allows."""
    # What a window said is still there when a slow test comes to look.
    monkeypatch.setattr("views.widgets.notices.SHOWN_MILLISECONDS", AN_HOUR_MS)
    bot = QtBot(request)
    for name in WAITS:
        setattr(bot, name, _patient(getattr(bot, name)))
    return bot


def _patient(wait: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(wait)
    def waited(*what: Any, timeout: int = 0, **how: Any) -> Any:
        # Where nothing is to come, the time that was asked for is meant.
        patience = 0 if how.get("raising") is False else PATIENCE_MS
        return wait(*what, timeout=max(timeout, patience), **how)

    return waited


@pytest.fixture(autouse=True)
def no_window_outlives_its_test() -> Iterator[None]:
    """Let go of the windows that a test made, and put the usual theme on for the next one."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for left in QApplication.topLevelWidgets():
        left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    # After they are gone: a window would be restyled with all it holds.
    if "views.theme" in sys.modules:
        sys.modules["views.theme"].apply_theme(app, "light")


def _left_running(before: set[threading.Thread]) -> list[str]:
    """Return the names of the threads that were started since and don't end within a moment."""
    until = time.monotonic() + LINGER_SECONDS
    for thread in threading.enumerate():
        # A thread of Qt's that once ran Python is known as a dummy for ever, and cannot be joined.
        if thread not in before and not isinstance(thread, threading._DummyThread):
            thread.join(max(0.0, until - time.monotonic()))
    return [
        thread.name
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture
def clock() -> FrozenClock:
    """Return the clock that the test's workspace goes by."""
    return FrozenClock()


@pytest.fixture(scope="session")
def new_workspace_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace file as it is right after its founding; for copying, not for use."""
    from models.workspace import open_workspace

    path = tmp_path_factory.mktemp("template") / "new.db"
    open_workspace(path, clock=FrozenClock()).close()
    return path


@pytest.fixture
def workspace(
    tmp_path: Path, new_workspace_file: Path, clock: FrozenClock
) -> "Iterator[Workspace]":
    """Return a fresh workspace of the test's own, going by the fixture `clock`."""
    from models.workspace import open_workspace

    path = tmp_path / "workspace.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def member(workspace: "Workspace") -> "MemberId":
    """Return an SDR who was added to the fresh workspace, and is to act in it."""
    from models.team.joining import add_member

    with workspace.write() as session:
        return add_member(session, "Sam Setter", "Europe/Berlin", ("sdr",), "sam@example.com")


@pytest.fixture(scope="session")
def small_world_file(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> "tuple[Path, SmallWorld]":
    """Return a filled workspace file, for copying, and who and what is in it."""
    from models.workspace import open_workspace
    from tests.models.small_world import make_small_world

    path = tmp_path_factory.mktemp("world") / "small.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        world = make_small_world(session)
    opened.close()
    return path, world


@pytest.fixture
def world(small_world_file: "tuple[Path, SmallWorld]") -> "SmallWorld":
    """Return who and what is in the workspace `filled`."""
    return small_world_file[1]


@pytest.fixture
def filled(
    tmp_path: Path, small_world_file: "tuple[Path, SmallWorld]", clock: FrozenClock
) -> "Iterator[Workspace]":
    """Return a filled workspace of the test's own, going by the fixture `clock`."""
    from models.workspace import open_workspace

    path = tmp_path / "filled.db"
    shutil.copyfile(small_world_file[0], path)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()
