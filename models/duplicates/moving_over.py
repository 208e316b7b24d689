"""What belonged to a row that goes: pointed at the row that stays, and what both have settled."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from models.duplicates.refusals import MergeRefusedError
from models.entities.base import Recorded
from models.entities.every import RECORDED, TABLES
from models.entities.people.duplicates import MergedRow
from models.entities.workspace.exchange import ImportBatch
from models.history.values import referring_columns
from models.language import gettext as _

E = TypeVar("E", bound=Recorded)


def refuse_during_import(session: Session) -> None:
    """Refuse while a file comes in: its rows may be about to point at the one that would go."""
    if session.scalar(select(ImportBatch.id).where(ImportBatch.state == "loading").limit(1)):
        raise MergeRefusedError(
            _("An import is running. Wait until it has ended, then merge these records.")
        )


def settle(
    session: Session,
    entity: type[E],
    column: Any,
    key: Callable[[E], Hashable],
    kept_id: int,
    gone_id: int,
    unwanted: Callable[[E, E], E],
) -> None:
    """Of two rows that could not both belong to the one that stays, delete the unwanted one.

    `unwanted` is given the row of the one that stays and that of the one that goes.
    """
    kept = {key(row): row for row in session.scalars(select(entity).where(column == kept_id))}
    for row in session.scalars(select(entity).where(column == gone_id)).all():
        rival = kept.get(key(row))
        if rival is not None:
            session.delete(unwanted(rival, row))
    session.flush()


def move_over(session: Session, kept: Recorded, gone: Recorded) -> None:
    """Point all that belonged to `gone` at `kept`, delete `gone`, and remember where it went."""
    table = TABLES[kept.__tablename__]
    for column in referring_columns(table):
        entity = RECORDED[column.table.name]
        for row in session.scalars(select(entity).where(column == gone.id)).all():
            setattr(row, column.name, kept.id)
    session.flush()
    _refuse_hidden(session, list(referring_columns(table)), gone.id)
    session.add(MergedRow(table_name=kept.__tablename__, kept_uuid=kept.uuid, gone_uuid=gone.uuid))
    session.delete(gone)
    session.flush()


def _refuse_hidden(session: Session, columns: list[Column[Any]], gone_id: int) -> None:
    """Refuse where rows still point there that no query shows: an undone import's, until swept."""
    for column in columns:
        found = select(column.table.c.id).where(column == gone_id).limit(1)
        if session.connection().scalar(found) is not None:
            raise MergeRefusedError(
                _(
                    "Rows of an import that was taken back still belong to this record. They are "
                    "being cleared away; try again in a minute."
                )
            )
