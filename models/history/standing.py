"""Whether a change stands: it does unless the newest entry that targets it undid it."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from models.entities.workspace.log import Change


def newest_entry(column: str) -> Any:
    """Return a column of the newest entry that undid or redid `Change`, as a subquery."""
    entry = aliased(Change)
    return (
        select(getattr(entry, column))
        .where(entry.target_id == Change.id)
        .order_by(entry.id.desc())
        .limit(1)
        .correlate(Change)
        .scalar_subquery()
    )


@cache
def is_undone() -> ColumnElement[bool]:
    """Return the condition that `Change` was undone and not redone since."""
    return func.coalesce(newest_entry("kind"), "do") == "undo"


@cache
def stands() -> ColumnElement[bool]:
    """Return the condition that `Change` is a verb that was carried out and still stands."""
    return (Change.kind == "do") & ~is_undone()
