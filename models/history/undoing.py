"""Undo and redo: the inverse of what a change did, itself a change.

Undo is per actor and reaches back to the last migration. It is refused, with the rows and the
reason, where somebody has changed the same fields since, or built on a row that would go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.entities import Base, Change, ChangeRow, Lead, Recorded, TeamMember
from models.errors import KnownError
from models.history.batches import hide_batch, show_batch, worked_since
from models.history.labels import change_label
from models.history.recording import Recording, log_entry, open_change, write_entries
from models.history.standing import is_undone, newest_entry, stands
from models.history.values import (
    TABLES,
    decode,
    id_of,
    image,
    referring_columns,
    uuid_of,
)
from models.ids import ChangeId, LeadId, MemberId
from models.language import gettext as _
from models.leads.cards import refresh_cards
from models.storage import sqlite
from models.storage.schema import SCHEMA_REVISION
from models.topics import Topic

if TYPE_CHECKING:
    from models.storage.columns import JsonObject


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that was done since and stands in the way of an undo."""

    table_name: str
    row_uuid: str
    fields: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class UndoStep:
    """A change that its actor may undo or redo next, with the label people read."""

    change_id: ChangeId
    verb: str
    label: str


class UndoRefusedError(KnownError):
    """An undo would destroy what was done since; nothing was changed."""

    def __init__(self, label: str, conflicts: Sequence[Conflict]) -> None:
        first = conflicts[0]
        what = ", ".join(first.fields) or first.table_name.replace("_", " ")
        super().__init__(
            _(
                "“{label}” cannot be undone: {what} was changed since by “{since}”. "
                "Undo that one first."
            ).format(label=label, what=what, since=first.since)
        )
        self.conflicts = tuple(conflicts)


