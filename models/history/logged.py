"""What a change logged: row by row, or together where it did the same with very many rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Select, String, Table, case, func, select, type_coerce
from sqlalchemy.orm import Session

from models.entities.every import TABLES
from models.entities.meetings.appointments import Appointment
from models.entities.workspace.log import Change, ChangeRow
from models.history.values import target_of
from models.storage.columns import JsonObject

ALIKE_AT_LEAST = 1_000
"""From so many rows on they are undone together."""
_AT_ONCE = 500

Entry: TypeAlias = Any
"""A row of the change log: its id, table name, row UUID, operation, before and after."""


def newest_change(session: Session) -> int:
    """Return the id of the newest entry of the change log, 0 for an empty one."""
    return session.connection().scalar(select(func.max(Change.id))) or 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Neighbours in the log, from id to id: rows of one table with which the same was done.

    Of updates the fields are the same, too. There may be a hundred thousand of them, so that none
    is ever read by itself.
    """

    table: Table
    operation: str
    before: JsonObject | None
    after: JsonObject | None
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many rows these are."""
        return self.last - self.first + 1

    def in_log(self) -> ColumnElement[bool]:
        """Return the condition that a row of the log is one of these."""
        return ChangeRow.id.between(self.first, self.last)

    def row_uuids(self) -> Select[UUID]:
        """Return the query for the UUIDs of the rows."""
        return select(ChangeRow.row_uuid).where(self.in_log())


Part: TypeAlias = Alike | Sequence[Entry]


def entries_of(session: Session, change_id: int) -> Sequence[Entry]:
    """Return all that a change logged, in the order in which it happened."""
    return _entries(session, change_id, ())


def parts_of(session: Session, change_id: int) -> list[Part]:
    """Return the same, with what it did alike with very many rows taken together."""
    together = _alike(session, change_id)
    rest = _entries(session, change_id, together)
    if not together:
        return [rest]
    parts: list[Part] = []
    done = 0
    for one in together:
        before = [entry for entry in rest if done < entry.id < one.first]
        parts += [before, one] if before else [one]
        done = one.last
    return [*parts, [entry for entry in rest if entry.id > done]]


def single_entries(parts: Sequence[Part]) -> list[Entry]:
    """Return the entries that stand by themselves."""
    return [entry for part in parts if not isinstance(part, Alike) for entry in part]


def runs(entries: Sequence[Entry]) -> Iterator[tuple[Table, str, Sequence[Entry]]]:
    """Yield neighbours of one table, operation and set of fields, as many as go at once."""
    for (table_name, operation, _fields), alike in groupby(entries, key=kind_of):
        all_of_them = list(alike)
        for start in range(0, len(all_of_them), _AT_ONCE):
            yield TABLES[table_name], operation, all_of_them[start : start + _AT_ONCE]


def by_kind(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries with all of one kind beside each other, for where their order is no matter."""
    return sorted(entries, key=kind_of)


def kind_of(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    """Return what entries have to share for their opposite to be carried out at once."""
    fields = tuple(entry.after or ()) if entry.operation == "update" else ()
    return entry.table_name, entry.operation, fields


def _entries(session: Session, change_id: int, besides: Sequence[Alike]) -> Sequence[Entry]:
    wanted = select(
        ChangeRow.id,
        ChangeRow.table_name,
        ChangeRow.row_uuid,
        ChangeRow.operation,
        ChangeRow.before,
        ChangeRow.after,
    ).where(
        ChangeRow.change_id == change_id,
        *(~one.in_log() for one in besides),
    )
    return session.connection().execute(wanted.order_by(ChangeRow.id)).all()


def _alike(session: Session, change_id: int) -> list[Alike]:
    first, last = func.min(ChangeRow.id), func.max(ChangeRow.id)
    # Of rows that were deleted each has an image of its own.
    deleted = ChangeRow.operation == "delete"
    before = case((~deleted, type_coerce(ChangeRow.before, String)))
    group = (ChangeRow.table_name, ChangeRow.operation, before, ChangeRow.after)
    found = session.connection().execute(
        select(
            ChangeRow.table_name,
            ChangeRow.operation,
            type_coerce(before, JSON).label("before"),
            ChangeRow.after,
            first.label("first"),
            last.label("last"),
        )
        # Meetings that come back are looked at singly: their closer may have another one by now.
        .where(ChangeRow.change_id == change_id, ChangeRow.table_name != Appointment.__tablename__)
        .group_by(*group)
        .having(func.count() >= ALIKE_AT_LEAST, func.count() == last - first + 1)
        .order_by(first)
    )
    return [
        Alike(TABLES[row.table_name], *row[1:])
        for row in found
        if row.operation != "delete" or not _points_at_itself(TABLES[row.table_name])
    ]


def _points_at_itself(table: Table) -> bool:
    """Say whether rows of a table name others of it, which have to be there before them."""
    return any(target_of(column) is table for column in table.c)
