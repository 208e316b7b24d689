"""All SQL and settings that only SQLite understands; what it finds words with stands beside it.

A commit that was acknowledged survives a power cut (WAL with synchronous FULL). There is one writer
at a time: its transactions begin IMMEDIATE, because one that reads first and writes later fails at
once when somebody else wrote in between. Readers stay deferred and may not write.
"""

import json
import os
import sqlite3
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    UnaryExpression,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.sql.operators import custom_op

from models.errors import KnownError
from models.storage.columns import stored_form
from models.storage.functions import add_functions

LOWEST_VERSION = (3, 40, 0)
Connect = Callable[[Path], sqlite3.Connection]

_WAIT_FOR_WRITER_SECONDS = 20.0
_TRY_AGAIN_SECONDS = 0.002
_BUSY_MILLISECONDS = 5000
_READERS = 4
_ROWS_AT_ONCE = 250
# So few that they stay in the processor's own memory.
_ROWS_READ_AT_ONCE = 1_000
# SQLite takes 32,766 at most; the text of a statement with so many takes long to compile.
_PARAMETERS_AT_ONCE = 8000


PASSING = "passing"
"""The option of a writing connection whose commits a power cut may take back.

Commits are lost from the last one backwards, and the next commit of anybody else secures all that
came before it. So rows that nobody is shown before a later commit need no disk to wait for.
"""


class WorkspaceBusyError(KnownError):
    """Another process kept the workspace locked for longer than anybody should wait."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file as it is; another function with this shape may open an encrypted one."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def writer_engine(path: Path, connection_factory: Connect = connect) -> Engine:
    """Return the engine of the one writer; its transactions hold the file from their beginning."""
    engine = _engine(path, connection_factory, size=1)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        _pragmas(connection, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
        # Chunks of an import touch the same index pages again and again: keep them at hand, and
        # carry them over to the file less often.
        _pragmas(connection, "cache_size = -128000", "wal_autocheckpoint = 16000")
        # What would undo one statement of many rows alone is kept out of temporary files: it was
        # more than half of all that an import wrote.
        _pragmas(connection, "temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        passing = connection.get_execution_options().get(PASSING, False)
        # It can change only between transactions, and the connection serves both kinds.
        connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if passing else 'FULL'}")
        _begin_immediate(connection)

    return engine


def reader_engine(path: Path, connection_factory: Connect = connect) -> Engine:
    """Return the engine of the readers; they see one moment of the file and cannot write."""
    engine = _engine(path, connection_factory, size=_READERS)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        _pragmas(connection, "query_only = ON", "cache_size = -32000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _engine(path: Path, connection_factory: Connect, size: int) -> Engine:
    def opened() -> sqlite3.Connection:
        connection = connection_factory(path)
        add_functions(connection)
        return connection

    return create_engine(
        "sqlite://",
        creator=opened,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WAIT_FOR_WRITER_SECONDS,
    )


def _pragmas(connection: DBAPIConnection, *settings: str) -> None:
    cursor = connection.cursor()
    for setting in (f"busy_timeout = {_BUSY_MILLISECONDS}", *settings):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Begin a writing transaction, trying again every two milliseconds.

    SQLite's own waiting grows to 100 ms between tries, so a person's save would keep missing the
    short gaps that a big import leaves between its chunks.
    """
    deadline = time.monotonic() + _WAIT_FOR_WRITER_SECONDS
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            if time.monotonic() > deadline:
                raise WorkspaceBusyError(
                    "Another program has kept the workspace locked for 20 seconds. Close it, or "
                    "wait for its work to end, and try again; nothing was changed."
                ) from error
            time.sleep(_TRY_AGAIN_SECONDS)
        else:
            break
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")


def defer_foreign_keys(connection: Connection) -> None:
    """Check foreign keys of this transaction only when it commits."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def data_version(connection: Connection) -> int:
    """Return a number that changes when another connection has committed."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def copy_file(source: Path, destination: Path) -> None:
    """Copy a workspace that may be in use, and check the copy before it takes its name."""
    partial = destination.with_name(destination.name + ".part")
    partial.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(source)) as original,
        closing(sqlite3.connect(partial)) as copy,
    ):
        original.backup(copy)
        problems = quick_check(copy)
    if problems:
        partial.unlink()
        raise KnownError(
            f"The copy of {source.name} is damaged ({problems[0]}); the original may be, too. "
            "Run “funneldesk doctor”, and restore an earlier copy if it says so."
        )
    partial.replace(destination)


def restore_file(copy: Path, destination: Path) -> None:
    """Put a copy's content into a workspace file, in one transaction that other programs notice.

    A file that SQLite cannot read any more is replaced whole.
    """
    with closing(look_into(copy)) as source:
        try:
            with closing(sqlite3.connect(destination)) as target:
                source.backup(target)
        except sqlite3.DatabaseError:
            partial = destination.with_name(destination.name + ".part")
            partial.unlink(missing_ok=True)
            with closing(sqlite3.connect(partial)) as target:
                source.backup(target)
            for leftover in ("-wal", "-shm"):
                destination.with_name(destination.name + leftover).unlink(missing_ok=True)
            partial.replace(destination)


def look_into(path: Path) -> sqlite3.Connection:
    """Open a file for a look that leaves no trace, not even SQLite's own files beside it."""
    in_use = any(path.with_name(path.name + tail).exists() for tail in ("-wal", "-journal"))
    how = "mode=ro" if in_use else "immutable=1"
    return sqlite3.connect(uri_of(path.resolve(), how), uri=True)


