"""How a row's values are written in the change log, and read back from it.

Foreign keys are written as the UUID of the row they point to, so that a log entry means the same
in every copy of the workspace.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, Connection, Table, select

from models.entities.base import Base
from models.entities.every import RECORDED
from models.storage.columns import JsonObject

Values: TypeAlias = dict[str, Any]

_AT_ONCE = 500


@cache
def recorded_tables() -> tuple[Table, ...]:
    """Return the tables whose rows have a history, parents before children."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name in RECORDED)


def target_of(column: Column[Any]) -> Table | None:
    """Return the table that a column points at."""
    for key in column.foreign_keys:
        return key.column.table
    return None


def uuid_of(connection: Connection, table: Table, row_id: int) -> UUID:
    """Return the UUID of a row."""
    found: UUID = connection.execute(select(table.c.uuid).where(table.c.id == row_id)).scalar_one()
    return found


class Keys:
    """Ids and UUIDs of rows that others point at, asked for in bulk and once each.

    Rows that are deleted while it lives have to be forgotten: `forget_rows`, `forget`.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._uuids: dict[tuple[str, int], UUID] = {}
        self._ids: dict[tuple[str, UUID], int] = {}

    def forget(self) -> None:
        """Ask for everything anew from now on."""
        self._uuids.clear()
        self._ids.clear()

    def forget_rows(self, table: Table, uuids: Iterable[UUID]) -> None:
        """Ask for these rows anew, if somebody does."""
        for one in uuids:
            row_id = self._ids.pop((table.name, one), None)
            if row_id is not None:
                del self._uuids[table.name, row_id]

    def learn_uuids(self, table: Table, ids: Iterable[int]) -> None:
        """Look the UUIDs of these rows up, as far as they are not known."""
        missing = sorted({one for one in ids if (table.name, one) not in self._uuids})
        self._learn(table, table.c.id, missing)

    def learn_ids(self, table: Table, uuids: Iterable[UUID]) -> None:
        """Look the ids of these rows up, as far as they are not known."""
        missing = sorted({one for one in uuids if (table.name, one) not in self._ids})
        self._learn(table, table.c.uuid, missing)

    def _learn(self, table: Table, key: Column[Any], missing: Sequence[Any]) -> None:
        for start in range(0, len(missing), _AT_ONCE):
            some = key.in_(missing[start : start + _AT_ONCE])
            for row in self.connection.execute(select(table.c.id, table.c.uuid).where(some)):
                self._uuids[table.name, row.id] = row.uuid
                self._ids[table.name, row.uuid] = row.id

    def uuid(self, table: Table, row_id: int) -> UUID:
        """Return a row's UUID; raises `LookupError` where the row is gone."""
        if (table.name, row_id) not in self._uuids:
            self.learn_uuids(table, (row_id,))
        return self._uuids[table.name, row_id]

    def id(self, table: Table, row_uuid: UUID) -> int:
        """Return a row's id; raises `LookupError` where the row is gone."""
        if (table.name, row_uuid) not in self._ids:
            self.learn_ids(table, (row_uuid,))
        return self._ids[table.name, row_uuid]


def encode_many(keys: Keys, table: Table, rows: Sequence[Values]) -> list[JsonObject]:
    """Write many rows' values as JSON, as `encode` does for one."""
    pointing = _pointing(table, rows)
    for name, target in pointing.items():
        keys.learn_uuids(target, (row[name] for row in rows if row[name] is not None))

    def written(name: str, value: Any) -> Any:
        if value is not None and name in pointing:
            return keys.uuid(pointing[name], value).hex
        return _plain(value)

    return [{name: written(name, value) for name, value in row.items()} for row in rows]


def decode_many(keys: Keys, table: Table, rows: Sequence[JsonObject]) -> list[Values]:
    """Read many rows' values back; raises `LookupError` where a row they point to is gone."""
    pointing = _pointing(table, rows)
    for name, target in pointing.items():
        keys.learn_ids(target, (UUID(row[name]) for row in rows if row[name] is not None))

    def read(name: str, value: Any) -> Any:
        if value is not None and name in pointing:
            return keys.id(pointing[name], UUID(value))
        return _as_python(table.c[name], value)

    return [{name: read(name, value) for name, value in row.items()} for row in rows]


def _pointing(table: Table, rows: Sequence[Values]) -> dict[str, Table]:
    """Return the columns of these rows that point at others, all of which name the same ones."""
    targets = {name: target_of(table.c[name]) for name in (rows[0] if rows else ())}
    return {name: target for name, target in targets.items() if target is not None}


def encode(connection: Connection, table: Table, values: Values) -> JsonObject:
    """Write values as JSON: instants and dates in ISO form, UUIDs in hex, foreign keys as UUIDs."""
    return {name: _encode(connection, table.c[name], value) for name, value in values.items()}


def _encode(connection: Connection, column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    target = target_of(column)
    if target is not None:
        return uuid_of(connection, target, value).hex
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return value


def _as_python(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    return value


def images(keys: Keys, table: Table, row_uuids: Sequence[UUID]) -> dict[UUID, JsonObject]:
    """Return the whole images of those rows that are there, their ids included."""
    rows = keys.connection.execute(select(table).where(table.c.uuid.in_(row_uuids))).mappings()
    found = [dict(row) for row in rows]
    written = encode_many(keys, table, found)
    return {row["uuid"]: image for row, image in zip(found, written, strict=True)}


@cache
def referring_columns(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns of recorded tables that point at rows of `table`."""
    return tuple(
        column for other in recorded_tables() for column in other.c if target_of(column) is table
    )
