"""The short last step of an import: what was loaded becomes visible, under one change."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, select, update
from sqlalchemy.orm import Session

from models.definitions.current import stage_of_strays
from models.entities.definitions.fields import CustomField
from models.entities.every import TABLES
from models.entities.leads.leads import Lead
from models.entities.workspace.exchange import ImportBatch, StagedUpdate
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import Change
from models.errors import KnownError
from models.history.batches import CHUNK_ROWS
from models.history.recording import log_entry, open_change, write_entries
from models.history.values import encode
from models.history.verbs import Recording
from models.ids import ChangeId
from models.intake.loading.batch import Batch, RemovedMeanwhileError, told_where_removed
from models.intake.loading.kept import (
    KeptField,
    changed_meanwhile,
    drop_moves,
    is_worth_showing,
    lead_name,
    shown,
)
from models.intake.loading.namesakes import Namesakes, following, give_names
from models.language import gettext as _
from models.leads.cards import await_scores, leads_showing, refresh_cards
from models.storage.columns import JsonObject
from models.storage.sqlite.search_index import index_pending
from models.storage.visibility import forget_hidden_batches
from models.topics import Topic
from models.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: every row of the file is in one of created, updated, skipped, errors.

    `duplicates` counts the rows whose contact was known already, whatever was done with them.
    """

    rows: int
    created: int
    updated: int
    skipped: int
    duplicates: int
    errors: int
    kept_here: tuple[KeptField, ...] = ()

    def counts(self) -> JsonObject:
        """Return the numbers alone, as they are printed and kept with the batch."""
        return {name: value for name, value in asdict(self).items() if name != "kept_here"}


class StageDroppedError(KnownError):
    """The definitions dropped a stage while a file that uses it was being read."""

    def __init__(self, stage: str) -> None:
        super().__init__(
            _(
                "The definitions dropped the stage “{stage}” while the file was being read, so "
                "nothing of it was taken in. Import it again."
            ).format(stage=stage)
        )
        self.stage = stage


@dataclass(frozen=True, slots=True)
class Published:
    """The change that shows a batch, and what of it gave way to what people changed meanwhile."""

    change_id: ChangeId
    kept: tuple[KeptField, ...]


def publish(session: Session, batch: Batch, file_name: str, report: ImportReport) -> Published:
    """Show a loaded batch, make its staged changes, and log both as one change.

    What people changed while it was loaded stays as they left it, and what they made under the
    same name takes the place of the file's. Refuses with `StageDroppedError` where the definitions
    dropped a stage of it, and with `RemovedMeanwhileError` where something it points at is gone.
    """
    connection = session.connection()
    _refuse_undone(connection, batch)
    change_id = open_change(
        session,
        verb_name="import_file",
        arguments={"file_name": file_name, **report.counts()},
        batch_id=batch.id,
    )
    connection.execute(delete(HiddenBatch).where(HiddenBatch.batch_id == batch.id))
    # Shown first: what the batch brings counts towards the scores of the leads it changes.
    forget_hidden_batches(session)
    with told_where_removed():
        kept = _apply_staged(session, connection, batch, change_id, give_names(session, batch))
    await_scores(connection, batch.id)
    connection.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch.id)
        .values(state="published", published_at=batch.workspace.clock(), report=report.counts())
    )
    Recording.of(session).topics.update(Topic)
    dropped = stage_of_strays(session)
    if dropped is not None:
        raise StageDroppedError(dropped)
    return Published(ChangeId(change_id), tuple(kept))


def _refuse_undone(connection: Connection, batch: Batch) -> None:
    """Refuse where an import was undone meanwhile: rows of the file may have been found in it."""
    undone = select(Change.id).where(
        Change.id > batch.begun_after, Change.kind == "undo", Change.batch_id.is_not(None)
    )
    if connection.scalar(undone.limit(1)) is not None:
        raise RemovedMeanwhileError


