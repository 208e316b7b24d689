"""What is done with a workspace file as a whole: copied, put back, looked into and checked."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path, PurePath
from urllib.parse import quote

from sqlalchemy import Connection

from models.errors import KnownError
from models.language import gettext as _

LOWEST_VERSION = (3, 40, 0)


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
            _(
                "The copy of {file} is damaged ({problem}); the original may be, too. Run "
                "“funneldesk doctor”, and restore an earlier copy if it says so."
            ).format(file=source.name, problem=problems[0])
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


def table_names(connection: sqlite3.Connection) -> set[str]:
    """Return the names of all tables, indexes and whatever else a file holds by name."""
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}


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
    for table, row_id, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(
            _("{table} {row_id} points at a row of {parent} that does not exist").format(
                table=table, row_id=row_id, parent=parent
            )
        )
    return problems
