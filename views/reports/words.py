"""The words around a list of what was counted, and an answer as a table for other programs."""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import label
from views.charts.numbers import whole
from views.leads.copying import safe_cell
from views.reports.content import Told

if TYPE_CHECKING:
    from datetime import tzinfo

    from models.reporting.behind import CountedRow

Table = tuple[tuple[str, ...], ...]


def counted_words(count: int) -> str:
    """Return how many things are listed."""
    return ngettext("{count} counted", "{count} counted", count).format(count=whole(count))


def counted_heads() -> tuple[str, ...]:
    """Return the headings of a list of counted things."""
    return (
        _("When"),
        _("Lead"),
        _("Company"),
        _("What"),
        _("Stage now"),
        _("Status"),
        _("Owner"),
    )


def counted_line(row: "CountedRow", zone: "tzinfo | None") -> tuple[str, ...]:
    """Return the words of a counted thing."""
    return (
        "" if row.at is None else f"{row.at.astimezone(zone):%d %b %Y, %H:%M}",
        row.name,
        row.company,
        note_words(row.note),
        row.stage,
        label(row.status),
        row.owner,
    )


def note_words(note: str) -> str:
    """Return what a thing was: the words of its code, or its working minutes."""
    if note.isdecimal():
        minutes = ngettext("{count} working minute", "{count} working minutes", int(note))
        return minutes.format(count=whole(int(note)))
    return label(note) if note else ""


def table_of(told: Told) -> Table:
    """Return an answer as rows of words, headings first."""
    heads = tuple(column.title for column in told.columns)
    return (heads, *(tuple(cell.text for cell in line.cells) for line in told.lines))


def as_clipboard(rows: Sequence[Sequence[str]]) -> QMimeData:
    """Return rows, headings first, as plain text and as HTML."""
    cells = [[safe_cell(cell) for cell in line] for line in rows]
    mime = QMimeData()
    mime.setText("\n".join("\t".join(line) for line in cells))
    lines = (
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(("th", *("td",) * len(cells)), cells, strict=False)
    )
    mime.setHtml(f"<table>{''.join(lines)}</table>")
    return mime
