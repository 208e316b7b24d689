"""What stands in the way of an undo: fields that differ by now, and rows that others built on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Table, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.entities.workspace.log import Change, ChangeRow
from models.history.logged import Alike, Entry, Part, by_kind, entries_of, runs, single_entries
from models.history.standing import stands
from models.history.telling.labels import change_label
from models.history.undo.lasting import PASSING, why_lasting
from models.history.values import Keys, decode_many, encode_many, referring_columns
from models.language import gettext as _
from models.storage.columns import JsonObject
from models.storage.visibility import hidden_batches


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


def conflicts_of(session: Session, source: Change, parts: Sequence[Part]) -> list[Conflict]:
    """Return what keeps the opposite of what a change logged from being carried out."""
    together = [part for part in parts if isinstance(part, Alike)]
    free = not any(_is_in_the_way(session, source, one) for one in together)
    found = _conflicts(session, source, single_entries(parts)) if free else []
    if free and not (found and together):
        return found
    # Only now is it worth reading every row: which of them are in the way is what people are told.
    return _conflicts(session, source, entries_of(session, source.id))


def _conflicts(session: Session, source: Change, entries: Sequence[Entry]) -> list[Conflict]:
    looked = _Look(session, source, entries)
    return [
        conflict
        for table, operation, some in runs(by_kind(entries))
        if operation != "delete"
        for conflict in looked.at(table, operation, some)
    ]


def _is_in_the_way(session: Session, source: Change, alike: Alike) -> bool:
    """Say whether some of many rows are not as they were left, or were built upon."""
    if alike.operation == "delete":
        return False
    connection = session.connection()
    table, after = alike.table, alike.after or {}
    try:
        (left,) = decode_many(Keys(connection), table, [after])
    except LookupError:
        return True
    as_left = (table.c[name].is_not_distinct_from(value) for name, value in left.items())
    held = select(func.count()).where(table.c.uuid.in_(alike.row_uuids()), *as_left)
    if connection.scalar(held) != alike.count:
        return True
    if alike.operation != "insert":
        return False
    later, pointed_at = aliased(ChangeRow), table.alias()
    these = alike.in_log()
    changed = (
        select(later.id)
        .join(Change, Change.id == later.change_id)
        .where(
            Change.id > source.id,
            Change.verb.not_in(PASSING),
            stands(),
            _logged_by(source, later.row_uuid).where(these),
        )
    )
    pointing = (
        select(column.table.c.id)
        .join(pointed_at, pointed_at.c.id == column)
        .where(
            _logged_by(source, pointed_at.c.uuid).where(these),
            ~_logged_by(source, column.table.c.uuid),
        )
        for column in referring_columns(table)
    )
    return any(connection.scalar(one.limit(1)) is not None for one in (changed, *pointing))


def _logged_by(
    source: Change, row_uuid: ColumnElement[UUID] | InstrumentedAttribute[UUID]
) -> Exists:
    """Return the condition that a change logged something of a row."""
    return exists().where(ChangeRow.row_uuid == row_uuid, ChangeRow.change_id == source.id)


def _import_at_work(table: Table, row_uuid: UUID) -> Conflict:
    return Conflict(
        table.name,
        row_uuid.hex,
        (),
        since=_("an import that is still at work"),
        why_lasting=_("Its rows belong to this. Try again when it is through."),
    )


class _Look:
    """Compares what a change left behind with what is there."""

    def __init__(self, session: Session, source: Change, entries: Sequence[Entry]) -> None:
        self._session = session
        self._source = source
        self._keys = Keys(session.connection())
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
        hidden = hidden_batches(self._session)
        for column in referring_columns(table):
            pointing = connection.execute(
                select(column, column.table.c.uuid, column.table.c.batch_id).where(
                    column.in_(list(by_id)), ~_logged_by(self._source, column.table.c.uuid)
                )
            )
            for row_id, stranger, batch_id in pointing:
                if by_id[row_id] in found:
                    continue
                found[by_id[row_id]] = (
                    _import_at_work(column.table, stranger)
                    if batch_id in hidden
                    else self._conflict(column.table, stranger, ())
                )
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
