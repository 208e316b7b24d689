"""Values as they stood at a moment of the past, read back from the change log.

What a setter types in during the conversation is not known before it. Rows that an import brought
in are taken as the import gave them: their own past is not known.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import clock_at, milliseconds_of
from models.entities.definitions.fields import CustomValue
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.workspace.log import Change, ChangeRow
from models.storage.columns import JsonObject

_TABLES = tuple(one.__tablename__ for one in (Lead, Contact, Company, CustomValue))
# A lead that enters as it is captured enters a moment before its other rows are written.
_SAME_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Entry:
    at_ms: int
    is_insert: bool
    before: JsonObject


@dataclass(slots=True)
class Past:
    """What rows held before they were changed, the latest change first."""

    entries: dict[UUID, list[_Entry]] = field(default_factory=lambda: defaultdict(list))

    def before(self, row: UUID | None, name: str, at: datetime | None, now: Any) -> Any:
        """Return what a field held at an instant, in the form of the log where it differs.

        `now` is what it holds today; None as instant means today.
        """
        if row is None or at is None or row not in self.entries:
            return now
        limit = _millis(at)
        value = now
        for entry in self.entries[row]:
            if entry.at_ms <= limit:
                break
            value = entry.before.get(name, value)
        return value

    def was_there(self, row: UUID, at: datetime | None) -> bool:
        """Say whether a row was written by then, as far as the log tells."""
        if at is None or row not in self.entries:
            return True
        limit = _millis(at)
        return not any(entry.is_insert and entry.at_ms > limit for entry in self.entries[row])


def _millis(at: datetime) -> int:
    return milliseconds_of(clock_at(at + _SAME_MOMENT))


def past_of(session: Session, since: datetime | None) -> Past:
    """Return the past of leads, contacts, companies and own fields since an instant."""
    past = Past()
    if since is None:
        return past
    rows = session.execute(
        select(ChangeRow.row_uuid, ChangeRow.operation, ChangeRow.before, Change.clock)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(
            Change.clock > clock_at(since),
            ChangeRow.table_name.in_(_TABLES),
            ChangeRow.operation != "delete",
        )
        .order_by(ChangeRow.id.desc())
    )
    for uuid, operation, before, clock in rows:
        at_ms = milliseconds_of(clock)
        past.entries[uuid].append(_Entry(at_ms, operation == "insert", before or {}))
    return past
