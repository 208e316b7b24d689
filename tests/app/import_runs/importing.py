"""Files, imports and dumps that the tests of imports share."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, inspect, select, table, text

from app.importing.columns.planning import plan_import
from app.importing.request import ImportRequest
from app.importing.run import ImportOutcome, run_import
from models.entities.leads.leads import Lead
from models.entities.workspace.exchange import ImportBatch
from models.history.sweeping import bring_back, is_swept
from models.history.undo.steps import redo
from models.ids import MemberId
from models.intake.loading.publishing import index_new_leads
from models.intake.records import Duplicates
from models.workspace import Workspace

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"
# The change log and the bookkeeping of imports stand outside of undo; so does an inner table of
# the search, whose shape depends on the order of its entries.
_OUTSIDE_UNDO = {
    "change",
    "change_row",
    "import_batch",
    "hidden_batch",
    "batch_image",
    "remembered_mapping",
    "export_run",
}

Dump = dict[str, list[tuple[Any, ...]]]

HUBSPOT = (
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone Number",
    "Lifecycle Stage",
    "Create Date",
    "Lead Source",
)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a table and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def import_file(
    workspace: Workspace,
    path: Path,
    *,
    duplicates: Duplicates = Duplicates.UPDATE,
    actor_id: MemberId | None = None,
    preset: str | None = None,
    map_options: Sequence[str] = (),
    **options: Any,
) -> ImportOutcome:
    """Import a file as the command line does, its search index included."""
    plan = plan_import(workspace, path, preset=preset, map_options=map_options)
    request = ImportRequest(path, plan.mapping, duplicates, actor_id, **options)
    outcome = run_import(workspace, request)
    index_new_leads(workspace)
    return outcome


def dump(workspace: Workspace) -> Dump:
    """Return every row of the file that undo answers for, derived ones and the index included."""
    engine = workspace.engines()[1]
    names = [
        name
        for name in inspect(engine).get_table_names()
        if name not in _OUTSIDE_UNDO and not name.startswith(("lead_search_", "lead_digits_"))
    ]
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(_all_of(name))), key=repr)
            for name in names
        }


def _all_of(name: str) -> Select[Any]:
    return select(text("*")).select_from(table(name))


def counts(outcome: ImportOutcome) -> tuple[int, int, int, int, int, int]:
    """Return rows, created, updated, skipped, duplicates, errors."""
    report = outcome.report
    return (
        report.rows,
        report.created,
        report.updated,
        report.skipped,
        report.duplicates,
        report.errors,
    )


def people(count: int, first: int = 1) -> list[tuple[object, ...]]:
    """Return rows of HubSpot's table, of people who differ in everything."""
    return [
        (n, f"Given{n}", f"Family{n}", f"p{n}@acme.example", "", "", "2026-01-05", "SEO")
        for n in range(first, first + count)
    ]


def leads(workspace: Workspace) -> int:
    """Return how many leads a workspace shows."""
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(Lead)) or 0


def redo_after_sweep(workspace: Workspace) -> int:
    """Redo the newest import, its rows brought back where they were swept; return the leads."""
    with workspace.read() as session:
        batch_id = session.scalars(select(ImportBatch.id)).all()[-1]
        swept = is_swept(session, batch_id)
    if swept:
        bring_back(workspace, batch_id)
    with workspace.write() as session:
        redo(session, None)
    return leads(workspace)
