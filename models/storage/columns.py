"""Column types: instants in UTC, sixteen-byte UUIDs, JSON values."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Say what a value of this column is in Python."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into the stored UTC form."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored value its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Uuid16(TypeDecorator[UUID]):
    """A UUID in sixteen bytes: half the size of text, in the file and in its index."""

    impl = LargeBinary(16)
    cache_ok = True

    @property
    def python_type(self) -> type[UUID]:
        """Say what a value of this column is in Python."""
        return UUID

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        """Store the bytes."""
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        """Read the bytes back."""
        return None if value is None else UUID(bytes=value)


def stored_form(column: Column[Any]) -> Callable[[Any], Any] | None:
    """Return how the driver wants a column's values, or None where it takes them as they are.

    Big imports hand rows to the driver themselves: the same forms at a fifth of the cost.
    """
    kind = column.type
    if isinstance(kind, Uuid16):
        # Of bytes the driver first asks what else they could be.
        return lambda value: None if value is None else bytearray(value)
    if isinstance(kind, Boolean):
        return lambda value: None if value is None else int(value)
    if isinstance(kind, Instant):
        return _stored_instant
    if isinstance(kind, Date):
        return lambda value: None if value is None else value.isoformat()
    if isinstance(kind, JSON):
        return _JsonTexts().text_of
    return None


class _JsonTexts:
    """Writes values as JSON; one that many rows share, once.

    It serves one column of rows that stay while it does, so that an id means one value.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def text_of(self, value: Any) -> str | None:
        """Return the stored form of a value."""
        if value is None:
            return None
        text = self._texts.get(id(value))
        if text is None:
            text = self._texts[id(value)] = json.dumps(value)
        return text


def _stored_instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    return written_instant(value if value.tzinfo is UTC else value.astimezone(UTC))


@lru_cache(maxsize=10_000)
def written_instant(instant: datetime) -> str:
    """Write an instant in UTC as its column holds it.

    The rows of one lead, and whole days, name the same ones.
    """
    return instant.isoformat(" ", "microseconds").removesuffix("+00:00")


Json = JSON(none_as_null=True)
JsonObject = dict[str, Any]
