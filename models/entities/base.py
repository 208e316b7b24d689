"""What every table shares, and what every table with a history shares."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Date, Index, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem
from uuid_utils import compat

from models.storage.columns import Instant, Json, JsonObject, Uuid16
from models.topics import Topic


def new_uuid() -> UUID:
    """Return a fresh time-ordered UUID; in order, so that its index grows at the end only."""
    return compat.uuid7()


class Base(DeclarativeBase):
    """Every table: an id that is never given out twice, and constraints with stable names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        date: Date(),
        UUID: Uuid16(),
        JsonObject: Json,
        str: String(),
    }
    constraints: ClassVar[tuple[SchemaItem, ...]] = ()

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - a declared attribute gets the class
        return (*cls.__dict__.get("constraints", ()), {"sqlite_autoincrement": True})


class Recorded(Base):
    """A table whose every change is in the change log and can be undone.

    `batch_id` names the import that brought the row in. It has no foreign key: the check would be
    paid on each of an import's rows, and batches are never deleted.
    """

    __abstract__ = True
    topic: ClassVar[Topic]

    uuid: Mapped[UUID] = mapped_column(unique=True, default=new_uuid, sort_order=-1)
    batch_id: Mapped[int | None] = mapped_column(BigInteger, default=None, sort_order=99)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - a declared attribute gets the class
        imported = text("batch_id IS NOT NULL")
        return (
            *cls.__dict__.get("constraints", ()),
            Index(None, "batch_id", sqlite_where=imported),
            {"sqlite_autoincrement": True},
        )
