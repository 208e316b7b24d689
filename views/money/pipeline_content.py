"""The pipeline of a plan in words: open deals by stage, quarters against their targets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import DealStage, label
from simulation.assumptions import BetaRate
from simulation.pipeline import OpenDeal, deals_run
from simulation.rates import rate_interval
from simulation.results import chance_of, spread_of
from views.charts.numbers import chance, out_of, percent, percent_span, short, span, whole
from views.money.reckoning import PlanPeriod, spans_of
from views.whatif.content import PlanTarget
from views.whatif.outlook import CLIENTS, REVENUE, PlanResult

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class PipelineReading:
    """What the workspace holds for a plan: open deals, targets, and what both stand on."""

    deals: tuple[OpenDeal, ...]
    targets: tuple[PlanTarget, ...]
    evidence: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Won and closed deals by the stage they came to at least."""
    slips: int = 0
    """Won deals that say how much later than expected deals close."""
    currency: str = ""
    fiscal_month: int = 1
    undated: int = 0
    unknown: int = 0
    """Deals whose amount is not known, which are left out."""
    unrated: str = ""
    """What is left out for want of an exchange rate, and where to enter it; or nothing."""


class PipelineStore(Protocol):
    """Reads the pipeline. Every answer comes later, on the window thread."""

    def read(
        self,
        starts_on: date,
        weeks: int,
        then: Callable[[PipelineReading], None],
        *,
        failed: Failed,
    ) -> None:
        """Read open deals and targets for a plan that begins on a Monday."""


def stage_rows(
    deals: tuple[OpenDeal, ...], evidence: Mapping[str, tuple[int, int]], weeks: int
) -> list[tuple[str, ...]]:
    """Return the open deals by stage: how many, worth, chance with evidence, expected in time."""
    rows: list[tuple[str, ...]] = []
    for stage in DealStage:
        some = [deal for deal in deals if deal.stage == stage]
        if not some:
            continue
        inside = sum(
            deal.chance.mean * deal.amount * sum(deal.closing_weeks[:weeks]) for deal in some
        )
        rows.append(
            (
                label(stage),
                whole(len(some)),
                short(sum(deal.amount for deal in some)),
                _chance_words(some[0], evidence.get(stage)),
                short(inside),
            )
        )
    return rows


def _chance_words(deal: OpenDeal, counted: tuple[int, int] | None) -> str:
    """Return the chance of a stage's deals with its evidence, never bare."""
    said = percent(deal.chance.mean)
    if counted is None:
        return said
    won, closed = counted
    if closed == 0:
        return _("{share}, no deal closed yet").format(share=said)
    said = _("{share}, {counts}").format(share=said, counts=out_of(won, closed))
    if isinstance(deal.chance, BetaRate):
        span = rate_interval(deal.chance.alpha, deal.chance.beta)
        said += f", {percent_span(*span)}"
    return said


def pipeline_sentence(result: PlanResult, currency: str) -> str:
    """Return what the open deals are worth, what of it comes in time, and what is overdue."""
    deals, weeks = result.plan.deals, result.weeks
    if not deals:
        return _("No open deals are in this plan.")
    count = ngettext("{count} open deal", "{count} open deals", len(deals))
    _won, revenue = deals_run(deals, weeks, result.run.trials, result.plan.seed)
    spread = spread_of(revenue.sum(axis=0))
    said = _(
        "{deals} worth {worth} {currency}; {mean} ({low}\u2013{high}) of it within the plan, "
        "beside the funnel."
    ).format(
        deals=count.format(count=whole(len(deals))),
        worth=short(sum(deal.amount for deal in deals)),
        currency=currency,
        mean=short(spread.mean),
        low=short(spread.p10),
        high=short(spread.p90),
    )
    overdue = sum(deal.expected_week < 0 for deal in deals)
    if overdue:
        late = ngettext(
            "{count} is past its expected close.", "{count} are past their expected close.", overdue
        )
        said += " " + late.format(count=whole(overdue))
    return said


def reading_sentence(reading: PipelineReading) -> str:
    """Return what is behind the chances, and which deals say too little."""
    parts = [
        _("Chances start flat (worth two deals) and follow the closed ones; "),
        ngettext(
            "deals slip as {count} won one did.",
            "deals slip as {count} won ones did.",
            reading.slips,
        ).format(count=whole(reading.slips))
        if reading.slips
        else _("no won deal says yet how much they slip: on time to four weeks late is assumed."),
    ]
    if reading.undated:
        words = ngettext(
            " {count} has no expected close: the usual time is taken.",
            " {count} have no expected close: the usual time is taken.",
            reading.undated,
        )
        parts.append(words.format(count=whole(reading.undated)))
    if reading.unknown:
        words = ngettext(
            " {count} has no amount, nobody knows what deals bring, and it is left out.",
            " {count} have no amount, nobody knows what deals bring, and they are left out.",
            reading.unknown,
        )
        parts.append(words.format(count=whole(reading.unknown)))
    if reading.unrated:
        parts.append(f" {reading.unrated}")
    return "".join(parts)


def quarter_rows(result: PlanResult, fiscal_month: int) -> list[tuple[str, ...]]:
    """Return each fiscal quarter: clients and revenue, its targets, and the chance of each."""
    rows: list[tuple[str, ...]] = []
    for period in spans_of(result, fiscal_month):
        cells = [period.name]
        for measure in (CLIENTS, REVENUE):
            values = result.series(measure)[period.weeks].sum(axis=0)
            spread = spread_of(values)
            money = measure == REVENUE
            ends = (
                f"{short(spread.p10)}\u2013{short(spread.p90)}"
                if money
                else span(spread.p10, spread.p90)
            )
            middle = short(spread.p50) if money else whole(spread.p50)
            wanted = _wanted(result, measure, period)
            cells += [
                f"{middle} ({ends})",
                "\u2013" if wanted is None else (short(wanted) if money else whole(wanted)),
                "\u2013" if wanted is None else chance(chance_of(values, wanted).share),
            ]
        rows.append(tuple(cells))
    return rows


def quarter_lines(result: PlanResult, fiscal_month: int) -> list[tuple[str, ...]]:
    """Return the same with revenue below clients: side by side they are wider than a panel."""
    lines: list[tuple[str, ...]] = []
    for name, *cells in quarter_rows(result, fiscal_month):
        lines.append((_("{quarter}, clients").format(quarter=name), *cells[:3]))
        lines.append((_("{quarter}, revenue").format(quarter=name), *cells[3:]))
    return lines


def _wanted(result: PlanResult, measure: str, period: PlanPeriod) -> float | None:
    """Return what is still wanted in a quarter: its targets, less what is there already.

    Targets of months add up to the quarter's.
    """
    quarter = period.quarter
    found = [
        target.amount - target.reached
        for target in result.plan.targets
        if target.measure == measure
        and quarter is not None
        and quarter.first_day <= target.last_day <= quarter.last_day
    ]
    return max(sum(found), 0.0) if found else None
