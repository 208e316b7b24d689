"""The team's own decay of slow answers, as the simulator takes it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from models.vocabulary import Meaning
from simulation.assumptions import Evidence
from simulation.questions.responding import ResponseBand
from views.money.reckoning import MeasuredResponse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from views.whatif.content import Plan

_WEEKS: Final = 52


def read_response(session: "Session", plan: "Plan", now: datetime) -> MeasuredResponse | None:
    """Read how leads of the last year went on by their wait; None for another team's funnel."""
    from models.definitions.current import stages
    from models.reporting.questions.responding import responding

    mqls = {stage.uuid for stage in stages(session) if stage.meaning == Meaning.MQL}
    places = [place for place, stage in enumerate(plan.network.stages) if stage.key in mqls]
    if not places or places[0] >= len(plan.network.steps):
        return None
    found = responding(session, now - timedelta(weeks=_WEEKS), now)
    return MeasuredResponse(
        agreed_hours=found.agreed_minutes / 60,
        bands=tuple(
            ResponseBand(
                float("inf") if band.most_minutes is None else band.most_minutes / 60,
                Evidence(band.went_on, band.leads),
            )
            for band in found.bands
        ),
        step=places[0],
    )
