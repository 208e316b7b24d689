"""Freezing what a plan comes to, and holding frozen forecasts against what happened since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.money.targets import read_targets
from models.errors import KnownError
from models.language import gettext as _
from models.scenarios.freezing import (
    CLIENTS,
    REVENUE,
    FrozenBands,
    FrozenMeasure,
    FrozenSummary,
    entered,
    read_summary,
    stage_of,
    stored,
)
from simulation.randomness import SAMPLER_VERSION
from simulation.results import Bands
from views.money.frozen_store import FrozenRow, FrozenView
from views.money.tracking import track_of
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult, stage_measure

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.ids import ForecastId, ScenarioId
    from models.scenarios.saving import ForecastRow


class UndatedPlanError(KnownError):
    """A plan without dates cannot be held against what happens."""

    def __init__(self) -> None:
        super().__init__(
            _("This plan does not say when it begins, so it cannot be graded. Start from today.")
        )


def frozen_summary(result: PlanResult) -> FrozenSummary:
    """Return what a plan comes to as it is kept: clients, revenue, and entries of each stage.

    Refuses a plan that has no first day.
    """
    plan = result.plan
    begins = plan.network.starts_on
    if begins is None:
        raise UndatedPlanError
    names = {CLIENTS: CLIENTS, REVENUE: REVENUE}
    for place, stage in enumerate(plan.network.stages):
        names[entered(str(stage.key))] = stage_measure(place)
    return FrozenSummary(
        starts_on=begins,
        weeks=plan.network.weeks,
        trials=result.run.trials,
        measures={
            name: FrozenMeasure(
                _bands(result.fan(measure, cumulative=False).bands),
                _bands(result.fan(measure, cumulative=True).bands),
            )
            for name, measure in names.items()
        },
    )


def freeze(session: "Session", plan: Plan, summary: FrozenSummary) -> "ForecastId":
    """Keep what a plan comes to today; the plan is saved first where it is not saved as it is.

    The summary is made beforehand, so that nobody waits for its numbers to write.
    """
    from models.scenarios.saving import freeze_forecast

    return freeze_forecast(session, _saved(session, plan), stored(summary), str(SAMPLER_VERSION))


def _saved(session: "Session", plan: Plan) -> "ScenarioId":
    """Return the scenario that holds the plan, kept under a name of its own where none does."""
    from app.scenario_files.shelf import free_copy_name, keep_plan, plan_in, plan_rows
    from models.scenarios.saving import scenario_by_name

    for row in plan_rows(session):
        if row.name == plan.name and plan_in(row) == replace(plan, parent_id=int(row.id)):
            return row.id
    name = plan.name.strip() or _("Forecast")
    if scenario_by_name(session, name) is not None:
        name = free_copy_name(session, name)
    return keep_plan(session, replace(plan, name=name), as_new=True)


def frozen_rows(session: "Session", today: date) -> tuple[FrozenRow, ...]:
    """Return the frozen forecasts over weeks, the newest first, each with how it does."""
    from models.scenarios.saving import forecasts, scenarios

    names = {row.id: row.name for row in scenarios(session)}
    found = []
    for forecast in forecasts(session):
        summary = read_summary(forecast.summary)
        if summary is not None:
            name = names.get(forecast.scenario_id, "")
            found.append(_row(session, forecast, summary, name, today))
    return tuple(found)


def frozen_view(session: "Session", forecast_id: int, today: date) -> FrozenView:
    """Return a frozen forecast with what happened since; refuses one that is gone."""
    from models.errors import NotFoundError
    from models.scenarios.saving import forecasts, open_scenario
    from models.settings import number_setting, setting

    for forecast in forecasts(session):
        summary = read_summary(forecast.summary)
        if forecast.id == forecast_id and summary is not None:
            name = open_scenario(session, forecast.scenario_id).name
            actuals = _actuals(session, summary, today)
            row = _row(session, forecast, summary, name, today)
            return FrozenView(
                row,
                summary,
                actuals,
                _stage_names(session, actuals),
                read_targets(session, summary.starts_on, summary.weeks),
                number_setting(session, "fiscal_year_first_month"),
                setting(session, "base_currency"),
            )
    raise NotFoundError(_("frozen forecast"), forecast_id)


def _row(
    session: "Session", forecast: "ForecastRow", summary: FrozenSummary, name: str, today: date
) -> FrozenRow:
    happened = _happened(session, CLIENTS, summary, today)
    return FrozenRow(
        id=int(forecast.id),
        scenario=name,
        frozen_at=forecast.frozen_at,
        data_until=forecast.data_cut_off,
        weeks=summary.weeks,
        weeks_over=len(happened),
        clients=track_of(summary.measures[CLIENTS], happened),
    )


def _actuals(
    session: "Session", summary: FrozenSummary, today: date
) -> Mapping[str, tuple[float, ...]]:
    from models.definitions.current import stages

    # A stage of another funnel, such as the house example's, never saw anybody here.
    own = {str(stage.uuid) for stage in stages(session)}
    return {
        measure: _happened(session, measure, summary, today)
        for measure in summary.measures
        if (stage := stage_of(measure)) is None or stage in own
    }


def _happened(
    session: "Session", measure: str, summary: FrozenSummary, today: date
) -> tuple[float, ...]:
    from models.scenarios.actuals import actuals_since

    ends = summary.starts_on + timedelta(weeks=summary.weeks)
    return actuals_since(session, measure, summary.starts_on, min(today, ends))


def _stage_names(session: "Session", measures: Mapping[str, Any]) -> dict[str, str]:
    from models.definitions.current import stages

    names = {entered(str(stage.uuid)): stage.name for stage in stages(session)}
    return {measure: name for measure, name in names.items() if measure in measures}


def _bands(bands: Bands) -> FrozenBands:
    lines = {f"p{at}": tuple(bands.at(at).tolist()) for at in (5, 10, 25, 50, 75, 90, 95)}
    return FrozenBands(**lines, mean=tuple(bands.mean.tolist()))
