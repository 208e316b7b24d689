"""The opposite of logged rows, carried out and logged in turn; many of a kind at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.entities.definitions.versions import Definitions
from models.entities.every import RECORDED, TABLES
from models.entities.workspace.log import ChangeRow
from models.errors import KnownError
from models.history.bulk import log_rows
from models.history.logged import Alike, Entry, Part, runs, single_entries
from models.history.recording import log_entry, write_entries
from models.history.remembering import forget
from models.history.undo.grouping import grouped
from models.history.values import Keys, decode_many, images
from models.history.verbs import Recording
from models.language import gettext as _
from models.leads.card_stages import copy_stages_to_cards
from models.leads.cards import are_shown, leads_showing, refresh_cards
from models.storage.columns import JsonObject
from models.storage.sqlite.connections import defer_foreign_keys
from models.storage.sqlite.images import lost_keys, row_as_json, values_from_json
from models.storage.visibility import make_room_for


class PlaceTakenError(KnownError):
    """A row cannot come back: its name is taken, or what it belonged to is gone."""


def invert(session: Session, new_change_id: int, parts: Sequence[Part]) -> None:
    """Carry out the opposite of what was logged, of each row newest first, and log that in turn.

    Refuses with `PlaceTakenError` where a row cannot come back.
    """
    inverse = _Inverse(session, new_change_id)
    defer_foreign_keys(session.connection())
    try:
        for part in reversed(parts):
            if isinstance(part, Alike):
                inverse.carry_out_together(part)
                continue
            for table, operation, some in runs(grouped(part)[::-1]):
                inverse.carry_out(table, operation, some)
    except (IntegrityError, LookupError) as error:
        raise PlaceTakenError(
            _(
                "This cannot be taken back as it was: something else has its place or its name "
                "now, or what it belonged to is gone. Undo that first."
            )
        ) from error
    inverse.write()
    session.expire_all()
    forget(session)
    if Definitions.__tablename__ in {entry.table_name for entry in single_entries(parts)}:
        # Another version is in force: all scores are due anyway, and all else is only copied.
        copy_stages_to_cards(session, inverse.leads)
    else:
        refresh_cards(session, inverse.leads)


class _Inverse:
    """Carries out opposites and keeps what has to be logged and which leads' cards they touch."""

    def __init__(self, session: Session, change_id: int) -> None:
        self._session = session
        self._connection = session.connection()
        self._change_id = change_id
        self._keys = Keys(self._connection)
        self._unwritten: list[JsonObject] = []
        self.leads: set[int] = set()

    def write(self) -> None:
        """Log what was carried out so far."""
        write_entries(self._connection, self._change_id, self._unwritten)
        self._unwritten = []

    def carry_out(self, table: Table, operation: str, entries: Sequence[Entry]) -> None:
        """Carry out the opposite of entries of one table, operation and set of fields."""
        rows = table.c.uuid.in_([entry.row_uuid for entry in entries])
        if operation != "delete":
            self._touch(table, rows)
        if operation == "insert":
            self._delete(table, entries)
            return
        if operation == "delete":
            values = decode_many(self._keys, table, [entry.before or {} for entry in entries])
            for row in values:
                make_room_for(self._session, table, row)
            self._connection.execute(insert(table), values)
            self._unwritten += [log_entry(table, entry.row_uuid, "insert") for entry in entries]
        else:
            self._update(table, entries)
        self._touch(table, rows)

    def carry_out_together(self, alike: Alike) -> None:
        """Carry out the opposite of what was done alike with very many rows."""
        self.write()
        table = alike.table
        rows = table.c.uuid.in_(alike.row_uuids())
        if alike.operation != "delete":
            self._touch(table, rows)
        if alike.operation == "insert":
            self._log(table, rows, "delete", row_as_json(table))
            self._connection.execute(delete(table).where(rows))
            self._keys.forget()
            return
        if alike.operation == "delete":
            self._insert_together(alike)
            self._log(table, rows, "insert")
        else:
            (values,) = decode_many(self._keys, table, [alike.before or {}])
            self._connection.execute(update(table).where(rows).values(**values))
            self._log(table, rows, "update", alike.after, alike.before)
        self._touch(table, rows)

    def _insert_together(self, alike: Alike) -> None:
        table, log = alike.table, TABLES[ChangeRow.__tablename__]
        values = values_from_json(table, log.c.before)
        images = select(*values.values()).where(alike.in_log()).order_by(log.c.id)
        self._connection.execute(
            insert(table).from_select(list(values), images, include_defaults=False)
        )
        lost = (
            select(table.c.id)
            .join(log, log.c.row_uuid == table.c.uuid)
            .where(alike.in_log(), lost_keys(table, log.c.before))
        )
        if self._connection.scalar(lost.limit(1)) is not None:
            raise LookupError(f"a row of {table.name} pointed at one that is gone")

    def _log(
        self,
        table: Table,
        rows: ColumnElement[bool],
        operation: str,
        before: JsonObject | ColumnElement[str] | None = None,
        after: JsonObject | None = None,
    ) -> None:
        log_rows(self._connection, self._change_id, table, rows, operation, before, after)

    def _delete(self, table: Table, entries: Sequence[Entry]) -> None:
        row_uuids = [entry.row_uuid for entry in entries]
        before = images(self._keys, table, row_uuids)
        self._connection.execute(delete(table).where(table.c.uuid.in_(row_uuids)))
        self._keys.forget_rows(table, row_uuids)
        self._unwritten += [
            log_entry(table, entry.row_uuid, "delete", before.get(entry.row_uuid))
            for entry in entries
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
        self._unwritten += [
            log_entry(table, entry.row_uuid, "update", entry.after, entry.before)
            for entry in entries
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

    def _touch(self, table: Table, rows: ColumnElement[bool]) -> None:
        """Note the topic of rows, and the leads whose cards show them: before it and after it."""
        Recording.of(self._session).topics.add(RECORDED[table.name].topic)
        if are_shown(table.name):
            ids = set(self._connection.execute(select(table.c.id).where(rows)).scalars())
            self.leads |= leads_showing(self._connection, table.name, ids)
