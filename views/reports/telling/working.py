"""What setters and closers do, against what they can."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.charts.numbers import out_of, percent
from views.reports.content import (
    Bar,
    Cell,
    Chart,
    Column,
    Line,
    Question,
    Told,
    count_cell,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.working import WorkingRow

QUESTION: Final = "working"
_BY: Final = "member"
_BUSY: Final = 0.9


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Workload"),
        _("Who has how much work?"),
        _read,
        tell,
        topics=frozenset({Topic.TOUCHES, Topic.APPOINTMENTS, Topic.TEAM}),
        icon_name="users",
    )


def _read(session: Any, asked: Asked, at: datetime, _by: str) -> "tuple[WorkingRow, ...]":
    from models.reporting.questions.working import working

    return working(session, asked, at)


def tell(rows: "tuple[WorkingRow, ...]", _by: str) -> Told:
    """Tell what everybody did, and which part of their capacity that is, where one is planned."""
    if not rows:
        return Told(_("Nobody who sells is on the team yet. Add people in Settings, People."))
    columns = (
        Column("name", _("Person"), is_number=False),
        Column("days", _("Days worked")),
        Column("touches", _("Touches")),
        Column("booked", _("Booked")),
        Column("meetings", _("Meetings")),
        Column("held", _("Held")),
    )
    return Told(
        _sentence(rows),
        columns,
        tuple(_line(row) for row in rows),
        Chart(_("Part of the planned work that was done"), _("by person and work"), _bars(rows)),
        _(
            "Capacity is the plan for a working day times the days worked on until now, or the "
            "weekly capacity of a role; without a plan only the count is shown. Plans stand in "
            "Settings, People."
        ),
    )


def loads(row: "WorkingRow") -> list[tuple[str, str, int, int]]:
    """Return the measure, its words, what was done and what was planned, where it was."""
    found = (
        ("touches", _("touches"), row.touch_capacity),
        ("booked", _("bookings"), row.booking_capacity),
        ("meetings", _("meetings"), row.meeting_capacity),
    )
    return [
        (measure, words, row.count(measure), capacity)
        for measure, words, capacity in found
        if capacity
    ]


def _sentence(rows: "tuple[WorkingRow, ...]") -> str:
    busy = [
        f"{row.name} ({words} {percent(done / capacity)})"
        for row in rows
        for _measure, words, done, capacity in loads(row)
        if done >= _BUSY * capacity
    ]
    if busy:
        return _("At nine tenths of their capacity or above: {people}.").format(
            people=", ".join(busy)
        )
    if not any(loads(row) for row in rows):
        return _("No capacity is planned, so nobody can be said to be at their limit.")
    most = max(
        (done / capacity, row.name, words)
        for row in rows
        for _measure, words, done, capacity in loads(row)
    )
    return _("Nobody is at their limit; the most is {name}, {part} of the planned {work}.").format(
        name=most[1], part=percent(most[0]), work=most[2]
    )


def _bars(rows: "tuple[WorkingRow, ...]") -> tuple[Bar, ...]:
    return tuple(
        Bar(
            f"{row.name}, {words}",
            done / capacity,
            out_of(done, capacity),
            behind=Behind(QUESTION, _BY, str(row.member_id), measure) if done else None,
        )
        for row in rows
        for measure, words, done, capacity in loads(row)
    )


def _line(row: "WorkingRow") -> Line:
    planned = {measure: capacity for measure, _words, _done, capacity in loads(row)}

    def counted(measure: str) -> Cell:
        behind = Behind(QUESTION, _BY, str(row.member_id), measure)
        count = row.count(measure)
        if measure not in planned:
            return count_cell(count, behind)
        text = out_of(count, planned[measure])
        return Cell(text, count, behind if count else None)

    return Line(
        (
            word_cell(row.name),
            count_cell(row.days, Behind(QUESTION, _BY, str(row.member_id), "days")),
            *(counted(one) for one in ("touches", "booked", "meetings", "held")),
        )
    )
