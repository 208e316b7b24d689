"""Imported rows as a whole: shown, hidden, swept away, and brought back.

Hiding and showing a batch is one row in `hidden_batch`, whatever its size. The rows themselves are
deleted (their image kept) and re-inserted in chunks, so that a person's save never waits long.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.workspace.exchange import ImportBatch
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import BatchImage, Change, ChangeRow
from models.errors import KnownError
from models.history.recording import log_entry
from models.history.standing import newest_entry, stands
from models.history.values import recorded_tables, referring_columns
from models.ids import LeadId
from models.language import gettext as _
from models.leads.cards import await_scores, refresh_cards
from models.storage.columns import JsonObject
from models.storage.schema import SCHEMA_REVISION
from models.storage.sqlite.search_index import unindex
from models.storage.visibility import forget_hidden_batches
from models.workspace import Workspace

CHUNK_ROWS = 500

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Kept = dict[str, set[int]]


class NotBroughtBackError(KnownError):
    """Rows of an undone import fit no more into what was done since; they stay away."""

    def __init__(self, file_name: str) -> None:
        super().__init__(
            _(
                "The import of {file} cannot be done again: since it was undone, a record that its "
                "rows belong to was merged or deleted, or the same keys came in with another file. "
                "Nothing was changed. Import the file anew; it finds what is there."
            ).format(file=file_name)
        )
        self.file_name = file_name


def hide(connection: Connection, batch_id: int, state: str) -> None:
    """Hide a batch from every query."""
    connection.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(state=state))
    if connection.scalar(select(HiddenBatch.id).where(HiddenBatch.batch_id == batch_id)) is None:
        connection.execute(insert(HiddenBatch).values(batch_id=batch_id))


def hide_batch(session: Session, batch_id: int, kept_leads: Iterable[LeadId]) -> list[JsonObject]:
    """Hide a batch because its import was undone; release what the kept leads need from it.

    Returns the log entries of the released rows.
    """
    connection = session.connection()
    kept = _needed_by(connection, batch_id, kept_leads)
    entries: list[JsonObject] = []
    for table in recorded_tables():
        ids = sorted(kept[table.name])
        for start in range(0, len(ids), CHUNK_ROWS):
            some = ids[start : start + CHUNK_ROWS]
            uuids = connection.execute(select(table.c.uuid).where(table.c.id.in_(some))).scalars()
            entries += [
                log_entry(table, row_uuid, "update", {"batch_id": batch_id}, {"batch_id": None})
                for row_uuid in uuids
            ]
            connection.execute(update(table).where(table.c.id.in_(some)).values(batch_id=None))
    hide(connection, batch_id, "undone")
    forget_hidden_batches(session)
    refresh_cards(session, kept["lead"])
    await_scores(connection, batch_id)
    return entries


def show_batch(session: Session, batch_id: int) -> None:
    """Show a batch whose rows are all in place."""
    connection = session.connection()
    connection.execute(delete(HiddenBatch).where(HiddenBatch.batch_id == batch_id))
    connection.execute(
        update(ImportBatch).where(ImportBatch.id == batch_id).values(state="published")
    )
    forget_hidden_batches(session)
    await_scores(connection, batch_id)


def worked_since(session: Session, batch_id: int) -> tuple[list[LeadId], list[str]]:
    """Return the imported leads that were worked since their import, and their names."""
    connection = session.connection()
    published = connection.scalar(
        select(func.min(Change.id)).where(Change.batch_id == batch_id, Change.kind == "do")
    )
    touched = _touched_rows(connection, batch_id, published or 0)
    leads = _leads_using(connection, touched)
    rows = connection.execute(
        select(LeadCard.id, LeadCard.name)
        .where(LeadCard.id.in_(leads), LeadCard.batch_id == batch_id)
        .order_by(LeadCard.name_key)
    ).all()
    return [LeadId(row.id) for row in rows], [row.name for row in rows]


def _touched_rows(connection: Connection, batch_id: int, published: int) -> Kept:
    """Return the batch's rows that a standing later change touched or built upon."""
    changed = (
        select(ChangeRow.row_uuid)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(Change.id > published, Change.batch_id.is_distinct_from(batch_id), stands())
    )
    touched: Kept = defaultdict(set)
    for table in recorded_tables():
        mine = table.c.batch_id == batch_id
        found = connection.execute(select(table.c.id).where(mine, table.c.uuid.in_(changed)))
        touched[table.name] |= set(found.scalars())
        for column in referring_columns(table):
            child = column.table.alias()
            # Rows that this import itself linked to its own are no work that came after it.
            since = or_(child.c.uuid.in_(changed), child.c.batch_id > batch_id)
            found = connection.execute(
                select(table.c.id)
                .join(child, child.c[column.name] == table.c.id)
                .where(mine, child.c.batch_id.is_distinct_from(batch_id), since)
                .distinct()
            )
            touched[table.name] |= set(found.scalars())
    return touched


