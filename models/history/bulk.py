"""Many rows at once inside a verb, logged one by one like any other rows.

The ORM takes some 30 s to change and log 100,000 rows. What comes in here is logged all the same,
so that it can be undone; only the way to the tables is shorter.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import uuid_utils
from sqlalchemy import LargeBinary, Table, delete, select, type_coerce, update
from sqlalchemy.orm import Session

from models.entities.base import Recorded
from models.entities.every import TABLES
from models.entities.log import ChangeRow
from models.history.recording import open_change, write_gathered
from models.history.values import Keys, Values, encode_many, images
from models.history.verbs import Recording, UnrecordedChangeError
from models.storage.columns import JsonObject
from models.storage.sqlite import listed, ready_rows, reserve_ids

AT_ONCE = 500

Item = TypeVar("Item")


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in order, as many at a time as one statement takes."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def insert_many(session: Session, entity: type[Recorded], rows: Sequence[Values]) -> None:
    """Insert rows that name the same columns; their UUIDs are given here.

    Cards of leads are the caller's to refresh. Refuses to run outside of a verb.
    """
    if not rows:
        return
    table = TABLES[entity.__tablename__]
    change_id = _open_change(session, entity)
    connection = session.connection()
    first = reserve_ids(connection, table.name, len(rows))
    uuids = [uuid_utils.uuid7().bytes for _row in rows]
    given = {"id": range(first, first + len(rows)), "uuid": uuids}
    ready_rows(table, rows, given).insert(connection)
    log_many(session, change_id, [_logged(table, uuid, "insert") for uuid in uuids])


def update_many(
    session: Session, entity: type[Recorded], ids: Sequence[int], values: Values
) -> None:
    """Write the same values into many rows, each logged with what it held.

    Rows that hold all of them already are left alone; what a row held has to be hashable, as is
    all but JSON. Cards of leads are the caller's to refresh. Refuses to run outside of a verb.
    """
    table = TABLES[entity.__tablename__]
    connection = session.connection()
    names = list(values)
    keys = Keys(connection)
    (after,) = encode_many(keys, table, [values])
    uuid_as_stored = type_coerce(table.c.uuid, LargeBinary)
    # Most of the rows held the same; each of these images is made, and written as JSON, once.
    images_of: dict[tuple[Any, ...], tuple[JsonObject, JsonObject] | None] = {
        tuple(values.values()): None
    }
    entries: list[JsonObject] = []
    for some in in_parts(ids):
        rows = table.c.id.in_(listed(some))
        held = connection.execute(
            select(uuid_as_stored, *(table.c[name] for name in names)).where(rows)
        ).all()
        new = {tuple(was) for _uuid, *was in held} - images_of.keys()
        before = encode_many(keys, table, [dict(zip(names, was, strict=True)) for was in new])
        images_of.update(zip(new, (_differing(was, after) for was in before), strict=True))
        entries += [
            _logged(table, uuid, "update", *differing)
            for uuid, *was in held
            if (differing := images_of[tuple(was)]) is not None
        ]
        connection.execute(update(table).where(rows).values(**values))
    if entries:
        log_many(session, _open_change(session, entity), entries)
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
    keys = Keys(connection)
    for some in in_parts(ids):
        rows = table.c.id.in_(some)
        row_uuids = connection.execute(select(table.c.uuid).where(rows)).scalars().all()
        entries = [
            _logged(table, row_uuid.bytes, "delete", image)
            for row_uuid, image in images(keys, table, row_uuids).items()
        ]
        log_many(session, change_id, entries)
        connection.execute(delete(table).where(rows))
    _expire(session, entity)


def _differing(before: JsonObject, after: JsonObject) -> tuple[JsonObject, JsonObject]:
    names = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _logged(
    table: Table,
    row_uuid: bytes,
    operation: str,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
) -> JsonObject:
    """Return what `log_entry` does, with name and UUID in the forms that the driver takes as is."""
    return {
        "table_name": str(table.name),
        "row_uuid": row_uuid,
        "operation": operation,
        "before": before,
        "after": after,
    }


def _open_change(session: Session, entity: type[Recorded]) -> int:
    """Return the change that the running verb writes, opened where these are its first rows."""
    session.flush()
    write_gathered(session)
    recording = Recording.of(session)
    if recording.verb is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")
    if recording.change_id is None:
        recording.change_id = open_change(
            session, verb_name=recording.verb, arguments=recording.arguments()
        )
    recording.topics.add(entity.topic)
    return recording.change_id


def log_many(session: Session, change_id: int, entries: Sequence[JsonObject]) -> None:
    """Append many rows to the change log under one change; their UUIDs are bytes already."""
    table: Table = TABLES[ChangeRow.__tablename__]
    if entries:
        given = {"change_id": [change_id] * len(entries)}
        ready_rows(table, entries, given).insert(session.connection())


def _expire(session: Session, entity: type[Recorded]) -> None:
    """Make the session read rows again that were changed behind its back."""
    for row in list(session.identity_map.values()):
        if isinstance(row, entity):
            session.expire(row)
