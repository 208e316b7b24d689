"""Targets of the workspace as a plan holds them: what is to be reached, and what was already."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.iso_codes import minor_digits
from models.scenarios.freezing import CLIENTS, REVENUE
from views.whatif.content import PlanTarget

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_targets(session: "Session", starts_on: date, weeks: int) -> tuple[PlanTarget, ...]:
    """Return the targets whose last day lies in a plan, with what was reached before it begins."""
    from models.scenarios.actuals import happened_between
    from models.settings import setting
    from models.targets import targets

    unit = 10 ** minor_digits(setting(session, "base_currency"))
    ends = starts_on + timedelta(weeks=weeks)
    found = []
    for target in targets(session):
        if not starts_on <= target.period_end < ends:
            continue
        money = target.measure == REVENUE
        reached = 0.0
        if target.period_start < starts_on:
            reached = happened_between(session, target.measure, target.period_start, starts_on)
        found.append(
            PlanTarget(
                measure=REVENUE if money else CLIENTS,
                amount=target.amount / unit if money else float(target.amount),
                first_day=target.period_start,
                last_day=target.period_end,
                reached=reached,
            )
        )
    return tuple(found)