def uri_of(place: PurePath, how: str) -> str:
    """Return the name by which SQLite opens an absolute path in a certain way, such as `mode=ro`.

    Pathlib's own would name the machine of a shared folder where SQLite allows no machine.
    """
    path = quote(os.fsencode(place.as_posix()), safe="/:")
    return f"file://{'' if path.startswith('/') else '/'}{path}?{how}"


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with the file; nothing when it is sound."""
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)")]
    return [] if found == ["ok"] else found


def integrity_problems(connection: Connection) -> list[str]:
    """Return every structural problem and every dangling reference of the file."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    problems = [] if found == ["ok"] else found
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"{table} {row_id} points at a row of {parent} that does not exist")
    return problems


def settings_in_force(connection: Connection) -> dict[str, str]:
    """Return the settings that safety depends on, as this connection has them."""
    names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
    values = {
        name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in names
    }
    return {"sqlite_version": sqlite3.sqlite_version, **values}


def listed(ids: Collection[int]) -> Select[int]:
    """Return many ids as a query: as parameters of their own there would be too many."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def without_index(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the same value so that SQLite looks for no index on it.

    Left alone it sorts every row of the largest stage rather than read an index in its order.
    """
    return UnaryExpression(value, operator=custom_op("+"), type_=value.type)


class ReadyRows(NamedTuple):
    """Rows in the driver's own form, so that a transaction need only hand them over."""

    statements: tuple[tuple[str, tuple[Any, ...]], ...]

    def insert(self, connection: Connection) -> None:
        """Insert them."""
        for sql, values in self.statements:
            connection.exec_driver_sql(sql, values)


def ready_rows(
    table: Table, rows: Sequence[dict[str, Any]], more: Mapping[str, Sequence[Any]] | None = None
) -> ReadyRows:
    """Turn many rows that name the same columns into the driver's own form.

    A statement holds many rows: the driver gives up the interpreter at each one and has to wait
    for it again, which with a row each took most of the time of a chunk. `more` are columns that
    the rows do not name.
    """
    columns: dict[str, Sequence[Any]] = {}
    for name, values in chain(_columns_of(rows), (more or {}).items()):
        # The driver looks long for another form of each None that it is given.
        if values.count(None) < len(values):
            form = stored_form(table.c[name])
            columns[name] = values if form is None else list(map(form, values))
    width = len(columns)
    at_once = min(_ROWS_AT_ONCE, _PARAMETERS_AT_ONCE // width) * width
    flat = chain.from_iterable(zip(*columns.values(), strict=True))
    statements = []
    while some := tuple(islice(flat, at_once)):
        sql = _insert_sql(table.name, tuple(columns), len(some) // width)
        statements.append((sql, some))
    return ReadyRows(tuple(statements))


def _columns_of(rows: Sequence[dict[str, Any]]) -> Iterable[tuple[str, Sequence[Any]]]:
    names = tuple(rows[0])
    if len(names) == 1:
        return ((names[0], [row[names[0]] for row in rows]),)
    return zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True)


@lru_cache(maxsize=256)
def _insert_sql(table: str, names: tuple[str, ...], rows: int) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    places = ", ".join([f"({marks})"] * rows)
    return f"INSERT INTO {table} ({columns}) VALUES {places}"  # noqa: S608 - our own names


def update_by_id(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write many rows' columns, in the order of their names; the id comes last in a row.

    A statement holds many rows, for the same reason as those of `ready_rows`, and the rows go to
    the driver as they are: naming each value costs more than writing it.
    """
    width = len(names) + 1
    at_once = _PARAMETERS_AT_ONCE // width
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        sql = _update_sql(table.name, tuple(names), len(some))
        connection.exec_driver_sql(sql, tuple(chain.from_iterable(some)))


@lru_cache(maxsize=64)
def _update_sql(table: str, names: tuple[str, ...], rows: int) -> str:
    columns = ", ".join(f'"{name}" = new.column{place}' for place, name in enumerate(names, 1))
    marks = ", ".join("?" * (len(names) + 1))
    places = ", ".join([f"({marks})"] * rows)
    return (
        f"UPDATE {table} SET {columns} FROM (VALUES {places}) AS new "  # noqa: S608 - our own names
        f"WHERE {table}.id = new.column{len(names) + 1}"
    )


def column_arrays(
    connection: Connection, wanted: "Select[*tuple[Any, ...]]", columns: int
) -> "tuple[array[int], ...]":
    """Return the whole numbers that a query finds, column by column.

    The rows come from the driver as they are: a million of them take a second, of which wrapping
    each as a row of its own would make three.
    """
    flat = array("q")
    compiled = wanted.compile(connection, compile_kwargs={"literal_binds": True})
    cursor: Any = connection.exec_driver_sql(str(compiled)).cursor
    while rows := cursor.fetchmany(_ROWS_READ_AT_ONCE):
        flat.extend(chain.from_iterable(rows))
    return tuple(flat[column::columns] for column in range(columns))


def reserve_ids(connection: Connection, table: str, count: int) -> int:
    """Set `count` ids of a table aside for the caller and return the first of them.

    Ids that are never used are lost, which harms nothing: an id is never given out twice.
    """
    changed = connection.execute(
        text("UPDATE sqlite_sequence SET seq = seq + :count WHERE name = :name"),
        {"count": count, "name": table},
    )
    if changed.rowcount == 0:
        connection.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :count)"),
            {"count": count, "name": table},
        )
    last = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table}
    ).scalar_one()
    return int(last) - count + 1
