"""Imports of dated history: 300,000 moves of 60,000 leads, one row a move, from file to rates."""

import csv
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from app.importing.columns.planning import plan_import
from app.importing.process import import_in_child
from app.importing.request import ImportRequest
from models.history.undo.steps import undo
from models.workspace import open_workspace
from tests.benchmarks.figure import Figure, peak_memory

LEADS = 60_000
STAGES = ("MQL", "Responded", "Interested", "SQL", "Appointment")
MOVES = LEADS * len(STAGES)


def figures() -> Iterator[Figure]:
    """Import moves in the order of time, as a system that logs them exports them; undo them."""
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-bench-"))
    try:
        path = write_moves(folder / "moves.csv")
        with closing(open_workspace(folder / "workspace.db")) as workspace:
            began = time.perf_counter()
            plan = plan_import(workspace, path)
            request = ImportRequest(path, plan.mapping)
            with peak_memory() as memory:
                outcome = import_in_child(workspace.path, request, lambda *_: None, lambda: False)
            took = time.perf_counter() - began
            if outcome.report.rows != MOVES or outcome.report.errors:
                raise RuntimeError(f"not all moves came in: {outcome.report}")
            yield Figure(f"import of {MOVES:,} moves of {LEADS:,} leads", took, "s", 60.0)
            yield Figure("its peak memory, all processes", memory.megabytes, "MB")
            began = time.perf_counter()
            with workspace.write() as session:
                undo(session, None)
            yield Figure("undo of all of them", (time.perf_counter() - began) * 1000, "ms")
    finally:
        shutil.rmtree(folder)


def write_moves(path: Path) -> Path:
    """Write the file of moves and return its path."""
    chance = Random(11)
    rows = []
    for lead in range(LEADS):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(700 * 1440))
        for stage in STAGES:
            rows.append((f"L{lead:06}", stage, at))
            at += timedelta(minutes=chance.randrange(60, 20 * 1440))
    rows.sort(key=lambda row: row[2])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("lead key", "stage", "time"))
        writer.writerows((key, stage, at.isoformat()) for key, stage, at in rows)
    return path
