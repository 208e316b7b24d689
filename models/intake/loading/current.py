"""What matched rows hold now, and what a file may change of them.

A field that a person changed here since the last import that set it is left alone, and shown.
"""

from typing import Any

from sqlalchemy.orm import Session

from models.intake.known import changed_here, rows_by_id, rows_of
from models.intake.loading.batch import Batch
from models.intake.loading.kept import KeptField, is_worth_showing, shown
from models.intake.loading.publishing import plain
from models.intake.loading.waiting import Row

_BELONGING = ("stage_move", "qualification_answer", "custom_value", "deal", "external_key")


class CurrentRows:
    """The rows that a chunk of records matched, as they are and as they will be."""

    def __init__(self, batch: Batch, kept: list[KeptField] | None = None) -> None:
        self._batch = batch
        self._rows: dict[tuple[str, int], Row] = {}
        self._belonging: dict[tuple[str, int], list[Row]] = {}
        self._changed: dict[Any, set[str]] = {}
        self.kept: list[KeptField] = [] if kept is None else kept

    def fetch(self, session: Session, lead_ids: set[int], contact_ids: set[int]) -> None:
        """Read the rows that this chunk's records matched, in a few queries.

        They may be of the chunk before, so that one has to be in the file first.
        """
        if not lead_ids and not contact_ids:
            return
        self._batch.settle()
        # What the session has read until now was read before that.
        session.rollback()
        leads = rows_by_id(session, "lead", lead_ids)
        contacts = {row["contact_id"] for row in leads.values() if row["contact_id"] is not None}
        companies = {row["company_id"] for row in leads.values() if row["company_id"] is not None}
        found = {
            "lead": leads,
            "contact": rows_by_id(session, "contact", contacts.union(contact_ids)),
            "company": rows_by_id(session, "company", companies),
        }
        for table, rows in found.items():
            for row_id, row in rows.items():
                self._rows.setdefault((table, row_id), row)
        uuids = {row["uuid"] for rows in found.values() for row in rows.values()}
        for table in _BELONGING:
            grouped = rows_of(session, table, "lead_id", leads)
            for lead_id in leads:
                self._belonging[table, lead_id] = grouped.get(lead_id, [])
            uuids |= {row["uuid"] for rows in grouped.values() for row in rows}
        self._changed |= changed_here(session, uuids)

    def ids(self, table: str) -> list[int]:
        """Return which rows of a table were matched so far."""
        return [row_id for name, row_id in self._rows if name == table]

    def row(self, table: str, row_id: int) -> Row | None:
        """Return a row as it stands, with what this import already wants of it."""
        return self._batch.waiting_row(table, row_id) or self._rows.get((table, row_id))

    def belonging(self, table: str, lead_id: int) -> list[Row]:
        """Return a lead's rows of one kind."""
        written = self._belonging.get((table, lead_id), [])
        return written + self._batch.waiting_rows_of(table, lead_id)

    def change(self, table: str, row: Row, wanted: Row, *, line: int, lead: str) -> bool:
        """Stage what differs from the row; say whether anything does.

        None means that the file does not say. What was changed here stays, and is noted.
        """
        # A row that is not written yet has no UUID; nobody can have changed it here.
        ours = self._changed.get(row.get("uuid"), set())
        accepted: Row = {}
        for name, value in wanted.items():
            here = row[name]
            if value is None or value == here:
                continue
            if name in ours or ("*" in ours and here is not None):
                if is_worth_showing(name):
                    self.kept.append(KeptField(line, lead, name, shown(here), shown(value)))
            else:
                accepted[name] = value
        if not accepted:
            return False
        row.update(accepted)
        if self._batch.waiting_row(table, row["id"]) is None:
            self._batch.stage_update(table, row["id"], plain(accepted), line=line)
        return True
