"""The parts that reports of meetings are made of, ready for their template."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from models.language import gettext as _
from models.reporting.asked import Asked
from views.reports.content import Chart, Told
from views.reports.questions import question_of

Part = dict[str, Any]

LISTED_AT_MOST: Final = 25
"""So many leads are listed; the rest are on the Reports page."""
_MOST_BARS: Final = 12
_ENOUGH_DAYS: Final = 28
_LONGER: Final = timedelta(days=13 * 7 - 1)


def told_of(session: Any, asked: Asked, at: datetime, code: str, by: str | None = None) -> Told:
    """Return the answer to a question of the reports."""
    question = question_of(code)
    division = question.usual if by is None else by
    return question.tell(question.read(session, asked, at, division), division)


def part_of(told: Told, title: str, *, has_chart: bool = True, note: str = "") -> Part:
    """Return an answer as a part of a document."""
    return {
        "title": title,
        "sentence": told.sentence,
        "chart": _chart_of(told.chart) if has_chart and told.lines else None,
        "table": table_of_told(told) if told.lines else None,
        "points": [],
        "note": " ".join(one for one in (told.note, note) if one) if told.lines else note,
    }


def listed_part(
    title: str, sentence: str, heads: Sequence[str], lines: Iterable[Sequence[str]], *, of: int
) -> Part:
    """Return a list of leads as a part; says how many more there are."""
    rows = [list(line) for line in lines][:LISTED_AT_MOST]
    more = of - len(rows)
    return {
        "title": title,
        "sentence": sentence,
        "chart": None,
        "table": _table(heads, rows, numbers=frozenset()) if rows else None,
        "points": [],
        "note": _("{count} more are on the Reports page.").format(count=more) if more > 0 else "",
    }


def points_part(title: str, sentence: str, points: Sequence[str]) -> Part:
    """Return sentences, each with a box to tick."""
    return {
        "title": title,
        "sentence": sentence,
        "chart": None,
        "table": None,
        "points": list(points),
        "note": "",
    }


def table_of_told(told: Told) -> dict[str, Any]:
    """Return the table of an answer: its heads, rows, and which columns are numbers."""
    numbers = frozenset(place for place, column in enumerate(told.columns) if column.is_number)
    sums = [place for place, line in enumerate(told.lines) if line.is_sum]
    rows = [[cell.text for cell in line.cells] for line in told.lines]
    return _table([column.title for column in told.columns], rows, numbers=numbers, sums=sums)


def _table(
    heads: Sequence[str],
    rows: list[list[str]],
    *,
    numbers: frozenset[int],
    sums: Sequence[int] = (),
) -> dict[str, Any]:
    return {
        "heads": list(heads),
        "numbers": [place in numbers for place in range(len(heads))],
        "rows": rows,
        "sums": list(sums),
    }


def _chart_of(chart: Chart | None) -> dict[str, Any] | None:
    if chart is None or not chart.bars:
        return None
    bars = chart.bars[:_MOST_BARS]
    most = chart.most or max(max(bar.high or 0.0, bar.value) for bar in bars) or 1.0
    return {
        "title": chart.title,
        "unit": chart.unit,
        "bars": [
            {
                "name": bar.name,
                "text": bar.text,
                "part": min(bar.value / most, 1.0),
                "low": None if bar.low is None else min(bar.low / most, 1.0),
                "high": None if bar.high is None else min(bar.high / most, 1.0),
            }
            for bar in bars
        ],
    }


def enough_days(asked: Asked) -> Asked:
    """Return a period long enough to check for faults: of a short one, 13 weeks until its end."""
    if asked.days >= _ENOUGH_DAYS:
        return asked
    return replace(asked, first=min(asked.first, asked.last - _LONGER))


def decisions(count: int) -> Part:
    """Return the lines on which the meeting writes down what it agreed on."""
    return {
        "title": _("Decided"),
        "heads": [_("What"), _("Who"), _("Until")],
        "lines": count,
    }
