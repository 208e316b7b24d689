"""What keyed draws promise over weeks, and what holds in every trial of every network."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.assumptions import BetaRate, Conversion, FixedRate
from simulation.delays import DelayTable, GeometricDelay
from simulation.engine import NetworkRun, run_network
from simulation.kernel import tables
from simulation.kernel.plan import plan_of
from simulation.network import (
    Channel,
    DealValue,
    Network,
    Nurture,
    OpenLeads,
    Step,
    Tries,
    Work,
)
from simulation.people import (
    Role,
    StaffGroup,
)
from simulation.randomness import SAMPLER_VERSION
from simulation.series import index_of
from simulation.volumes import (
    ExactVolume,
    RandomVolume,
)
from tests.simulation.networks import (
    CLIENTS,
    CLOSER,
    FREE,
    SDR,
    SETTER,
    TIGHT,
    everything,
    reference,
    stages_of,
)

TRIALS = 3_200  # more than one piece on one thread


def same(one: NetworkRun, other: NetworkRun) -> None:
    for name in ("weekly", "totals", "sums", "money", "weekly_money"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("number", range(3))
def test_neither_threads_nor_pieces_change_a_number(number: int) -> None:
    network = replace(everything(number), value=DealValue(1_000.0, 0.8))
    whole = run_network(network, trials=TRIALS, seed=4, threads=1)
    same(whole, run_network(network, trials=TRIALS, seed=4, threads=5))
    parts = [
        run_network(network, trials=end - begin, seed=4, first_trial=begin)
        for begin, end in pairwise((0, 1, 1_025, 1_700, TRIALS))
    ]
    for name in ("weekly", "totals", "revenue", "cost"):
        together = np.concatenate([getattr(part, name) for part in parts], axis=-1)
        np.testing.assert_array_equal(together, getattr(whole, name))
    np.testing.assert_array_equal(sum(part.sums for part in parts), whole.sums)


@pytest.mark.parametrize("network", [reference(general=True), everything(1), everything(4)])
def test_tables_of_binomials_make_draws_quicker_and_change_none(
    monkeypatch: pytest.MonkeyPatch, network: Network
) -> None:
    tabulated = run_network(network, trials=400, seed=8)
    monkeypatch.setattr(tables, "MOST_BYTES", 0)
    same(tabulated, run_network(network, trials=400, seed=8))


def test_tables_are_as_large_as_the_counts_that_are_met_and_stay_within_their_bytes() -> None:
    found = plan_of(reference(general=True))
    for step, mean in enumerate((200.0, 60.0, 60.0, 15.0, 8.0)):
        largest = found.tables[found.rate_table[step, 0]]["largest"]
        assert mean + 5.0 * np.sqrt(mean) < largest < 2.0 * mean + 40.0
    huge = replace(
        reference(volume=5_000.0),
        steps=tuple(
            replace(step, delay=DelayTable(tuple(1.0 + week / 300 for week in range(260))))
            for step in reference().steps
        ),
    )
    full = plan_of(huge)
    assert full.reached.nbytes + full.guide.nbytes <= tables.MOST_BYTES
    assert (full.tables["largest"] < 0).any()


def test_the_sampler_of_this_version_gives_these_bytes_over_weeks() -> None:
    digest = hashlib.sha256()
    for network in (reference(TIGHT, general=True, uncertain=True), everything(0), everything(2)):
        run = run_network(network, trials=200, seed=2**62 + 1)
        digest.update(run.totals.astype("<i8").tobytes())
        digest.update(run.weekly.astype("<i4").tobytes())
    assert (SAMPLER_VERSION, digest.hexdigest()) == (
        1,
        "e02126a3341e8b2ba88d799b9e688f1edda7eb86d02c0aa83b39291fc3ecc05b",
    ), "Same inputs give other counts: raise SAMPLER_VERSION, then store the new digest."


def test_the_order_of_the_channels_changes_no_total() -> None:
    network = everything(0)
    turned = replace(network, channels=network.channels[::-1], roles=network.roles[::-1])
    ample = tuple(
        replace(step, work=None, tries=Tries(step.tries.most, 1)) for step in network.steps
    )
    one = run_network(replace(network, steps=ample), trials=TRIALS, seed=2, watched=())
    other = run_network(replace(turned, steps=ample), trials=TRIALS, seed=2, watched=())
    stages = len(network.stages)
    np.testing.assert_array_equal(one.totals[:stages], other.totals[:stages])
    for channel in range(2):
        np.testing.assert_array_equal(
            one.totals[one.index.clients(channel)], other.totals[other.index.clients(1 - channel)]
        )


def test_a_stage_keeps_its_draws_wherever_it_stands() -> None:
    network = reference()
    moved = Network(network.stages[1:], network.steps[1:], network.channels, 52, network.roles[1:])
    fed = replace(network, steps=(Step(Conversion(FixedRate(1.0))), *network.steps[1:]))
    # The leads that arrive are drawn by the stage at which they enter.
    exact = (Channel(None, "all", ExactVolume((40,) * 52)),)
    one = run_network(replace(moved, channels=exact), trials=TRIALS, seed=3)
    other = run_network(
        replace(fed, channels=exact, roles=network.roles[1:]), trials=TRIALS, seed=3
    )
    for stage in range(6):
        np.testing.assert_array_equal(
            one.of_series(one.index.entered(stage)), other.of_series(other.index.entered(stage + 1))
        )


@pytest.mark.parametrize("changed", range(6))
def test_a_changed_rate_leaves_all_before_it_to_the_bit(changed: int) -> None:
    network = reference(uncertain=True)
    step = replace(network.steps[changed], conversion=Conversion(FixedRate(0.77)))
    steps = (*network.steps[:changed], step, *network.steps[changed + 1 :])
    before = run_network(network, trials=300, seed=5)
    after = run_network(replace(network, steps=steps), trials=300, seed=5)
    for stage in range(changed + 1):
        np.testing.assert_array_equal(before.of_series(stage), after.of_series(stage))
    assert (before.of_series(changed + 1) != after.of_series(changed + 1)).any()


@pytest.mark.parametrize(("number", "more"), [(0, 250), (1, 30), (2, 24)])
def test_more_people_change_nothing_where_the_queue_never_passed_capacity(
    number: int, more: int
) -> None:
    capacity = [228, 22, 15]
    network = reference(tuple(capacity))
    queue = index_of(network).step((0, 3, 4)[number], "queue")
    capacity[number] = more
    before = run_network(network, trials=TRIALS, seed=6)
    after = run_network(reference(tuple(capacity)), trials=TRIALS, seed=6)
    # A missed meeting waits for the next week with those that found no slot.
    quiet = (before.of_series(queue) == 0).all(axis=0)
    assert 0.05 < quiet.mean() < 1.0
    np.testing.assert_array_equal(before.weekly[:, :, quiet], after.weekly[:, :, quiet])
    assert (before.weekly != after.weekly).any()


def test_clients_never_fall_when_more_leads_arrive_or_more_are_served() -> None:
    clients = [
        run_network(reference(TIGHT, volume=volume), trials=300, seed=8).totals[CLIENTS]
        for volume in (150.0, 170.0, 190.0, 210.0, 230.0)
    ]
    for fewer, more in pairwise(clients):
        assert fewer.mean() <= more.mean()
    steps = [
        run_network(reference((None, None, None), volume=volume), trials=300, seed=8)
        for volume in (150.0, 160.0, 180.0, 181.0, 300.0)
    ]
    for lower, higher in pairwise(steps):
        assert lower.totals[CLIENTS].mean() <= higher.totals[CLIENTS].mean()
        assert (lower.of_series(0) <= higher.of_series(0)).all()


def test_half_a_unit_that_is_left_over_goes_on_to_the_next_week() -> None:
    network = Network(
        stages_of("MQL", "Responded"),
        (Step(Conversion(FixedRate(0.5)), work=Work(SDR)),),
        (Channel(None, "all", ExactVolume((100,))),),
        6,
        (Role(SDR, "SDR", (StaffGroup(1, 2.5),)),),
    )
    index = index_of(network)
    run = run_network(network, trials=2, seed=1, watched=(index.step(0, "served"),))
    assert run.weekly[0, :, 0].tolist() == [2, 3, 2, 3, 2, 3]


def test_money_is_counted_by_lead_by_week_and_by_client() -> None:
    network = Network(
        stages_of("MQL", "Client"),
        (Step(Conversion(FixedRate(0.5)), work=Work(SDR)),),
        (Channel(None, "all", ExactVolume((10, 10, 10)), cost_per_lead=3.0),),
        4,
        (Role(SDR, "SDR", (StaffGroup(2, 50.0), StaffGroup(1, 50.0, 2)), 100.0, 40.0),),
        value=DealValue(500.0, 1.5),
    )
    run = run_network(network, trials=40_000, seed=9)
    assert run.cost[:, 0].tolist() == [230.0, 230.0, 370.0, 300.0]
    worth = run.revenue.sum() / run.totals[1].sum()
    spread = 500 * 1.5 / np.sqrt(run.totals[1].sum())
    assert abs(worth - 500.0) < 4 * spread
    lean = run_network(network, trials=40_000, seed=9, weekly_money=False)
    assert lean.revenue.shape == lean.cost.shape == (0, 40_000)
    np.testing.assert_array_equal(lean.total_revenue, run.revenue.sum(axis=0))
    np.testing.assert_array_equal(lean.total_cost, run.cost.sum(axis=0))
    plain = run_network(replace(network, value=DealValue(500.0)), trials=50, seed=9)
    np.testing.assert_array_equal(plain.revenue, 500.0 * plain.of_series(1))


def test_open_leads_wait_or_are_on_their_way_when_the_run_begins() -> None:
    network = Network(
        stages_of("MQL", "Responded", "Client"),
        (
            Step(Conversion(FixedRate(1.0)), work=Work(SDR)),
            Step(Conversion(FixedRate(0.5)), DelayTable((0.0, 0.0, 0.5, 0.5))),
        ),
        (Channel(None, "all", ExactVolume((0,))),),
        8,
        (Role(SDR, "SDR", (StaffGroup(1, 10.0),)),),
        opening=(OpenLeads(0, 0, 3, 25), OpenLeads(1, 0, 2, 40)),
    )
    index = index_of(network)
    watched = (2, index.step(0, "served"), index.step(0, "queue"))
    run = run_network(network, trials=4_000, seed=2, watched=watched)
    assert run.weekly[1, :4, 0].tolist() == [10, 10, 5, 0]
    assert run.weekly[2, :4, 0].tolist() == [15, 5, 0, 0]
    # They lasted 2 weeks already: half of those that convert come now, half in a week.
    assert run.weekly[0, 0].mean() == pytest.approx(10, abs=0.2)
    assert run.weekly[0, 1].mean() == pytest.approx(10, abs=0.2)
    assert run.totals[2].mean() == pytest.approx(32.5, abs=0.3)


def test_who_came_this_week_still_has_the_shortest_delay_to_come() -> None:
    network = Network(
        stages_of("Responded", "Client"),
        (Step(Conversion(FixedRate(1.0)), GeometricDelay(0.5, 1)),),
        (Channel(None, "all", ExactVolume((0,))),),
        4,
        opening=(OpenLeads(0, 0, 0, 100), OpenLeads(0, 0, 1, 40)),
    )
    clients = run_network(network, trials=4_000, seed=2).sums[1] / 4_000
    # Of those a week old half are due now; of the others none is before the next week.
    np.testing.assert_allclose(clients, [20.0, 60.0, 30.0, 15.0], atol=0.4)


def test_wild_weeks_of_many_leads_have_their_whole_tail() -> None:
    volume = RandomVolume(10_000.0, dispersion=1_000.0)
    channels = (Channel(None, "all", volume),)
    network = replace(reference(FREE), channels=channels, weeks=1)
    run = run_network(network, trials=20_000, seed=3)
    arrived = run.total_of(index_of(network).arrived(0))
    known = stats.nbinom(1_000.0, 1_000.0 / 11_000.0)
    for share in (0.001, 0.01, 0.5, 0.99, 0.999):
        error = np.sqrt(share * (1.0 - share) / arrived.size)
        assert abs((arrived <= known.ppf(share)).mean() - known.cdf(known.ppf(share))) < 4 * error


@st.composite
def small_networks(draw: st.DrawFn) -> Network:
    """Draw a network that nobody works after week 12, so that all comes to an end."""
    count = draw(st.integers(2, 4))
    share = st.floats(0, 1)
    table = st.sampled_from([(1.0,), (0.5, 0.5), (0.0, 1.0), (0.2, 0.0, 0.8)])
    shape = st.floats(0.1, 50)
    steps = []
    for number in range(count):
        tries = draw(st.builds(Tries, st.integers(1, 3), st.integers(0, 2), st.booleans()))
        work = draw(
            st.one_of(
                st.none(),
                st.builds(
                    Work,
                    st.sampled_from([SDR, SETTER]),
                    st.sampled_from([0.5, 1.0, 1.7]),
                    st.booleans(),
                    st.sampled_from([1.0, 0.8]),
                    st.sampled_from([0.0, 0.3]),
                ),
            )
        )
        nurture = None
        if draw(st.booleans()):
            nurture = Nurture(draw(share), DelayTable((0.0, 1.0)), draw(st.integers(0, number)))
        rate = draw(st.one_of(st.builds(FixedRate, share), st.builds(BetaRate, shape, shape)))
        steps.append(Step(Conversion(rate), DelayTable(draw(table)), tries, work, nurture))
    channels = [
        Channel(
            uuid.UUID(int=50 + number),
            "channel",
            draw(
                st.one_of(
                    st.builds(ExactVolume, st.tuples(*[st.integers(0, 30)] * 3)),
                    st.builds(RandomVolume, st.floats(0, 20), st.sampled_from([None, 1.5])),
                )
            ),
            draw(st.integers(0, count - 1)),
        )
        for number in range(draw(st.integers(1, 2)))
    ]
    people = st.builds(StaffGroup, st.integers(0, 3), st.floats(0, 12), until_week=st.just(12))
    roles = tuple(Role(key, "role", (draw(people), draw(people))) for key in (SDR, SETTER, CLOSER))
    return Network(
        stages_of(*"abcde"[: count + 1]), tuple(steps), tuple(channels), 14, roles, returns=1
    )


@settings(max_examples=40, deadline=None)
@given(network=small_networks(), seed=st.integers(0, 2**62))
def test_no_lead_is_lost_from_sight(network: Network, seed: int) -> None:
    index = index_of(network)
    run = run_network(network, trials=20, seed=seed, watched=tuple(range(index.count)))
    assert (run.weekly >= 0).all()
    arrived = sum(run.totals[index.arrived(number)] for number in range(len(network.channels)))
    clients = run.totals[len(network.stages) - 1]
    lost = sum(run.totals[index.step(step, "lost")] for step in range(len(network.steps)))
    queued = sum(run.totals[index.step(step, "queue")] for step in range(len(network.steps)))
    assert (clients + lost + queued <= arrived).all()
    assert (
        sum(run.totals[index.clients(c)] for c in range(len(network.channels))) == clients
    ).all()
    for number, role in enumerate(network.roles):
        used = np.cumsum(run.of_series(index.used(number)), axis=0, dtype=np.int64)
        units = np.cumsum(
            [
                sum(g.people * g.units_per_week * g.share_of_week(week) for g in role.staff)
                for week in range(network.weeks)
            ]
        )
        assert (used <= 1_000 * units[:, np.newaxis] + 1).all()
    # Once nothing arrives and nobody works, the rest comes to an end and everybody is counted.
    quiet = tuple(replace(channel, volume=ExactVolume((7, 9))) for channel in network.channels)
    ended = run_network(replace(network, channels=quiet, weeks=70), trials=20, seed=seed)
    lost = sum(ended.totals[index.step(step, "lost")] for step in range(len(network.steps)))
    queued = sum(ended.totals[index.step(step, "queue")] for step in range(len(network.steps)))
    whole = ended.totals[len(network.stages) - 1] + lost + queued
    assert (whole == 16 * len(network.channels)).all()
