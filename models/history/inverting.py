"""The opposite of logged rows, carried out and logged in turn; many of a kind at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.entities.definitions import Definitions
from models.entities.every import RECORDED
from models.errors import KnownError
from models.history.bulk import log_many
from models.history.in_the_way import Entry, runs
from models.history.remembering import forget
from models.history.values import Keys, decode_many, images
from models.history.verbs import Recording
from models.language import gettext as _
from models.leads.card_stages import copy_stages_to_cards
from models.leads.cards import leads_showing, refresh_cards
from models.storage import sqlite
from models.storage.columns import JsonObject


class PlaceTakenError(KnownError):
    """A row cannot come back: its name is taken, or what it belonged to is gone."""


def invert(session: Session, new_change_id: int, entries: Sequence[Entry]) -> None:
    """Carry out the opposite of logged rows, newest first, and log that in turn.

    Refuses with `PlaceTakenError` where a row cannot come back.
    """
    inverse = _Inverse(session)
    sqlite.defer_foreign_keys(session.connection())
    try:
        for table, operation, some in runs(entries[::-1]):
            inverse.carry_out(table, operation, some)
    except (IntegrityError, LookupError) as error:
        raise PlaceTakenError(
            _(
                "This cannot be taken back as it was: something else has its place or its name "
                "now, or what it belonged to is gone. Undo that first."
            )
        ) from error
    log_many(session, new_change_id, inverse.written)
    session.expire_all()
    forget(session)
    if Definitions.__tablename__ in {entry.table_name for entry in entries}:
        # Another version is in force: all scores are due anyway, and all else is only copied.
        copy_stages_to_cards(session, inverse.leads)
    else:
        refresh_cards(session, inverse.leads)


class _Inverse:
    """Carries out opposites and keeps what has to be logged and which leads' cards they touch."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection()
        self._keys = Keys(self._connection)
        self.written: list[JsonObject] = []
        self.leads: set[int] = set()

    def carry_out(self, table: Table, operation: str, entries: Sequence[Entry]) -> None:
        """Carry out the opposite of entries of one table, operation and set of fields."""
        if operation != "delete":
            self._touch(table, entries)
        if operation == "insert":
            self._delete(table, entries)
            return
        if operation == "delete":
            values = decode_many(self._keys, table, [entry.before or {} for entry in entries])
            self._connection.execute(insert(table), values)
            self.written += [_log(table, entry, "insert", None, None) for entry in entries]
        else:
            self._update(table, entries)
        self._touch(table, entries)

    def _delete(self, table: Table, entries: Sequence[Entry]) -> None:
        row_uuids = [entry.row_uuid for entry in entries]
        before = images(self._keys, table, row_uuids)
        self._connection.execute(delete(table).where(table.c.uuid.in_(row_uuids)))
        self._keys.forget()
        self.written += [
            _log(table, entry, "delete", before.get(entry.row_uuid), None) for entry in entries
        ]

    def _update(self, table: Table, entries: Sequence[Entry]) -> None:
        before = [entry.before or {} for entry in entries]
        if all(one == before[0] for one in before):
            # One statement is many times quicker than one a row: leads of a dropped stage go back.
            (alike,) = decode_many(self._keys, table, before[:1])
            rows = table.c.uuid.in_([entry.row_uuid for entry in entries])
            self._connection.execute(update(table).where(rows).values(**alike))
        else:
            self._update_each(table, entries, before)
        self.written += [
            _log(table, entry, "update", entry.after, entry.before) for entry in entries
        ]

    def _update_each(
        self, table: Table, entries: Sequence[Entry], before: Sequence[JsonObject]
    ) -> None:
        values = decode_many(self._keys, table, before)
        marks: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[0]}
        self._connection.execute(
            update(table).where(table.c.uuid == bindparam("row_uuid")).values(marks),
            [
                {"row_uuid": entry.row_uuid} | {f"new_{name}": one for name, one in row.items()}
                for entry, row in zip(entries, values, strict=True)
            ],
        )

    def _touch(self, table: Table, entries: Sequence[Entry]) -> None:
        """Note the topic of rows, and the leads whose cards show them: before it and after it."""
        Recording.of(self._session).topics.add(RECORDED[table.name].topic)
        rows = table.c.uuid.in_([entry.row_uuid for entry in entries])
        ids = set(self._connection.execute(select(table.c.id).where(rows)).scalars())
        self.leads |= leads_showing(self._connection, table.name, ids)


def _log(
    table: Table,
    entry: Entry,
    operation: str,
    before: JsonObject | None,
    after: JsonObject | None,
) -> JsonObject:
    return {
        "table_name": table.name,
        "row_uuid": entry.row_uuid.bytes,
        "operation": operation,
        "before": before,
        "after": after,
    }