def _leads_using(connection: Connection, touched: Kept) -> set[int]:
    """Return the leads that touched rows are, belong to, or are about."""
    leads = set(touched["lead"])
    lead = TABLES["lead"]
    for name, ids in touched.items():
        table = TABLES[name]
        if not ids:
            continue
        if "lead_id" in table.c:
            found = select(table.c.lead_id).where(table.c.id.in_(ids), table.c.lead_id.is_not(None))
        elif name in ("contact", "company"):
            found = select(lead.c.id).where(lead.c[f"{name}_id"].in_(ids))
        else:
            continue
        leads |= set(connection.execute(found).scalars())
    return leads


def _needed_by(connection: Connection, batch_id: int, leads: Iterable[LeadId]) -> Kept:
    """Return the batch's rows that these leads consist of or point at, and any row in use.

    A row that something outside of the batch points at stays as well, or the undo would leave a
    reference to nothing.
    """
    kept: Kept = defaultdict(set)
    kept["lead"] = set(leads)
    for table in recorded_tables():
        if "lead_id" in table.c and kept["lead"]:
            found = select(table.c.id).where(
                table.c.batch_id == batch_id, table.c.lead_id.in_(kept["lead"])
            )
            kept[table.name] |= set(connection.execute(found).scalars())
        for column in referring_columns(table):
            child = column.table
            foreign = or_(child.c.batch_id.is_(None), child.c.batch_id != batch_id)
            used = select(column).where(foreign, column.is_not(None))
            found = select(table.c.id).where(table.c.batch_id == batch_id, table.c.id.in_(used))
            kept[table.name] |= set(connection.execute(found).scalars())
    for table in reversed(recorded_tables()):
        for column in table.c:
            for key in column.foreign_keys:
                parent = key.column.table
                if kept[table.name] and "batch_id" in parent.c:
                    used = select(column).where(table.c.id.in_(kept[table.name]))
                    found = select(parent.c.id).where(
                        parent.c.batch_id == batch_id, parent.c.id.in_(used)
                    )
                    kept[parent.name] |= set(connection.execute(found).scalars())
    return kept


def sweep(workspace: Workspace, progress: Progress | None = None) -> int:
    """Delete the rows of undone and cancelled imports, in chunks; return how many went.

    Safe to be cut off at any moment: what is left stays hidden and goes the next time.
    """
    swept = 0
    with workspace.read() as session:
        batches = session.execute(
            select(ImportBatch.id, ImportBatch.state)
            .join(HiddenBatch, HiddenBatch.batch_id == ImportBatch.id)
            .where(ImportBatch.state.in_(("undone", "cancelled")))
        ).all()
        total = sum(
            session.connection().scalar(
                select(func.count()).select_from(table).where(table.c.batch_id == batch_id)
            )
            or 0
            for batch_id, _ in batches
            for table in recorded_tables()
        )
    for batch_id, state in batches:
        for table in reversed(recorded_tables()):
            while gone := _sweep_chunk(workspace, table, batch_id, keep_image=state == "undone"):
                swept += gone
                if progress is not None:
                    progress(swept, total)
        with workspace.write() as session:
            session.connection().execute(
                delete(HiddenBatch).where(HiddenBatch.batch_id == batch_id)
            )
    return swept


