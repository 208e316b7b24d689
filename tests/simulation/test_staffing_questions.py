"""Who is busy, what one more unit buys, and the cheapest plan, held against all plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.assumptions import AssumptionError
from simulation.engine import run_network
from simulation.measures import CLIENTS, PROFIT, Measure, Quantity
from simulation.network import Network
from simulation.people import StaffGroup
from simulation.questions.asking import Draws, outcomes_of
from simulation.questions.hiring import NoPlanError, StaffPlan, plan_staff
from simulation.questions.newcomers import Hiring
from simulation.questions.seeking import Goal, chance_of_goal
from simulation.questions.staffing import shadow_values, staffing_of, with_group
from simulation.series import index_of
from tests.simulation.networks import BASE, TIGHT, reference

DRAWS = Draws(300)


def short(capacity: tuple[int | None, ...] = TIGHT, weeks: int = 26) -> Network:
    """Return the reference model over fewer weeks, where people cost money."""
    network = replace(reference(capacity), weeks=weeks)
    roles = tuple(
        replace(role, weekly_cost=cost, hiring_cost=4 * cost)
        for role, cost in zip(network.roles, (900.0, 1_000.0, 1_500.0), strict=True)
    )
    return replace(network, roles=roles)


def test_a_role_that_is_short_binds_and_one_with_room_does_not() -> None:
    sdr, setter, closer = staffing_of(reference((192, 14, 240)), DRAWS)
    assert sdr.binding_weeks == tuple(range(52))
    assert len(setter.binding_weeks) > 26
    assert closer.binding_weeks == ()
    assert sdr.utilisation.max() <= 1.0 + 1e-9
    assert sdr.utilisation[30] > 0.999
    assert closer.utilisation.max() < 0.2
    assert sdr.served_at_once[-1] < 0.01
    assert (closer.mean_wait[:1] == 0.0).all()
    assert sdr.mean_wait[-1] > 1.0


def test_what_is_said_of_a_role_is_what_the_run_counted() -> None:
    network = reference(BASE)
    run = run_network(network, trials=DRAWS.trials, seed=DRAWS.seed)
    index = index_of(network)
    setter = staffing_of(network, DRAWS)[1]
    queue = run.of_series(index.step(3, "queue"))
    np.testing.assert_allclose(setter.queue, queue.mean(axis=1))
    np.testing.assert_allclose(setter.binds, (queue > 0).mean(axis=1))
    np.testing.assert_allclose(setter.used, run.sums[index.used(1)] / 1000 / DRAWS.trials)
    np.testing.assert_array_equal(setter.planned, np.full(52, 20.0))


def test_one_more_unit_buys_nothing_where_nobody_waited() -> None:
    network = short((192, 14, 240))
    values = shadow_values(network, weeks_each=13, draws=DRAWS)
    closers = [value for value in values if value.role == 2]
    assert [value.gain.equal for value in closers] == [1.0, 1.0]
    setters = [value for value in values if value.role == 1]
    assert max(value.gain.spread.mean for value in setters) > 0.1
    assert [(value.from_week, value.until_week) for value in setters] == [(0, 13), (13, 26)]


def test_a_person_changes_nothing_in_trials_whose_queue_never_passed_capacity() -> None:
    network = reference((192, 20, 240))
    queue = index_of(network).step(3, "queue")
    run = run_network(network, trials=400, seed=1, watched=(queue,))
    never = (run.of_series(queue) == 0).all(axis=0)
    before = outcomes_of(network, CLIENTS, Draws(400))
    after = outcomes_of(with_group(network, 1, StaffGroup(1, 10.0)), CLIENTS, Draws(400))
    assert never.any()
    np.testing.assert_array_equal(after[never], before[never])


# Plans


def every_plan(
    network: Network, goals: tuple[Goal, ...], hirings: tuple[Hiring, ...]
) -> float | None:
    """Return the cost of the cheapest plan by running every one there is."""
    options = [
        [
            weeks
            for count in range(hiring.most + 1)
            for weeks in combinations_with_replacement(hiring.weeks, count)
            if all(weeks.count(week) <= hiring.most_at_once for week in weeks)
        ]
        for hiring in hirings
    ]
    cheapest = None
    for plan in product(*options):
        cost, staffed = 0.0, network
        for hiring, weeks in zip(hirings, plan, strict=True):
            role = network.roles[hiring.role]
            for week in weeks:
                cost += role.hiring_cost + role.weekly_cost * (network.weeks - week)
                newcomer = replace(hiring.newcomer, from_week=week)
                staffed = with_group(staffed, hiring.role, newcomer)
        if (cheapest is None or cost < cheapest) and all(
            chance_of_goal(staffed, goal, DRAWS).share >= goal.chance for goal in goals
        ):
            cheapest = cost
    return cheapest


@settings(max_examples=6, deadline=None)
@given(
    clients=st.integers(25, 45),
    chance=st.sampled_from([0.5, 0.8]),
    served=st.booleans(),
    most_at_once=st.integers(1, 2),
)
def test_the_plan_is_as_cheap_as_the_cheapest_of_all(
    clients: int, chance: float, served: bool, most_at_once: int
) -> None:
    network = short()
    hirings = tuple(
        Hiring(role, StaffGroup(1, units, ramp=(0.5,)), (0, 8), 2, most_at_once)
        for role, units in ((1, 5.0), (2, 6.0))
    )
    goals: tuple[Goal, ...] = (Goal(clients, chance),)
    if served:
        goals += (Goal(0.6, 0.5, Measure(Quantity.SERVED_AT_ONCE, 3)),)
    expected = every_plan(network, goals, hirings)
    try:
        plan: StaffPlan | None = plan_staff(network, goals, hirings, draws=DRAWS)
    except NoPlanError:
        plan = None
    assert (None if plan is None else plan.cost) == expected
    if plan is not None:
        staffed = plan.applied_to(network, hirings)
        assert [chance_of_goal(staffed, goal, DRAWS) for goal in goals] == list(plan.chances)
        assert plan.cost == pytest.approx(sum(hire.cost for hire in plan.hires))


@pytest.mark.parametrize("served", [0.5, 0.8])
def test_those_who_bring_others_more_work_are_hired_no_more_than_needed(served: float) -> None:
    # With all SDRs who may be hired the setters, all of them, serve fewer at once than is wanted.
    network = short((100, 9, 240))
    hirings = (
        Hiring(0, StaffGroup(1, 40.0), (0, 8), 2),
        Hiring(1, StaffGroup(1, 2.0), (0, 8), 2),
    )
    goals = (Goal(26, 0.5), Goal(served, 0.5, Measure(Quantity.SERVED_AT_ONCE, 3)))
    plan = plan_staff(network, goals, hirings, draws=DRAWS)
    assert plan.cost == every_plan(network, goals, hirings)


@pytest.mark.parametrize("leaving", [0.3])
def test_of_people_who_leave_the_earlier_one_is_not_the_better_one(leaving: float) -> None:
    hirings = (Hiring(1, StaffGroup(1, 7.0, weekly_leaving=leaving), (0, 4, 8, 12), 2),)
    goals = (Goal(38, 0.5),)
    plan = plan_staff(short(), goals, hirings, draws=DRAWS)
    assert plan.cost == every_plan(short(), goals, hirings)


def test_what_a_plan_cannot_be_asked_is_refused() -> None:
    late = Hiring(1, StaffGroup(1, 7.0), (0, 60), 2)
    with pytest.raises(AssumptionError, match=r"weeks\[1\] is 60"):
        plan_staff(short(), (Goal(38, 0.5),), (late,), draws=DRAWS)
    hiring = Hiring(1, StaffGroup(1, 7.0), (0,), 2)
    with pytest.raises(AssumptionError, match="profit"):
        plan_staff(short(), (Goal(0, 0.5, PROFIT),), (hiring,), draws=DRAWS)


def test_each_hire_says_what_it_brings() -> None:
    network = short()
    hirings = (
        Hiring(1, StaffGroup(1, 6.0), (0, 6, 12), 2),
        Hiring(2, StaffGroup(1, 6.0), (0, 6, 12), 2),
    )
    plan = plan_staff(network, (Goal(34, 0.8),), hirings, draws=DRAWS)
    assert plan.hires
    assert plan.chances[0].share >= 0.8 > plan.chances_before[0].share
    for hire in plan.hires:
        assert hire.gain.low > 0.0
        assert hire.cost == network.roles[hire.role].weekly_cost * (26 - hire.week + 4)


def test_nobody_is_hired_where_the_goal_is_met_already() -> None:
    plan = plan_staff(short(), (Goal(1, 0.5),), (Hiring(1, StaffGroup(1, 5.0), (0,)),), draws=DRAWS)
    assert (plan.hires, plan.cost, plan.runs) == ((), 0.0, 1)


def test_what_cannot_be_had_is_said_with_the_best_there_is() -> None:
    hiring = Hiring(1, StaffGroup(1, 5.0), (0, 8), 1)
    with pytest.raises(NoPlanError, match="within these limits") as caught:
        plan_staff(short(), (Goal(500, 0.9),), (hiring,), draws=DRAWS)
    assert caught.value.chances[0].share == 0.0
    with pytest.raises(NoPlanError, match="for 100"):
        plan_staff(short(), (Goal(38, 0.5),), (hiring,), budget=100.0, draws=DRAWS)


def test_a_search_that_would_not_end_is_refused_before_it_begins() -> None:
    endless = Hiring(1, StaffGroup(1, 5.0), tuple(range(26)), 12)
    with pytest.raises(AssumptionError, match="fewer weeks or people"):
        plan_staff(short(), (Goal(38, 0.5),), (endless,), draws=DRAWS)
    one = Hiring(1, StaffGroup(1, 5.0), (0,))
    with pytest.raises(AssumptionError, match="one for each role"):
        plan_staff(short(), (Goal(38, 0.5),), (one, one), draws=DRAWS)
    with pytest.raises(AssumptionError, match="weeks in order"):
        Hiring(1, StaffGroup(1, 5.0), (8, 0))
