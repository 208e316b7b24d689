"""A workspace: one file, one writer, many readers, and who may open it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.clock import Clock, utc_now
from models.entities.base import new_uuid
from models.history.recording import record_changes_of
from models.history.verbs import Recording
from models.ids import MemberId
from models.scoring.promoting import settle_leads
from models.storage.founding import complete_definitions, complete_desk, found
from models.storage.reading import reading
from models.storage.schema import (
    SCHEMA_REVISION,
    bring_up_to_date,
    migrate,
    revision_of,
)
from models.storage.sqlite.connections import (
    PASSING,
    Connect,
    connect,
    reader_engine,
    writer_engine,
)
from models.storage.visibility import hide_unpublished
from models.topics import Topic


class SqlOnWindowThreadError(RuntimeError):
    """SQL was about to run on the thread that paints; this is a bug in the caller."""


class Workspace:
    """An open workspace file.

    Sessions are short: one per job, in one thread, never shared. `write` is one transaction that
    is recorded; `read` sees one moment of the file.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock = utc_now,
        connection_factory: Connect = connect,
    ) -> None:
        self.path = path
        self.clock = clock
        self._writer = writer_engine(path, connection_factory)
        self._reader = reader_engine(path, connection_factory)
        self._window_thread: int | None = None
        self._pause: Callable[[], None] = lambda: None
        for engine in (self._writer, self._reader):
            event.listen(engine, "before_cursor_execute", self._begin_statement)
        self._passing_writer = self._writer.execution_options(**{PASSING: True})

    def __repr__(self) -> str:
        return f"Workspace({self.path})"

    def keep_off(self, thread: threading.Thread) -> None:
        """Refuse to run SQL on this thread from now on: the one that paints must never wait."""
        self._window_thread = thread.ident

    def pause_by(self, pause: Callable[[], None]) -> None:
        """Call this before each statement from now on: there a thread can be held up a moment."""
        self._pause = pause

    def _begin_statement(self, *context: object) -> None:
        if threading.get_ident() == self._window_thread:
            raise SqlOnWindowThreadError("SQL on the thread that paints")
        self._pause()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that can only read."""
        with reading(self._reader) as session:
            yield session

    @contextmanager
    def write(self, actor: MemberId | None = None, *, passing: bool = False) -> Iterator[Session]:
        """Open a session that commits at the end of the block, and not at all after an error.

        A `passing` one writes only what stays hidden until a later commit, and does not wait for
        the disk: see `models.storage.sqlite.connections.PASSING`.
        """
        engine = self._passing_writer if passing else self._writer
        with Session(engine, expire_on_commit=False) as session:
            hide_unpublished(session)
            record_changes_of(
                session,
                Recording(
                    actor_id=actor,
                    schema_revision=SCHEMA_REVISION,
                    clock=self.clock,
                    settle=settle_leads,
                ),
            )
            with session.begin():
                yield session

    def engines(self) -> tuple[Engine, Engine]:
        """Return the writer's and the readers' engine, for checks of the file as a whole."""
        return self._writer, self._reader

    def close(self) -> None:
        """Let go of the file."""
        self._reader.dispose()
        self._writer.dispose()


def topics_touched(session: Session) -> frozenset[Topic]:
    """Return what a writing session's changes were about."""
    return frozenset(Recording.of(session).topics)


def open_workspace(
    path: Path,
    *,
    clock: Clock = utc_now,
    connection_factory: Connect = connect,
) -> Workspace:
    """Open a workspace, made first where there is none and migrated where it is older.

    Refuses a file that is no workspace and one that a newer Funneldesk wrote; neither is touched.
    Before a migration the file is copied beside itself.
    """
    if revision_of(path) is None:
        _make(path, clock, connection_factory)
    else:
        bring_up_to_date(path, clock())
    workspace = Workspace(path, clock=clock, connection_factory=connection_factory)
    complete_definitions(workspace.engines()[0], clock())
    complete_desk(workspace.engines()[0])
    return workspace


def _make(path: Path, clock: Clock, connection_factory: Connect) -> None:
    """Make a new workspace beside its place and put it there whole.

    Cut off in the middle, it would be a file with tables and without the definitions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{new_uuid().hex}.new")
    try:
        migrate(draft)
        with closing(Workspace(draft, clock=clock, connection_factory=connection_factory)) as made:
            found(made.engines()[0], clock())
        if revision_of(path) is None:
            draft.replace(path)
        else:
            # Another process has made one meanwhile, and may have written into it.
            draft.unlink()
    except BaseException:
        for tail in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                draft.with_name(draft.name + tail).unlink()
        raise
