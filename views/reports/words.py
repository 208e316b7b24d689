"""The words around a list of what was counted, and an answer as a table for other programs."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from models.language import ngettext
from models.vocabulary import label
from views.charts.numbers import whole
from views.leads.copying import safe_cell
from views.reports.content import Told

Table = tuple[tuple[str, ...], ...]


def counted_words(count: int) -> str:
    """Return how many things are listed."""
    return ngettext("{count} counted", "{count} counted", count).format(count=whole(count))


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
