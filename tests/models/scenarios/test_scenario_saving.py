"""Scenarios are saved under one name, and forecasts keep what they came from."""

from datetime import date

import pytest

from models.errors import InvalidValueError, NotFoundError
from models.ids import ScenarioId
from models.scenarios.saving import (
    ScenarioInUseError,
    delete_scenario,
    duplicate_scenario,
    forecasts,
    freeze_forecast,
    open_scenario,
    rename_scenario,
    save_scenario,
    scenario_by_name,
    scenarios,
)
from models.storage.columns import JsonObject
from models.workspace import Workspace
from tests.clocks import FrozenClock

ASSUMPTIONS: JsonObject = {"stages": [{"name": "MQL", "rate": 0.3}], "mqls": 200}


def test_a_scenario_comes_back_as_it_was_saved(workspace: Workspace) -> None:
    cut_off = date(2026, 10, 31)
    with workspace.write() as session:
        saved = save_scenario(
            session, " House ", ASSUMPTIONS, seed=1, trials=10_000, notes="n", data_cut_off=cut_off
        )
    with workspace.read() as session:
        row = open_scenario(session, saved)
        assert (row.name, row.assumptions, row.seed, row.trials) == (
            "House",
            ASSUMPTIONS,
            1,
            10_000,
        )
        assert (row.notes, row.data_cut_off, row.parent_id) == ("n", cut_off, None)
        assert scenario_by_name(session, "HOUSE") == row
        assert scenario_by_name(session, "Horse") is None


def test_saving_under_the_same_name_writes_it_anew(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        first = save_scenario(session, "House", ASSUMPTIONS, seed=1, trials=10)
        clock.advance(hours=1)
        assert save_scenario(session, "house", {"mqls": 1}, seed=2, trials=20) == first
        (row,) = scenarios(session)
        assert (row.name, row.assumptions, row.saved_at) == ("House", {"mqls": 1}, clock())


@pytest.mark.parametrize(("name", "seed", "trials"), [(" ", 1, 1), ("A", -1, 1), ("A", 1, 0)])
def test_what_is_no_scenario_is_refused(
    workspace: Workspace, name: str, seed: int, trials: int
) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        save_scenario(session, name, ASSUMPTIONS, seed=seed, trials=trials)


def test_a_name_is_one_scenarios_alone(workspace: Workspace) -> None:
    with workspace.write() as session:
        house = save_scenario(session, "House", ASSUMPTIONS, seed=1, trials=10)
        bold = duplicate_scenario(session, house, "Bold")
        rename_scenario(session, house, "HOUSE")
        for taken in ("bold", " "):
            with pytest.raises(InvalidValueError):
                rename_scenario(session, house, taken)
            with pytest.raises(InvalidValueError):
                duplicate_scenario(session, house, taken)
        assert [(row.name, row.parent_id) for row in scenarios(session)] == [
            ("Bold", house),
            ("HOUSE", None),
        ]
        assert open_scenario(session, bold).assumptions == ASSUMPTIONS


def test_a_deleted_scenario_is_forgotten_by_its_copies(workspace: Workspace) -> None:
    with workspace.write() as session:
        house = save_scenario(session, "House", ASSUMPTIONS, seed=1, trials=10)
        duplicate_scenario(session, house, "Bold")
        delete_scenario(session, house)
        assert [(row.name, row.parent_id) for row in scenarios(session)] == [("Bold", None)]
        for gone in (
            lambda: delete_scenario(session, house),
            lambda: rename_scenario(session, house, "A"),
            lambda: freeze_forecast(session, house, {}, "1"),
            lambda: open_scenario(session, ScenarioId(99)),
            lambda: save_scenario(session, "A", {}, seed=1, trials=1, parent_id=house),
        ):
            with pytest.raises(NotFoundError):
                gone()


def test_a_forecast_keeps_the_assumptions_it_came_from(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        house = save_scenario(session, "House", ASSUMPTIONS, seed=1, trials=10)
        frozen = freeze_forecast(session, house, {"mean": 3.0}, "keyed-1")
        at = clock()
        clock.advance(days=1)
        save_scenario(session, "House", {"mqls": 1}, seed=1, trials=10)
        later = freeze_forecast(session, house, {"mean": 0.1}, "keyed-1")
        newest, oldest = forecasts(session, house)
        assert (newest.id, oldest.id) == (later, frozen)
        assert (oldest.assumptions, oldest.summary) == (ASSUMPTIONS, {"mean": 3.0})
        assert (oldest.frozen_at, oldest.sampler_version) == (at, "keyed-1")
        with pytest.raises(ScenarioInUseError, match="graded"):
            delete_scenario(session, house)
        with pytest.raises(InvalidValueError):
            freeze_forecast(session, house, {}, " ")
