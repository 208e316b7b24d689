"""What stands in the way of an undo: fields that differ by now, and rows that others built on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from models.entities.every import TABLES
from models.entities.log import Change, ChangeRow
from models.history.bulk import in_parts
from models.history.labels import change_label
from models.history.lasting import PASSING, why_lasting
from models.history.standing import stands
from models.history.values import Keys, encode_many, referring_columns
from models.language import gettext as _
from models.storage.columns import JsonObject

Entry: TypeAlias = Any
"""A row of the change log: table name, row UUID, operation, before and after."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that was done since and stands in the way of an undo.

    `why_lasting` says why that cannot be undone either, where it cannot.
    """

    table_name: str
    row_uuid: str
    fields: tuple[str, ...]
    since: str
    why_lasting: str | None = None


def entries_of(session: Session, change_id: int) -> Sequence[Entry]:
    """Return what a change logged, in the order in which it happened."""
    return (
        session.connection()
        .execute(
            select(
                ChangeRow.table_name,
                ChangeRow.row_uuid,
                ChangeRow.operation,
                ChangeRow.before,
                ChangeRow.after,
            )
            .where(ChangeRow.change_id == change_id)
            .order_by(ChangeRow.id)
        )
        .all()
    )


def runs(entries: Sequence[Entry]) -> Iterator[tuple[Table, str, Sequence[Entry]]]:
    """Yield neighbours of one table, operation and set of fields, as many as go at once."""

    def sort(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
        fields = tuple(entry.after or ()) if entry.operation == "update" else ()
        return entry.table_name, entry.operation, fields

    for (table_name, operation, _fields), alike in groupby(entries, key=sort):
        for some in in_parts(list(alike)):
            yield TABLES[table_name], operation, some


def conflicts_of(session: Session, source: Change, entries: Sequence[Entry]) -> list[Conflict]:
    """Return what keeps the opposite of these entries from being carried out."""
    looked = _Look(session, source, entries)
    return [
        conflict
        for table, operation, some in runs(entries)
        if operation != "delete"
        for conflict in looked.at(table, operation, some)
    ]


class _Look:
    """Compares what a change left behind with what is there."""

    def __init__(self, session: Session, source: Change, entries: Sequence[Entry]) -> None:
        self._session = session
        self._source = source
        self._keys = Keys(session.connection())
        self._own = {entry.row_uuid for entry in entries}
        self._deleted = {entry.row_uuid for entry in entries if entry.operation == "delete"}
        self._last: dict[tuple[UUID, str], Any] = {
            (entry.row_uuid, name): value
            for entry in entries
            for name, value in (entry.after or {}).items()
        }

    def at(self, table: Table, operation: str, entries: Sequence[Entry]) -> list[Conflict]:
        """Return the conflicts of entries of one table and operation."""
        names = list(entries[0].after or ()) if operation == "update" else []
        present = self._present(table, names, [entry.row_uuid for entry in entries])
        found = []
        built_upon = self._built_upon(table, present) if operation == "insert" else {}
        for entry in entries:
            values = present.get(entry.row_uuid)
            if values is None:
                if entry.row_uuid not in self._deleted:
                    found.append(self._conflict(table, entry.row_uuid, ()))
                continue
            differing = tuple(
                name for name in names if values[1][name] != self._last[entry.row_uuid, name]
            )
            if differing:
                found.append(self._conflict(table, entry.row_uuid, differing))
            elif entry.row_uuid in built_upon:
                found.append(built_upon[entry.row_uuid])
        return found

    def _present(
        self, table: Table, names: Sequence[str], row_uuids: Sequence[UUID]
    ) -> dict[UUID, tuple[int, JsonObject]]:
        rows = self._session.connection().execute(
            select(table.c.id, table.c.uuid, *(table.c[name] for name in names)).where(
                table.c.uuid.in_(row_uuids)
            )
        )
        held = rows.all()
        values = [dict(zip(names, row[2:], strict=True)) for row in held]
        written = encode_many(self._keys, table, values)
        return {row[1]: (row[0], image) for row, image in zip(held, written, strict=True)}

    def _built_upon(
        self, table: Table, present: dict[UUID, tuple[int, JsonObject]]
    ) -> dict[UUID, Conflict]:
        """Return those rows that a later change touched or that strangers point at."""
        found = {
            row_uuid: self._because_of(later, table, row_uuid, ())
            for row_uuid, later in self._later(list(present)).items()
        }
        by_id = {row_id: row_uuid for row_uuid, (row_id, _image) in present.items()}
        connection = self._session.connection()
        for column in referring_columns(table):
            pointing = connection.execute(
                select(column, column.table.c.uuid).where(column.in_(list(by_id)))
            )
            for row_id, stranger in pointing:
                if stranger not in self._own and by_id[row_id] not in found:
                    found[by_id[row_id]] = self._conflict(column.table, stranger, ())
        return found

    def _later(self, row_uuids: Sequence[UUID]) -> dict[UUID, Change]:
        """Return for each row the last standing change after the one that is looked at."""
        found = self._session.execute(
            select(ChangeRow.row_uuid, Change)
            .join(Change, Change.id == ChangeRow.change_id)
            .where(
                ChangeRow.row_uuid.in_(row_uuids),
                Change.id > self._source.id,
                Change.verb.not_in(PASSING),
                stands(),
            )
            .order_by(Change.id)
        )
        return dict(iter(found))

    def _conflict(self, table: Table, row_uuid: UUID, fields: tuple[str, ...]) -> Conflict:
        later = self._later([row_uuid]).get(row_uuid)
        if later is None:
            return Conflict(table.name, row_uuid.hex, fields, _("another change"))
        return self._because_of(later, table, row_uuid, fields)

    def _because_of(
        self, later: Change, table: Table, row_uuid: UUID, fields: tuple[str, ...]
    ) -> Conflict:
        since = change_label(self._session, later)
        return Conflict(table.name, row_uuid.hex, fields, since, why_lasting(later.verb))
