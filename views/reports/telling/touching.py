"""How many touches it takes until somebody answers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.evidence import share_of
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from models.vocabulary import label
from views.charts.numbers import whole
from views.reports.content import (
    Chart,
    Column,
    Line,
    Question,
    Told,
    count_cell,
    share_bar,
    share_cell,
    share_words,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.touching import AttemptRow

QUESTION: Final = "touching"
MOST: Final = 8


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Touches"),
        _("How many touches does an answer take?"),
        _read,
        tell,
        divisions=(("attempt", _("Attempt")), ("medium", _("Medium"))),
        topics=frozenset({Topic.TOUCHES}),
        icon_name="phone-call",
    )


def _read(session: Any, asked: Asked, at: datetime, by: str) -> "tuple[AttemptRow, ...]":
    from models.reporting.questions.touching import touching

    return touching(session, asked, at, by)


def tell(rows: "tuple[AttemptRow, ...]", by: str) -> Told:
    """Tell how many answered at each attempt, and how many had by then."""
    if not rows:
        return Told(
            _("Nobody was touched for the first time in this period. Work the queue of Today.")
        )
    tried, answered = sum(row.tried for row in rows), sum(row.answered for row in rows)
    columns = [
        Column("group", dict(question().divisions).get(by, ""), is_number=False),
        Column("tried", _("Touches")),
        Column("answered", _("Answered")),
        Column("rate", _("Answered of touches")),
    ]
    if by == "attempt":
        columns.append(Column("so_far", _("Leads reached by then")))
    leads = rows[0].leads
    said = _("{share} of the touches were answered.").format(
        share=share_words(share_of(answered, tried))
    )
    if by == "attempt":
        said = (
            _("{reached} of the leads answered, after {touches:.1f} touches on average.").format(
                reached=share_words(share_of(answered, leads)),
                touches=_touches_to_answer(rows),
            )
            if answered
            else _("None of {leads} leads answered yet.").format(leads=whole(leads))
        )
    return Told(
        said,
        tuple(columns),
        tuple(_line(row, by) for row in rows),
        Chart(
            _("Share of touches that were answered"),
            _("with its range, P10 to P90"),
            tuple(
                share_bar(
                    _name(row.code, by),
                    row.answered,
                    row.tried,
                    Behind(QUESTION, by, row.code, "answered"),
                )
                for row in rows
            ),
        ),
        _(
            "Leads whose first touch lies in the period, each up to its first answer. A call back "
            "or a refusal is an answer; a message that was only sent is none."
        ),
    )


def _touches_to_answer(rows: "tuple[AttemptRow, ...]") -> float:
    answered = sum(row.answered for row in rows)
    return sum(int(row.code) * row.answered for row in rows) / answered


def _name(code: str, by: str) -> str:
    if by != "attempt":
        return label(code)
    return _("{number} and later").format(number=code) if int(code) >= MOST else code


def _line(row: "AttemptRow", by: str) -> Line:
    def behind(measure: str) -> Behind:
        return Behind(QUESTION, by, row.code, measure)

    cells = [
        word_cell(_name(row.code, by)),
        count_cell(row.tried, behind("tried")),
        count_cell(row.answered, behind("answered")),
        share_cell(row.answered, row.tried, behind("answered")),
    ]
    if by == "attempt":
        by_then = Behind(QUESTION, by, None, f"answered_by_{row.code}")
        cells.append(share_cell(row.answered_so_far, row.leads, by_then))
    return Line(tuple(cells))
