"""The rows of imports that were undone or cancelled: swept away, and brought back by a redo.

They are deleted (their image kept) and inserted again in chunks, so that a person's save never
waits long.
"""

import json
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, delete, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from models.entities.every import TABLES
from models.entities.workspace.exchange import ImportBatch
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import BatchImage, Change
from models.errors import KnownError
from models.history.batches import CHUNK_ROWS, hide
from models.history.standing import newest_entry
from models.history.values import recorded_tables
from models.language import gettext as _
from models.leads.cards import refresh_cards
from models.storage.schema import SCHEMA_REVISION
from models.storage.sqlite.search_index import unindex
from models.workspace import Workspace

Progress = Callable[[int, int], None]


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
