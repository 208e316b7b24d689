"""Inputs of a plan: what is typed over, what follows the data, and the way back."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.assumptions import BetaRate, Origin
from simulation.network import Channel
from simulation.volumes import RandomVolume
from tests.views.whatif.whatif_doubles import CHANNEL, TODAY, small_plan
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs.shown import (
    ALL_VOLUMES,
    all_volumes,
    as_it_came,
    brought_up_to,
    inputs_of,
    noted,
    set_locked,
    tries_of,
    with_chance_of_each,
    with_input,
    with_tries,
)
from views.whatif.inputs.writing import people_in
from views.whatif.page_head import source_text
from views.whatif.sentences import origin_text
from views.whatif.starts import benchmarks_plan, house_plan, own_plan

PLAN = small_plan()
NAMES = [one.name for one in inputs_of(PLAN)]


def value(plan: Plan, name: str) -> float:
    return next(one.value for one in inputs_of(plan) if one.name == name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0.01, 0.99))
def test_every_input_is_set_read_and_brought_back(name: str, share: float) -> None:
    before = next(one for one in inputs_of(PLAN) if one.name == name)
    wanted = max(before.least, before.reach * share)
    if before.unit == "people":
        wanted = float(round(wanted))
    moved = with_input(PLAN, name, wanted)
    assert value(moved, name) == pytest.approx(wanted, abs=1e-9)
    others = [one for one in inputs_of(moved) if one.name != name]
    assert others == [one for one in inputs_of(PLAN) if one.name != name]
    back = as_it_came(moved, name)
    assert value(back, name) == pytest.approx(before.note.value if before.note else 0)


def test_a_rate_comes_back_from_the_ends_of_its_slider_as_unsure_as_it_was() -> None:
    before = with_input(PLAN, "rate:Responded", 0.3)
    for end in (0.0, 1.0):
        moved = with_input(before, "rate:Responded", end)
        value = next(one.value for one in inputs_of(moved) if one.name == "rate:Responded")
        assert abs(value - end) < 0.0005
        back = with_input(moved, "rate:Responded", 0.3).network.steps[0].conversion.rate
        was = before.network.steps[0].conversion.rate
        assert isinstance(back, BetaRate)
        assert isinstance(was, BetaRate)
        assert (back.alpha, back.beta) == pytest.approx((was.alpha, was.beta))


def test_what_is_typed_over_follows_the_data_no_more_until_it_is_locked_again() -> None:
    rate = "rate:Responded"
    locked = set_locked(PLAN, rate, locked=True)
    assert rate in locked.locked
    assert value(locked, rate) == pytest.approx(31 / 104)
    assert locked.network.steps[0].conversion.origin is Origin.LEARNED
    typed = with_input(locked, rate, 0.4)
    assert rate not in typed.locked
    assert typed.network.steps[0].conversion.origin is Origin.TYPED
    assert set_locked(typed, rate, locked=True) == locked


def test_later_data_move_what_is_locked_and_leave_what_was_typed() -> None:
    plan = with_input(set_locked(PLAN, "rate:Responded", locked=True), "rate:SQL", 0.61)
    fresh = with_input(PLAN, "rate:Responded", 0.33)
    later = replace(
        fresh, origins={**fresh.origins, "rate:Responded": OriginNote("learned", value=0.33)}
    )
    later = set_locked(with_input(later, "rate:SQL", 0.45), "rate:Responded", locked=True)
    brought = brought_up_to(plan, later)
    assert value(brought, "rate:Responded") == pytest.approx(0.33)
    assert value(brought, "rate:SQL") == pytest.approx(0.61)


def test_with_later_data_a_target_counts_what_was_reached_until_then() -> None:
    begins = date(2026, 11, 23)
    later = replace(PLAN.network, starts_on=begins)
    over = PlanTarget("clients", 12, date(2026, 10, 1), date(2026, 11, 22), 9)
    quarter = PlanTarget("clients", 12, date(2026, 10, 1), date(2026, 12, 31), 2)
    own = PlanTarget("revenue", 90_000, date(2026, 11, 16), date(2027, 3, 31))
    typed = replace(quarter, amount=20)
    brought = brought_up_to(
        replace(PLAN, targets=(over, typed, own)),
        replace(PLAN.with_network(later), targets=(replace(quarter, reached=5),)),
    )
    assert brought.targets == (replace(typed, reached=5), own)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.floats(0.05, 0.95))
def test_the_stages_rate_is_what_its_tries_add_up_to(most: int, each: float) -> None:
    plan = with_chance_of_each(with_tries(PLAN, "Held", most), "Held", each)
    tries, chance = tries_of(plan.network, "Held")
    assert tries.most == most
    assert chance == pytest.approx(each, abs=1e-6)
    assert value(plan, "rate:Held") == pytest.approx(1 - (1 - each) ** most)
    # Editing the rate shows in the tries.
    plan = with_input(plan, "rate:Held", 0.5)
    assert tries_of(plan.network, "Held")[1] == pytest.approx(1 - 0.5 ** (1 / most))


def test_more_tries_keep_the_chance_of_each() -> None:
    _tries, before = tries_of(PLAN.network, "Appointment")
    plan = with_tries(PLAN, "Appointment", 3)
    assert tries_of(plan.network, "Appointment")[1] == pytest.approx(before)


def test_all_channels_are_shared_out_as_they_are_and_come_back_to_the_lead() -> None:
    assert all_volumes(PLAN) is None
    extra = Channel(PLAN.network.stages[0].key, "Ads", RandomVolume(50.0))
    plan = PLAN.with_network(replace(PLAN.network, channels=(*PLAN.network.channels, extra)))
    together = all_volumes(plan)
    assert together is not None
    assert together.value == 250.0
    more = with_input(plan, ALL_VOLUMES, 500.0)
    assert value(more, CHANNEL) == pytest.approx(400.0)
    assert value(more, "volume:Ads") == pytest.approx(100.0)
    assert "; 1 changed" in source_text(noted(plan))
    assert "; 2 changed" in source_text(with_input(noted(plan), ALL_VOLUMES, 500.0)), "as one"
    none = with_input(plan, ALL_VOLUMES, 0.0)
    assert sum(value(none, f"volume:{name}") for name in ("All channels", "Ads")) == 0.0


def test_what_grows_says_how_many_leads_come_on_average() -> None:
    ads, fairs = (
        Channel(uuid.UUID(int=place), name, RandomVolume(50.0, growth=growth))
        for place, name, growth in ((1, "Ads", 1.02), (2, "Fairs", 1.0))
    )
    plan = PLAN.with_network(replace(PLAN.network, channels=(ads, fairs)))
    together = all_volumes(plan)
    assert together is not None
    mean = 50.0 + sum(50.0 * 1.02**week for week in range(20)) / 20
    assert origin_text(together) == f"sum of 2 channels, {mean:.0f} on average"
    level = replace(plan.network, channels=(fairs, replace(ads, volume=fairs.volume)))
    assert origin_text(all_volumes(plan.with_network(level)) or together) == "sum of 2 channels"


def test_people_are_taken_from_those_who_are_there() -> None:
    plan = with_input(PLAN, "people:Setter", 0.0)
    assert people_in(plan.network.roles[1], 0) == 0
    assert people_in(with_input(plan, "people:Setter", 3.0).network.roles[1], 0) == 3


@pytest.mark.parametrize("start", [house_plan, benchmarks_plan, own_plan])
def test_every_start_begins_on_a_monday_with_enough_people(
    start: Callable[[date], Plan],
) -> None:
    plan = start(TODAY)
    begins = plan.network.starts_on
    assert begins is not None
    assert (begins - TODAY).days == 1
    reaching = 1.0
    for step in plan.network.steps:
        if step.work is not None:
            role = next(one for one in plan.network.roles if one.key == step.work.role)
            leads = reaching * value(plan, CHANNEL)
            assert leads <= people_in(role, 0) * role.staff[0].units_per_week
        reaching *= step.conversion.rate.mean


def test_benchmarks_are_wide_have_their_source_and_claim_no_cause() -> None:
    rates = [one for one in inputs_of(benchmarks_plan(TODAY)) if one.group == "rates"]
    for one in rates:
        assert one.note is not None
        assert one.note.kind == "benchmark"
        assert "published" in one.note.evidence
        assert one.note.interval is not None
        assert one.note.interval[1] - one.note.interval[0] > 0.3
        assert "no cause" in one.note.warning


def test_the_house_example_keeps_its_mean_with_no_shows_in_it() -> None:
    product = 1.0
    for step in house_plan(TODAY).network.steps:
        product *= step.conversion.rate.mean
    assert product == pytest.approx(3 / 200)
