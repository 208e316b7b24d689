"""The timeline and the people of a network say the same, whatever is done to them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.network import Network
from tests.views.whatif.whatif_doubles import small_plan
from views.whatif.people.hires import (
    bars_of,
    hire_cost,
    with_end,
    with_hire,
    with_one_leaving,
    with_ramp,
    with_start,
    without_group,
)

NETWORK = small_plan().network
WEEKS = NETWORK.weeks
ANY_WEEK = st.integers(-30, 60)
EDITS = st.lists(st.tuples(st.sampled_from("hserlx"), st.integers(0, 2), ANY_WEEK), max_size=12)


def edited(network: Network, kind: str, role: int, week: int) -> Network:
    groups = len(network.roles[role].staff)
    if kind == "h" or groups == 0:
        return with_hire(network, role, week)
    group = week % groups
    if kind == "s":
        return with_start(network, role, group, week)
    if kind == "e":
        return with_end(network, role, group, week)
    if kind == "r":
        return with_ramp(network, role, group, week)
    if kind == "l":
        return with_one_leaving(network, role, group, week)
    return without_group(network, role, group)


@settings(max_examples=80, deadline=None)
@given(EDITS)
def test_the_bars_hold_everybody_once_whatever_is_edited(
    edits: list[tuple[str, int, int]],
) -> None:
    network = NETWORK
    for kind, role, week in edits:
        network = edited(network, kind, role, week)
    for number, one in enumerate(network.roles):
        bars = [bar for bar in bars_of(network) if bar.role == number]
        groups = sorted(group for bar in bars for group in bar.groups)
        assert groups == list(range(len(one.staff)))
        assert sum(bar.people for bar in bars) == sum(group.people for group in one.staff)
        for bar in bars:
            assert bar.end is None or bar.start < bar.end < WEEKS
            assert not bar.is_hire or bar.start < WEEKS


@settings(max_examples=40, deadline=None)
@given(ANY_WEEK, ANY_WEEK)
def test_a_hire_moved_there_and_back_is_the_same_network(week: int, other: int) -> None:
    hired = with_hire(NETWORK, 1, week)
    group = len(hired.roles[1].staff) - 1
    start = hired.roles[1].staff[group].from_week
    assert with_start(with_start(hired, 1, group, other), 1, group, start) == hired
    assert without_group(hired, 1, group) == NETWORK


@settings(max_examples=40, deadline=None)
@given(st.integers(1, WEEKS - 1))
def test_one_who_leaves_takes_nobody_along(week: int) -> None:
    left = with_one_leaving(NETWORK, 0, 0, week)
    people = [
        sum(group.people for group in left.roles[0].staff if group.is_paid_in(at))
        for at in range(WEEKS)
    ]
    before = NETWORK.roles[0].staff[0].people
    assert people == [before] * week + [before - 1] * (WEEKS - week)


def test_a_ramp_grows_evenly_and_a_hire_costs_until_the_end() -> None:
    grown = with_ramp(with_hire(NETWORK, 1, 4), 1, 1, 3)
    assert grown.roles[1].staff[1].ramp == (0.25, 0.5, 0.75)
    # The next one grows in as the last one did.
    assert with_hire(grown, 1, 0).roles[1].staff[2].ramp == (0.25, 0.5, 0.75)
    role = replace(NETWORK.roles[1], weekly_cost=1_000.0, hiring_cost=4_000.0)
    assert hire_cost(role, WEEKS, 15) == 4_000.0 + 5 * 1_000.0
