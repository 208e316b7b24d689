"""Many rows at once inside a verb, logged one by one like any other rows.

The ORM takes some 30 s to change and log 100,000 rows. What comes in here is logged all the same,
so that it can be undone; only the way to the tables is shorter.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from models.entities.base import Recorded
from models.entities.every import TABLES
from models.entities.workspace.log import ChangeRow
from models.history.recording import change_of_verb, write_gathered
from models.history.values import Keys, Values, encode_many
from models.history.verbs import Recording
from models.storage.columns import JsonObject
from models.storage.sqlite.functions import fresh_uuid
from models.storage.sqlite.images import row_as_json
from models.storage.sqlite.many_rows import reserve_ids
from models.storage.sqlite.queries import listed, numbered


def insert_for_each(
    session: Session, entity: type[Recorded], pointing: str, ids: Sequence[int], alike: Values
) -> None:
    """Insert a row for each of these ids, which stands in the column `pointing`.

    All else is alike. Cards of leads are the caller's to refresh. Refuses to run outside of a verb.
    """
    if not ids:
        return
    table = TABLES[entity.__tablename__]
    change_id = _open_change(session, entity)
    connection = session.connection()
    first = reserve_ids(connection, table.name, len(ids))
    each = numbered(ids)
    values: dict[str, ColumnElement[Any]] = {
        "id": each.c.key + first,
        "uuid": fresh_uuid(),
        pointing: each.c.value,
        **{name: literal(value, table.c[name].type) for name, value in alike.items()},
    }
    made = select(*values.values()).order_by(each.c.key)
    connection.execute(insert(table).from_select(list(values), made, include_defaults=False))
    new = table.c.id.between(first, first + len(ids) - 1)
    log_rows(connection, change_id, table, new, "insert")


def update_many(
    session: Session, entity: type[Recorded], ids: Sequence[int], values: Values
) -> None:
    """Write the same values into many rows, each logged with what it held.

    Rows that hold all of them already are left alone. It is quick where most rows held the same.
    Cards of leads are the caller's to refresh. Refuses to run outside of a verb.
    """
    table = TABLES[entity.__tablename__]
    connection = session.connection()
    rows = table.c.id.in_(listed(ids))
    new = and_(*(table.c[name].is_not_distinct_from(value) for name, value in values.items()))
    columns = [table.c[name] for name in values]
    held = connection.execute(select(*columns).where(rows, ~new).distinct()).all()
    if not held:
        return
    change_id = _open_change(session, entity)
    keys = Keys(connection)
    (after,) = encode_many(keys, table, [values])
    images = encode_many(keys, table, [row._asdict() for row in held])
    for was, before in zip(held, images, strict=True):
        alike = (
            column.is_not_distinct_from(value) for column, value in zip(columns, was, strict=True)
        )
        names = [name for name in values if before[name] != after[name]]
        log_rows(
            connection,
            change_id,
            table,
            and_(rows, *alike),
            "update",
            {name: before[name] for name in names},
            {name: after[name] for name in names},
        )
    connection.execute(update(table).where(rows, ~new).values(**values))
    _expire(session, entity)


def delete_many(session: Session, entity: type[Recorded], ids: Sequence[int]) -> None:
    """Delete rows, each logged with its whole image.

    Cards of leads are the caller's to refresh. Refuses to run outside of a verb.
    """
    if not ids:
        return
    table = TABLES[entity.__tablename__]
    change_id = _open_change(session, entity)
    connection = session.connection()
    rows = table.c.id.in_(listed(ids))
    log_rows(connection, change_id, table, rows, "delete", row_as_json(table))
    connection.execute(delete(table).where(rows))
    _expire(session, entity)


def log_rows(
    connection: Connection,
    change_id: int,
    table: Table,
    rows: ColumnElement[bool],
    operation: str,
    before: JsonObject | ColumnElement[str] | None = None,
    after: JsonObject | None = None,
) -> None:
    """Append to the change log what is done with each row that meets a condition."""
    values: dict[str, ColumnElement[Any]] = {
        "change_id": literal(change_id),
        "table_name": literal(str(table.name)),
        "row_uuid": table.c.uuid,
        "operation": literal(operation),
    }
    for name, image in (("before", before), ("after", after)):
        if image is not None:
            written = literal(json.dumps(image)) if isinstance(image, dict) else image
            values[name] = written
    each = select(*values.values()).where(rows).order_by(table.c.id)
    log = TABLES[ChangeRow.__tablename__]
    connection.execute(insert(log).from_select(list(values), each, include_defaults=False))


def _open_change(session: Session, entity: type[Recorded]) -> int:
    """Return the change that the running verb writes, all that it did before being logged."""
    session.flush()
    write_gathered(session)
    change_id = change_of_verb(session)
    Recording.of(session).topics.add(entity.topic)
    return change_id


def _expire(session: Session, entity: type[Recorded]) -> None:
    """Make the session read rows again that were changed behind its back."""
    for row in list(session.identity_map.values()):
        if isinstance(row, entity):
            session.expire(row)
