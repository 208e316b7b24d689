"""What a plan costs and brings in words, and whether a forecast is on track."""

import math
from dataclasses import replace

import pytest

from models.scenarios.freezing import FrozenBands, FrozenMeasure
from simulation.assumptions import Evidence
from simulation.questions.responding import ResponseBand
from tests.views.whatif.whatif_doubles import small_plan, small_result
from views.money.reckoning import MeasuredResponse, MoneyBasis, joined_efforts, reckon, spans_of
from views.money.tables import as_text, plan_tables, whole_table
from views.money.tracking import Standing, track_of, track_sentence
from views.money.words import money_sentence, response_sentence, returns_sentence
from views.whatif.outlook import CLIENTS, look_ahead

SO_FAR = ((2.0, 5.0), (4.0, 8.0), (7.0, 12.0))
FLAT = FrozenBands(*((0.0, 0.0),) * 8)


def measure() -> FrozenMeasure:
    low, middle, high = SO_FAR
    return FrozenMeasure(FLAT, FrozenBands(low, low, low, middle, high, high, high, middle))


def test_a_forecast_is_on_track_within_8_of_10_cases() -> None:
    found = [
        track_of(measure(), happened).standing
        for happened in ((), (1.0,), (2.0,), (7.0, 5.0), (7.0, 6.0))
    ]
    assert found == [
        Standing.NOT_BEGUN,
        Standing.BELOW,
        Standing.ON_TRACK,
        Standing.ON_TRACK,
        Standing.ABOVE,
    ]


def test_the_track_is_told_with_what_was_forecast() -> None:
    said = track_sentence(track_of(measure(), (3.0, 3.0)), "clients")
    assert said == "On track: 6 clients in 2 weeks; 5\u201312 were forecast."


def test_all_costs_of_a_plan_are_in_what_a_client_costs() -> None:
    view = reckon(small_result(), MoneyBasis("EUR", 4))
    assert "people and hires included" in money_sentence(view, "EUR")
    assert "All channels: it" in returns_sentence(view, "EUR")
    parts = sum(one.leads + one.people + one.hiring for one in view.periods)
    last = view.costs[-1]
    entered = small_result().stages[-1].entered.mean
    assert parts == pytest.approx(last.everything * entered)
    net = sum(one.net.mean for one in view.periods)
    assert net == pytest.approx(sum(one.income for one in view.periods) - parts)


def test_what_is_not_measured_is_never_guessed() -> None:
    few = MeasuredResponse(0.5, (ResponseBand(0.5, Evidence(1, 3)),))
    for measured in (None, few):
        view = reckon(small_result(), MoneyBasis("EUR", 1, measured))
        assert "not measured yet" in response_sentence(view, "EUR")
    bands = (ResponseBand(0.5, Evidence(40, 80)), ResponseBand(math.inf, Evidence(8, 80)))
    view = reckon(small_result(), MoneyBasis("EUR", 1, MeasuredResponse(0.5, bands)))
    assert "By your own leads" in response_sentence(view, "EUR")


def test_a_plan_without_costs_says_so() -> None:
    network = small_plan().network
    free = replace(
        network,
        channels=tuple(replace(one, cost_per_lead=0.0) for one in network.channels),
        roles=tuple(replace(one, weekly_cost=0.0, hiring_cost=0.0) for one in network.roles),
    )
    view = reckon(look_ahead(small_plan(network=free)))
    assert money_sentence(view, "").startswith("No costs are in this plan yet")
    assert "no return to state" in returns_sentence(view, "")


def test_leads_of_a_channel_that_enter_late_go_with_it() -> None:
    network = small_plan().network
    (channel,) = network.channels
    names = ("Ads", "Ads (SQL)", "Fairs")
    keys = [stage.key for stage in network.stages[:3]]
    channels = tuple(
        replace(channel, key=key, name=name) for key, name in zip(keys, names, strict=True)
    )
    efforts = joined_efforts(replace(network, channels=channels))
    assert [one.channels for one in efforts] == [(0, 1), (2,)]


def test_quarters_of_a_plan_hold_each_week_once() -> None:
    found = spans_of(small_result(), 4)
    weeks = [week for one in found for week in range(20)[one.weeks]]
    assert weeks == list(range(20))
    assert found[0].name == "Q3 2027"


def test_every_series_has_its_unit_and_the_weeks_add_up() -> None:
    table = whole_table(small_result(), "EUR")
    assert {len(row) for row in table.rows} == {len(table.headings)}
    weekly = table.headings.index("Clients, mean (clients a week)")
    so_far = table.headings.index("Clients, mean (clients so far)")
    numbers = [row[weekly] for row in table.rows]
    total = float(small_result().series(CLIENTS).sum(axis=0).mean())
    assert sum(float(one) for one in numbers if one is not None) == pytest.approx(total)
    assert table.rows[-1][so_far] == pytest.approx(total)
    assert any("(EUR a week)" in heading for heading in table.headings)


def test_a_copied_table_holds_no_formula() -> None:
    plan = small_plan()
    (channel,) = plan.network.channels
    harmful = replace(channel, name="=cmd|' /C calc'!A0\tnext")
    plan = replace(plan, network=replace(plan.network, channels=(harmful,)))
    assumptions = plan_tables(look_ahead(plan), "EUR")[-1]
    text = as_text(assumptions)
    assert "\t'=cmd" in text
    assert {line.count("\t") for line in text.splitlines()} == {len(assumptions.headings) - 1}
