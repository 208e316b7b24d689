"""Writing a table of a kind whole, and noting up to where it went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exporting.tables import LeftOut, Query, query_of
from app.files import Cell, write_table
from models.entities.leads.leads import Lead
from models.entities.workspace.exchange import ExportRun
from models.entities.workspace.log import ChangeRow
from models.history.logged import newest_change
from models.language import gettext as _
from models.leads.lists.ordering import LeadPlan
from models.leads.lists.wanted import LeadFilter
from models.workspace import Workspace

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    kind: str
    path: Path
    rows: int
    left_out: "LeftOut | None" = None


def left_out_words(left_out: LeftOut) -> str:
    """Return who is not in an export for the mail tool, in words."""
    return _(
        "Left out: {blocked} who asked not to be e-mailed, {without_address} without an e-mail "
        "address."
    ).format(blocked=left_out.blocked, without_address=left_out.without_address)


def export(
    workspace: Workspace,
    kind: str,
    path: Path,
    *,
    since_last: bool = False,
    wanted: LeadFilter | None = None,
) -> Exported:
    """Write all rows of a kind, those changed since its last export, or those of wanted leads.

    The file appears whole or not at all; only then is the export noted, so that the next one
    since then misses nothing. An export of wanted leads is no full one and is not noted.
    """
    query = query_of(kind)
    with workspace.read() as session:
        newest = newest_change(session)
        since = last_export(session, kind) if since_last else None
        leads = None if wanted is None else LeadPlan(session, wanted).ids()
        count = write_table(path, _table(session, query, since, leads))
        left_out = None if query.left_out is None else query.left_out(session)
    if wanted is None:
        run = ExportRun(
            kind=kind, source=None, up_to_change_id=newest or None, written_at=workspace.clock()
        )
        with workspace.write() as session:
            session.add(run)
    return Exported(kind, path, count - 1, left_out)


def _table(
    session: Session, query: Query, since: int | None, leads: Any = None
) -> Iterator[list[Cell]]:
    wanted = query.select(session)
    if leads is not None:
        wanted = wanted.where(Lead.id.in_(leads))
    if since is not None:
        changed = select(ChangeRow.row_uuid).where(ChangeRow.change_id > since)
        wanted = wanted.where(query.changed(changed))
    yield list(wanted.selected_columns.keys())
    for row in session.execute(wanted.execution_options(yield_per=_AT_ONCE)):
        yield [_cell(value) for value in row]


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def last_export(session: Session, kind: str, source: str | None = None) -> int | None:
    """Return the newest change that the last export of a kind (to a source) was made after."""
    return session.scalar(
        select(ExportRun.up_to_change_id)
        .where(ExportRun.kind == kind, ExportRun.source.is_not_distinct_from(source))
        .order_by(ExportRun.id.desc())
        .limit(1)
    )
