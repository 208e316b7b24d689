"""Leads in the command field: the workspace's own search, asked in the background."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from views.shell import Command

if TYPE_CHECKING:
    from app.desk.window import Desk
    from models.leads.lists.listing import LeadRow
    from views.shell.commands import Found

_AT_MOST: Final = 6


def offer_leads(desk: "Desk") -> None:
    """Let the command field find leads by what was typed, and open their pages."""
    desk.window.top.field.find_with(partial(_find, desk))


def _find(desk: "Desk", typed: str, then: "Found") -> None:
    if not desk.runner.is_open:
        return

    def query(session: Any) -> "tuple[LeadRow, ...]":
        from models.leads.lists.listing import lead_window
        from models.leads.lists.wanted import LeadFilter, LeadOrder

        return lead_window(session, LeadFilter(search=typed), LeadOrder(), 0, _AT_MOST)

    def found(rows: "tuple[LeadRow, ...]") -> None:
        then([Command(_words(row), _("Lead"), partial(desk.show_lead, row.id)) for row in rows])

    desk.runner.read(query, found, lane="leads in the command field")


def _words(row: "LeadRow") -> str:
    company = "" if row.company == row.name else row.company
    return " · ".join(part for part in (row.name, company) if part)
