"""Imported rows as a whole: hidden, shown, and what of them was worked since.

Hiding and showing a batch is one row in `hidden_batch`, whatever its size. What becomes of the rows
themselves is in `sweeping`.
"""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.workspace.exchange import ImportBatch
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import Change, ChangeRow
from models.history.recording import log_entry
from models.history.standing import stands
from models.history.values import recorded_tables, referring_columns
from models.ids import LeadId
from models.leads.cards import await_scores, refresh_cards
from models.storage.columns import JsonObject
from models.storage.visibility import forget_hidden_batches

CHUNK_ROWS = 500

Kept = dict[str, set[int]]


def hide(connection: Connection, batch_id: int, state: str) -> None:
    """Hide a batch from every query."""
    connection.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(state=state))
    if connection.scalar(select(HiddenBatch.id).where(HiddenBatch.batch_id == batch_id)) is None:
        connection.execute(insert(HiddenBatch).values(batch_id=batch_id))


def hide_batch(session: Session, batch_id: int, kept_leads: Iterable[LeadId]) -> list[JsonObject]:
    """Hide a batch because its import was undone; release what the kept leads need from it.

    Returns the log entries of the released rows.
    """
    connection = session.connection()
    kept = _needed_by(connection, batch_id, kept_leads)
    entries: list[JsonObject] = []
    for table in recorded_tables():
        ids = sorted(kept[table.name])
        for start in range(0, len(ids), CHUNK_ROWS):
            some = ids[start : start + CHUNK_ROWS]
            uuids = connection.execute(select(table.c.uuid).where(table.c.id.in_(some))).scalars()
            entries += [
                log_entry(table, row_uuid, "update", {"batch_id": batch_id}, {"batch_id": None})
                for row_uuid in uuids
            ]
            connection.execute(update(table).where(table.c.id.in_(some)).values(batch_id=None))
    hide(connection, batch_id, "undone")
    forget_hidden_batches(session)
    refresh_cards(session, kept["lead"])
    await_scores(connection, batch_id)
    return entries


def show_batch(session: Session, batch_id: int) -> None:
    """Show a batch whose rows are all in place."""
    connection = session.connection()
    connection.execute(delete(HiddenBatch).where(HiddenBatch.batch_id == batch_id))
    connection.execute(
        update(ImportBatch).where(ImportBatch.id == batch_id).values(state="published")
    )
    forget_hidden_batches(session)
    await_scores(connection, batch_id)


def worked_since(session: Session, batch_id: int) -> tuple[list[LeadId], list[str]]:
    """Return the imported leads that were worked since their import, and their names."""
    connection = session.connection()
    published = connection.scalar(
        select(func.min(Change.id)).where(Change.batch_id == batch_id, Change.kind == "do")
    )
    touched = _touched_rows(connection, batch_id, published or 0)
    leads = _leads_using(connection, touched)
    rows = connection.execute(
        select(LeadCard.id, LeadCard.name)
        .where(LeadCard.id.in_(leads), LeadCard.batch_id == batch_id)
        .order_by(LeadCard.name_key)
    ).all()
    return [LeadId(row.id) for row in rows], [row.name for row in rows]


def _touched_rows(connection: Connection, batch_id: int, published: int) -> Kept:
    """Return the batch's rows that a standing later change touched or built upon."""
    changed = (
        select(ChangeRow.row_uuid)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(Change.id > published, Change.batch_id.is_distinct_from(batch_id), stands())
    )
    touched: Kept = defaultdict(set)
    for table in recorded_tables():
        mine = table.c.batch_id == batch_id
        found = connection.execute(select(table.c.id).where(mine, table.c.uuid.in_(changed)))
        touched[table.name] |= set(found.scalars())
        for column in referring_columns(table):
            child = column.table.alias()
            # Rows that this import itself linked to its own are no work that came after it.
            since = or_(child.c.uuid.in_(changed), child.c.batch_id > batch_id)
            found = connection.execute(
                select(table.c.id)
                .join(child, child.c[column.name] == table.c.id)
                .where(mine, child.c.batch_id.is_distinct_from(batch_id), since)
                .distinct()
            )
            touched[table.name] |= set(found.scalars())
    return touched


def _leads_using(connection: Connection, touched: Kept) -> set[int]:
    """Return the leads that touched rows are, belong to, or are about."""
    leads = set(touched["lead"])
    lead = TABLES["lead"]
    for name, ids in touched.items():
        table = TABLES[name]
        if not ids:
            continue
        if "lead_id" in table.c:
            found = select(table.c.lead_id).where(table.c.id.in_(ids), table.c.lead_id.is_not(None))
        elif name in ("contact", "company"):
            found = select(lead.c.id).where(lead.c[f"{name}_id"].in_(ids))
        else:
            continue
        leads |= set(connection.execute(found).scalars())
    return leads


def _needed_by(connection: Connection, batch_id: int, leads: Iterable[LeadId]) -> Kept:
    """Return the batch's rows that these leads consist of or point at, and any row in use.

    A row that something outside of the batch points at stays as well, or the undo would leave a
    reference to nothing.
    """
    kept: Kept = defaultdict(set)
    kept["lead"] = set(leads)
    for table in recorded_tables():
        if "lead_id" in table.c and kept["lead"]:
            found = select(table.c.id).where(
                table.c.batch_id == batch_id, table.c.lead_id.in_(kept["lead"])
            )
            kept[table.name] |= set(connection.execute(found).scalars())
        for column in referring_columns(table):
            child = column.table
            foreign = or_(child.c.batch_id.is_(None), child.c.batch_id != batch_id)
            used = select(column).where(foreign, column.is_not(None))
            found = select(table.c.id).where(table.c.batch_id == batch_id, table.c.id.in_(used))
            kept[table.name] |= set(connection.execute(found).scalars())
    for table in reversed(recorded_tables()):
        for column in table.c:
            for key in column.foreign_keys:
                parent = key.column.table
                if kept[table.name] and "batch_id" in parent.c:
                    used = select(column).where(table.c.id.in_(kept[table.name]))
                    found = select(parent.c.id).where(
                        parent.c.batch_id == batch_id, parent.c.id.in_(used)
                    )
                    kept[parent.name] |= set(connection.execute(found).scalars())
    return kept
