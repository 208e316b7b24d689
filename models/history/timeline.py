"""A lead's history, read from the change log: who did what, when, and what was there before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import gettext as _
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, or_, select
from sqlalchemy.orm import Session

from models.entities import (
    Change,
    ChangeRow,
    Contact,
    Definitions,
    Lead,
    LeadCard,
    StageDefinition,
    TeamMember,
)
from models.finding import existing
from models.history.labels import change_label
from models.history.standing import is_undone
from models.history.values import TABLES, id_of, image, referring_columns, target_of
from models.ids import LeadId
from models.storage.columns import JsonObject
from models.vocabulary import label

_CLOCK_COUNTER_BITS = 16
# What a row is to the machine; people have no use for it.
_UNSHOWN = frozenset((
    "id", "uuid", "batch_id", "name_key", "email_key", "phone_key", "lead_id", "definitions_id",
    "recorded_at", "actor_id", "invitation_uid", "invitation_sequence",
))  # fmt: skip
# Columns whose text is a stored code.
_CODES = frozenset((
    "status", "state", "medium", "outcome", "origin", "part_in_decision", "reply", "precision",
    "said_yes_how", "degree", "status_reason", "close_reason", "criterion",
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


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change that touched a lead."""

    at: datetime
    actor: str | None
    verb: str
    label: str
    details: tuple[DetailRow, ...]
    undone: bool


def history_of_lead(session: Session, lead_id: LeadId) -> tuple[HistoryRow, ...]:
    """Return everything that was done with a lead, the newest first.

    It holds the changes of the lead, of what belongs to it (moves, touches, answers, appointments
    and so on, also where that was undone), of its contact and company, and the import that brought
    it in. A change that was undone is marked, the undoing itself is not listed. Refuses a lead that
    does not exist.
    """
    lead = existing(session, Lead, lead_id)
    connection = session.connection()
    rows = _rows_about(connection, lead)
    entries: dict[int, list[Row[Any]]] = defaultdict(list)
    table = ChangeRow.__table__
    for entry in connection.execute(
        select(table).where(ChangeRow.row_uuid.in_(rows)).order_by(ChangeRow.id)
    ):
        entries[entry.change_id].append(entry)
    batches = _batches_of(lead, (entry for some in entries.values() for entry in some))
    changes = session.execute(
        select(Change, is_undone().label("undone"))
        .where(Change.kind == "do", _among(list(entries), batches))
        .order_by(Change.id.desc())
    ).all()
    shown = _Shown(connection, entries)
    return tuple(
        HistoryRow(
            at=instant_of_clock(change.clock),
            actor=_actor(connection, change.actor_uuid),
            verb=change.verb,
            label=change_label(session, change),
            details=tuple(
                detail for entry in entries.get(change.id, ()) for detail in shown.details(entry)
            ),
            undone=bool(undone),
        )
        for change, undone in changes
    )


def instant_of_clock(clock: int) -> datetime:
    """Return the wall time inside a hybrid logical clock value."""
    return datetime.fromtimestamp((clock >> _CLOCK_COUNTER_BITS) / 1000, UTC)


def _among(change_ids: list[int], batches: set[int]) -> ColumnElement[bool]:
    return or_(Change.id.in_(change_ids), and_(Change.batch_id.in_(batches)))


def _batches_of(lead: Lead, entries: Iterable[Row[Any]]) -> set[int]:
    """Return the imports that brought a lead in; one that let go of it is in its log."""
    found = {lead.batch_id} if lead.batch_id is not None else set()
    for entry in entries:
        released = (entry.before or {}).get("batch_id")
        if entry.row_uuid == lead.uuid and released is not None:
            found.add(int(released))
    return found


def _rows_about(connection: Connection, lead: Lead) -> set[UUID]:
    """Return the UUIDs of the lead's row, of what belongs to it, and of whom it is about."""
    found = {lead.uuid}
    found |= _belonging(connection, TABLES[Lead.__tablename__], lead.id, lead.uuid)
    for column, row_id in (("contact", lead.contact_id), ("company", lead.company_id)):
        if row_id is not None:
            table = TABLES[column]
            uuid = connection.scalar(select(table.c.uuid).where(table.c.id == row_id))
            if uuid is not None:
                found.add(uuid)
    if lead.contact_id is not None:
        found |= _belonging(
            connection,
            TABLES[Contact.__tablename__],
            lead.contact_id,
            connection.scalar(select(Contact.uuid).where(Contact.id == lead.contact_id)),
            without=frozenset(("lead", "attendee")),
        )
    return found


