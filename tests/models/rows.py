"""A workspace's rows as plain values, to compare what was with what is."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, select
from sqlalchemy.orm import Session

from models.entities.every import TABLES
from models.entities.workspace.log import ChangeRow
from models.history.values import recorded_tables, target_of

Key = tuple[str, UUID]
Rows = dict[Key, dict[str, Any]]


def recorded_rows(session: Session) -> Rows:
    """Return every row with a history, by table and UUID."""
    connection = session.connection()
    return {
        (name, row.uuid): dict(zip(columns, row, strict=True))
        for name, columns, query in _all_of_each()
        for row in connection.execute(query)
    }


@lru_cache
def _all_of_each() -> tuple[tuple[str, tuple[str, ...], Select[Any]], ...]:
    """Return each table with its columns and a query: tests of undo ask thousands of times."""
    return tuple((table.name, tuple(table.c.keys()), select(table)) for table in recorded_tables())


def derived_rows(session: Session) -> dict[str, Any]:
    """Return what lists and searches are made of."""
    connection = session.connection()
    cards = connection.execute(select(TABLES["lead_card"]).order_by(TABLES["lead_card"].c.id))
    texts = connection.exec_driver_sql("SELECT rowid, search_text FROM lead_search ORDER BY rowid")
    numbers = connection.exec_driver_sql("SELECT rowid, pieces FROM lead_digits ORDER BY rowid")
    return {
        "lead_card": [tuple(row) for row in cards],
        "search": [tuple(row) for row in texts],
        "numbers": [tuple(row) for row in numbers],
    }


def assert_log_claims(session: Session, before: Rows, since_change: int) -> None:
    """Check that the log since a change says exactly what made the rows as they are now.

    What it says is carried out on the rows as they were; every old value must have been there, and
    what comes out must be the rows as they are, but for the contents of new ones.
    """
    after = recorded_rows(session)
    uuids = {(name, row["id"]): uuid for (name, uuid), row in (before | after).items()}
    rows = {key: _written(key[0], row, uuids) for key, row in before.items()}
    inserted: set[Key] = set()
    table = TABLES["change_row"]
    entries = session.connection().execute(
        select(table).where(ChangeRow.change_id > since_change).order_by(ChangeRow.id)
    )
    for entry in entries:
        key = (entry.table_name, entry.row_uuid)
        if entry.operation == "insert":
            assert key not in rows, f"{key} was logged as new and was there"
            inserted.add(key)
        elif entry.operation == "delete":
            assert key in rows or key in inserted, f"{key} was logged as gone and was not there"
            if key in rows:
                assert rows[key] == entry.before, f"the image of {key} is not what it was"
            rows.pop(key, None)
            inserted.discard(key)
        elif key in rows:
            old = {name: rows[key][name] for name in entry.before}
            assert old == entry.before, f"the log misremembers {key}"
            rows[key] |= entry.after
    assert inserted == after.keys() - rows.keys()
    assert rows == {key: _written(key[0], after[key], uuids) for key in rows}


def _written(
    table_name: str, row: dict[str, Any], uuids: dict[tuple[str, int], UUID]
) -> dict[str, Any]:
    """Write a row as the log does, which is spelled out here a second time on purpose."""

    def value(column: Column[Any], held: Any) -> Any:
        target = target_of(column)
        if held is not None and target is not None:
            return uuids[target.name, held].hex
        if isinstance(held, UUID):
            return held.hex
        return held.isoformat() if isinstance(held, datetime | date) else held

    columns = TABLES[table_name].c
    return {name: value(columns[name], held) for name, held in row.items()}
