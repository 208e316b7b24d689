"""How many meetings take place, by how far ahead they were agreed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.evidence import share_of
from models.language import gettext as _
from models.language import ngettext
from models.reporting.asked import Asked, Behind
from models.topics import Topic
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
    from models.reporting.questions.showing import ShowingRow

QUESTION: Final = "showing"
_COUNTS: Final = ("agreed", "missed_by_guest", "missed_by_host", "called_off", "undecided")
_ALL: Final = (*_COUNTS, "came_due", "shown", "eventually_held")

Read = tuple["tuple[ShowingRow, ...]", dict[str, str]]


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Meetings"),
        _("Do agreed meetings take place?"),
        _read,
        tell,
        divisions=(("lead_time", _("Days ahead")), ("closer", _("Closer"))),
        topics=frozenset({Topic.APPOINTMENTS, Topic.TEAM}),
        icon_name="calendar-blank",
    )


def _read(session: Any, asked: Asked, at: datetime, by: str) -> Read:
    from models.reporting.groups import OWNER, namer
    from models.reporting.questions.showing import showing

    rows = showing(session, asked, at, by)
    name = namer(session, OWNER)
    return rows, {row.code: name(row.code).name for row in rows} if by == "closer" else {}


def tell(read: Read, by: str) -> Told:
    """Tell which share took place on the first date, and which did in the end."""
    rows, closers = read
    if not rows:
        return Told(_("No meeting was agreed for a day of this period. Book one with B on Today."))
    total = {one: sum(row.count(one) for row in rows) for one in _ALL}
    names = closers or {str(place): words for place, words in enumerate(_band_words())}
    columns = (
        Column("group", dict(question().divisions).get(by, ""), is_number=False),
        Column("agreed", _("Agreed")),
        Column("shown", _("Held when due")),
        Column("eventually_held", _("Held in the end")),
        Column("missed_by_guest", _("Missed")),
        Column("missed_by_host", _("By us")),
        Column("called_off", _("Off")),
        Column("undecided", _("Open")),
    )
    lines = [_line(names.get(row.code, row.code), row.code, row.counts, by) for row in rows]
    lines.append(_line(_("All together"), None, total, by, is_sum=True))
    return Told(
        _sentence(total),
        columns,
        tuple(lines),
        Chart(
            _("Share that took place on the first date"),
            _("with its range, P10 to P90"),
            tuple(
                share_bar(
                    names.get(row.code, row.code),
                    row.count("shown"),
                    row.count("came_due"),
                    Behind(QUESTION, by, row.code, "shown"),
                )
                for row in rows
                if row.count("came_due")
            ),
        ),
        _(
            "Counted on the date that was first agreed; a meeting that got other times is one "
            "meeting. Missed by the guest, or by us; one called off before its time is no no-show."
        ),
    )


def _sentence(total: dict[str, int]) -> str:
    due = total["came_due"]
    if not due:
        return ngettext(
            "{count} meeting was agreed; it has not come due yet.",
            "{count} meetings were agreed; none of them has come due yet.",
            total["agreed"],
        ).format(count=whole(total["agreed"]))
    return _(
        "{shown} of the meetings took place when they were first due, {held} in the end."
    ).format(
        shown=share_words(share_of(total["shown"], due)),
        held=share_words(share_of(total["eventually_held"], due)),
    )


def _band_words() -> tuple[str, ...]:
    return (
        _("up to 1 day"),
        _("2 to 3 days"),
        _("4 to 7 days"),
        _("8 to 14 days"),
        _("over 14 days"),
    )


def _line(name: str, code: str | None, counts: Any, by: str, *, is_sum: bool = False) -> Line:
    def behind(measure: str) -> Behind:
        return Behind(QUESTION, by, code, measure)

    due = counts.get("came_due", 0)
    agreed, *others = (count_cell(counts.get(one, 0), behind(one)) for one in _COUNTS)
    return Line(
        (
            word_cell(name),
            agreed,
            share_cell(counts.get("shown", 0), due, behind("shown")),
            share_cell(counts.get("eventually_held", 0), due, behind("eventually_held")),
            *others,
        ),
        is_sum=is_sum,
    )
