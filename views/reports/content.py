"""What an answer of the reports consists of: one sentence, one chart, one table.

The page, the documents and the command line all show the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from models.evidence import Share, share_of, stands_out
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.charts.numbers import out_of, percent, percent_span, whole

NOTHING: Final = "\u2013"
"""What stands where there is no number."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; words stand at the left, numbers at the right."""

    code: str
    title: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, what it stands for, and the list behind it."""

    text: str
    value: Value = None
    behind: Behind | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `detail` is shown below the table while the row is looked at."""

    cells: tuple[Cell, ...]
    detail: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart with the range of what it shows, and the list behind it."""

    name: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that share a scale from 0; `most` is where it ends, if that is fixed."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer; without lines there is nothing yet, and the sentence says what to do first."""

    sentence: str
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    chart: Chart | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the reports: how it is read from a session, and how the answer is told.

    `name` stands for it where there is room for a word only, `title` is the question itself.
    `divisions` are what its answer may be divided by, the usual one first; `topics` what changes
    it.
    """

    code: str
    name: str
    title: str
    read: Callable[[Any, Asked, datetime, str], Any]
    tell: Callable[[Any, str], Told]
    divisions: tuple[tuple[str, str], ...] = ()
    topics: frozenset[Topic] = field(default_factory=frozenset)
    icon_name: str = "chart-bar"

    @property
    def usual(self) -> str:
        """The division that the answer is told by at first."""
        return self.divisions[0][0] if self.divisions else ""


def count_cell(count: int, behind: Behind | None) -> Cell:
    """Return a count, with its list where there is anything in it."""
    return Cell(whole(count), count, behind if count else None)


def word_cell(words: str) -> Cell:
    """Return words."""
    return Cell(words, words)


def share_cell(count: int, of: int, behind: Behind | None) -> Cell:
    """Return a share with its evidence and range: 12 of 40 (19-45 %)."""
    if not of:
        return Cell(NOTHING)
    share = share_of(count, of)
    low, high = round(share.low, 6), round(share.high, 6)
    listed = behind if count else None
    return Cell(share_words(share), round(share.share, 6), listed, low, high)


def share_words(share: Share) -> str:
    """Return a share as it is read: 12 of 40 (22-40 %)."""
    low, high = round(share.low * 100), round(share.high * 100)
    if low != high:
        span = percent_span(share.low, share.high)
    elif low == 0:
        span = _("under {share}").format(share=percent(0.01))
    elif low == 100:
        span = _("over {share}").format(share=percent(0.99))
    else:
        span = percent(low / 100)
    return f"{out_of(share.count, share.of)} ({span})"


def share_bar(name: str, count: int, of: int, behind: Behind | None) -> Bar:
    """Return a bar of a share with its range."""
    share = share_of(count, of)
    return Bar(name, share.share, share_words(share), share.low, share.high, behind)


def count_bar(name: str, count: int, behind: Behind | None) -> Bar:
    """Return a bar of a count."""
    return Bar(name, float(count), whole(count), behind=behind if count else None)


def compared(groups: list[tuple[str, Share]]) -> str:
    """Return which groups stand out from all others, in words; nothing where there is one only.

    The best above the others and the worst below them are named, where it is more than chance.
    """
    known = [(name, share) for name, share in groups if share.of]
    if len(known) < 2:
        return ""
    count, of = (
        sum(numbers) for numbers in zip(*((x.count, x.of) for _n, x in known), strict=True)
    )
    found = [
        (name, share, elsewhere)
        for name, share in known
        if stands_out(share, elsewhere := share_of(count - share.count, of - share.of), len(known))
    ]
    above = max(found, key=lambda one: one[1].share - one[2].share, default=None)
    below = min(found, key=lambda one: one[1].share - one[2].share, default=None)
    parts = []
    if above is not None and above[1].share > above[2].share:
        said = _("{name} stands above the others: {share}.")
        parts.append(said.format(name=above[0], share=share_words(above[1])))
    if below is not None and below[1].share < below[2].share:
        said = _("{name} stands below the others: {share}.")
        parts.append(said.format(name=below[0], share=share_words(below[1])))
    return " ".join(parts) or _("No group differs from the others by more than chance.")
