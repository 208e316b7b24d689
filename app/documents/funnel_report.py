"""The funnel as a document: how far leads come, by everything they can be divided by."""

from datetime import datetime
from typing import Any, Final

from app.documents.report_parts import Part, decisions, part_of, told_of
from app.documents.typesetting import Manuscript
from models.language import gettext as _
from models.reporting.asked import Asked
from views.charts.numbers import whole
from views.reports.periods import period_words
from views.reports.telling.funnel import QUESTION, measure_words, question

_DECISIONS: Final = 4
_DIVISIONS: Final = ("channel", "campaign", "grade", "industry", "size", "month")
_FACTS: Final = ("leads", "mql", "accepted", "sql", "client")


def funnel_manuscript(session: Any, workspace: str, asked: Asked, at: datetime) -> Manuscript:
    """Return the report of a period, ready to be set."""
    days = period_words(asked.first, asked.last)
    title = _("Funnel report")
    names = dict(question().divisions)
    words = {
        "title": title,
        "subtitle": _("How far the leads of {days} have come").format(days=days),
        "heading": f"{workspace}: {title}",
        "version": days,
        "footer": f"{workspace}, {title}, {days}",
        "authors": [],
        "note": "",
        "facts": _facts(session, asked, at),
        "parts": [_part(session, asked, at, by, names[by]) for by in _DIVISIONS],
        "decisions": decisions(_DECISIONS),
    }
    return Manuscript("report", words, at)


def _part(session: Any, asked: Asked, at: datetime, by: str, name: str) -> Part:
    told = told_of(session, asked, at, QUESTION, by)
    return part_of(told, _("By {division}").format(division=name.lower()))


def _facts(session: Any, asked: Asked, at: datetime) -> list[tuple[str, str]]:
    from models.reporting.questions.funnel import funnel, whole_funnel

    counts = whole_funnel(funnel(session, asked, at, ""))
    names = measure_words()
    return [(names[one], whole(counts[one])) for one in _FACTS]
