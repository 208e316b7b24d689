"""Rows by the hundred thousand: made ready, written, numbered, and read as plain columns.

Whatever Python does for each of them takes longer than SQLite takes for all it does with it.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, text

from models.storage.columns import stored_form

_ROWS_AT_ONCE = 250
# So few that they stay in the processor's own memory.
_ROWS_READ_AT_ONCE = 1_000
# SQLite takes 32,766 at most; the text of a statement with so many takes long to compile.
_PARAMETERS_AT_ONCE = 8000


class ReadyRows(NamedTuple):
    """Rows in the driver's own form, so that a transaction need only hand them over."""

    statements: tuple[tuple[str, tuple[Any, ...]], ...]

    def insert(self, connection: Connection) -> None:
        """Insert them."""
        for sql, values in self.statements:
            connection.exec_driver_sql(sql, values)


def ready_rows(
    table: Table,
    rows: Sequence[dict[str, Any]],
    more: Mapping[str, Sequence[Any]] | None = None,
    *,
    unless_there: bool = False,
) -> ReadyRows:
    """Turn many rows that name the same columns into the driver's own form.

    A statement holds many rows: the driver gives up the interpreter at each one and has to wait
    for it again, which with a row each took most of the time of a chunk. `more` are columns that
    the rows do not name. With `unless_there`, a row that would be a second one is left out.
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
        sql += " ON CONFLICT DO NOTHING" if unless_there else ""
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


@contextmanager
def indexes_made_anew(connection: Connection, table: Table) -> Iterator[None]:
    """Take the indexes of a table away and make them again at the end of the block.

    For whoever changes most of its rows: sorting all of them once is quicker than moving each in
    every index. It is part of the transaction, as all else; other readers keep what they see.

    Who fails inside has to let go of the whole transaction: its rollback brings the indexes back.
    They are not made here then, because SQLite may have rolled back by itself, and what failed
    would be hidden by what fails next.
    """
    wanted = text(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table ORDER BY rowid"
    )
    indexes = connection.execute(wanted, {"table": table.name}).all()
    for name, _sql in indexes:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    yield
    for _name, sql in indexes:
        connection.exec_driver_sql(sql)
