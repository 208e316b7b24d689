"""Every mutation is a domain verb, and every verb is in the change log.

`@verb` marks the functions that may change rows. While one runs, each flush of its session writes
what it did into the log; a flush outside of a verb is a bug and raises `UnrecordedChangeError`. A
verb that calls another is one change, under the outer verb's name.
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

from sqlalchemy import Table, event, func, insert, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from models import ids
from models.clock import Clock, next_clock, utc_now
from models.entities import (
    Appointment,
    Attendee,
    Campaign,
    Change,
    ChangeRow,
    Channel,
    Company,
    Contact,
    CustomField,
    Deal,
    Device,
    Forecast,
    Lead,
    PreparationItem,
    Recorded,
    Scenario,
    Stage,
    StageMove,
    Task,
    TeamMember,
)
from models.history.values import encode, uuid_of
from models.leads.cards import leads_shown_by, refresh_cards
from models.storage.columns import JsonObject
from models.topics import Topic

P = ParamSpec("P")
R = TypeVar("R")

ENTITY_BY_ID: dict[Any, type[Recorded]] = {
    ids.MemberId: TeamMember,
    ids.CompanyId: Company,
    ids.ContactId: Contact,
    ids.LeadId: Lead,
    ids.ChannelId: Channel,
    ids.CampaignId: Campaign,
    ids.StageId: Stage,
    ids.StageMoveId: StageMove,
    ids.TaskId: Task,
    ids.AppointmentId: Appointment,
    ids.AttendeeId: Attendee,
    ids.PreparationId: PreparationItem,
    ids.DealId: Deal,
    ids.ScenarioId: Scenario,
    ids.ForecastId: Forecast,
    ids.CustomFieldId: CustomField,
}

VERBS: dict[str, Callable[..., Any]] = {}


class UnrecordedChangeError(RuntimeError):
    """Rows were about to change outside of any domain verb; this is a bug in the caller."""


@dataclass
class Recording:
    """What one session's changes are recorded under."""

    actor_id: ids.MemberId | None
    schema_revision: str
    clock: Clock = utc_now
    verb: str | None = None
    arguments: Callable[[], JsonObject] = dict
    change_id: int | None = None
    topics: set[Topic] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session) -> "Recording":
        """Return the recording of a session that was opened for writing."""
        recording = session.info.get("recording")
        if not isinstance(recording, cls):
            raise UnrecordedChangeError("this session was not opened for writing")
        return recording


def now(session: Session) -> Any:
    """Return the present instant by the session's clock."""
    return Recording.of(session).clock()


def acting_member(session: Session) -> ids.MemberId | None:
    """Return who is on duty in this session."""
    return Recording.of(session).actor_id


