"""What an import leaves as people changed it here, and shows; also what they change while it loads.

Loading may take minutes, and what a file changes of known rows is made at its very end.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select

from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.moves import StageMove
from models.entities.workspace.exchange import ImportBatch
from models.entities.workspace.log import Change, ChangeRow
from models.leads.cards import leads_showing

# Columns that follow another one; what is said of that one is enough.
_MADE_OF_OTHERS = frozenset(("email_key", "phone_key"))


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field that was changed here since the last import, and that the file would change back."""

    line: int
    lead: str
    field: str
    here: str
    in_file: str


def is_worth_showing(field: str) -> bool:
    """Say whether people hear of a field that was kept; not of one that follows another."""
    return field not in _MADE_OF_OTHERS


def shown(value: object) -> str:
    """Return a value of a field in words."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def changed_meanwhile(connection: Connection, begun_after: int) -> dict[UUID, set[str]]:
    """Return, by row, the fields that people changed since an import began, undoing included."""
    changed: dict[UUID, set[str]] = defaultdict(set)
    found = connection.execute(
        select(ChangeRow.row_uuid, ChangeRow.after)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(
            ChangeRow.change_id > begun_after,
            ChangeRow.operation == "update",
            Change.batch_id.is_(None),
        )
    )
    for row_uuid, after in found:
        changed[row_uuid].update(after or {})
    return changed


def lead_name(connection: Connection, table: str, row_id: int) -> str:
    """Return what the lead is called that a row is about, the first where there are several."""
    leads = leads_showing(connection, table, [row_id])
    found = select(LeadCard.name).where(LeadCard.id == min(leads, default=0))
    return connection.scalar(found) or ""


def drop_moves(connection: Connection, batch_id: int, lead_id: int) -> None:
    """Leave out the moves of a list of leads towards a stage that a lead is not to enter now."""
    kind = select(ImportBatch.kind).where(ImportBatch.id == batch_id)
    if connection.scalar(kind) == "leads":
        moves = TABLES[StageMove.__tablename__]
        theirs = (moves.c.batch_id == batch_id, moves.c.lead_id == lead_id)
        connection.execute(delete(moves).where(*theirs))
