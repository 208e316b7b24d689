"""What is asked again and again and hardly any change touches, kept for one session."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.entities.base import Recorded

T = TypeVar("T")

SNAPSHOT = "snapshot"
"""Marks a session that only reads, of a file that does not change under it."""
_MEMORY = "remembered"


def remembered_of(
    session: Session,
    kinds: tuple[type[Recorded], ...],
    key: Hashable,
    find: Callable[[], T],
) -> T:
    """Return what was found before, unless rows of these kinds changed in this session since.

    A session that only reads sees one moment of the file and asks once; any other one asks each
    time. What is found must be plain data, never rows.
    """
    recording = session.info.get("recording")
    if recording is None:
        if SNAPSHOT not in session.info:
            return find()
        stamp: tuple[int, ...] = ()
    else:
        pending = (*session.new, *session.dirty, *session.deleted)
        if any(isinstance(row, kinds) for row in pending):
            return find()
        stamp = tuple(recording.changed[kind] for kind in kinds)
    memory: dict[Hashable, tuple[Any, T]] = session.info.setdefault(_MEMORY, {})
    held = memory.get(key)
    if held is None or held[0] != stamp:
        held = memory[key] = (stamp, find())
    return held[1]


def forget(session: Session) -> None:
    """Forget everything: rows came back or went without this session having flushed them."""
    session.info.pop(_MEMORY, None)
