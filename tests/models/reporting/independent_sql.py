"""What the tests of reports ask the file itself, without any code of the reports."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.reporting.asked import Asked

ASKED = Asked(date(2026, 6, 11), date(2026, 10, 20), "Europe/Berlin")
FROM, UNTIL = "2026-06-10 22:00:00", "2026-10-20 22:00:00"
"""The same period as text in UTC, written by hand: summer time holds at both ends."""
IN_PERIOD = "BETWEEN '2026-06-10 22:00:00' AND '2026-10-20 22:00:00'"
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MEANS = """
    JOIN stage_definition d ON d.stage_id = m.to_stage_id AND d.definitions_id =
        (SELECT id FROM definitions ORDER BY number DESC LIMIT 1)
"""
STAGES = ("mql", "sql", "appointment", "held", "client")


@dataclass
class Told:
    """A workspace to read reports of, and the file to ask without them."""

    session: Session
    file: sqlite3.Connection

    def rows(self, *sql: str) -> list[Any]:
        """Return the rows of a query, which may come in parts."""
        return self.file.execute(" ".join(sql)).fetchall()

    def counts(self, *sql: str) -> dict[str, int]:
        """Return a count by group, groups as text."""
        return {"" if group is None else str(group): count for group, count in self.rows(*sql)}


def instant(text: str | None) -> datetime:
    """Return the moment that a text of the file means."""
    assert text is not None
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nonzero(counts: dict[str, int]) -> dict[str, int]:
    """Return the groups that have any."""
    return {group: count for group, count in counts.items() if count}


def tally(facts: Any, told: Told, measure: str) -> dict[str, int]:
    """Return what a report counts, by group."""
    found = facts.tally(told.session)
    return nonzero({group: counts[measure] for group, counts in found.items()})


def has_reached(meaning: str) -> str:
    """Return the condition that a lead once came to a stage with a meaning."""
    since = "WHERE m.lead_id = lead.id AND m.voided = 0 AND d.meaning ="
    return " ".join(("EXISTS (SELECT 1 FROM stage_move m", MEANS, since, repr(meaning), ")"))
