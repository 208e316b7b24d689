"""How a row's values are written in the change log, and read back from it.

Foreign keys are written as the UUID of the row they point to, so that a log entry means the same
in every copy of the workspace.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, Connection, Table, select

from models.entities import Base, Recorded
from models.storage.columns import JsonObject

Values: TypeAlias = dict[str, Any]

TABLES: dict[str, Table] = dict(Base.metadata.tables.items())
# The log itself has UUIDs and batches too; what makes a table recorded is its entity.
_RECORDED = frozenset(
    mapper.class_.__tablename__
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Recorded)
)


def recorded_tables() -> list[Table]:
    """Return the tables whose rows have a history, parents before children."""
    return [table for table in Base.metadata.sorted_tables if table.name in _RECORDED]


def target_of(column: Column[Any]) -> Table | None:
    """Return the table that a column points at."""
    for key in column.foreign_keys:
        return key.column.table
    return None


def uuid_of(connection: Connection, table: Table, row_id: int) -> UUID:
    """Return the UUID of a row."""
    found: UUID = connection.execute(select(table.c.uuid).where(table.c.id == row_id)).scalar_one()
    return found


def id_of(connection: Connection, table: Table, row_uuid: UUID) -> int | None:
    """Return the id of the row with this UUID, or None where it is gone."""
    found: int | None = connection.execute(
        select(table.c.id).where(table.c.uuid == row_uuid)
    ).scalar_one_or_none()
    return found


def encode(connection: Connection, table: Table, values: Values) -> JsonObject:
    """Write values as JSON: instants and dates in ISO form, UUIDs in hex, foreign keys as UUIDs."""
    return {name: _encode(connection, table.c[name], value) for name, value in values.items()}


def _encode(connection: Connection, column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    target = target_of(column)
    if target is not None:
        return uuid_of(connection, target, value).hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return value


def decode(connection: Connection, table: Table, written: JsonObject) -> Values:
    """Read values back; raises `LookupError` where a row they point to is gone."""
    return {name: _decode(connection, table.c[name], value) for name, value in written.items()}


def _decode(connection: Connection, column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    target = target_of(column)
    if target is not None:
        row_id = id_of(connection, target, UUID(value))
        if row_id is None:
            raise LookupError(f"{target.name} {value}")
        return row_id
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    return value


def image(connection: Connection, table: Table, row_uuid: UUID) -> JsonObject | None:
    """Return a row's whole image, its id included, or None where it is gone."""
    row = connection.execute(select(table).where(table.c.uuid == row_uuid)).mappings().one_or_none()
    return None if row is None else encode(connection, table, dict(row))


def referring_columns(table: Table) -> Iterable[Column[Any]]:
    """Yield the columns of recorded tables that point at rows of `table`."""
    for other in recorded_tables():
        yield from (column for column in other.c if target_of(column) is table)
