"""What was done here goes back to the system that a team's leads came from."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exporting.back.cells import RowWriter
from app.exporting.back.changes import ChangedHere, changed_since, leads_showing
from app.exporting.back.layout import Layout, layout_of
from app.exporting.back.states import read_states
from app.exporting.writing import Exported, last_export
from app.files import Cell, write_table
from app.importing.columns.planning import remember
from models.definitions.current import stages
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.workspace.exchange import ExportRun, ImportBatch
from models.history.logged import newest_change
from models.workspace import Workspace

KIND = "leads"


def export_back(
    workspace: Workspace,
    source: str,
    path: Path,
    *,
    since_last: bool = True,
    with_new: bool = False,
) -> Exported:
    """Write the leads of a source that people changed here since the last export to it.

    One row a lead, under the source's own headers and in its words. Touches since then stand below
    the notes. `with_new` adds leads that were captured here and have no key there yet. Refuses a
    source whose headers are unknown. The file appears whole or not at all, and only then is the
    export noted.
    """
    with workspace.read() as session:
        newest = newest_change(session)
        layout = layout_of(session, source.strip())
        changed = None
        if since_last:
            changed = changed_since(session, last_export(session, KIND, layout.source) or 0)
        count = write_table(path, _rows(session, layout, changed, with_new=with_new))
    if layout.has_own_columns:
        # So that the file is read in the same way when it comes back.
        remember(workspace, layout.header, layout.mapping)
    run = ExportRun(
        kind=KIND,
        source=layout.source,
        up_to_change_id=newest or None,
        written_at=workspace.clock(),
    )
    with workspace.write() as session:
        session.add(run)
    return Exported(KIND, path, count - 1)


def _rows(
    session: Session, layout: Layout, changed: ChangedHere | None, *, with_new: bool
) -> Iterator[list[Cell]]:
    leads = _leads_of(session, layout, with_new=with_new)
    if changed is not None:
        news = leads_showing(session, changed)
        leads = {lead_id: key for lead_id, key in leads.items() if lead_id in news}
    writer = RowWriter(layout, stages(session))
    yield list(layout.header)
    for state in read_states(session, leads, changed):
        yield writer.cells(state)


def _leads_of(session: Session, layout: Layout, *, with_new: bool) -> dict[int, str | None]:
    """Return the leads that the source knows, with their keys there.

    A source without keys knows the leads that its files brought in.
    """
    newest_first = (
        select(ExternalKey.lead_id, ExternalKey.key)
        .where(ExternalKey.source == layout.source)
        .order_by(ExternalKey.id.desc())
    )
    leads: dict[int, str | None] = {row.lead_id: row.key for row in session.execute(newest_first)}
    files = select(ImportBatch.id).where(ImportBatch.source == layout.source)
    without_key: list[int] = []
    if with_new or not layout.has_source_key:
        without_key += session.scalars(select(Lead.id).where(Lead.batch_id.in_(files)))
    if with_new:
        without_key += session.scalars(select(Lead.id).where(Lead.batch_id.is_(None)))
    for lead_id in without_key:
        leads.setdefault(lead_id, None)
    return leads
