"""The tables of a plan's money, said once: for the panel, the report and the terminal."""

from collections.abc import Sequence

from models.language import gettext as _
from views.charts.numbers import percent, short
from views.definitions.workshop.evidence_table import EvidenceRow
from views.money.reckoning import MoneyView
from views.money.words import cost_range_text, cost_text, ratio_range_text, ratio_text


def money_title(title: str, currency: str) -> str:
    """Return what stands above a table of money: in which currency, where there is one."""
    return _("{title}, in {currency}").format(title=title, currency=currency) if currency else title


def cost_headings() -> tuple[str, ...]:
    """Return what stands above `cost_rows`."""
    return _("Stage"), _("Leads, each"), _("All costs, each"), _("8 of 10")


def cash_headings() -> tuple[str, ...]:
    """Return what stands above `cash_rows`."""
    return (
        _("Period"),
        _("Income"),
        _("Leads"),
        _("People"),
        _("Hires"),
        _("Left"),
        _("8 of 10"),
    )


def return_headings() -> tuple[str, ...]:
    """Return what stands above `return_rows`."""
    return (
        _("Left out"),
        _("Spent"),
        _("Revenue"),
        _("Per unit"),
        _("8 of 10"),
        _("Profit"),
        _("Pays in"),
    )


def cost_rows(view: MoneyView) -> Sequence[EvidenceRow]:
    """Return what one of each stage costs, in words."""
    return [
        EvidenceRow(
            (
                view.stage_names[cost.stage],
                cost_text(cost.leads),
                cost_text(cost.everything),
                cost_range_text(cost),
            )
        )
        for cost in view.costs
    ]


def cash_rows(view: MoneyView) -> Sequence[EvidenceRow]:
    """Return the money of each quarter, in words."""
    return [
        EvidenceRow(
            (
                one.name,
                short(one.income),
                short(one.leads),
                short(one.people),
                short(one.hiring),
                short(one.net.mean),
                _("{low} to {high}").format(low=short(one.net.p10), high=short(one.net.p90)),
            )
        )
        for one in view.periods
    ]


def return_rows(view: MoneyView) -> Sequence[EvidenceRow]:
    """Return what each channel and campaign returns, in words."""
    return [
        EvidenceRow(
            (
                name,
                short(one.spend.mean),
                short(one.revenue.spread.mean),
                ratio_text(one.ratio),
                ratio_range_text(one),
                short(one.profit.spread.mean),
                percent(one.pays),
            )
        )
        for name, one in zip(view.effort_names, view.returns, strict=True)
    ]
