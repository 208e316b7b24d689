"""Money of a run: parts add up to the whole, and what is left out is worth what it brought."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from simulation.assumptions import AssumptionError, Evidence
from simulation.engine import NetworkRun, run_network
from simulation.money import cash_of, net_cash, payback_of, unit_cost
from simulation.network import DealValue, Network
from simulation.people import StaffGroup
from simulation.questions.asking import Draws
from simulation.questions.responding import ResponseBand, cost_of_slower
from simulation.questions.returning import Effort, efforts_of, returns_of, without
from simulation.volumes import Bump, RandomVolume
from tests.simulation.networks import reference

DRAWS = Draws(400, 3)


def priced(network: Network) -> Network:
    """Return the network with prices on everything, and one that is hired in week 4."""
    roles = tuple(
        replace(
            role,
            weekly_cost=900.0,
            hiring_cost=5_000.0,
            staff=(*role.staff, StaffGroup(1, 5.0, from_week=4)),
        )
        for role in network.roles
    )
    channels = tuple(replace(channel, cost_per_lead=20.0) for channel in network.channels)
    value = DealValue(12_000.0, 0.5, 0.6)
    return replace(network, roles=roles, channels=channels, value=value, weeks=26)


@pytest.fixture(scope="module")
def run() -> NetworkRun:
    return run_network(priced(reference()), trials=400, seed=3)


def test_cash_is_the_margin_of_the_revenue_less_all_costs(run: NetworkRun) -> None:
    deals = np.full(run.revenue.shape, 100.0)
    cash = cash_of(run, deals)
    assert cash.weekly.mean == pytest.approx(cash.income - cash.leads - cash.people - cash.hiring)
    assert cash.so_far.mean[-1] == pytest.approx(cash.weekly.mean.sum())
    exact = 0.6 * (run.revenue.sum() + deals.sum()) - run.cost.sum()
    assert cash.weekly.mean.sum() == pytest.approx(exact / run.trials)


def test_costs_of_hiring_fall_in_the_week_of_the_hire(run: NetworkRun) -> None:
    cash = cash_of(run)
    assert cash.hiring.nonzero()[0].tolist() == [4]
    assert cash.hiring[4] == 15_000.0
    people = sum(group.people for role in run.network.roles for group in role.staff)
    assert cash.people[10] == pytest.approx(900.0 * people)


def test_unit_costs_times_leads_are_all_costs(run: NetworkRun) -> None:
    for stage in (0, 4, 6):
        cost, entered = unit_cost(run, stage), run.total_of(run.index.entered(stage)).sum()
        assert cost.everything * entered == pytest.approx(run.cost.sum())
        assert cost.low <= cost.middle <= cost.high
    assert unit_cost(run, 0).leads == pytest.approx(20.0)
    lean = run_network(run.network, trials=400, seed=3, weekly_money=False)
    assert unit_cost(lean, 4) == unit_cost(run, 4)


def test_a_stage_that_nobody_enters_has_no_unit_cost() -> None:
    nobody = run_network(priced(reference(volume=0.0)), trials=20, seed=1)
    cost = unit_cost(nobody, 6)
    assert math.isnan(cost.everything)
    assert cost.high == math.inf
    assert cost.without == 1.0


def test_money_is_back_from_the_week_on_that_it_stays() -> None:
    net = np.array([[-5.0, 1.0, -1.0], [6.0, 1.0, 0.5], [-2.0, 1.0, 0.2], [2.0, 1.0, 0.1]])
    payback = payback_of(net)
    assert payback.share == pytest.approx(2 / 3)
    assert payback.weeks is not None
    assert (payback.weeks.p5, payback.weeks.p95) == (0.0, 3.0)
    assert payback_of(-np.ones((3, 5))).weeks is None


def with_campaign(network: Network) -> Network:
    channel = network.channels[0]
    assert isinstance(channel.volume, RandomVolume)
    volume = replace(channel.volume, bumps=(Bump(2, 3, 40.0),))
    return replace(network, channels=(replace(channel, volume=volume),))


def test_a_channel_that_is_alone_returns_what_the_plan_brings() -> None:
    network = priced(reference((None, None, None)))
    (only,) = returns_of(network, DRAWS)
    whole = run_network(network, trials=DRAWS.trials, seed=DRAWS.seed)
    assert only.revenue.spread.mean == pytest.approx(float(whole.revenue.sum(axis=0).mean()))
    assert only.ratio == pytest.approx(
        whole.revenue.sum() / (20.0 * whole.total_of(whole.index.arrived(0)).sum())
    )


def test_a_campaign_before_a_full_team_returns_less_than_before_a_free_one() -> None:
    tight, free = (with_campaign(priced(reference(at))) for at in ((192, 14, 9), (None,) * 3))
    assert efforts_of(tight) == (Effort((0,)), Effort((0,), 0))
    returns = [returns_of(one, DRAWS, efforts=(Effort((0,), 0),))[0] for one in (tight, free)]
    assert returns[0].clients.spread.mean < 0.3 * returns[1].clients.spread.mean
    assert returns[0].spend.mean == pytest.approx(20.0 * 120.0, rel=0.05)
    with pytest.raises(AssumptionError, match="campaign"):
        without(tight, Effort((0,), 1))


FAST, SLOW = ResponseBand(4.0, Evidence(90, 200)), ResponseBand(math.inf, Evidence(30, 200))


def test_a_slower_answer_costs_by_the_measured_decay() -> None:
    cost = cost_of_slower(priced(reference((None,) * 3)), (FAST, SLOW), 4.0, draws=DRAWS)
    assert cost is not None
    assert cost.late_now == 0.5
    assert cost.clients.low > 0.0
    assert cost.profit_per_breach > 0.0
    # Half are late today, so making all of them punctual gains about half of the whole gap.
    assert 0.3 < cost.late_costs.spread.mean / cost.profit.spread.mean < 0.7


def test_what_was_measured_on_few_leads_costs_nothing_that_is_known() -> None:
    few = ResponseBand(math.inf, Evidence(1, 19))
    network = priced(reference())
    assert cost_of_slower(network, (FAST, few), 4.0, draws=DRAWS) is None
    assert cost_of_slower(network, (), 4.0, draws=DRAWS) is None
    with pytest.raises(AssumptionError, match="shortest first"):
        cost_of_slower(network, (SLOW, FAST), 4.0, draws=DRAWS)


def test_cash_of_two_plans_on_the_same_draws_differs_by_the_change_alone(run: NetworkRun) -> None:
    dearer = replace(
        run.network,
        roles=(replace(run.network.roles[0], weekly_cost=1_000.0), *run.network.roles[1:]),
    )
    other = run_network(dearer, trials=400, seed=3)
    people = sum(group.people for group in run.network.roles[0].staff if group.from_week < 0)
    difference = net_cash(run) - net_cash(other)
    assert difference[0] == pytest.approx(np.full(400, 100.0 * people))
