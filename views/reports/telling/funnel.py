"""How far leads come, divided by where they came from, who has them and who they are."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.evidence import share_of
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.charts.numbers import whole
from views.reports.content import (
    Chart,
    Column,
    Line,
    Question,
    Told,
    compared,
    count_bar,
    count_cell,
    share_bar,
    share_cell,
    share_words,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.funnel import FunnelRow

QUESTION: Final = "funnel"
HAPPENED: Final = "happened"
MEASURES: Final = ("leads", "mql", "accepted", "sql", "appointment", "held", "client")


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Funnel"),
        _("How far do leads come?"),
        _read,
        tell,
        divisions=(
            *lead_divisions(),
            ("month", _("Month captured")),
            (HAPPENED, _("Month it happened")),
        ),
        topics=frozenset(
            {Topic.LEADS, Topic.STAGE_MOVES, Topic.HANDOFFS, Topic.DEFINITIONS, Topic.CHANNELS}
        ),
        icon_name="funnel",
    )


def lead_divisions() -> tuple[tuple[str, str], ...]:
    """Return what leads can be divided by."""
    return (
        ("channel", _("Channel")),
        ("campaign", _("Campaign")),
        ("owner", _("Owner")),
        ("grade", _("Grade")),
        ("industry", _("Industry")),
        ("size", _("Company size")),
        ("country", _("Country")),
    )


def measure_words() -> dict[str, str]:
    """Return what the measures are called."""
    return {
        "leads": _("Leads"),
        "mql": _("MQL"),
        "accepted": _("Accepted"),
        "sql": _("SQL"),
        "appointment": _("Appointm."),
        "held": _("Held"),
        "client": _("Clients"),
    }


def _read(session: Any, asked: Asked, at: datetime, by: str) -> "tuple[FunnelRow, ...]":
    from models.reporting.questions.funnel import funnel

    return funnel(session, asked, at, by)


def tell(rows: "tuple[FunnelRow, ...]", by: str) -> Told:
    """Tell how many reached each stage, and which share of leads became SQLs."""
    names = measure_words()
    is_cohort = by != HAPPENED
    total = {one: sum(row.count(one) for row in rows) for one in MEASURES}
    if not any(total.values()):
        return Told(
            _("No lead came in this period. Choose a longer one, or import your leads first.")
        )
    columns = [Column("group", dict(question().divisions).get(by, ""), is_number=False)]
    columns += [Column(one, names[one]) for one in MEASURES]
    if is_cohort:
        columns.append(Column("rate", _("SQLs of leads")))
    lines = [_line(row.group.name, row.group.code, row.counts, by) for row in rows]
    lines.append(_line(_("All together"), None, total, by, is_sum=True))
    return Told(
        _sentence(rows, total) if is_cohort else _happened(total),
        tuple(columns),
        tuple(lines),
        _chart(rows, by),
        _(
            "Of the leads captured in the period: how many have reached each stage until now. "
            "Stages that a lead skipped are not counted, so a later one may show more."
        )
        if is_cohort
        else _("First arrivals at each stage in the month, whenever the lead was captured."),
    )


def _line(name: str, code: str | None, counts: Any, by: str, *, is_sum: bool = False) -> Line:
    cells = [word_cell(name)]
    cells += [count_cell(counts.get(one, 0), Behind(QUESTION, by, code, one)) for one in MEASURES]
    if by != HAPPENED:
        behind = Behind(QUESTION, by, code, "sql")
        cells.append(share_cell(counts.get("sql", 0), counts.get("leads", 0), behind))
    return Line(tuple(cells), is_sum=is_sum)


def _chart(rows: "tuple[FunnelRow, ...]", by: str) -> Chart:
    if by == HAPPENED:
        bars = tuple(
            count_bar(row.group.name, row.count("sql"), Behind(QUESTION, by, row.group.code, "sql"))
            for row in rows
        )
        return Chart(_("SQLs"), _("by the month they became one"), bars)
    bars = tuple(
        share_bar(
            row.group.name,
            row.count("sql"),
            row.count("leads"),
            Behind(QUESTION, by, row.group.code, "sql"),
        )
        for row in rows
        if row.count("leads")
    )
    return Chart(_("Share of leads that became SQLs"), _("with its range, P10 to P90"), bars)


def _sentence(rows: "tuple[FunnelRow, ...]", total: dict[str, int]) -> str:
    shares = [(row.group.name, share_of(row.count("sql"), row.count("leads"))) for row in rows]
    said = _("{sqls} of the leads became SQLs, {clients} became clients.").format(
        sqls=share_words(share_of(total["sql"], total["leads"])), clients=whole(total["client"])
    )
    return f"{said} {compared(shares)}".strip()


def _happened(total: dict[str, int]) -> str:
    return _(
        "{leads} leads came, {mqls} became MQLs, {sqls} SQLs and {clients} clients in the period."
    ).format(
        leads=whole(total["leads"]),
        mqls=whole(total["mql"]),
        sqls=whole(total["sql"]),
        clients=whole(total["client"]),
    )
