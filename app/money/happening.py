"""What happened in the weeks of a plan that are over, by the measures of its charts."""

from typing import TYPE_CHECKING

from models.definitions.current import stages
from models.money import NoRateError
from models.scenarios.actuals import actuals_since
from models.scenarios.freezing import entered
from views.whatif.outlook import CLIENTS, REVENUE, stage_measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from views.whatif.content import Plan


def happened_since(
    session: "Session", plan: "Plan", today: "date"
) -> tuple[dict[str, "Sequence[float]"], NoRateError | None]:
    """Return the weeks by measure; without revenue, and why, where an amount has no rate.

    There are none of a plan that is yet to begin.
    """
    begins = plan.network.starts_on
    if begins is None or begins >= today:
        return {}, None
    known = {str(stage.uuid) for stage in stages(session)}
    measures = {CLIENTS: CLIENTS, REVENUE: REVENUE}
    for place, stage in enumerate(plan.network.stages):
        if str(stage.key) in known:
            measures[stage_measure(place)] = entered(str(stage.key))
    happened: dict[str, Sequence[float]] = {}
    missing: NoRateError | None = None
    for measure, code in measures.items():
        try:
            happened[measure] = actuals_since(session, code, begins, today)
        except NoRateError as error:
            missing = error
    return happened, missing
