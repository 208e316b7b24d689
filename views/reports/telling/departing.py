"""Why leads leave and are rejected, and what that suggests for the scoring rules."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

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
    count_bar,
    count_cell,
    share_words,
    word_cell,
)
from views.reports.telling.funnel import lead_divisions

if TYPE_CHECKING:
    from models.reporting.questions.departing import DepartingRow, Suggestion

QUESTION: Final = "departing"
_BY: Final = "reason"
_COUNTS: Final = ("left", "nurture", "disqualified", "lost", "rejected")

Read = tuple["tuple[DepartingRow, ...]", "tuple[Suggestion, ...]"]


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Leaving"),
        _("Why do leads leave?"),
        _read,
        tell,
        topics=frozenset({Topic.LEADS, Topic.HANDOFFS, Topic.DEFINITIONS, Topic.CHANNELS}),
        icon_name="arrow-bend-up-right",
    )


def _read(session: Any, asked: Asked, at: datetime, _by: str) -> Read:
    from models.reporting.questions.departing import departing, suggestions

    return departing(session, asked, at), suggestions(session, asked, at)


def tell(read: Read, _by: str) -> Told:
    """Tell the reasons by count, whose they are, and which values go with them."""
    rows, found = read
    if not rows:
        return Told(_("No lead left in this period, and sales rejected none."))
    total = {one: sum(row.count(one) for row in rows) for one in _COUNTS}
    columns = (
        Column("reason", _("Reason"), is_number=False),
        Column("side", _("Whose turn it is"), is_number=False),
        Column("left", _("Left")),
        Column("nurture", _("To nurture")),
        Column("disqualified", _("Disqualified")),
        Column("lost", _("Lost")),
        Column("rejected", _("Rejected by sales")),
    )
    lines = [_line(row, found) for row in rows]
    counts = (count_cell(total[one], Behind(QUESTION, _BY, None, one)) for one in _COUNTS)
    lines.append(Line((word_cell(_("All together")), word_cell(""), *counts), is_sum=True))
    bars = tuple(
        count_bar(row.name, row.count("left"), Behind(QUESTION, _BY, row.code, "left"))
        for row in rows
        if row.count("left")
    )
    return Told(
        _sentence(rows, total, found),
        columns,
        tuple(lines),
        Chart(_("Leads that left"), _("by reason"), bars),
        _(
            "Marketing: the reason was there when the lead came, and could have been told then. "
            "Sales: it came up while the lead was pursued. A rule of thumb."
        ),
    )


def _sentence(
    rows: "tuple[DepartingRow, ...]", total: dict[str, int], found: "tuple[Suggestion, ...]"
) -> str:
    early = sum(row.count("left") for row in rows if row.at_capture)
    said = ngettext(
        "{left} lead left, {early} for a reason that was there when it came.",
        "{left} leads left, {early} of them for a reason that was there when they came.",
        total["left"],
    )
    parts = [said.format(left=whole(total["left"]), early=whole(early))]
    parts += [suggestion_words(one) for one in found[:1]]
    return " ".join(parts)


def suggestion_words(one: "Suggestion") -> str:
    """Return what a suggestion says: the value, how often the reason is met, and what to do."""
    field = dict(lead_divisions()).get(one.by, one.by)
    return _(
        "“{reason}” goes with {field} {value}: {here}, elsewhere {elsewhere}. Consider a scoring "
        "rule that takes points off for it."
    ).format(
        reason=one.reason_name,
        field=field,
        value=one.group.name,
        here=share_words(one.here),
        elsewhere=share_words(one.elsewhere),
    )


def _line(row: "DepartingRow", found: "tuple[Suggestion, ...]") -> Line:
    side = _("Marketing") if row.at_capture else _("Sales")
    own = [suggestion_words(one) for one in found if one.reason == row.code]
    if not own and row.at_capture:
        own = [_("No field stands out for this reason: no scoring rule suggests itself.")]
    return Line(
        (
            word_cell(row.name),
            word_cell(side if row.code else ""),
            *(count_cell(row.count(one), Behind(QUESTION, _BY, row.code, one)) for one in _COUNTS),
        ),
        detail=" ".join(own),
    )
