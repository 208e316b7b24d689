"""From a result to the charts of the page."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from models.language import gettext as _
from models.language import ngettext
from views.charts.fan import FanDrawing, TargetSpan
from views.charts.funnel import FunnelDrawing, FunnelRow
from views.charts.numbers import mean_count, short, whole
from views.whatif.content import Plan
from views.whatif.outlook import CASH, REVENUE, PlanResult, measure_title, target_code
from views.whatif.target_lines import quarter_marks, target_spans

Actuals = Mapping[str, Sequence[float]]
"""What happened so far, by measure: one number for each week."""


def fan_drawing(
    result: PlanResult,
    measure: str,
    *,
    cumulative: bool,
    actuals: Actuals | None = None,
    with_paths: bool = True,
) -> FanDrawing:
    """Return a measure as a fan over the weeks of the plan."""
    plan = result.plan
    fan = result.fan(measure, cumulative=cumulative)
    money = measure in (REVENUE, CASH)
    counted = list((actuals or {}).get(measure, ()))[: result.weeks]
    return FanDrawing(
        title=measure_title(plan, measure),
        unit=_unit_words(plan, measure, cumulative=cumulative),
        labels=week_labels(plan),
        p10=fan.bands.at(10).tolist(),
        p25=fan.bands.at(25).tolist(),
        p50=fan.bands.at(50).tolist(),
        p75=fan.bands.at(75).tolist(),
        p90=fan.bands.at(90).tolist(),
        actuals=_summed(counted) if cumulative else counted,
        targets=_target_spans(plan, measure, cumulative=cumulative),
        quarters=quarter_marks(plan.network.starts_on, result.weeks, plan.fiscal_month),
        paths=fan.paths.T.tolist() if with_paths else (),
        months=month_ticks(plan),
        number=short if money else whole,
    )


def funnel_drawing(result: PlanResult) -> FunnelDrawing:
    """Return how many come to each stage over the run, and what waits there at its end."""
    network = result.plan.network
    rows = []
    for place, (stage, total) in enumerate(zip(network.stages, result.stages, strict=True)):
        rate = network.steps[place - 1].conversion.rate if place else None
        waiting = ""
        if total.queue is not None and total.queue >= 0.5:
            waiting = _("{count} wait").format(count=mean_count(total.queue))
        rows.append(
            FunnelRow(
                stage.name,
                total.entered.mean,
                total.entered.p10,
                total.entered.p90,
                None if rate is None else rate.mean,
                waiting=waiting,
            )
        )
    unit = ngettext(
        "leads in {weeks} week; mean, 8 of 10 cases",
        "leads in {weeks} weeks; mean, 8 of 10 cases",
        network.weeks,
    )
    return FunnelDrawing(_("Funnel"), unit.format(weeks=network.weeks), tuple(rows))


def week_labels(plan: Plan) -> tuple[str, ...]:
    """Return what each week is called."""
    return _week_labels(plan.network.starts_on, plan.network.weeks)


def month_ticks(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the week in which each month begins; January is named by its year."""
    return _month_ticks(plan.network.starts_on, plan.network.weeks)


# Dates take a while to be written, and every frame of a drag asks for the same ones.
@lru_cache(maxsize=16)
def _week_labels(begins: date | None, weeks: int) -> tuple[str, ...]:
    found = []
    for week in range(weeks):
        words = _("week {week}").format(week=week + 1)
        if begins is not None:
            monday = begins + timedelta(weeks=week)
            words = f"{words}, {monday.day} {monday:%b %y}"
        found.append(words)
    return tuple(found)


@lru_cache(maxsize=16)
def _month_ticks(begins: date | None, weeks: int) -> tuple[tuple[int, str], ...]:
    if begins is None:
        return ()
    found, before = [], begins - timedelta(weeks=1)
    for week in range(weeks):
        monday = begins + timedelta(weeks=week)
        if monday.month != before.month or week == 0:
            found.append((week, f"{monday:%Y}" if monday.year != before.year else f"{monday:%b}"))
        before = monday
    return tuple(found)


def _unit_words(plan: Plan, measure: str, *, cumulative: bool) -> str:
    if measure in (REVENUE, CASH):
        what = _("{currency} so far") if cumulative else _("{currency} each week")
        what = what.format(currency=plan.currency or _("money"))
    else:
        what = _("so far") if cumulative else _("each week")
    return _("{what}; median, middle half and 8 of 10 cases").format(what=what)


def _target_spans(plan: Plan, measure: str, *, cumulative: bool) -> tuple[TargetSpan, ...]:
    begins = plan.network.starts_on
    if begins is None:
        return ()
    return target_spans(
        plan.targets_of(target_code(plan, measure)),
        begins,
        plan.network.weeks,
        cumulative=cumulative,
        money=measure in (REVENUE, CASH),
    )


def _summed(values: Sequence[float]) -> list[float]:
    found, so_far = [], 0.0
    for value in values:
        so_far += value
        found.append(so_far)
    return found
