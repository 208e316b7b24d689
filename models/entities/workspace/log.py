"""The change log: append-only, and itself outside undo."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, new_uuid
from models.storage.columns import Json, JsonObject


class Device(Base):
    """The one row that names this copy of the workspace."""

    __tablename__ = "device"

    uuid: Mapped[UUID] = mapped_column(unique=True, default=new_uuid)


class Change(Base):
    """One domain verb that was carried out, undone or redone.

    Attributes
    ----------
    kind
        `do`, `undo` or `redo`; the latter two name their `target_id`. Whether a change stands is
        the kind of the latest entry that targets it, so nothing here is ever rewritten.
    clock
        Hybrid logical clock: milliseconds since 1970 in the upper bits, a counter in the lower 16.
    arguments
        The verb's arguments with rows named by UUID; the label people read is rendered from it.
    """

    __tablename__ = "change"
    constraints = (Index(None, "actor_uuid", "id"),)

    uuid: Mapped[UUID] = mapped_column(unique=True, default=new_uuid)
    device_uuid: Mapped[UUID]
    clock: Mapped[int] = mapped_column(BigInteger)
    actor_uuid: Mapped[UUID | None]
    schema_revision: Mapped[str]
    kind: Mapped[str]
    verb: Mapped[str]
    arguments: Mapped[JsonObject]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(BigInteger, default=None)


class ChangeRow(Base):
    """One row that a change inserted, updated or deleted, named by its UUID.

    An insert is logged by key; its image is saved in `before` by the change that deletes it.
    Foreign keys inside `before` and `after` are UUIDs too, so the log means the same in any file.
    Rows that an import brought in are logged as a whole by their batch (`Change.batch_id`).
    """

    __tablename__ = "change_row"
    constraints = (Index(None, "row_uuid", "change_id"), Index(None, "change_id"))

    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"))
    table_name: Mapped[str]
    row_uuid: Mapped[UUID]
    operation: Mapped[str]
    before: Mapped[JsonObject | None] = mapped_column(Json)
    after: Mapped[JsonObject | None] = mapped_column(Json)


class BatchImage(Base):
    """A compressed piece of an undone import's rows, kept as long as it can be redone."""

    __tablename__ = "batch_image"

    batch_id: Mapped[int] = mapped_column(BigInteger, index=True)
    table_name: Mapped[str]
    row_count: Mapped[int]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
