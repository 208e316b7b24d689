"""Rows by the hundred thousand: named, made and written down by SQLite itself.

Whatever Python does for each of them takes longer than SQLite takes for all it does with it.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    LargeBinary,
    String,
    Table,
    TableValuedAlias,
    and_,
    case,
    false,
    func,
    or_,
    select,
    text,
    type_coerce,
)

from models.storage.columns import Instant, Uuid16


def numbered(ids: Collection[int]) -> TableValuedAlias:
    """Return many ids as rows: `value` is the id and `key` its place, from zero on."""
    return func.json_each(json.dumps(list(ids))).table_valued("key", "value")


def fresh_uuid() -> ColumnElement[bytes]:
    """Return a UUID of its own for each row, in the order in which the rows are made."""
    return func.fresh_uuid(type_=LargeBinary())


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


def row_as_json(table: Table) -> ColumnElement[str]:
    """Return a whole row of a recorded table as the change log writes it.

    It says what `models.history.values.images` does; which rows the foreign keys name is looked up
    row by row.
    """
    pairs = [part for column in table.c for part in (column.name, _as_json(column))]
    return func.json_object(*pairs, type_=String())


def _as_json(column: Column[object]) -> ColumnElement[object]:
    for key in column.foreign_keys:
        target = key.column.table.alias()
        pointed_at = select(func.lower(func.hex(target.c.uuid))).where(target.c.id == column)
        return pointed_at.scalar_subquery()
    kind = column.type
    if isinstance(kind, Uuid16):
        return func.lower(func.hex(column))
    if isinstance(kind, Instant):
        whole = func.replace(func.replace(column, " ", "T", type_=String()), ".000000", "")
        return whole.op("||")("+00:00")
    if isinstance(kind, Boolean):
        return func.json(case((column, "true"), (~column, "false")))
    if isinstance(kind, Float):
        # As it is, SQLite would round it to fifteen digits.
        return case((column.is_not(None), func.json(func.printf("%!.17g", column))))
    if isinstance(kind, JSON):
        return func.json(column)
    return column


def values_from_json(table: Table, image: ColumnElement[str]) -> dict[str, ColumnElement[object]]:
    """Return the columns of a recorded table as an image of its row in the change log names them.

    A foreign key to a row that is gone is null; whoever inserts them has to look.
    """
    return {column.name: _from_json(column, image) for column in table.c}


def lost_keys(table: Table, image: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that an image names a row for a foreign key that is null in the row."""
    return or_(
        *(
            and_(column.is_(None), _named(column, image).is_not(None))
            for column in table.c
            if column.foreign_keys
        ),
        false(),
    )


def _from_json(column: Column[object], image: ColumnElement[str]) -> ColumnElement[object]:
    named = _named(column, image)
    for key in column.foreign_keys:
        target = key.column.table.alias()
        pointed_at = select(target.c.id).where(
            type_coerce(target.c.uuid, LargeBinary) == func.uuid_of_hex(named, type_=LargeBinary())
        )
        return pointed_at.scalar_subquery()
    if isinstance(column.type, Uuid16):
        return func.uuid_of_hex(named)
    if isinstance(column.type, Instant):
        return func.stored_instant(named)
    return named


def _named(column: Column[object], image: ColumnElement[str]) -> ColumnElement[object]:
    return func.json_extract(type_coerce(image, String), f"$.{column.name}")
