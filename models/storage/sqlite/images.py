"""Whole rows as the change log writes them, made and read by SQLite itself.

Whatever Python does for each of a hundred thousand takes longer than SQLite takes for all of them.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Float,
    LargeBinary,
    String,
    Table,
    and_,
    case,
    false,
    func,
    or_,
    select,
    type_coerce,
)

from models.storage.columns import Instant, Uuid16


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
