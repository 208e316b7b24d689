"""Entries of the change log in words: rows by their names, stored codes as people read them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, select

from models.entities.definitions.versions import Definitions, StageDefinition
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.history.values import target_of
from models.language import gettext as _
from models.storage.columns import JsonObject
from models.vocabulary import label

_AT_ONCE = 500
# What a row is to the machine; people have no use for it.
_UNSHOWN = frozenset((
    "id", "uuid", "batch_id", "name_key", "email_key", "phone_key", "lead_id", "definitions_id",
    "recorded_at", "actor_id", "invitation_uid", "invitation_sequence",
    "wall_start",
))  # fmt: skip
# Columns whose text is a stored code.
_CODES = frozenset((
    "status", "state", "medium", "outcome", "origin", "part_in_decision", "reply", "precision",
    "said_yes_how", "degree", "status_reason", "close_reason", "criterion", "kind", "missed_by",
))  # fmt: skip


Shown: TypeAlias = str | datetime | date | None


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One field that a change wrote, with rows named as people know them.

    Times and days are handed out as such: how they are written is the screen's choice.
    """

    table: str
    field: str
    before: Shown
    after: Shown


def thing_in_words(
    connection: Connection, table_name: str, row_uuid: UUID, fields: Sequence[str]
) -> str:
    """Return fields of a row, or the row, as people know them, and whose they are."""
    table = TABLES[table_name]
    shown = (name.removesuffix("_id") for name in fields if name not in _UNSHOWN)
    of_row = ", ".join(f"“{label(name)}”" for name in dict.fromkeys(shown))
    whose = _whose(connection, table, row_uuid)
    if whose is None:
        return of_row or label(table_name).lower()
    owner, name = whose
    if not of_row and owner is table:
        return _("{thing} {name}").format(thing=label(table_name).lower(), name=name)
    thing = of_row or label(table_name).lower()
    return _("{thing} of {name}").format(thing=thing, name=name)


def _whose(connection: Connection, table: Table, row_uuid: UUID) -> tuple[Table, str] | None:
    """Return which lead, contact or company a row is or belongs to, with its name."""
    words = LogInWords(connection, ())
    for owner in (TABLES[one.__tablename__] for one in (Lead, Contact, Company)):
        if table is owner:
            return owner, words.name_of(owner, row_uuid)
        column = table.c.get(f"{owner.name}_id")
        if column is not None:
            key = connection.scalar(select(column).where(table.c.uuid == row_uuid))
            if key is not None:
                return owner, words.name_of(owner, key)
    return None


class LogInWords:
    """Turns entries of the log into what people read; asks for each name and row once."""

    def __init__(self, connection: Connection, entries: Sequence[Row[Any]]) -> None:
        self._connection = connection
        self._names: dict[tuple[str, UUID | int], str] = {}
        self._of_row: dict[UUID, list[Row[Any]]] = defaultdict(list)
        inserted: dict[str, list[UUID]] = defaultdict(list)
        for entry in entries:
            self._of_row[entry.row_uuid].append(entry)
            if entry.operation == "insert":
                inserted[entry.table_name].append(entry.row_uuid)
        self._rows: dict[UUID, dict[str, Any]] = {}
        for name, uuids in inserted.items():
            self._read(TABLES[name], uuids)

    def _read(self, table: Table, uuids: Sequence[UUID]) -> None:
        for start in range(0, len(uuids), _AT_ONCE):
            some = table.c.uuid.in_(uuids[start : start + _AT_ONCE])
            for row in self._connection.execute(select(table).where(some)).mappings():
                self._rows[row["uuid"]] = dict(row)

    def member(self, member_uuid: UUID | None) -> str | None:
        """Return who somebody is; None for nobody."""
        if member_uuid is None:
            return None
        return self.name_of(TABLES[TeamMember.__tablename__], member_uuid)

    def details(self, entry: Row[Any]) -> list[DetailRow]:
        """Return the fields that one entry wrote."""
        before: JsonObject = entry.before or {}
        after: JsonObject = entry.after or {}
        if entry.operation == "insert":
            # That a mark was not set when the row came in is no news.
            inserted = self._as_inserted(entry).items()
            after = {name: value for name, value in inserted if value is not False}
        columns = [
            column
            for column in TABLES[entry.table_name].c
            if column.name not in _UNSHOWN and before.get(column.name) != after.get(column.name)
        ]
        return [
            DetailRow(
                label(entry.table_name),
                label(column.name.removesuffix("_id")),
                self._words(column, before.get(column.name)),
                self._words(column, after.get(column.name)),
            )
            for column in columns
        ]

    def _as_inserted(self, entry: Row[Any]) -> JsonObject:
        """Return a row as it was put in: what later entries say was there before, or is there."""
        first = dict(self._rows.get(entry.row_uuid, {}))
        known: set[str] = set()
        for later in self._of_row[entry.row_uuid]:
            if later.id > entry.id and later.operation != "insert":
                for name, value in (later.before or {}).items():
                    if name not in known:
                        first[name] = value
                        known.add(name)
        return first

    def _words(self, column: Column[Any], value: Any) -> Shown:
        """Word a value as the log writes it, or as a row holds it."""
        if value is None:
            return None
        target = target_of(column)
        if target is not None:
            return self.name_of(target, UUID(value) if isinstance(value, str) else value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        kind = column.type.python_type
        if kind in {datetime, date}:
            moment: Shown = kind.fromisoformat(value) if isinstance(value, str) else value
            return moment
        if column.name in _CODES:
            return label(str(value))
        return str(value)

    def name_of(self, table: Table, key: UUID | int) -> str:
        """Return what people call a row, by its UUID or id."""
        known = self._names.get((table.name, key))
        if known is None:
            known = self._names[table.name, key] = self._name(table, key)
        return known

    def _name(self, table: Table, key: UUID | int) -> str:
        row = table.c.uuid == key if isinstance(key, UUID) else table.c.id == key
        if table.name == Contact.__tablename__:
            held = self._connection.execute(select(table).where(row)).mappings().first()
            found: dict[str, Any] = {} if held is None else dict(held)
            parts = [str(found[name]) for name in ("first_name", "last_name") if found.get(name)]
            return " ".join(parts) or str(found.get("email") or found.get("phone") or _("gone"))
        name = self._connection.scalar(_name_query(table, row))
        return _("gone") if name is None else str(name)


def _name_query(table: Table, row: ColumnElement[bool]) -> Any:
    if table.name == "stage":
        return (
            select(StageDefinition.name)
            .join(Definitions, Definitions.id == StageDefinition.definitions_id)
            .join(table, table.c.id == StageDefinition.stage_id)
            .where(row)
            .order_by(Definitions.number.desc())
            .limit(1)
        )
    if table.name == Lead.__tablename__:
        return select(LeadCard.name).join(table, table.c.id == LeadCard.id).where(row)
    names = [table.c[name] for name in ("name", "number", "text", "wall_start") if name in table.c]
    return select(*(names[:1] or [table.c.id])).where(row)
