"""Targets and fiscal quarters as lines of a chart over weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from models.fiscal import quarters_between
from models.language import gettext as _
from views.charts.fan import TargetSpan
from views.charts.numbers import mean_count, short, whole
from views.whatif.content import PlanTarget, weeks_between


def target_spans(
    targets: Sequence[PlanTarget], begins: date, weeks: int, *, cumulative: bool, money: bool
) -> tuple[TargetSpan, ...]:
    """Return what must be there at the end of each period, or in each of its weeks, as lines.

    `targets` are those of one measure, in order.
    """
    # A share of a client each week would be written as none.
    write = short if money else whole if cumulative else mean_count
    spans, before = [], 0.0
    for target in targets:
        inside = weeks_between(begins, weeks, target.first_day, target.last_day)
        if not inside:
            continue
        wanted = max(target.amount - target.reached, 0.0)
        before += wanted
        level = before if cumulative else wanted / len(inside)
        words = _("target {target}").format(target=write(level))
        spans.append(TargetSpan(inside[0], inside[-1], level, words))
    return tuple(spans)


# Every frame of a drag asks for the same ones.
@lru_cache(maxsize=16)
def quarter_marks(
    begins: date | None, weeks: int, fiscal_month: int
) -> tuple[tuple[int, str], ...]:
    """Return the week in which each fiscal quarter begins, and its name; none without dates."""
    if begins is None:
        return ()
    last = begins + timedelta(weeks=weeks, days=-1)
    found = []
    for quarter in quarters_between(begins, last, fiscal_month):
        inside = weeks_between(begins, weeks, quarter.first_day, quarter.last_day)
        if inside:
            found.append((inside[0], quarter.name))
    return tuple(found)