def _sweep_chunk(workspace: Workspace, table: Table, batch_id: int, *, keep_image: bool) -> int:
    with workspace.write() as session:
        connection = session.connection()
        rows = connection.execute(
            select(table).where(table.c.batch_id == batch_id).limit(CHUNK_ROWS)
        ).all()
        if not rows:
            return 0
        if keep_image:
            connection.execute(
                insert(BatchImage).values(
                    batch_id=batch_id,
                    table_name=table.name,
                    row_count=len(rows),
                    payload=_pack(rows),
                )
            )
        ids = [row.id for row in rows]
        if table.name == "lead":
            unindex(connection, ids)
        connection.execute(delete(table).where(table.c.id.in_(ids)))
        return len(rows)


def is_swept(session: Session, batch_id: int) -> bool:
    """Say whether some of a batch's rows exist only as images."""
    found = select(BatchImage.id).where(BatchImage.batch_id == batch_id).limit(1)
    return session.connection().scalar(found) is not None


def bring_back(workspace: Workspace, batch_id: int, progress: Progress | None = None) -> None:
    """Re-insert a swept batch's rows, still hidden, so that its undo can be redone.

    Refuses with `NotBroughtBackError` where something they point at went since, as by a merge, or
    where a key of theirs was given out again; what came back until then is swept again.
    """
    order = {table.name: place for place, table in enumerate(recorded_tables())}
    with workspace.write() as session:
        hide(session.connection(), batch_id, "undone")
        images = session.connection().execute(
            select(BatchImage.id, BatchImage.table_name).where(BatchImage.batch_id == batch_id)
        )
        waiting = sorted(images.all(), key=lambda row: (order[row.table_name], row.id))
    for done, row in enumerate(waiting, start=1):
        try:
            with workspace.write() as session:
                _restore_image(session, row.id)
        except IntegrityError as error:
            sweep(workspace)
            raise NotBroughtBackError(_file_of(workspace, batch_id)) from error
        if progress is not None:
            progress(done, len(waiting))


def _file_of(workspace: Workspace, batch_id: int) -> str:
    with workspace.read() as session:
        name = session.scalar(select(ImportBatch.file_name).where(ImportBatch.id == batch_id))
    return name or ""


def forget_images(workspace: Workspace) -> None:
    """Delete the images of undone imports that nobody can ask to have back any more.

    Redo reaches no further than undo, to the last migration, and ends with the next thing that the
    same person does; nothing of that ever comes back.
    """
    done = aliased(Change)
    lost = or_(
        Change.schema_revision != SCHEMA_REVISION,
        select(done.id)
        .where(
            done.kind == "do",
            done.actor_uuid.is_not_distinct_from(Change.actor_uuid),
            done.id > newest_entry("id"),
        )
        .exists(),
    )
    with workspace.write() as session:
        connection = session.connection()
        images = select(BatchImage.batch_id).distinct()
        gone = select(Change.batch_id).where(
            and_(Change.kind == "do", Change.batch_id.in_(images), lost)
        )
        connection.execute(delete(BatchImage).where(BatchImage.batch_id.in_(gone)))


def _restore_image(session: Session, image_id: int) -> None:
    connection = session.connection()
    row = connection.execute(select(BatchImage).where(BatchImage.id == image_id)).one()
    table = TABLES[row.table_name]
    values = _unpack(table, row.payload)
    connection.execute(insert(table), values)
    connection.execute(delete(BatchImage).where(BatchImage.id == image_id))
    if table.name == "lead":
        refresh_cards(session, [value["id"] for value in values])
    elif table.name == "stage_move":
        refresh_cards(session, {value["lead_id"] for value in values})


def _pack(rows: Iterable[Any]) -> bytes:
    def plain(value: object) -> object:
        if isinstance(value, datetime | date):
            return value.isoformat()
        return value.hex if isinstance(value, UUID) else value

    table = [[plain(value) for value in row] for row in rows]
    return zlib.compress(json.dumps(table).encode(), 6)


def _unpack(table: Table, payload: bytes) -> list[dict[str, Any]]:
    readers: dict[type, Callable[[Any], Any]] = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        UUID: UUID,
    }
    kinds = [readers.get(column.type.python_type) for column in table.c]
    names = [column.name for column in table.c]
    return [
        {
            name: value if value is None or reader is None else reader(value)
            for name, reader, value in zip(names, kinds, row, strict=True)
        }
        for row in json.loads(zlib.decompress(payload))
    ]
