"""Frozen forecasts read back as they were, and are held against what happened since."""

from datetime import date, timedelta

import pytest

from models.deals.dealing import open_deal, win_deal
from models.definitions.current import stages
from models.entities.leads.deals import Deal
from models.errors import InvalidValueError
from models.ids import LeadId
from models.leads.stages.moving import correct_move, move_stage
from models.scenarios.actuals import actuals_since, happened_between
from models.scenarios.freezing import (
    CLIENTS,
    REVENUE,
    FrozenBands,
    FrozenMeasure,
    FrozenSummary,
    UnreadableForecastError,
    entered,
    read_summary,
    stored,
)
from models.scenarios.saving import forecasts, freeze_forecast
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

MONDAY = date(2026, 10, 26)
LINE = (1.0, 2.5)
BANDS = FrozenBands(LINE, LINE, LINE, LINE, LINE, LINE, LINE, LINE)
SUMMARY = FrozenSummary(MONDAY, 2, 1000, {CLIENTS: FrozenMeasure(BANDS, BANDS)})


def test_a_frozen_forecast_reads_back_as_it_was(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        freeze_forecast(session, world.scenario, stored(SUMMARY), "1")
    with filled.read() as session:
        assert read_summary(forecasts(session)[0].summary) == SUMMARY


def test_a_frozen_batch_has_no_weeks() -> None:
    assert read_summary({"mean": 3.0}) is None


def test_a_summary_that_contradicts_itself_is_refused() -> None:
    for harm in ({"weeks": 3}, {"starts_on": "soon"}, {"measures": None}):
        with pytest.raises(UnreadableForecastError):
            read_summary({**stored(SUMMARY), **harm})


def test_won_deals_and_clients_count_in_the_week_they_were_won(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    day = clock().date()
    monday = day - timedelta(days=day.weekday() + 7)
    with filled.write() as session:
        win_deal(session, world.deal, day)
    with filled.read() as session:
        until = monday + timedelta(weeks=2)
        assert actuals_since(session, REVENUE, monday, until) == (0.0, 5_000.0)
        assert actuals_since(session, CLIENTS, monday, until) == (0.0, 1.0)
        assert actuals_since(session, REVENUE, monday, until - timedelta(days=1)) == (0.0,)
        assert happened_between(session, REVENUE, day, day + timedelta(days=1)) == 5_000.0
        assert happened_between(session, REVENUE, monday, day) == 0.0


def test_entries_of_a_stage_are_counted_by_its_uuid(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    day = clock().date()
    monday = day - timedelta(days=day.weekday())
    with filled.write(world.leader) as session:
        last = stages(session)[2]
        before = happened_between(
            session, entered(str(last.uuid)), monday, monday + timedelta(days=7)
        )
        move = move_stage(session, world.lead, last.id, override_reason="For the test")
        following = monday + timedelta(weeks=1)
        found = actuals_since(session, entered(str(last.uuid)), monday, following)
        assert found == (before + 1.0,)
        correct_move(session, move, "Another lead was meant")
        found = actuals_since(session, entered(str(last.uuid)), monday, following)
        assert found == (before,)


def test_a_client_with_several_deals_counts_once_when_the_first_is_won(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    day = clock().date()
    monday = day - timedelta(days=day.weekday() + 7)
    with filled.write() as session:
        lead = LeadId(session.get_one(Deal, world.deal).lead_id)
        win_deal(session, world.deal, monday)
        win_deal(session, open_deal(session, lead, "More vans"), day, amount_minor=100)
        found = actuals_since(session, CLIENTS, monday, monday + timedelta(weeks=2))
    assert found == (1.0, 0.0)


def test_weeks_begin_on_mondays_and_measures_are_known(filled: Workspace) -> None:
    with filled.read() as session:
        with pytest.raises(InvalidValueError, match="no Monday"):
            actuals_since(session, CLIENTS, MONDAY + timedelta(days=1), MONDAY)
        with pytest.raises(InvalidValueError, match="not measured"):
            actuals_since(session, "luck", MONDAY, MONDAY + timedelta(weeks=1))
