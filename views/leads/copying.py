"""Rows of the list as a table for other programs: text with tabs, and HTML."""

import html
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from views.leads.columns import ListColumn

if TYPE_CHECKING:
    from models.leads.lists.listing import LeadRow

_FORMULA = re.compile(r"[=+\-@\t\r]")
# Phone numbers and negative numbers begin like formulas and are none.
_NUMBER = re.compile(r"[+-]?[\d\s().,/-]+")
_BREAKS = re.compile(r"[\t\r\n]+")


def safe_cell(text: str) -> str:
    r"""Return a cell that no spreadsheet takes for a formula, on one line.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("+44 20 7946"), safe_cell("a\tb")
    ("'=HYPERLINK(1)", '+44 20 7946', 'a b')
    """
    guarded = _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
    line = _BREAKS.sub(" ", text)
    return f"'{line}" if guarded else line


def as_table(rows: "Sequence[LeadRow]", columns: Sequence[ListColumn], now: datetime) -> QMimeData:
    """Return rows under their headings, as plain text and as HTML."""
    cells = [[column.title for column in columns]]
    cells += ([safe_cell(column.write(row, now)) for column in columns] for row in rows)
    mime = QMimeData()
    mime.setText("\n".join("\t".join(line) for line in cells))
    lines = (
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(("th", *("td",) * len(rows)), cells, strict=True)
    )
    mime.setHtml(f"<table>{''.join(lines)}</table>")
    return mime
