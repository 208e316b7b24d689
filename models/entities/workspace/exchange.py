"""Bookkeeping of imports and exports; like the change log, outside undo."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base
from models.storage.columns import JsonObject


class ImportBatch(Base):
    """One import of one file; `state` is loading, published, undone or cancelled."""

    __tablename__ = "import_batch"

    uuid: Mapped[UUID] = mapped_column(unique=True)
    file_name: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    state: Mapped[str]
    started_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    report: Mapped[JsonObject | None]


class StagedUpdate(Base):
    """A change that a loading import wants to make to a visible row, applied when it publishes."""

    __tablename__ = "staged_update"

    batch_id: Mapped[int] = mapped_column(BigInteger, index=True)
    table_name: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigInteger)
    wanted: Mapped[JsonObject]


class RememberedMapping(Base):
    """How columns of a known header were mapped last time."""

    __tablename__ = "remembered_mapping"
    constraints = (UniqueConstraint("fingerprint"),)

    fingerprint: Mapped[str]
    mapping: Mapped[JsonObject]
    used_at: Mapped[datetime]


class ExportRun(Base):
    """An export, so that the next one can hold what changed since."""

    __tablename__ = "export_run"

    kind: Mapped[str]
    source: Mapped[str | None]
    up_to_change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    written_at: Mapped[datetime]
