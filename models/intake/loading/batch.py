"""Loading rows that no query shows yet.

Each chunk is a transaction of its own and a short pause follows it, so a person's save gets its
turn. It does not wait for the disk: the transaction that publishes the batch does, for all. Until
then its rows are hidden; a crash leaves them hidden, and the next import sweeps them away.
"""

import gc
import sys
import time
from array import array
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import uuid_utils
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.entities.base import new_uuid
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.searching import SearchPending
from models.entities.workspace.exchange import ImportBatch, StagedUpdate
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import Change
from models.errors import KnownError
from models.history.batches import hide
from models.history.sweeping import Progress, forget_images, sweep
from models.history.values import recorded_tables
from models.ids import BatchId
from models.intake.loading.alone import ImportRunningError, alone_with_rows
from models.intake.loading.new_ids import SetAsideIds
from models.intake.loading.waiting import WaitingRows
from models.language import gettext as _
from models.storage.sqlite.many_rows import ReadyRows, ready_rows
from models.storage.visibility import NAMED_ONCE, ONE_EACH
from models.workspace import Workspace

# The disk takes its time now and then, while chunks are made at an even pace.
_CHUNKS_AHEAD = 4
_PAUSE_SHARE = 0.1
_SHORTEST_PAUSE_SECONDS = 0.01
_TURN_SECONDS = 0.0005


class RemovedMeanwhileError(KnownError):
    """Rows of a file belong to something that is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something that rows of the file belong to was removed or undone while the file "
                "was being read, so nothing of it was taken in. Import it again: it finds what "
                "is there by then."
            )
        )


@contextmanager
def told_where_removed() -> Iterator[None]:
    """Refuse with `RemovedMeanwhileError` where a row would point at nothing."""
    try:
        yield
    except IntegrityError as error:
        if "FOREIGN KEY" not in str(error.orig):
            raise
        raise RemovedMeanwhileError from error


class Batch:
    """One import while it loads: hands out ids, collects rows, and writes them in chunks."""

    def __init__(
        self, workspace: Workspace, batch_id: BatchId, uuid: UUID, begun_after: int
    ) -> None:
        self.workspace = workspace
        self.id = batch_id
        self.uuid = uuid
        self.begun_after = begun_after
        # By table, what its rows are to be called once they are published.
        self.names: dict[str, dict[int, str]] = defaultdict(dict)
        self._misses_rows = False
        # Row and line in turn: as objects they would take up much more room.
        self._lines: dict[str, array[int]] = defaultdict(lambda: array("q"))
        self._ids = SetAsideIds(workspace)
        self._waiting: dict[str, WaitingRows] = defaultdict(WaitingRows)
        derived = (LeadCard, SearchPending, StagedUpdate)
        self._parents_first = [
            *(table.name for table in recorded_tables()),
            *(entity.__tablename__ for entity in derived),
        ]
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="import-writer")
        self._writing: deque[Future[None]] = deque()

    def add(self, table: str, values: dict[str, Any]) -> int:
        """Take in a new row of a recorded table, still unwritten; return the id it will have.

        The values become the row themselves: a copy of each costs a big import a second. Its UUID
        and its batch are given to it as it is written.
        """
        row_id = values["id"] = self._ids.take(table)
        self._waiting[table].rows.append(values)
        return row_id

    def add_named(self, table: str, values: dict[str, Any]) -> int:
        """Take in a new row whose name people may give to one of theirs before it is published."""
        row_id = self.add(table, values)
        self.names[table][row_id] = values["name"]
        return row_id

    def add_card(self, values: dict[str, Any]) -> None:
        """Take in the derived row that lists show of a new lead."""
        self._waiting[LeadCard.__tablename__].rows.append(values)
        self._waiting[SearchPending.__tablename__].rows.append({"id": values["id"]})

    def waiting_row(self, table: str, row_id: int) -> dict[str, Any] | None:
        """Return a row of this chunk that can still be changed, or None once it is written."""
        return self._waiting[table].of_id(row_id)

    def waiting_rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table that are still unwritten."""
        return self._waiting[table].rows

    def waiting_rows_of(self, table: str, lead_id: int) -> list[dict[str, Any]]:
        """Return a lead's rows of one kind that are still unwritten."""
        return self._waiting[table].of_lead(lead_id)

    def stage_update(
        self, table: str, row_id: int, values: dict[str, Any], *, line: int = 0
    ) -> None:
        """Remember a change of a visible row; it is made when the batch is published."""
        self._lines[table].extend((row_id, line))
        self._waiting[StagedUpdate.__tablename__].rows.append(
            {"table_name": table, "row_id": row_id, "wanted": values}
        )

    def line_of(self, table: str, row_id: int) -> int:
        """Return the last line of the file that changes a visible row."""
        told = self._lines[table]
        places = range(len(told) - 2, -1, -2)
        return next((told[at + 1] for at in places if told[at] == row_id), 0)

    def write_chunk(self) -> None:
        """Begin to write what waits, in one transaction; the next chunks are made meanwhile."""
        # Nobody else can save while the transaction lasts, so all that can be is done before it.
        ready = [
            self._ready(name, self._waiting[name].rows)
            for name in self._parents_first
            if name in self._waiting and self._waiting[name].rows
        ]
        self.forget_chunk()
        while len(self._writing) >= _CHUNKS_AHEAD or (self._writing and self._writing[0].done()):
            self._writing.popleft().result()
        if ready:
            self._writing.append(self._writer.submit(self._write, ready))

    def miss_row(self) -> None:
        """Note that a row is gone in which one of the file was found.

        In a dry run so are the file's own rows, which were never written.
        """
        self._misses_rows = True

    def refuse_missing(self) -> None:
        """Refuse with `RemovedMeanwhileError` where such a row is gone."""
        if self._misses_rows:
            raise RemovedMeanwhileError

    def settle(self) -> None:
        """Wait until the chunks before are written; raises what went wrong with them."""
        while self._writing:
            self._writing.popleft().result()

    def close(self) -> None:
        """Let the writing thread end; what it has not begun yet is not written any more."""
        self._writer.shutdown(cancel_futures=True)

    def _ready(self, name: str, rows: list[dict[str, Any]]) -> ReadyRows:
        table = TABLES[name]
        given: dict[str, Sequence[Any]] = {}
        if "uuid" in table.c:
            given["uuid"] = [uuid_utils.uuid7().bytes for _row in rows]
        if name in NAMED_ONCE:
            rows = [{**row, "name": uuid_utils.uuid7().hex} for row in rows]
        if "batch_id" in table.c:
            given["batch_id"] = [self.id] * len(rows)
        # Somebody may have answered or set the same since it was looked at; theirs stays.
        return ready_rows(table, rows, given, unless_there=name in ONE_EACH)

    def _write(self, ready: list[ReadyRows]) -> None:
        began = time.monotonic()
        with told_where_removed(), self.workspace.write(passing=True) as session:
            connection = session.connection()
            for rows in ready:
                rows.insert(connection)
        took = time.monotonic() - began
        # Others get their turn at the file.
        time.sleep(max(_SHORTEST_PAUSE_SECONDS, took * _PAUSE_SHARE))

    def forget_chunk(self) -> None:
        """Let go of what waits: it is written, or this is a dry run."""
        self._waiting = defaultdict(WaitingRows)

    def discard(self) -> None:
        """Give the batch up: nothing of it is ever shown."""
        with self.workspace.write() as session:
            _abandon(session.connection(), self.id)