class WorkedSinceError(KnownError):
    """Leads of an import were worked since; undo can leave them out."""

    def __init__(self, step: UndoStep, leads: Sequence[LeadId], names: Sequence[str]) -> None:
        super().__init__(
            _(
                "{count} of the imported leads were worked since: {names}. Undo the rest and keep "
                "these, or leave the import as it is."
            ).format(
                count=len(names), names=", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            )
        )
        self.step = step
        self.leads = tuple(leads)


class PlaceTakenError(KnownError):
    """A row cannot come back: its name is taken, or what it belonged to is gone."""


class NothingToUndoError(KnownError):
    """There is no change left that this person could undo or redo."""


def next_undo(session: Session, actor: MemberId | None) -> UndoStep | None:
    """Return the latest standing change of this actor since the last migration."""
    change = session.scalar(
        select(Change).where(_own(session, actor), stands()).order_by(Change.id.desc()).limit(1)
    )
    return None if change is None else _step(session, change)


def next_redo(session: Session, actor: MemberId | None) -> UndoStep | None:
    """Return the change this actor undid last, unless they did something new since."""
    own = _own(session, actor)
    newest_do = select(func.coalesce(func.max(Change.id), 0)).where(Change.kind == "do", own)
    undone_by = newest_entry("id")
    change = session.scalar(
        select(Change)
        .where(Change.kind == "do", own, is_undone(), undone_by > newest_do.scalar_subquery())
        .order_by(undone_by.desc())
        .limit(1)
    )
    return None if change is None else _step(session, change)


def undo(
    session: Session,
    actor: MemberId | None,
    *,
    change_id: ChangeId | None = None,
    leave_out_worked: bool = False,
) -> UndoStep:
    """Undo this actor's latest change, or the one that is named.

    Refuses with `UndoRefusedError` where the same fields were changed since or a row that would go
    is in use, with `WorkedSinceError` where leads of an import were worked since (unless these are
    to be left out), and with `NothingToUndoError` where nothing is left.
    """
    # A refusal halfway leaves nothing behind, also where the caller goes on with the transaction.
    with session.connection().begin_nested():
        return _undo(session, _undoable(session, actor, change_id), leave_out_worked)


def _undo(session: Session, change: Change, leave_out_worked: bool) -> UndoStep:
    step = _step(session, change)
    source = _latest_entry(session, change.id, ("do", "redo")) or change
    entries = _entries(session, source)
    conflicts = _conflicts(session, source, entries)
    if change.batch_id is None:
        if conflicts:
            raise UndoRefusedError(step.label, conflicts)
        _invert(session, _open(session, change, "undo"), entries)
        return step
    kept, names = worked_since(session, change.batch_id)
    in_the_way = {conflict.row_uuid for conflict in conflicts}
    if (kept or in_the_way) and not leave_out_worked:
        names += [f"{c.table_name} ({', '.join(c.fields)})" for c in conflicts]
        raise WorkedSinceError(step, kept, names)
    new_id = _open(session, change, "undo")
    # First what it changed of others' rows: afterwards nothing of theirs points into the batch.
    _invert(session, new_id, [e for e in entries if e.row_uuid.hex not in in_the_way])
    write_entries(session, new_id, hide_batch(session, change.batch_id, kept))
    Recording.of(session).topics.update(Topic)
    return step


def _undoable(session: Session, actor: MemberId | None, change_id: ChangeId | None) -> Change:
    wanted = select(Change).where(_own(session, actor), stands())
    if change_id is not None:
        wanted = wanted.where(Change.id == change_id)
    change = session.scalar(wanted.order_by(Change.id.desc()).limit(1))
    if change is None:
        raise NothingToUndoError(_("There is nothing to undo."))
    return change


def redo(session: Session, actor: MemberId | None) -> UndoStep:
    """Do again what this actor undid last; refuses with `NothingToUndoError` or a conflict."""
    step = next_redo(session, actor)
    if step is None:
        raise NothingToUndoError(_("There is nothing to redo."))
    with session.connection().begin_nested():
        return _redo(session, step)


def _redo(session: Session, step: UndoStep) -> UndoStep:
    change = session.get_one(Change, step.change_id)
    source = _latest_entry(session, change.id, ("undo",))
    if source is None:
        raise NothingToUndoError(_("There is nothing to redo."))
    entries = _entries(session, source)
    conflicts = _conflicts(session, source, entries)
    if conflicts:
        raise UndoRefusedError(step.label, conflicts)
    new_id = _open(session, change, "redo")
    if change.batch_id is not None:
        show_batch(session, change.batch_id)
        Recording.of(session).topics.update(Topic)
    _invert(session, new_id, entries)
    return step


def _step(session: Session, change: Change) -> UndoStep:
    return UndoStep(ChangeId(change.id), change.verb, change_label(session, change))


def _own(session: Session, actor: MemberId | None) -> ColumnElement[bool]:
    """Return the condition that a change is this actor's and undo can still reach it."""
    connection = session.connection()
    members = TABLES[TeamMember.__tablename__]
    actor_uuid = None if actor is None else uuid_of(connection, members, actor)
    return and_(
        Change.actor_uuid.is_not_distinct_from(actor_uuid),
        Change.schema_revision == SCHEMA_REVISION,
    )


def _latest_entry(session: Session, target_id: int, kinds: tuple[str, ...]) -> Change | None:
    return session.scalar(
        select(Change)
        .where(Change.target_id == target_id, Change.kind.in_(kinds))
        .order_by(Change.id.desc())
        .limit(1)
    )


def _entries(session: Session, source: Change) -> list[ChangeRow]:
    return list(
        session.scalars(
            select(ChangeRow).where(ChangeRow.change_id == source.id).order_by(ChangeRow.id)
        )
    )


def _open(session: Session, change: Change, kind: str) -> int:
    return open_change(
        session,
        kind=kind,
        verb_name=change.verb,
        arguments=change.arguments,
        target_id=change.id,
        batch_id=change.batch_id,
    )


def _conflicts(session: Session, source: Change, entries: Sequence[ChangeRow]) -> list[Conflict]:
    """Return what stands in the way: fields that differ by now, and rows that others built on."""
    conflicts: list[Conflict] = []
    connection = session.connection()
    own_rows = {entry.row_uuid for entry in entries}
    last_values: dict[tuple[Any, str], Any] = {}
    for entry in entries:
        for name, value in (entry.after or {}).items():
            last_values[entry.row_uuid, name] = value
    for entry in entries:
        table = TABLES[entry.table_name]
        if entry.operation == "delete":
            continue
        now = image(connection, table, entry.row_uuid)
        if now is None:
            if not any(e.operation == "delete" and e.row_uuid == entry.row_uuid for e in entries):
                conflicts.append(_conflict(session, source, entry, ()))
            continue
        differing = tuple(
            name for name in entry.after or {} if now[name] != last_values[entry.row_uuid, name]
        )
        if differing:
            conflicts.append(_conflict(session, source, entry, differing))
        elif entry.operation == "insert":
            conflicts += _built_upon(session, source, entry, own_rows)
    return conflicts


def _built_upon(
    session: Session, source: Change, entry: ChangeRow, own_rows: set[Any]
) -> list[Conflict]:
    connection = session.connection()
    later = _standing_later(session, source, entry.row_uuid)
    if later is not None:
        return [Conflict(entry.table_name, entry.row_uuid.hex, (), change_label(session, later))]
    row_id = id_of(connection, TABLES[entry.table_name], entry.row_uuid)
    for column in referring_columns(TABLES[entry.table_name]):
        uuids = connection.execute(
            select(column.table.c.uuid).where(column == row_id).limit(len(own_rows) + 1)
        ).scalars()
        for found in uuids:
            if found not in own_rows:
                stranger = ChangeRow(table_name=column.table.name, row_uuid=found)
                return [_conflict(session, source, stranger, ())]
    return []


def _standing_later(session: Session, source: Change, row_uuid: UUID) -> Change | None:
    return session.scalar(
        select(Change)
        .join(ChangeRow, ChangeRow.change_id == Change.id)
        .where(ChangeRow.row_uuid == row_uuid, Change.id > source.id, stands())
        .order_by(Change.id.desc())
        .limit(1)
    )


def _conflict(
    session: Session, source: Change, entry: ChangeRow, fields: tuple[str, ...]
) -> Conflict:
    later = _standing_later(session, source, entry.row_uuid)
    since = _("another change") if later is None else change_label(session, later)
    return Conflict(entry.table_name, entry.row_uuid.hex, fields, since)


def _invert(session: Session, new_change_id: int, entries: Sequence[ChangeRow]) -> None:
    """Carry out the opposite of logged rows, newest first, and log that in turn."""
    connection = session.connection()
    sqlite.defer_foreign_keys(connection)
    written: list[JsonObject] = []
    leads: set[int] = set()
    try:
        for entry in reversed(entries):
            table = TABLES[entry.table_name]
            if entry.operation == "insert":
                leads |= _leads_of(session, entry)
                before = image(connection, table, entry.row_uuid)
                connection.execute(delete(table).where(table.c.uuid == entry.row_uuid))
                written.append(log_entry(table, entry.row_uuid, "delete", before))
            elif entry.operation == "delete":
                connection.execute(
                    insert(table).values(**decode(connection, table, entry.before or {}))
                )
                written.append(log_entry(table, entry.row_uuid, "insert", None, None))
                leads |= _leads_of(session, entry)
            else:
                values = decode(connection, table, entry.before or {})
                connection.execute(
                    update(table).where(table.c.uuid == entry.row_uuid).values(**values)
                )
                written.append(
                    log_entry(table, entry.row_uuid, "update", entry.after, entry.before)
                )
                leads |= _leads_of(session, entry)
    except (IntegrityError, LookupError) as error:
        raise PlaceTakenError(
            _(
                "This cannot be taken back as it was: something else has its place or its name "
                "now, or what it belonged to is gone. Undo that first."
            )
        ) from error
    write_entries(session, new_change_id, written)
    session.expire_all()
    refresh_cards(session, leads)


def _leads_of(session: Session, entry: ChangeRow) -> set[int]:
    """Note the topic of a row, and return the leads whose cards show it."""
    entity = _ENTITIES[entry.table_name]
    Recording.of(session).topics.add(entity.topic)
    connection = session.connection()
    table = TABLES[entry.table_name]
    row_id = id_of(connection, table, entry.row_uuid)
    if row_id is None:
        return set()
    if entity is Lead:
        return {row_id}
    found: set[int] = set()
    if entry.table_name in ("contact", "company"):
        column = TABLES["lead"].c[f"{entry.table_name}_id"]
        found |= set(
            connection.execute(select(TABLES["lead"].c.id).where(column == row_id)).scalars()
        )
    elif entry.table_name == "stage_move":
        found |= set(
            connection.execute(select(table.c.lead_id).where(table.c.id == row_id)).scalars()
        )
    return found


_ENTITIES: dict[str, type[Recorded]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Recorded)
}