def _apply_staged(
    session: Session,
    connection: Connection,
    batch: Batch,
    change_id: int,
    namesakes: Namesakes,
) -> list[KeptField]:
    staged = connection.execute(
        select(StagedUpdate.table_name, StagedUpdate.row_id, StagedUpdate.wanted)
        .where(StagedUpdate.batch_id == batch.id)
        .order_by(StagedUpdate.id)
    ).all()
    # Several rows of the file may change the same row; the last one counts.
    merged: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for table_name, row_id, values in staged:
        if row_id not in namesakes.get(table_name, ()):
            merged[table_name, row_id] |= following(namesakes, table_name, values)
    by_table: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for (table_name, row_id), values in merged.items():
        by_table[table_name][row_id] = values
    theirs = _Theirs(connection, batch)
    leads: set[int] = set()
    for table_name, rows in by_table.items():
        ids = sorted(rows)
        for start in range(0, len(ids), CHUNK_ROWS):
            some = {row_id: rows[row_id] for row_id in ids[start : start + CHUNK_ROWS]}
            _update_rows(connection, table_name, some, change_id, theirs)
        leads |= leads_showing(connection, table_name, ids)
    refresh_cards(session, leads)
    connection.execute(delete(StagedUpdate).where(StagedUpdate.batch_id == batch.id))
    return theirs.kept


class _Theirs:
    """What people changed while a batch was loaded, and what of the batch gave way to it."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self._connection = connection
        self._batch = batch
        self._changed = changed_meanwhile(connection, batch.begun_after)
        self.kept: list[KeptField] = []

    def without(self, table: str, row: RowMapping, wanted: dict[str, Any]) -> dict[str, Any]:
        """Return what is left to change of a row; the rest is noted."""
        theirs = self._changed.get(row["uuid"], set()) & wanted.keys()
        if not theirs:
            return wanted
        if table == CustomField.__tablename__:
            # Values of the file are on its list; those that people added stay on it.
            both = (*row["choices"]["choices"], *wanted["choices"]["choices"])
            return {**wanted, "choices": {"choices": list(dict.fromkeys(both))}}
        line = self._batch.line_of(table, row["id"])
        lead = lead_name(self._connection, table, row["id"])
        self.kept += (
            KeptField(line, lead, name, shown(row[name]), shown(wanted[name]))
            for name in sorted(theirs)
            if is_worth_showing(name)
        )
        if table == Lead.__tablename__ and "stage_id" in theirs:
            drop_moves(self._connection, self._batch.id, row["id"])
        return {name: value for name, value in wanted.items() if name not in theirs}


def _update_rows(
    connection: Connection,
    table_name: str,
    rows: dict[int, dict[str, Any]],
    change_id: int,
    theirs: _Theirs,
) -> None:
    table = TABLES[table_name]
    entries: list[JsonObject] = []
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    current = connection.execute(select(table).where(table.c.id.in_(rows))).mappings().all()
    if len(current) < len(rows):
        raise RemovedMeanwhileError
    for row in current:
        wanted = typed(table_name, rows[row["id"]])
        differing = {name: value for name, value in wanted.items() if row[name] != value}
        differing = theirs.without(table_name, row, differing)
        if not differing:
            continue
        entries.append(
            log_entry(
                table,
                row["uuid"],
                "update",
                encode(connection, table, {name: row[name] for name in differing}),
                encode(connection, table, differing),
            )
        )
        by_fields[tuple(sorted(differing))].append({"of_row": row["id"], **differing})
    for fields, values in by_fields.items():
        connection.execute(
            update(table)
            .where(table.c.id == bindparam("of_row"))
            .values({name: bindparam(name) for name in fields}),
            values,
        )
    write_entries(connection, change_id, entries)


def plain(values: dict[str, Any]) -> JsonObject:
    """Write values as JSON for the staging table; ids stay ids, this never leaves the file."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def typed(table_name: str, values: JsonObject) -> dict[str, Any]:
    """Read staged values back as what their columns hold."""
    columns = TABLES[table_name].c
    return {
        name: columns[name].type.python_type.fromisoformat(value)
        if isinstance(value, str) and hasattr(columns[name].type.python_type, "fromisoformat")
        else value
        for name, value in values.items()
    }


def index_new_leads(workspace: Workspace) -> int:
    """Put the texts of new leads into the search index, in chunks; return how many."""
    done = 0
    while True:
        with workspace.write() as session:
            some = index_pending(session.connection(), CHUNK_ROWS)
        if some == 0:
            return done
        done += some