def verb(
    function: Callable[Concatenate[Session, P], R],
) -> Callable[Concatenate[Session, P], R]:
    """Mark a function as a domain verb: the only kind of function that may change rows."""
    signature = inspect.signature(function)

    @functools.cache
    def hints() -> dict[str, Any]:
        return get_type_hints(function)

    @functools.wraps(function)
    def carry_out(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        recording = Recording.of(session)
        if recording.verb is not None:
            return function(session, *args, **kwargs)
        bound = signature.bind(session, *args, **kwargs)
        recording.verb = function.__name__
        recording.change_id = None
        recording.arguments = lambda: _arguments(session, bound.arguments, hints())
        try:
            result = function(session, *args, **kwargs)
            session.flush()
            if recording.leads:
                refresh_cards(session, recording.leads)
                recording.leads.clear()
        finally:
            recording.verb = None
        return result

    VERBS[function.__name__] = carry_out
    return carry_out


def _arguments(session: Session, given: dict[str, Any], hints: dict[str, Any]) -> JsonObject:
    """Write a verb's arguments for the log: rows by UUID, other values as JSON can hold them."""
    written: JsonObject = {}
    for name, value in list(given.items())[1:]:
        entity = _entity_of(hints.get(name))
        if value is None:
            continue
        if entity is not None:
            written[name] = uuid_of(session.connection(), _table(entity), value).hex
        elif isinstance(value, str | int | float | bool):
            written[name] = value
        else:
            written[name] = str(value)
    return written


def _entity_of(hint: Any) -> type[Recorded] | None:
    if hint in ENTITY_BY_ID:
        return ENTITY_BY_ID[hint]
    for part in getattr(hint, "__args__", ()):
        if part in ENTITY_BY_ID:
            return ENTITY_BY_ID[part]
    return None


def _table(entity: type[Any]) -> Table:
    table = entity.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{entity.__name__} is not mapped to a table")
    return table


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
    last = connection.execute(select(func.max(Change.clock))).scalar() or 0
    actor = recording.actor_id
    inserted = connection.execute(
        insert(Change).values(
            device_uuid=connection.execute(select(Device.uuid)).scalar_one(),
            clock=next_clock(last, recording.clock()),
            actor_uuid=None if actor is None else uuid_of(connection, _table(TeamMember), actor),
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


def log_entry(
    table: Table,
    row_uuid: UUID,
    operation: str,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
) -> JsonObject:
    """Return one row of the change log, still without its change."""
    return {
        "table_name": table.name,
        "row_uuid": row_uuid,
        "operation": operation,
        "before": before,
        "after": after,
    }


def write_entries(session: Session, change_id: int, entries: list[JsonObject]) -> None:
    """Append rows to the change log under one change."""
    if entries:
        session.connection().execute(
            insert(ChangeRow), [{"change_id": change_id, **entry} for entry in entries]
        )


def _refuse_unrecorded(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, Recorded) for row in touched) and Recording.of(session).verb is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")


def _record(session: Session, _context: UOWTransaction) -> None:
    entries = [
        *(_inserted(row) for row in session.new if isinstance(row, Recorded)),
        *(
            entry
            for row in session.dirty
            if isinstance(row, Recorded) and (entry := _updated(session, row)) is not None
        ),
        *(_deleted(session, row) for row in session.deleted if isinstance(row, Recorded)),
    ]
    if not entries:
        return
    recording = Recording.of(session)
    if recording.verb is None:
        raise UnrecordedChangeError("rows may only change inside a domain verb")
    if recording.change_id is None:
        recording.change_id = open_change(
            session, verb_name=recording.verb, arguments=recording.arguments()
        )
    write_entries(session, recording.change_id, entries)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Recorded):
            recording.topics.add(row.topic)
            recording.leads |= leads_shown_by(session.connection(), row)


def _inserted(row: Recorded) -> JsonObject:
    return log_entry(_table(type(row)), row.uuid, "insert")


def _updated(session: Session, row: Recorded) -> JsonObject | None:
    table = _table(type(row))
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = row._sa_instance_state  # type: ignore[attr-defined]  # noqa: SLF001
    for name in table.c.keys():  # noqa: SIM118 - a column collection iterates over columns
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        if not history.deleted:
            raise UnrecordedChangeError(f"{table.name}.{name} was set without having been read")
        before[name] = history.deleted[0]
        after[name] = history.added[0]
    if not after:
        return None
    connection = session.connection()
    return log_entry(
        table,
        row.uuid,
        "update",
        encode(connection, table, before),
        encode(connection, table, after),
    )


def _deleted(session: Session, row: Recorded) -> JsonObject:
    table = _table(type(row))
    values = {name: getattr(row, name) for name in table.c.keys()}  # noqa: SIM118
    return log_entry(table, row.uuid, "delete", encode(session.connection(), table, values))


def _refuse_bulk(state: ORMExecuteState) -> None:
    changes_rows = state.is_insert or state.is_update or state.is_delete
    if changes_rows and not state.execution_options.get("recorded_elsewhere"):
        raise UnrecordedChangeError("bulk statements would escape the change log")


def record_changes_of(session: Session, recording: Recording) -> None:
    """Make a session write its changes into the log under `recording`."""
    session.info["recording"] = recording
    event.listen(session, "before_flush", _refuse_unrecorded)
    event.listen(session, "after_flush", _record)
    event.listen(session, "do_orm_execute", _refuse_bulk)
