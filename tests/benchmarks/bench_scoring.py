"""Scores after a change of the rules: how long, whom it keeps waiting, and the list by grade."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from models.activity.interest import record_interest
from models.conditions.events import EVENT_KINDS
from models.definitions.versions.writing import current_draft, write_definitions
from models.ids import LeadId
from models.leads.lists.listing import lead_window
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.scoring.rescoring import rescore_all
from models.workspace import Workspace
from tests.benchmarks.bench_import import saving
from tests.benchmarks.figure import Figure, measure
from tests.benchmarks.many_leads import leads_wanted, make_workspace

LEADS = 100_000
EVENTS_PER_LEAD = 3
PAGE_ROWS = 100


def figures() -> Iterator[Figure]:
    """Score 100,000 leads anew after a change of the rules, alone and beside a person who saves."""
    leads = leads_wanted(LEADS)
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "leads.db", leads)
        _write_events(workspace.path, leads)
        _change_a_rule(workspace, "45")
        steps: list[int] = []
        began = time.perf_counter()
        scored = rescore_all(workspace, lambda done, _total: steps.append(done))
        took = time.perf_counter() - began
        if scored != leads or steps[-1] != leads:
            raise RuntimeError(f"{scored} of {leads} leads were scored")
        yield Figure(f"{leads:,} leads scored after a change of the rules", took, "s", 3.0)
        yield Figure("times that progress was told", len(steps), "")
        _change_a_rule(workspace, "30")
        with saving(workspace.path) as waits:
            rescore_all(workspace)
        if waits:
            yield Figure("longest save of a person meanwhile", max(waits), "ms", 500.0)
        best_first = LeadOrder(LeadColumn.GRADE, descending=True)

        def page() -> object:
            with workspace.read() as session:
                return lead_window(session, LeadFilter(), best_first, 0, PAGE_ROWS)

        yield Figure("a page sorted by grade", measure(page) * 1000, "ms", 50.0)
        numbers = iter(range(1, leads))

        def event() -> None:
            with workspace.write() as session:
                record_interest(session, LeadId(next(numbers)), "webinar")

        yield Figure("an event recorded and its lead scored", measure(event) * 1000, "ms", 100.0)
        workspace.close()


def _change_a_rule(workspace: Workspace, half_life_days: str) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        terms = draft.terms | {"half_life": half_life_days}
        write_definitions(session, replace(draft, terms=terms))


def _write_events(path: Path, leads: int) -> None:
    rng = Random(3)
    now = datetime.now(UTC)
    rows = (
        (
            number.to_bytes(16, "big"),
            rng.randrange(1, leads + 1),
            rng.choice(EVENT_KINDS),
            f"{now - timedelta(minutes=rng.randrange(60 * 24 * 200)):%Y-%m-%d %H:%M:%S}.000000",
        )
        for number in range(1, leads * EVENTS_PER_LEAD + 1)
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO interest_event (uuid, lead_id, kind, occurred_at, precision)"
            " VALUES (?, ?, ?, ?, 'instant')",
            rows,
        )
        connection.execute("COMMIT")
