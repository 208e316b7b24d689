"""The words around a list of what was counted, and an answer as a table of words."""

from models.language import ngettext
from models.vocabulary import label
from views.charts.numbers import whole
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
