"""How the file is opened: one connection that writes, some that only read, and their transactions.

A commit that was acknowledged survives a power cut (WAL with synchronous FULL). There is one writer
at a time: its transactions begin IMMEDIATE, because one that reads first and writes later fails at
once when somebody else wrote in between. Readers stay deferred and may not write.
"""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from models.errors import KnownError
from models.language import gettext as _
from models.storage.sqlite.functions import add_functions

Connect = Callable[[Path], sqlite3.Connection]

_WAIT_FOR_WRITER_SECONDS = 20.0
_TRY_AGAIN_SECONDS = 0.002
_BUSY_MILLISECONDS = 5000
_READERS = 4

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
                    _(
                        "Another program has kept the workspace locked for {seconds:.0f} seconds. "
                        "Close it, or wait for its work to end, and try again; nothing was changed."
                    ).format(seconds=_WAIT_FOR_WRITER_SECONDS)
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


def settings_in_force(connection: Connection) -> dict[str, str]:
    """Return the settings that safety depends on, as this connection has them."""
    names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
    values = {
        name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in names
    }
    return {"sqlite_version": sqlite3.sqlite_version, **values}
