"""The columns of the list of leads: their titles, widths, and what they write of a lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.language import gettext as _
from models.leads.wanted import LeadColumn
from models.vocabulary import label
from views.leads.wording import short_moment

if TYPE_CHECKING:
    from models.leads.listing import LeadRow

Writer = Callable[["LeadRow", datetime], str]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. Where the room is short, those with the highest `gives_way` are hidden first."""

    key: LeadColumn
    title: str
    write: Writer
    value: Callable[["LeadRow"], Any]
    pixels: int
    share: int
    gives_way: int
    at_right: bool = False


def list_columns() -> tuple[ListColumn, ...]:
    """Return the columns in the order of the table, their titles in the language of the screen."""
    key = LeadColumn
    return (
        ListColumn(
            key.NAME, _("Name"), lambda row, _now: row.name, lambda row: row.name, 150, 4, 0
        ),
        ListColumn(
            key.COMPANY, _("Company"), lambda row, _now: row.company, lambda row: row.company,
            130, 4, 1,
        ),
        ListColumn(
            key.STAGE, _("Stage"), lambda row, _now: row.stage, lambda row: row.stage, 104, 1, 0
        ),
        ListColumn(
            key.STATUS, _("Status"), lambda row, _now: label(row.status), lambda row: row.status,
            112, 1, 4,
        ),
        ListColumn(
            key.OWNER, _("Owner"), lambda row, _now: row.owner or "", lambda row: row.owner,
            110, 2, 3,
        ),
        ListColumn(
            key.CHANNEL, _("Channel"), lambda row, _now: row.channel or "",
            lambda row: row.channel, 100, 2, 5,
        ),
        ListColumn(
            key.CAPTURED_AT, _("Captured"), lambda row, now: short_moment(row.captured_at, now),
            lambda row: row.captured_at, 112, 0, 6, at_right=True,
        ),
        ListColumn(
            key.MOVED_AT, _("Last move"), _write_moved, lambda row: row.moved_at, 112, 0, 2,
            at_right=True,
        ),
    )  # fmt: skip


def _write_moved(row: "LeadRow", now: datetime) -> str:
    return "" if row.moved_at is None else short_moment(row.moved_at, now)
