"""The list as it is shown, as a file: its leads, its order, its columns."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.exporting.writing import Exported
from app.files import Cell, write_table
from models.language import gettext as _
from models.leads.lists.listing import LeadRow, lead_rows
from models.leads.lists.ordering import LeadPlan
from models.leads.lists.showing import FIT, INTEREST, STAGE_AGE, columns_known
from models.leads.lists.wanted import LeadColumn, ViewContent
from models.vocabulary import label
from models.workspace import Workspace

_AT_ONCE = 1000
_ALL = 1 << 40


def export_view(
    workspace: Workspace, path: Path, content: ViewContent, usual: Sequence[str], at: datetime
) -> Exported:
    """Write the leads of a list under its columns, `usual` ones where it names none.

    The file appears whole or not at all. Columns that are gone are left out.
    """
    with workspace.read() as session:
        count = write_table(path, _table(session, content, content.columns or usual, at))
    return Exported("leads", path, count - 1)


def _table(
    session: Session, content: ViewContent, codes: Sequence[str], at: datetime
) -> Iterator[list[Cell]]:
    titles = {column.code: column.title for column in columns_known(session)}
    shown = [code for code in codes if code in titles]
    if LeadColumn.NAME not in shown:
        shown.insert(0, LeadColumn.NAME.value)
    yield [_("In stage, days") if code == STAGE_AGE else titles[code] for code in shown]
    ids = LeadPlan(session, content.wanted, at).window(content.order, 0, _ALL)
    for start in range(0, len(ids), _AT_ONCE):
        for row in lead_rows(session, ids[start : start + _AT_ONCE], shown, at):
            yield [_cell(_value(row, code, at)) for code in shown]


def _value(row: LeadRow, code: str, at: datetime) -> Any:
    match code:
        case LeadColumn.STATUS:
            return label(row.status)
        case _ if code in (*LeadColumn, FIT, INTEREST):
            return getattr(row, code)
        case _ if code == STAGE_AGE:
            return None if row.moved_at is None else (at - row.moved_at).days
    return row.more.get(code)


def _cell(value: Any) -> Cell:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case None | str() | int() | float():
            return value
    return str(value)
