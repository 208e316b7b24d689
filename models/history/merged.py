"""Where rows went that were merged into others."""

from uuid import UUID

from sqlalchemy import Connection, select

from models.entities.people.duplicates import MergedRow


def where_it_went(connection: Connection, row_uuid: UUID) -> UUID | None:
    """Return the row that one is part of since it was merged, None where it never was."""
    found: UUID | None = None
    gone = row_uuid
    while True:
        kept = connection.scalar(select(MergedRow.kept_uuid).where(MergedRow.gone_uuid == gone))
        if kept is None:
            return found
        found = gone = kept
