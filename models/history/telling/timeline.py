"""A lead's history, read from the change log: who did what, when, and what was there before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Row, and_, select
from sqlalchemy.orm import Session

from models.clock import milliseconds_of
from models.entities.every import TABLES
from models.entities.leads.leads import Lead
from models.entities.workspace.log import Change, ChangeRow
from models.finding import existing
from models.history.merged import with_merged
from models.history.standing import is_undone
from models.history.telling.labels import KnownNames, change_label
from models.history.telling.wording import DetailRow, LogInWords
from models.history.undo.lasting import UNTOLD
from models.history.values import referring_columns, uuid_of
from models.ids import ChangeId, LeadId

__all__ = [
    "DetailRow",
    "HistoryRow",
    "TimelineKind",
    "TimelinePage",
    "timeline_of_lead",
]

# Far below what SQLite takes as variables of one statement.
_AT_ONCE = 5000


class TimelineKind(StrEnum):
    """What an entry of a timeline is about, mainly."""

    MOVES = "moves"
    APPOINTMENTS = "appointments"
    TOUCHES = "touches"
    ANSWERS = "answers"
    EVENTS = "events"
    EDITS = "edits"


# A change may write into several tables; it is of the first of these kinds that it has to do with.
_KINDS: dict[TimelineKind, frozenset[str]] = {
    TimelineKind.MOVES: frozenset({"stage_move", "handoff"}),
    TimelineKind.APPOINTMENTS: frozenset(
        {"appointment", "attendee", "preparation_item", "outbox_message", "calendar_message"}
    ),
    TimelineKind.TOUCHES: frozenset({"touch", "task"}),
    TimelineKind.ANSWERS: frozenset({"qualification_answer"}),
    TimelineKind.EVENTS: frozenset({"interest_event"}),
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change that touched a lead."""

    at: datetime
    actor: str | None
    verb: str
    label: str
    details: tuple[DetailRow, ...]
    undone: bool
    kind: TimelineKind = TimelineKind.EDITS


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some entries, the newest first; `earlier` is where the next page begins, if there is one.

    `counts` says how many entries of each kind there are in all.
    """

    rows: tuple[HistoryRow, ...]
    earlier: ChangeId | None
    counts: dict[TimelineKind, int]


def timeline_of_lead(
    session: Session,
    lead_id: LeadId,
    *,
    kinds: Collection[TimelineKind] = (),
    before: ChangeId | None = None,
    limit: int | None = None,
) -> TimelinePage:
    """Return what was done with a lead, the newest first; of these kinds, before an entry.

    It holds the changes of the lead, of what belongs to it (moves, touches, answers, appointments
    and so on, also where that was undone), of its contact and company, and the import that brought
    it in. A change that was undone is marked, the undoing itself is not listed. Refuses a lead that
    does not exist.
    """
    lead = existing(session, Lead, lead_id)
    connection = session.connection()
    about = _rows_about(connection, lead)
    written = _tables_written(connection, about)
    batches = _batches_of(connection, lead)
    known = _changes(connection, set(written), batches)
    kind_of = {change_id: _kind(written.get(change_id, set())) for change_id in known}
    wanted = [
        change_id
        for change_id in known
        if (before is None or change_id < before) and (not kinds or kind_of[change_id] in kinds)
    ]
    shown = wanted if limit is None else wanted[:limit]
    counts = dict.fromkeys(TimelineKind, 0)
    for kind in kind_of.values():
        counts[kind] += 1
    return TimelinePage(
        rows=_worded(session, shown, about, kind_of),
        earlier=ChangeId(shown[-1]) if len(shown) < len(wanted) else None,
        counts=counts,
    )


def _worded(
    session: Session, ids: list[int], about: set[UUID], kind_of: dict[int, TimelineKind]
) -> tuple[HistoryRow, ...]:
    """Return these changes in words, the newest first."""
    connection = session.connection()
    table = ChangeRow.__table__
    entries: dict[int, list[Row[Any]]] = defaultdict(list)
    for some in _parts(ids):
        found = select(table).where(ChangeRow.change_id.in_(some)).order_by(ChangeRow.id)
        for entry in connection.execute(found):
            if entry.row_uuid in about:
                entries[entry.change_id].append(entry)
    changes = [
        row
        for some in _parts(ids)
        for row in session.execute(
            select(Change, is_undone().label("undone"))
            .where(Change.id.in_(some))
            .order_by(Change.id.desc())
        )
    ]
    words = LogInWords(connection, _with_later(connection, entries))
    names: KnownNames = {}
    return tuple(
        HistoryRow(
            at=_instant_of(change.clock),
            actor=words.member(change.actor_uuid),
            verb=change.verb,
            label=change_label(session, change, names),
            details=tuple(
                detail for entry in entries.get(change.id, ()) for detail in words.details(entry)
            ),
            undone=bool(undone),
            kind=kind_of[change.id],
        )
        for change, undone in changes
    )


def _with_later(connection: Connection, entries: dict[int, list[Row[Any]]]) -> list[Row[Any]]:
    """Return entries with those that came later: they say what a row held when it was put in."""
    inserted = {
        entry.row_uuid for some in entries.values() for entry in some if entry.operation == "insert"
    }
    shown = [entry for some in entries.values() for entry in some]
    known = {entry.id for entry in shown}
    later = [
        entry
        for some in _parts(list(inserted))
        for entry in connection.execute(
            select(ChangeRow.__table__).where(
                ChangeRow.row_uuid.in_(some), ChangeRow.operation != "insert"
            )
        )
        if entry.id not in known
    ]
    return sorted([*shown, *later], key=lambda entry: int(entry.id))


def _tables_written(connection: Connection, about: set[UUID]) -> dict[int, set[str]]:
    """Return every change that wrote one of these rows, with the tables they stand in."""
    written: dict[int, set[str]] = defaultdict(set)
    columns = select(ChangeRow.change_id, ChangeRow.table_name).distinct()
    for some in _parts(list(about)):
        for row in connection.execute(columns.where(ChangeRow.row_uuid.in_(some))):
            written[row.change_id].add(row.table_name)
    return written


def _changes(connection: Connection, ids: set[int], batches: set[int]) -> list[int]:
    """Return the changes that were carried out, those of imports included, the newest first."""
    done = select(Change.id).where(Change.kind == "do", Change.verb.not_in(UNTOLD))
    found = set(connection.scalars(done.where(Change.batch_id.in_(batches))))
    for some in _parts(list(ids)):
        found |= set(connection.scalars(done.where(Change.id.in_(some))))
    return sorted(found, reverse=True)


def _kind(tables: set[str]) -> TimelineKind:
    return next((kind for kind, own in _KINDS.items() if tables & own), TimelineKind.EDITS)


def _parts(values: Collection[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _instant_of(clock: int) -> datetime:
    return datetime.fromtimestamp(milliseconds_of(clock) / 1000, UTC)


def _batches_of(connection: Connection, lead: Lead) -> set[int]:
    """Return the imports that brought a lead in; one that let go of it is in its log."""
    found = {lead.batch_id} if lead.batch_id is not None else set()
    own = select(ChangeRow.before).where(
        ChangeRow.row_uuid.in_(with_merged(connection, {lead.uuid})),
        ChangeRow.before.is_not(None),
    )
    for before in connection.scalars(own):
        released = (before or {}).get("batch_id")
        if released is not None:
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
    gone = _gone(connection, _pointed("lead_id", with_merged(connection, {lead.uuid})))
    meetings = {*appointments.values(), *(uuid for name, uuid in gone if name == "appointment")}
    if contact is not None:
        about_contact = ChangeRow.table_name == "do_not_contact"
        people = with_merged(connection, {contact})
        gone |= _gone(connection, and_(about_contact, _pointed("contact_id", people)))
    if meetings:
        gone |= _gone(connection, _pointed("appointment_id", meetings))
    return with_merged(connection, found | {uuid for _name, uuid in gone})


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