@contextmanager
def loading(workspace: Workspace, *, file_name: str, kind: str, source: str) -> Iterator[Batch]:
    """Open a batch that is hidden until it is published; after an error nothing of it stays.

    Refuses with `ImportRunningError` while another import loads into the same file.
    """
    with alone_with_rows(workspace.path):
        _tidy(workspace)
        batch = _open(workspace, file_name, kind, source)
        try:
            with _at_full_speed():
                yield batch
        except BaseException:
            batch.close()
            with workspace.write() as session:
                state = session.connection().scalar(
                    select(ImportBatch.state).where(ImportBatch.id == batch.id)
                )
                if state == "loading":
                    _abandon(session.connection(), batch.id)
            sweep(workspace)
            raise
        batch.close()


@contextmanager
def _at_full_speed() -> Iterator[None]:
    """Let the interpreter serve the import while it loads.

    The writing thread holds the file while it waits for its turn, so turns are short. What is
    known of the workspace is hundreds of thousands of lasting objects, among which the collector
    of cycles would look for garbage again and again, for a seventh of the time.
    """
    interval, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(_TURN_SECONDS)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if collecting:
            gc.enable()


def clear_away(workspace: Workspace, progress: Progress | None = None) -> int:
    """Sweep what undone, cancelled and interrupted imports left, unless one is running.

    What could bring an undone import back goes as well, once nobody can ask for that. Returns how
    many rows went.
    """
    try:
        with alone_with_rows(workspace.path):
            return _tidy(workspace, progress)
    except ImportRunningError:
        return 0


def waits_to_be_cleared(session: Session) -> bool:
    """Return whether rows are hidden: of an import that is running, or of one that ended badly."""
    return session.scalar(select(HiddenBatch.id).limit(1)) is not None


def _tidy(workspace: Workspace, progress: Progress | None = None) -> int:
    abandon_interrupted(workspace)
    swept = sweep(workspace, progress)
    forget_images(workspace)
    return swept


def _open(workspace: Workspace, file_name: str, kind: str, source: str) -> Batch:
    uuid = new_uuid()
    with workspace.write() as session:
        connection = session.connection()
        opened = connection.execute(
            insert(ImportBatch).values(
                uuid=uuid,
                file_name=file_name,
                kind=kind,
                source=source,
                state="loading",
                started_at=workspace.clock(),
            )
        )
        key = opened.inserted_primary_key
        batch_id = BatchId(int(key[0])) if key is not None else BatchId(0)
        connection.execute(insert(HiddenBatch).values(batch_id=batch_id))
        newest = connection.scalar(select(func.max(Change.id))) or 0
    return Batch(workspace, batch_id, uuid, newest)


def abandon_interrupted(workspace: Workspace) -> None:
    """Give up batches whose import ended without a word; the caller holds the import lock."""
    with workspace.write() as session:
        connection = session.connection()
        for batch_id in connection.execute(
            select(ImportBatch.id).where(ImportBatch.state == "loading")
        ).scalars():
            _abandon(connection, batch_id)


def _abandon(connection: Any, batch_id: int) -> None:
    hide(connection, batch_id, "cancelled")
    connection.execute(
        update(ImportBatch).where(ImportBatch.id == batch_id).values(state="cancelled")
    )
    staged = TABLES[StagedUpdate.__tablename__]
    connection.execute(staged.delete().where(staged.c.batch_id == batch_id))