def _belonging(
    connection: Connection,
    table: Table,
    row_id: int,
    row_uuid: UUID | None,
    without: frozenset[str] = frozenset(),
) -> set[UUID]:
    """Return rows that point at a row, and rows that did before they were deleted, all the way."""
    found: set[UUID] = set()
    for column in referring_columns(table):
        child = column.table
        if child.name in without or child is table:
            continue
        present = connection.execute(select(child.c.id, child.c.uuid).where(column == row_id)).all()
        for child_id, child_uuid in present:
            found.add(child_uuid)
            found |= _belonging(connection, child, child_id, child_uuid, without)
        if row_uuid is not None:
            found |= _gone(connection, child.name, column.name, row_uuid)
    return found


def _gone(connection: Connection, table: str, column: str, row_uuid: UUID) -> set[UUID]:
    pointed = ChangeRow.before[column].as_string() == row_uuid.hex
    return set(
        connection.execute(
            select(ChangeRow.row_uuid).where(
                ChangeRow.operation == "delete", ChangeRow.table_name == table, pointed
            )
        ).scalars()
    )


def _actor(connection: Connection, actor_uuid: UUID | None) -> str | None:
    if actor_uuid is None:
        return None
    found = connection.scalar(select(TeamMember.name).where(TeamMember.uuid == actor_uuid))
    return found or _("somebody who is gone")


class _Shown:
    """Turns log entries into what people read."""

    def __init__(self, connection: Connection, entries: dict[int, list[Row[Any]]]) -> None:
        self._connection = connection
        self._of_row: dict[UUID, list[Row[Any]]] = defaultdict(list)
        for some in entries.values():
            for entry in some:
                self._of_row[entry.row_uuid].append(entry)

    def details(self, entry: Row[Any]) -> list[DetailRow]:
        """Return the fields that one entry wrote."""
        before: JsonObject = entry.before or {}
        after: JsonObject = entry.after or {}
        if entry.operation == "insert":
            # That a mark was not set when the row came in is no news.
            inserted = self._as_inserted(entry).items()
            after = {name: value for name, value in inserted if value is not False}
        table = TABLES[entry.table_name]
        names = [
            column.name
            for column in table.c
            if column.name not in _UNSHOWN and before.get(column.name) != after.get(column.name)
        ]
        return [
            DetailRow(
                label(entry.table_name),
                label(name.removesuffix("_id")),
                self._words(table.c[name], before.get(name)),
                self._words(table.c[name], after.get(name)),
            )
            for name in names
        ]

    def _as_inserted(self, entry: Row[Any]) -> JsonObject:
        """Return a row as it was put in: what later entries say was there before, or is there."""
        table = TABLES[entry.table_name]
        first = dict(image(self._connection, table, entry.row_uuid) or {})
        known: set[str] = set()
        for later in self._of_row[entry.row_uuid]:
            if later.id > entry.id and later.operation != "insert":
                for name, value in (later.before or {}).items():
                    if name not in known:
                        first[name] = value
                        known.add(name)
        return first

    def _words(self, column: Column[Any], value: Any) -> Shown:
        if value is None:
            return None
        target = target_of(column)
        if target is not None:
            return self._name(target, UUID(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        kind = column.type.python_type
        if kind is datetime:
            return datetime.fromisoformat(value)
        if kind is date:
            return date.fromisoformat(value)
        if column.name in _CODES:
            return label(str(value))
        return str(value)

    def _name(self, table: Table, row_uuid: UUID) -> str:
        if table.name == "stage":
            return self._first(_stage_name(row_uuid))
        if table.name == "lead":
            return self._first(
                select(LeadCard.name)
                .join(Lead, Lead.id == LeadCard.id)
                .where(Lead.uuid == row_uuid)
            )
        if table.name == "contact":
            row = image(self._connection, table, row_uuid) or {}
            parts = [str(row[name]) for name in ("first_name", "last_name") if row.get(name)]
            return " ".join(parts) or str(row.get("email") or row.get("phone") or _("gone"))
        named = next(
            (table.c[name] for name in ("name", "number", "text") if name in table.c), None
        )
        if named is None:
            return str(id_of(self._connection, table, row_uuid) or _("gone"))
        return self._first(select(named).where(table.c.uuid == row_uuid))

    def _first(self, query: Any) -> str:
        found = self._connection.scalar(query)
        return _("gone") if found is None else str(found)


def _stage_name(row_uuid: UUID) -> Any:
    stage = TABLES["stage"]
    return (
        select(StageDefinition.name)
        .join(Definitions, Definitions.id == StageDefinition.definitions_id)
        .join(stage, stage.c.id == StageDefinition.stage_id)
        .where(stage.c.uuid == row_uuid)
        .order_by(Definitions.number.desc())
        .limit(1)
    )
