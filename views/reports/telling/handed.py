"""Which campaigns make leads that sales accepts and qualifies."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.evidence import share_of
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.reports.content import (
    Chart,
    Column,
    Line,
    Question,
    Told,
    compared,
    count_cell,
    share_bar,
    share_cell,
    share_words,
    word_cell,
)
from views.reports.telling.funnel import lead_divisions

if TYPE_CHECKING:
    from models.reporting.questions.handed import HandedRow

QUESTION: Final = "handed"
_COUNTS: Final = ("handed", "accepted", "rejected", "waiting")


def question() -> Question:
    """Return the question."""
    divisions = lead_divisions()
    return Question(
        QUESTION,
        _("Campaigns"),
        _("Which campaigns make leads that sales qualifies?"),
        _read,
        tell,
        divisions=(divisions[1], divisions[0], *divisions[2:]),
        topics=frozenset(
            {Topic.LEADS, Topic.STAGE_MOVES, Topic.HANDOFFS, Topic.DEFINITIONS, Topic.CHANNELS}
        ),
        icon_name="megaphone",
    )


def _read(session: Any, asked: Asked, at: datetime, by: str) -> "tuple[HandedRow, ...]":
    from models.reporting.questions.handed import handed

    return handed(session, asked, at, by)


def tell(rows: "tuple[HandedRow, ...]", by: str) -> Told:
    """Tell what sales said to each group of MQLs, and how many of the accepted were qualified."""
    total = {one: sum(row.count(one) for row in rows) for one in (*_COUNTS, "qualified", "client")}
    if not total["handed"]:
        return Told(
            _("No MQL was handed to sales in this period. Leads become MQLs by score or by hand.")
        )
    columns = (
        Column("group", dict(question().divisions).get(by, ""), is_number=False),
        Column("handed", _("Handed")),
        Column("accepted", _("Accepted")),
        Column("rejected", _("Rejected")),
        Column("waiting", _("Waiting")),
        Column("accepted_share", _("Accepted of answered")),
        Column("qualified_share", _("SQLs of accepted")),
        Column("client", _("Clients")),
    )
    lines = [_line(row.group.name, row.group.code, row.counts, by) for row in rows]
    lines.append(_line(_("All together"), None, total, by, is_sum=True))
    shares = [
        (row.group.name, share_of(row.count("qualified"), row.count("accepted"))) for row in rows
    ]
    said = _("Of the MQLs that sales accepted, {share} became SQLs.").format(
        share=share_words(share_of(total["qualified"], total["accepted"]))
    )
    bars = tuple(
        share_bar(
            row.group.name,
            row.count("qualified"),
            row.count("accepted"),
            Behind(QUESTION, by, row.group.code, "qualified"),
        )
        for row in rows
        if row.count("accepted")
    )
    return Told(
        f"{said} {compared(shares)}".strip(),
        columns,
        tuple(lines),
        Chart(_("SQLs of accepted MQLs"), _("with the range, P10 to P90"), bars),
        _("MQLs handed over in the period. SQLs and clients count from the handover on."),
    )


def _line(name: str, code: str | None, counts: Any, by: str, *, is_sum: bool = False) -> Line:
    def behind(measure: str) -> Behind:
        return Behind(QUESTION, by, code, measure)

    accepted, rejected = counts.get("accepted", 0), counts.get("rejected", 0)
    return Line(
        (
            word_cell(name),
            *(count_cell(counts.get(one, 0), behind(one)) for one in _COUNTS),
            share_cell(accepted, accepted + rejected, behind("accepted")),
            share_cell(counts.get("qualified", 0), accepted, behind("qualified")),
            count_cell(counts.get("client", 0), behind("client")),
        ),
        is_sum=is_sum,
    )
