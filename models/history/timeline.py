"""A lead's history, read from the change log: who did what, when, and what was there before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Row, and_, or_, select
from sqlalchemy.orm import Session

from models.entities import (
    Change,
    ChangeRow,
    Lead,
)
from models.finding import existing
from models.history.labels import KnownNames, change_label
from models.history.standing import is_undone
from models.history.values import (
    TABLES,
    referring_columns,
    uuid_of,
)
from models.history.wording import DetailRow, LogInWords
from models.ids import LeadId

__all__ = ["DetailRow", "HistoryRow", "history_of_lead", "instant_of_clock"]

_CLOCK_COUNTER_BITS = 16


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
    shown = LogInWords(connection, [entry for some in entries.values() for entry in some])
    names: KnownNames = {}
    return tuple(
        HistoryRow(
            at=instant_of_clock(change.clock),
            actor=shown.member(change.actor_uuid),
            verb=change.verb,
            label=change_label(session, change, names),
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
    contact = _uuid_by_id(connection, "contact", lead.contact_id)
    company = _uuid_by_id(connection, "company", lead.company_id)
    found = {lead.uuid} | {uuid for uuid in (contact, company) if uuid is not None}
    appointments: dict[int, UUID] = {}
    for column in referring_columns(TABLES["lead"]):
        rows = _present(connection, column, [lead.id])
        found |= set(rows.values())
        if column.table.name == "appointment":
            appointments = rows
    for column in referring_columns(TABLES["appointment"]):
        found |= set(_present(connection, column, list(appointments)).values())
    if lead.contact_id is not None:
        wishes = TABLES["do_not_contact"].c.contact_id
        found |= set(_present(connection, wishes, [lead.contact_id]).values())
    gone = _gone(connection, _pointed("lead_id", [lead.uuid]))
    meetings = {*appointments.values(), *(uuid for name, uuid in gone if name == "appointment")}
    if contact is not None:
        about_contact = ChangeRow.table_name == "do_not_contact"
        gone |= _gone(connection, and_(about_contact, _pointed("contact_id", [contact])))
    if meetings:
        gone |= _gone(connection, _pointed("appointment_id", meetings))
    return found | {uuid for _name, uuid in gone}


def _uuid_by_id(connection: Connection, table_name: str, row_id: int | None) -> UUID | None:
    return None if row_id is None else uuid_of(connection, TABLES[table_name], row_id)


def _present(connection: Connection, column: Column[Any], ids: list[int]) -> dict[int, UUID]:
    """Return the rows that point at one of these ids."""
    child = column.table
    rows = connection.execute(select(child.c.id, child.c.uuid).where(column.in_(ids)))
    return {row.id: row.uuid for row in rows}


def _pointed(column: str, uuids: Iterable[UUID]) -> ColumnElement[bool]:
    held: ColumnElement[Any] = ChangeRow.before[column].as_string()
    return held.in_([uuid.hex for uuid in uuids])


def _gone(connection: Connection, condition: ColumnElement[bool]) -> set[tuple[str, UUID]]:
    """Return the rows whose image, taken when they were deleted, meets a condition."""
    deleted = select(ChangeRow.table_name, ChangeRow.row_uuid).where(
        ChangeRow.operation == "delete", condition
    )
    return {(row.table_name, row.row_uuid) for row in connection.execute(deleted)}
