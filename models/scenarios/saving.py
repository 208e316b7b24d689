"""Saving, renaming, duplicating and deleting scenarios, and freezing forecasts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, optional_text, required_text
from models.entities.workspace.forecasting import Forecast, Scenario
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import ForecastId, ScenarioId
from models.language import gettext as _
from models.storage.columns import JsonObject
from models.text_keys import fold


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A complete set of assumptions, with what is needed to get the same numbers again."""

    id: ScenarioId
    name: str
    notes: str
    assumptions: JsonObject
    seed: int
    trials: int
    data_cut_off: date | None
    parent_id: ScenarioId | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A result as it was frozen."""

    id: ForecastId
    scenario_id: ScenarioId
    frozen_at: datetime
    data_cut_off: date | None
    sampler_version: str
    assumptions: JsonObject
    summary: JsonObject


class ScenarioInUseError(KnownError):
    """A scenario cannot go: forecasts that will be graded were frozen from it."""


def _row(scenario: Scenario) -> ScenarioRow:
    return ScenarioRow(
        ScenarioId(scenario.id),
        scenario.name,
        scenario.notes,
        scenario.assumptions,
        scenario.seed,
        scenario.trials,
        scenario.data_cut_off,
        None if scenario.parent_id is None else ScenarioId(scenario.parent_id),
        scenario.saved_at,
    )


def scenarios(session: Session) -> tuple[ScenarioRow, ...]:
    """Return the saved scenarios by name."""
    rows = (_row(scenario) for scenario in session.scalars(select(Scenario)))
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def scenario_by_name(session: Session, name: str) -> ScenarioRow | None:
    """Return the scenario of this name, whatever its case and accents."""
    wanted = fold(name)
    return next((row for row in scenarios(session) if fold(row.name) == wanted), None)


def open_scenario(session: Session, scenario_id: ScenarioId) -> ScenarioRow:
    """Return a scenario; refuses one that does not exist."""
    return _row(existing(session, Scenario, scenario_id))


def free_name(session: Session, name: str, own_id: ScenarioId | None = None) -> str:
    """Return a name as it may be kept; refuses a blank one and one that another scenario has."""
    text = required_text("name", name)
    holder = scenario_by_name(session, text)
    if holder is not None and holder.id != own_id:
        raise InvalidValueError(
            "name",
            name,
            _("There is a scenario “{name}” already. Choose another name.").format(
                name=holder.name
            ),
        )
    return text


@verb
def save_scenario(
    session: Session,
    name: str,
    assumptions: JsonObject,
    *,
    seed: int,
    trials: int,
    notes: str = "",
    data_cut_off: date | None = None,
    parent_id: ScenarioId | None = None,
) -> ScenarioId:
    """Save a scenario under a name; the one that has the name already is written anew.

    Refuses a blank name, a negative seed and fewer than one trial.
    """
    text = required_text("name", name)
    if not 0 <= seed < 2**63:
        raise InvalidValueError("seed", seed, _("A seed is a whole number from 0 up."))
    if not 1 <= trials < 2**63:
        raise InvalidValueError("trials", trials, _("At least one trial is needed."))
    kept = optional_text("notes", notes, LONG_TEXT_LIMIT) or ""
    if parent_id is not None:
        existing(session, Scenario, parent_id)
    holder = scenario_by_name(session, text)
    if holder is None:
        scenario = Scenario(name=text)
        session.add(scenario)
    else:
        scenario = existing(session, Scenario, holder.id)
    scenario.notes = kept
    scenario.assumptions = assumptions
    scenario.seed = seed
    scenario.trials = trials
    scenario.data_cut_off = data_cut_off
    if parent_id != scenario.id:
        scenario.parent_id = parent_id
    scenario.saved_at = now(session)
    session.flush()
    return ScenarioId(scenario.id)


@verb
def rename_scenario(session: Session, scenario_id: ScenarioId, name: str) -> None:
    """Rename a scenario; refuses a blank name and one that another scenario has."""
    scenario = existing(session, Scenario, scenario_id)
    scenario.name = free_name(session, name, scenario_id)


@verb
def duplicate_scenario(session: Session, scenario_id: ScenarioId, name: str) -> ScenarioId:
    """Copy a scenario under a new name and remember where it came from.

    Refuses a blank name and one that is taken.
    """
    source = existing(session, Scenario, scenario_id)
    copy = Scenario(
        name=free_name(session, name),
        notes=source.notes,
        assumptions=source.assumptions,
        seed=source.seed,
        trials=source.trials,
        data_cut_off=source.data_cut_off,
        parent_id=source.id,
        saved_at=now(session),
    )
    session.add(copy)
    session.flush()
    return ScenarioId(copy.id)


@verb
def delete_scenario(session: Session, scenario_id: ScenarioId) -> None:
    """Delete a scenario; copies of it stay and forget where they came from.

    Refuses one that a forecast was frozen from: it could not be graded without its assumptions.
    """
    scenario = existing(session, Scenario, scenario_id)
    frozen = select(Forecast.id).where(Forecast.scenario_id == scenario_id).limit(1)
    if session.scalar(frozen) is not None:
        raise ScenarioInUseError(
            _(
                "Forecasts were frozen from “{name}” and are to be graded; it cannot be deleted. "
                "Rename it if it is in the way."
            ).format(name=scenario.name)
        )
    for copy in session.scalars(select(Scenario).where(Scenario.parent_id == scenario_id)):
        copy.parent_id = None
    session.flush()
    session.delete(scenario)


@verb
def freeze_forecast(
    session: Session, scenario_id: ScenarioId, summary: JsonObject, sampler_version: str
) -> ForecastId:
    """Keep a result as it is today, with the assumptions it came from, to be graded later.

    Refuses a scenario that does not exist and a blank sampler version.
    """
    scenario = existing(session, Scenario, scenario_id)
    forecast = Forecast(
        scenario_id=scenario_id,
        frozen_at=now(session),
        data_cut_off=scenario.data_cut_off,
        sampler_version=required_text("sampler_version", sampler_version),
        assumptions=scenario.assumptions,
        summary=summary,
    )
    session.add(forecast)
    session.flush()
    return ForecastId(forecast.id)


def forecasts(session: Session, scenario_id: ScenarioId | None = None) -> tuple[ForecastRow, ...]:
    """Return the frozen forecasts, of one scenario or all, the newest first."""
    wanted = select(Forecast).order_by(Forecast.frozen_at.desc(), Forecast.id.desc())
    if scenario_id is not None:
        wanted = wanted.where(Forecast.scenario_id == scenario_id)
    return tuple(
        ForecastRow(
            ForecastId(row.id),
            ScenarioId(row.scenario_id),
            row.frozen_at,
            row.data_cut_off,
            row.sampler_version,
            row.assumptions,
            row.summary,
        )
        for row in session.scalars(wanted)
    )
