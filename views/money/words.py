"""Money in words: what one of each costs, when it is back, what a channel returns."""

import math

from models.language import gettext as _
from models.language import ngettext
from simulation.money import Payback, UnitCost
from simulation.questions.responding import ResponseCost
from simulation.questions.returning import Return
from views.charts.numbers import chance, percent, short, whole
from views.money.reckoning import MoneyView


def cost_text(value: float) -> str:
    """Return a cost, or a dash where none was ever bought.

    >>> cost_text(math.nan)
    '\u2013'
    """
    if not math.isfinite(value):
        return "\u2013"
    return f"{value:,.2f}" if abs(value) < 10 else whole(value)


def cost_range_text(cost: UnitCost) -> str:
    """Return between what costs 8 of 10 cases lie; where some have none, that has no upper end."""
    if not math.isfinite(cost.low):
        return "\u2013"
    if not math.isfinite(cost.high):
        return _("from {low}").format(low=cost_text(cost.low))
    low, high = cost_text(cost.low), cost_text(cost.high)
    return low if low == high else f"{low}\u2013{high}"


def money_sentence(view: MoneyView, currency: str) -> str:
    """Return what a client costs, and when the money is back."""
    last = view.costs[-1]
    if view.is_free:
        return _(
            "No costs are in this plan yet. Type what a lead costs and what people earn in the "
            "inputs under Money."
        )
    if not math.isfinite(last.everything):
        return _("No client comes of this plan, so all of its cost is lost.")
    words = _("A {client} costs {cost} ({range}), people and hires included.")
    if not view.pays_people:
        words = _("A {client} costs {cost} ({range}) in leads; wages are not in it.")
    said = words.format(
        client=view.stage_names[-1].lower(),
        cost=_with_unit(cost_text(last.everything), currency),
        range=cost_range_text(last),
    )
    return f"{said} {payback_sentence(view.payback)}"


def payback_sentence(payback: Payback) -> str:
    """Return after how many weeks the money is back, and how often it is at all."""
    if payback.weeks is None:
        return _("The money is not back within the plan.")
    if payback.share > 0.99 and payback.weeks.p90 == 0:
        return _("It never has to be put up: income covers the costs from the first week on.")
    middle = round(payback.weeks.p50)
    low, high = whole(payback.weeks.p10), whole(payback.weeks.p90)
    said = _("The money is back after {low}\u2013{high} weeks in {share} of cases.")
    if middle > 0:
        said = ngettext(
            "The money is back after {count} week ({low}\u2013{high}) in {share} of cases.",
            "The money is back after {count} weeks ({low}\u2013{high}) in {share} of cases.",
            middle,
        )
    return said.format(count=middle, low=low, high=high, share=chance(payback.share))


def return_sentence(name: str, one: Return, currency: str) -> str:
    """Return whether a channel or a campaign pays, in one sentence."""
    verdict = _("it pays on average") if one.profit.low > 0 else _("it does not pay on average")
    if one.profit.low <= 0 < one.profit.high:
        verdict = _("it may or may not pay")
    return _(
        "{name}: {verdict}. Each {unit} spent on its leads brings {ratio} of revenue; with "
        "everything else it costs it earns {profit} ({share} of cases gain)."
    ).format(
        name=name,
        verdict=verdict,
        ratio=ratio_text(one.ratio),
        unit=currency or _("unit"),
        profit=_with_unit(short(one.profit.spread.mean), currency),
        share=percent(one.pays),
    )


def returns_sentence(view: MoneyView, currency: str) -> str:
    """Return what there is to say of each channel that money is spent on."""
    said = [
        return_sentence(name, one, currency)
        for name, one in zip(view.effort_names, view.returns, strict=True)
        if one.ratio is not None
    ]
    if not said:
        return _("No channel has a cost for each lead, so there is no return to state.")
    return "\n".join(said)


def ratio_text(ratio: float | None) -> str:
    """Return revenue for each unit spent."""
    return "\u2013" if ratio is None else f"{ratio:.1f}"


def ratio_range_text(one: Return) -> str:
    """Return between what ratios 8 of 10 cases lie."""
    if one.ratio_low is None or one.ratio_high is None:
        return "\u2013"
    return f"{one.ratio_low:.1f}\u2013{one.ratio_high:.1f}"


def response_sentence(view: MoneyView, currency: str) -> str:
    """Return what a late first answer costs by the team's own leads, or why nobody knows."""
    cost = view.response
    if cost is None:
        return _("What a slower first answer costs: {why}.").format(why=view.response_unknown)
    return _late_sentence(cost, currency)


def _late_sentence(cost: ResponseCost, currency: str) -> str:
    if cost.profit.low <= 0 <= cost.profit.high:
        return _(
            "Leads answered later than agreed ({late} of them) did no worse that could be told "
            "from chance."
        ).format(late=percent(cost.late_now))
    return _(
        "By your own leads, one late first answer costs {each} of profit. {late} are late today, "
        "which costs {whole} in this plan. It is what was measured; late leads may have been other "
        "leads."
    ).format(
        each=_with_unit(cost_text(cost.profit_per_breach), currency),
        late=percent(cost.late_now),
        whole=_with_unit(short(cost.late_costs.spread.mean), currency),
    )


def _with_unit(amount: str, currency: str) -> str:
    return f"{amount} {currency}" if currency else amount
