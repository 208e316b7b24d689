"""A small plan, and a page on it, for tests of the what-if workspace."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tests.views.forecast_doubles import ImmediateRunner
from views.whatif.content import OriginNote, Plan
from views.whatif.inputs.shown import noted
from views.whatif.outlook import PlanResult, look_ahead
from views.whatif.page import WhatIfPage
from views.whatif.starts import house_plan

TODAY = date(2026, 11, 22)
CHANNEL = "volume:All channels"


def small_plan(**changes: Any) -> Plan:
    """Return the house example over twenty weeks in few cases; what is learned of it is made up."""
    house = house_plan(TODAY)
    learned = OriginNote("learned", "31 of 104", (0.24, 0.38), 31 / 104)
    plan = replace(
        house,
        network=replace(house.network, weeks=20),
        trials=400,
        origins={**house.origins, "rate:Responded": learned},
    )
    return noted(replace(plan, **changes))


@cache
def small_result() -> PlanResult:
    """Return what the small plan comes to."""
    return look_ahead(small_plan())


def make_page(plan: Plan | None = None, runner: ImmediateRunner | None = None) -> WhatIfPage:
    """Return a page on the small plan, whose starts are the house example again."""
    page = WhatIfPage(
        runner or ImmediateRunner(),
        plan or small_plan(),
        starts=lambda code, then, _failed: then(small_plan(start=code, name=code)),
    )
    page.resize(1104, 700)
    return page
