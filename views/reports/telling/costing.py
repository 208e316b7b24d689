"""What a lead, an SQL, an appointment and a client cost."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.iso_codes import minor_digits
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.charts.numbers import whole
from views.reports.content import (
    NOTHING,
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
from views.reports.telling.funnel import lead_divisions, measure_words

if TYPE_CHECKING:
    from models.reporting.questions.costing import Cost, CostRow, Costs

QUESTION: Final = "costing"
_FUNNEL: Final = "funnel"
_STAGES: Final = ("leads", "mql", "sql", "appointment", "client")


def question() -> Question:
    """Return the question."""
    divisions = dict(lead_divisions())
    return Question(
        QUESTION,
        _("Cost"),
        _("What does each stage cost?"),
        _read,
        tell,
        divisions=tuple((one, divisions[one]) for one in ("channel", "campaign")),
        topics=frozenset(
            {Topic.LEADS, Topic.STAGE_MOVES, Topic.CHANNELS, Topic.SETTINGS, Topic.DEFINITIONS}
        ),
        icon_name="tag",
    )


def _read(session: Any, asked: Asked, at: datetime, by: str) -> "Costs":
    from models.reporting.questions.costing import costs

    return costs(session, asked, at, by)


def tell(costs: "Costs", by: str) -> Told:
    """Tell what was spent, and what one of each stage cost."""
    if not costs.rows:
        first = _("No spend is known for this period. Import what your campaigns cost.")
        return Told(" ".join((first, *costs.problems)))
    names = measure_words()
    columns = (
        Column("group", dict(question().divisions).get(by, ""), is_number=False),
        Column("spent", _("Spent, {currency}").format(currency=costs.currency)),
        Column("leads", names["leads"]),
        *(
            Column(f"cost_{one}", _("Per {stage}").format(stage=words))
            for one, words in _each_words()
        ),
    )
    lines = [_line(row, costs.currency, by) for row in costs.rows]
    return Told(
        _sentence(costs),
        columns,
        tuple(lines),
        Chart(
            _("Spent for one SQL"),
            _("in {currency}, with the range that few cases leave open").format(
                currency=costs.currency
            ),
            tuple(_bar(row, costs.currency, by) for row in costs.rows if _known(row)),
        ),
        " ".join(
            (
                _(
                    "Spend of the period, by days, over the leads captured in it. What came "
                    "without spend is left out."
                ),
                *_narrowed(costs),
                *costs.problems,
            )
        ),
    )


def _narrowed(costs: "Costs") -> tuple[str, ...]:
    """Return that a choice of leads is none of spend, of which nobody knows what was for them."""
    if not costs.narrowed:
        return ()
    return (
        _(
            "The choice of leads narrows whom the spend is divided by, not the spend: nobody knows "
            "which part of it was for them, so each of them looks dearer than they were."
        ),
    )


def _each_words() -> tuple[tuple[str, str], ...]:
    return (
        ("leads", _("lead")),
        ("mql", _("MQL")),
        ("sql", _("SQL")),
        ("appointment", _("appointment")),
        ("client", _("client")),
    )


def _known(row: "CostRow") -> bool:
    return row.cost("sql").minor is not None


def _sentence(costs: "Costs") -> str:
    spent = sum(row.spent_minor for row in costs.rows)
    sqls = sum(row.funnel.count("sql") for row in costs.rows)
    said = _("{spent} was spent").format(spent=money(spent, costs.currency))
    if not sqls:
        return said + _("; no SQL came of it yet.")
    said += _(", {each} for each of {sqls} SQLs.").format(
        each=money(round(spent / sqls), costs.currency), sqls=whole(sqls)
    )
    without = [row.funnel.group.name for row in costs.rows if not row.funnel.count("sql")]
    if without:
        said += " " + _("No SQL came from {names}.").format(names=", ".join(without))
    return said


def whole_units(minor: int, currency: str) -> str:
    """Return an amount in whole units of its currency, without naming it."""
    return whole(minor / 10 ** minor_digits(currency))


def money(minor: int, currency: str) -> str:
    """Return an amount in whole units, as a report reads it."""
    return f"{whole_units(minor, currency)}\u00a0{currency}"


def cost_words(cost: "Cost", currency: str) -> str:
    """Return a cost with its range, 1,200 (900-1,900), or what it is at least."""
    low = whole_units(cost.low, currency)
    if cost.minor is None:
        return _("over {low}").format(low=low)
    said = whole_units(cost.minor, currency)
    if cost.high is None or cost.low == cost.high:
        return said
    return f"{said} ({low}\u2013{whole_units(cost.high, currency)})"


def _line(row: "CostRow", currency: str, by: str) -> Line:
    group = row.funnel.group

    def behind(measure: str) -> Behind:
        return Behind(_FUNNEL, by, group.code, measure)

    def cell(measure: str) -> Cell:
        if not row.funnel.count("leads"):
            return Cell(NOTHING)
        cost = row.cost(measure)
        # What one would cost at least follows from the leads alone where none came so far.
        listed = behind(measure if row.funnel.count(measure) else "leads")
        return Cell(cost_words(cost, currency), cost.minor, listed, cost.low, cost.high)

    return Line(
        (
            word_cell(group.name),
            Cell(
                whole_units(row.spent_minor, currency),
                row.spent_minor,
                Behind("spending", by, group.code, "spent"),
            ),
            count_cell(row.funnel.count("leads"), behind("leads")),
            *(cell(one) for one in _STAGES),
        )
    )


def _bar(row: "CostRow", currency: str, by: str) -> Bar:
    cost = row.cost("sql")
    return Bar(
        row.funnel.group.name,
        float(cost.minor or 0),
        cost_words(cost, currency),
        float(cost.low),
        None if cost.high is None else float(cost.high),
        Behind(_FUNNEL, by, row.funnel.group.code, "sql"),
    )
