"""Writes what verbs do into the change log.

While a verb runs, each flush of its session writes what it did; a flush outside of a verb is a bug
and raises `UnrecordedChangeError`. A verb that calls another is one change, under the outer verb's
name.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, event, insert, select
from sqlalchemy import inspect as inspect_row
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import set_committed_value

from models.clock import next_clock
from models.entities.base import Recorded
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.workspace.log import Change, ChangeRow, Device
from models.history.arguments import table_of
from models.history.values import Keys, encode, encode_many, uuid_of
from models.history.verbs import Recording, UnrecordedChangeError
from models.leads.cards import leads_shown_by
from models.storage.columns import JsonObject
from models.storage.sqlite.many_rows import ready_rows
from models.storage.visibility import make_room


@cache
def _columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)


def open_change(
    session: Session,
    *,
    kind: str = "do",
    verb_name: str,
    arguments: JsonObject,
    target_id: int | None = None,
    batch_id: int | None = None,
) -> int:
    """Append an entry to the change log and return its id."""
    recording = Recording.of(session)
    connection = session.connection()
    # The clock never runs backwards, so the newest entry has the highest; no index is needed.
    newest = select(Change.clock).order_by(Change.id.desc()).limit(1)
    last = connection.execute(newest).scalar() or 0
    device, actor = _signature(session)
    inserted = connection.execute(
        insert(Change).values(
            device_uuid=device,
            clock=next_clock(last, recording.clock()),
            actor_uuid=actor,
            schema_revision=recording.schema_revision,
            kind=kind,
            verb=verb_name,
            arguments=arguments,
            target_id=target_id,
            batch_id=batch_id,
        )
    )
    key = inserted.inserted_primary_key
    if key is None:
        raise UnrecordedChangeError("the database gave no id for a change")
    return int(key[0])


def change_of_verb(session: Session) -> int:
    """Return the change that the running verb writes, opened where these are its first rows.

    Raises `UnrecordedChangeError` where no verb is running.
    """
    recording = Recording.of(session)
    if recording.verb is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")
    if recording.change_id is None:
        recording.change_id = open_change(
            session, verb_name=recording.verb, arguments=recording.arguments()
        )
    return recording.change_id


def _signature(session: Session) -> tuple[UUID, UUID | None]:
    """Return device and person that a change is signed with; neither is asked for twice."""
    recording = Recording.of(session)
    connection = session.connection()
    if recording.device is None:
        recording.device = connection.execute(select(Device.uuid)).scalar_one()
    actor = recording.actor_id
    if actor is not None and actor not in recording.actors:
        recording.actors[actor] = uuid_of(connection, table_of(TeamMember), actor)
    return recording.device, None if actor is None else recording.actors[actor]


def log_entry(
    table: Table,
    row_uuid: UUID,
    operation: str,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
) -> JsonObject:
    """Return one row of the change log, still without its change.

    Name and UUID are in the forms that the driver takes without looking for another.
    """
    return {
        "table_name": str(table.name),
        "row_uuid": row_uuid.bytes,
        "operation": operation,
        "before": before,
        "after": after,
    }


def write_entries(connection: Connection, change_id: int, entries: Sequence[JsonObject]) -> None:
    """Append rows, made by `log_entry`, to the change log under one change."""
    if entries:
        given = {"change_id": [change_id] * len(entries)}
        ready_rows(table_of(ChangeRow), entries, given).insert(connection)


def write_gathered(session: Session) -> None:
    """Write the rows of the log that were gathered; whoever reads the log in a verb does it first.

    Nothing is written where the transaction has failed.
    """
    recording = Recording.of(session)
    entries, recording.unwritten = recording.unwritten, []
    if recording.change_id is not None and session.is_active:
        write_entries(session.connection(), recording.change_id, entries)


def _prepare(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Refuse a flush outside of a verb, and write down what can't be asked once rows are gone."""
    touched = [row for row in session.new if isinstance(row, Recorded)]
    touched += [row for row in session.dirty if isinstance(row, Recorded)]
    deleted = [row for row in session.deleted if isinstance(row, Recorded)]
    if not touched and not deleted:
        return
    recording = Recording.of(session)
    if recording.verb is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")
    make_room(session, (row for row in touched if row in session.new))
    for row in deleted:
        table = table_of(type(row))
        values = {name: _stored(row, name) for name in _columns(table)}
        recording.deleted[row.uuid] = encode(session.connection(), table, values)
    if recording.change_id is None and (deleted or _changed(session, touched)):
        change_of_verb(session)


def _changed(session: Session, rows: list[Recorded]) -> bool:
    return any(row in session.new or session.is_modified(row) for row in rows)


def _stored(row: Recorded, name: str) -> Any:
    """Return what the database holds of a row that may have been changed before it was deleted."""
    value = getattr(row, name)
    old = list(inspect_row(row).attrs[name].history.deleted)
    return old[0] if old else value


def _record(session: Session, _context: UOWTransaction) -> None:
    recording = session.info["recording"]
    connection = session.connection()
    if recording.keys is None or recording.keys.connection is not connection:
        recording.keys = Keys(connection)
    keys = recording.keys
    entries = [
        *(_inserted(row) for row in session.new if isinstance(row, Recorded)),
        *(
            entry
            for row in session.dirty
            if isinstance(row, Recorded) and (entry := _updated(keys, row)) is not None
        ),
        *(_deleted(recording, row) for row in session.deleted if isinstance(row, Recorded)),
    ]
    if not entries:
        return
    if recording.change_id is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")
    recording.unwritten += entries
    if len(recording.unwritten) >= recording.entries_at_once:
        write_gathered(session)
    new = set(session.new)
    for row in (*new, *session.dirty, *session.deleted):
        if isinstance(row, Recorded):
            recording.topics.add(row.topic)
            recording.changed[type(row)] += 1
            # No lead can have pointed at a row that was not there.
            if row not in new or not isinstance(row, Contact | Company):
                recording.leads |= leads_shown_by(connection, row)


def _inserted(row: Recorded) -> JsonObject:
    # A column that was never set is NULL now; said here, or a later change would not know it.
    for name in _columns(table_of(type(row))):
        if name not in row.__dict__:
            set_committed_value(row, name, None)
    return log_entry(table_of(type(row)), row.uuid, "insert")


def _updated(keys: Keys, row: Recorded) -> JsonObject | None:
    table = table_of(type(row))
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect_row(row)
    unmodified = state.unmodified
    for name in _columns(table):
        if name in unmodified:
            continue
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        old, new = list(history.deleted), list(history.added)
        if not old:
            raise UnrecordedChangeError(f"{table.name}.{name} was set without having been read")
        before[name], after[name] = old[0], new[0]
    if not after:
        return None
    return log_entry(table, row.uuid, "update", *encode_many(keys, table, [before, after]))


def _deleted(recording: Recording, row: Recorded) -> JsonObject:
    return log_entry(table_of(type(row)), row.uuid, "delete", recording.deleted.pop(row.uuid))


def _refuse_bulk(state: ORMExecuteState) -> None:
    changes_rows = state.is_insert or state.is_update or state.is_delete
    if changes_rows and not state.execution_options.get("recorded_elsewhere"):
        raise UnrecordedChangeError("bulk statements would escape the change log")


def record_changes_of(session: Session, recording: Recording) -> None:
    """Make a session write its changes into the log under `recording`."""
    session.info["recording"] = recording
    event.listen(session, "before_flush", _prepare)
    event.listen(session, "after_flush", _record)
    event.listen(session, "do_orm_execute", _refuse_bulk)
