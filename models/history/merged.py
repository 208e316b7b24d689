"""Where rows went that were merged into others."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Table, select

from models.entities.people.duplicates import MergedRow
from models.entities.workspace.log import ChangeRow
from models.history.values import uuid_of

_AT_ONCE: Final = 500


def where_it_went(connection: Connection, row_uuid: UUID) -> UUID | None:
    """Return the row that one is part of since it was merged, None where it never was."""
    found: UUID | None = None
    gone = row_uuid
    while True:
        kept = connection.scalar(select(MergedRow.kept_uuid).where(MergedRow.gone_uuid == gone))
        if kept is None:
            return found
        found = gone = kept


def with_merged(connection: Connection, found: set[UUID]) -> set[UUID]:
    """Return rows with those that were merged into them: their history is one from then on."""
    new = found
    while new:
        rows = list(new)
        gone = {
            row
            for start in range(0, len(rows), _AT_ONCE)
            for row in connection.scalars(
                select(MergedRow.gone_uuid).where(
                    MergedRow.kept_uuid.in_(rows[start : start + _AT_ONCE])
                )
            )
        }
        new = gone - found
        found = found | new
    return found


def ids_merged_into(connection: Connection, table: Table, row_id: int) -> tuple[int, ...]:
    """Return the ids that rows had which were merged into one."""
    kept = uuid_of(connection, table, row_id)
    gone = with_merged(connection, {kept}) - {kept}
    if not gone:
        return ()
    held = ChangeRow.before["id"].as_integer()
    deleted = select(held).where(ChangeRow.row_uuid.in_(gone), ChangeRow.operation == "delete")
    return tuple(sorted(set(connection.scalars(deleted))))
