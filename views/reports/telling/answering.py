"""How soon sales answers an MQL and touches its lead, against what was agreed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from models.evidence import share_of
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from models.written_days import day_text
from views.charts.numbers import whole
from views.reports.content import (
    NOTHING,
    Cell,
    Chart,
    Column,
    Line,
    Question,
    Told,
    count_bar,
    count_cell,
    share_cell,
    share_words,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.answering import AnsweringRow

QUESTION: Final = "answering"


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Response"),
        _("How soon does sales answer?"),
        _read,
        tell,
        divisions=(("owner", _("Person asked")), ("week", _("Week"))),
        topics=frozenset({Topic.HANDOFFS, Topic.TOUCHES, Topic.TEAM, Topic.DEFINITIONS}),
        icon_name="clock",
    )


def _read(session: Any, asked: Asked, at: datetime, by: str) -> "tuple[AnsweringRow, ...]":
    from models.reporting.questions.answering import answering

    return answering(session, asked, at, by)


def tell(rows: "tuple[AnsweringRow, ...]", by: str) -> Told:
    """Tell which share was answered and touched within the terms, and how the answers spread."""
    if not rows:
        return Told(_("No MQL was handed to sales in this period, so there is nothing to answer."))
    due, in_time = (sum(numbers) for numbers in zip(*map(_kept, rows), strict=True))
    touch_due = sum(row.touch_due for row in rows)
    touched = sum(row.count("touched_in_time") for row in rows)
    said = _("{share} of the MQLs were accepted or rejected in the agreed time").format(
        share=share_words(share_of(in_time, due))
    )
    if touch_due:
        said += _("; {share} of the leads had their first touch in time.").format(
            share=share_words(share_of(touched, touch_due))
        )
    else:
        said += "."
    columns = (
        Column("group", dict(question().divisions).get(by, ""), is_number=False),
        Column("handed", _("Handed")),
        Column("in_time", _("Answer in time")),
        Column("late", _("Late")),
        Column("running", _("Open")),
        Column("median", _("Median")),
        Column("touched_in_time", _("Touch in time")),
        Column("touch_late", _("Late")),
        Column("median_touch", _("Median")),
    )
    return Told(
        said,
        columns,
        tuple(_line(row, by) for row in rows),
        Chart(
            _("Answers by how long they took"),
            _("in working time of who was asked"),
            _bars(rows, by),
        ),
        _(
            "Working minutes of who was asked, against the terms agreed at the handover. An MQL "
            "without an answer is open until its time is up, and late from then on."
        ),
    )


def _kept(row: "AnsweringRow") -> tuple[int, int]:
    return row.due, row.count("in_time")


def _line(row: "AnsweringRow", by: str) -> Line:
    def behind(measure: str) -> Behind:
        return Behind(QUESTION, by, row.group.code, measure)

    return Line(
        (
            word_cell(_week_of(row.group.code) if by == "week" else row.group.name),
            count_cell(row.count("handed"), behind("handed")),
            share_cell(row.count("in_time"), row.due, behind("in_time")),
            count_cell(row.count("late"), behind("late")),
            count_cell(row.count("running"), behind("running")),
            _minutes_cell(row.median_answer, behind("answered")),
            share_cell(row.count("touched_in_time"), row.touch_due, behind("touched_in_time")),
            count_cell(row.count("touch_late"), behind("touch_late")),
            _minutes_cell(row.median_touch, behind("touched")),
        )
    )


def _bars(rows: "tuple[AnsweringRow, ...]", by: str) -> tuple[Any, ...]:
    names = (
        _("up to 15 minutes"),
        _("up to 30 minutes"),
        _("up to 1 hour"),
        _("up to 4 hours"),
        _("up to 8 hours"),
        _("up to 24 hours"),
        _("longer"),
    )
    return tuple(
        count_bar(
            name,
            sum(row.count(f"band_{place}") for row in rows),
            Behind(QUESTION, by, None, f"band_{place}"),
        )
        for place, name in enumerate(names)
    )


def _week_of(code: str) -> str:
    return day_text(date.fromisoformat(code))


def _minutes_cell(minutes: float | None, behind: Behind) -> Cell:
    if minutes is None:
        return Cell(NOTHING)
    return Cell(minutes_words(minutes), round(minutes), behind)


def minutes_words(minutes: float | None) -> str:
    """Return a number of working minutes, as hours where that reads better."""
    if minutes is None:
        return NOTHING
    rounded = round(minutes)
    if rounded < 90:
        return _("{count} min").format(count=whole(rounded))
    return _("{count} h").format(count=f"{rounded / 60:.1f}")
