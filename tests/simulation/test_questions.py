"""Compare, seek, what matters, what to learn: held to closed forms."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from simulation.assumptions import (
    AssumptionError,
    Assumptions,
    Batch,
    BetaRate,
    Conversion,
    FixedRate,
    house_funnel,
    with_rates_from_one_sample,
)
from simulation.engine import RunCancelledError, run_network
from simulation.funnel import network_of
from simulation.levers import Input, Lever, levers_of, limits_of, value_of, with_value
from simulation.measures import CLIENTS, Measure
from simulation.network import Network, Tries
from simulation.questions.asking import Draws, Steps, outcomes_of
from simulation.questions.comparing import compare
from simulation.questions.learning import value_of_learning
from simulation.questions.seeking import Goal, GoalOutOfReachError, chance_of_goal, seek
from simulation.questions.sensitivity import influences, tornado
from simulation.volumes import ExactVolume, RandomVolume
from tests.simulation.networks import BASE, FREE, TIGHT, everything, reference

HOUSE = network_of(house_funnel())
SAMPLE = network_of(with_rates_from_one_sample(house_funnel()))
VOLUME = Lever(Input.VOLUME)
TEN = Goal(10, 0.9)


def missed_and_met_again(network: Network) -> Network:
    """Return the house with a show rate of .8 and one retry between appointment and client."""
    steps = list(network.steps)
    shown = replace(steps[3], conversion=Conversion(FixedRate(8 / 15 * 0.96)))
    steps[3] = replace(shown, tries=Tries(1))
    return replace(network, steps=tuple(steps))


# Levers


VOLUMES = {Input.ALL_VOLUMES, Input.VOLUME}
"""All channels together, and each of them, move each other."""


@pytest.mark.parametrize("number", range(3))
def test_every_lever_stands_where_it_was_put(number: int) -> None:
    network = everything(number)
    for lever in levers_of(network):
        lowest, highest = limits_of(network, lever)
        value = min(max(value_of(network, lever) * 1.5, lowest), highest)
        value = int(value) if lever.is_whole else value
        moved = with_value(network, lever, value)
        assert value_of(moved, lever) == pytest.approx(value)
        for other in levers_of(network):
            together = Input.ALL_VOLUMES in (lever.what, other.what)
            if other != lever and not (together and {lever.what, other.what} <= VOLUMES):
                assert value_of(moved, other) == pytest.approx(value_of(network, other))


def test_a_weak_rate_can_be_moved_next_to_all() -> None:
    weak = replace(SAMPLE.steps[0].conversion, rate=BetaRate(1.9, 0.1))
    network = replace(SAMPLE, steps=(replace(SAMPLE.steps[0], conversion=weak), *SAMPLE.steps[1:]))
    bars = tornado(network, draws=Draws(20))
    assert any(bar.lever == Lever(Input.RATE, 0) for bar in bars)


@given(
    weekly=st.lists(st.integers(0, 50), min_size=1, max_size=8),
    wanted=st.integers(0, 500),
    more=st.integers(0, 20),
)
def test_a_larger_batch_has_fewer_leads_in_no_week_sum(
    weekly: list[int], wanted: int, more: int
) -> None:
    network = replace(HOUSE, weeks=8)
    channel = replace(network.channels[0], volume=ExactVolume(tuple(weekly)))
    network = replace(network, channels=(channel,))
    few, many = (with_value(network, VOLUME, float(size)) for size in (wanted, wanted + more))
    assert value_of(few, VOLUME) == wanted
    volumes = [one.channels[0].volume for one in (few, many)]
    reached = [np.cumsum(one.weekly) for one in volumes if isinstance(one, ExactVolume)]
    assert (reached[1] >= reached[0]).all()


def test_a_lever_that_a_network_has_not_is_refused() -> None:
    with pytest.raises(AssumptionError, match="an input of the network"):
        value_of(HOUSE, Lever(Input.PEOPLE))
    with pytest.raises(AssumptionError, match=r"rate.*1\.5"):
        with_value(HOUSE, Lever(Input.RATE), 1.5)


# Compare


def test_a_difference_is_of_the_same_trials() -> None:
    more = network_of(house_funnel().with_arrivals(Batch(260)))
    difference = compare(HOUSE, more, draws=Draws(3_000))
    before, after = (outcomes_of(one, CLIENTS, Draws(3_000)) for one in (HOUSE, more))
    assert difference.spread.mean == pytest.approx(np.mean(after - before))
    assert difference.low < 0.9 < difference.high or abs(difference.spread.mean - 0.9) < 0.06
    assert difference.higher + difference.equal == 1.0
    assert difference.spread.sd < 0.6 * np.std(after)


def test_differences_on_the_same_draws_vary_a_fortieth_of_those_on_others() -> None:
    base = reference(BASE)
    for more in (reference((240, 27, 24)), with_value(base, Lever(Input.RATE, 3), 1.05 * 8 / 15)):
        before, after = (outcomes_of(one, CLIENTS, Draws(400)) for one in (base, more))
        elsewhere = outcomes_of(more, CLIENTS, Draws(400, 2))
        assert 40.0 * np.var(after - before) < np.var(elsewhere - before)


def test_a_network_does_not_differ_from_itself() -> None:
    difference = compare(reference(TIGHT), reference(TIGHT), draws=Draws(200))
    assert (difference.equal, difference.spread.mean, difference.low) == (1.0, 0.0, 0.0)


# Seek


@pytest.mark.parametrize(
    ("network", "exact"),
    [(HOUSE, 945), (missed_and_met_again(HOUSE), 984), (SAMPLE, 1877)],
    ids=["binomial", "no-shows", "one sample"],
)
def test_the_batch_for_ten_clients_is_that_of_the_closed_form(network: Network, exact: int) -> None:
    answer = seek(network, VOLUME, TEN, draws=Draws(20_000))
    assert answer.low <= exact <= answer.high
    assert answer.high - answer.low < 0.05 * exact
    assert answer.chance.share >= 0.9
    below = answer.curve[[point.value for point in answer.curve].index(answer.value) - 1]
    assert below.chance.share < 0.9


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**40), place=st.integers(0, 4))
def test_goal_curves_never_fall(seed: int, place: int) -> None:
    answer = seek(HOUSE, Lever(Input.RATE, place), Goal(2, 0.6), draws=Draws(400, seed))
    for before, after in pairwise(answer.curve):
        assert before.chance.share <= after.chance.share
    assert answer.chance.share >= 0.6


def test_less_may_be_better() -> None:
    base = reference(TIGHT)
    slow = seek(base, Lever(Input.MEAN_DELAY, 4), Goal(100, 0.8), draws=Draws(500))
    assert 1.0 < slow.value < 20.0
    longer = with_value(base, Lever(Input.MEAN_DELAY, 4), slow.value + 0.5)
    assert chance_of_goal(longer, Goal(100, 0.8), Draws(500)).share < 0.8


@pytest.mark.parametrize("start", [944, 946, 1_000])
def test_where_the_answer_lies_is_told_alike_wherever_the_search_began(start: int) -> None:
    usual = seek(HOUSE, VOLUME, TEN, draws=Draws(2_000))
    answer = seek(with_value(HOUSE, VOLUME, start), VOLUME, TEN, draws=Draws(2_000))
    assert answer.low < answer.value < answer.high
    assert (answer.low, answer.value, answer.high) == (usual.low, usual.value, usual.high)


def test_a_delay_that_may_be_any_may_be_the_longest() -> None:
    base = replace(reference(FREE), weeks=8)
    assert seek(base, Lever(Input.MEAN_DELAY, 0), Goal(0, 0.5), draws=Draws(50)).value == 52.0


def test_a_goal_that_is_met_anyway_needs_nothing() -> None:
    assert seek(HOUSE, VOLUME, Goal(0, 0.5), draws=Draws(50)).value == 0.0


def test_a_goal_out_of_reach_tells_the_nearest() -> None:
    with pytest.raises(GoalOutOfReachError) as caught:
        seek(HOUSE, Lever(Input.RATE, 0), Goal(150, 0.9), draws=Draws(50))
    assert caught.value.best.chance.share == 0.0


def test_seeking_stops_where_more_of_an_input_brings_no_more() -> None:
    # Setters are the narrow place: leads for ten thousand clients would be sought up to the limit.
    runs: list[int] = []
    with pytest.raises(GoalOutOfReachError) as caught:
        seek(
            reference((240, 5, 240)),
            VOLUME,
            Goal(10_000, 0.5),
            draws=Draws(20),
            progress=lambda done, _of: runs.append(done),
        )
    assert caught.value.best.value <= 6_400
    assert max(runs) <= 10


def test_leads_that_a_run_cannot_hold_are_out_of_reach_and_no_error() -> None:
    volume = RandomVolume(100.0, level_variation=2.0)
    network = replace(HOUSE, weeks=260, channels=(replace(HOUSE.channels[0], volume=volume),))
    with pytest.raises(GoalOutOfReachError):
        seek(network, VOLUME, Goal(10**12, 0.5), draws=Draws(1))


def test_people_are_sought_as_whole_people() -> None:
    base = reference((240, 5, 240))
    answer = seek(base, Lever(Input.PEOPLE, 1), Goal(90, 0.8), draws=Draws(200))
    assert answer.value == int(answer.value)


def test_a_question_is_cancelled_and_tells_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    with pytest.raises(RunCancelledError):
        seek(
            HOUSE,
            VOLUME,
            TEN,
            draws=Draws(50),
            progress=lambda done, whole: seen.append((done, whole)),
            cancelled=lambda: len(seen) >= 3,
        )
    assert [done for done, _whole in seen] == [1, 2, 3]


# What matters


def test_shares_of_the_variance_are_those_of_the_closed_form() -> None:
    funnel = with_rates_from_one_sample(house_funnel())
    rates = [conversion.rate for conversion in funnel.conversions]
    assert all(isinstance(rate, BetaRate) for rate in rates)
    whole = 200 * np.prod([rate.mean for rate in rates])
    # Clients are BetaBinomial(200, 3, 197), see `test_funnel_oracles`.
    mean, spread = 3 / 200, 3 * 197 / (200**2 * 201)
    chance = 200 * (mean - mean**2 - spread)
    variance = chance + 200**2 * spread
    found = {one.step: one for one in influences(network_of(funnel), draws=Draws(20_000))}
    for step, rate in enumerate(rates):
        assert isinstance(rate, BetaRate)
        count = rate.alpha + rate.beta
        relative = rate.beta / (rate.alpha * (count + 1))
        index = found[step].first_order
        assert abs(index.share - whole**2 * relative / variance) < 4 * index.standard_error
        assert found[step].total.share > index.share - 4 * index.standard_error
        # The mean of the outcome, which is no part of it, does not swell the error.
        assert index.standard_error < 0.0065
    luck = found[None].total
    assert abs(luck.share - chance / variance) < 4 * luck.standard_error


def test_where_no_rate_is_uncertain_all_is_chance() -> None:
    (chance,) = influences(HOUSE, draws=Draws(2_000))
    assert chance.step is None
    assert abs(chance.total.share - 1.0) < 4 * chance.total.standard_error
    certain = Assumptions(house_funnel().stages, (Conversion(FixedRate(1.0)),) * 5, Batch(3))
    (nothing,) = influences(network_of(certain), draws=Draws(50))
    assert (nothing.first_order.share, nothing.total.share) == (0.0, 0.0)


def test_the_widest_bar_comes_first_and_bars_are_paired() -> None:
    bars = tornado(SAMPLE, draws=Draws(1_000))
    assert [bar.reach for bar in bars] == sorted((bar.reach for bar in bars), reverse=True)
    assert bars[0].lever == Lever(Input.RATE, 4)
    for bar in bars:
        assert bar.low < value_of(SAMPLE, bar.lever) < bar.high
        assert bar.down.spread.mean < 0.0 < bar.up.spread.mean


def test_the_widest_bar_gets_every_trial_and_no_other_is_known_less_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[int] = []

    def counted(
        network: Network, measure: Measure, draws: Draws, steps: Steps
    ) -> NDArray[np.float64]:
        ran.append(draws.trials)
        return outcomes_of(network, measure, draws, steps)

    monkeypatch.setattr("simulation.questions.sensitivity.outcomes_of", counted)
    told: list[float] = []
    bars = tornado(
        SAMPLE,
        draws=Draws(1_000, 3, 40),
        progress=lambda done, wanted: told.append(done / wanted),
    )
    widest = bars[0]
    rate = replace(SAMPLE.steps[4].conversion, rate=FixedRate(widest.high))
    network = replace(SAMPLE, steps=(*SAMPLE.steps[:4], replace(SAMPLE.steps[4], conversion=rate)))
    whole = compare(SAMPLE, network, draws=Draws(1_000, 3, 40))
    assert widest.up == whole
    for bar in bars:
        for end in (bar.down, bar.up):
            assert end.spread.standard_error < 1.1 * max(
                widest.down.spread.standard_error, widest.up.spread.standard_error
            )
    assert sum(ran) < 1_000 * (1 + 2 * len(bars)) / 2
    assert told == sorted(told)


def test_as_many_people_as_there_may_be_are_moved_down_alone() -> None:
    base = with_value(reference(TIGHT), Lever(Input.PEOPLE, 1), 10_000)
    (bar,) = tornado(base, levers=(Lever(Input.PEOPLE, 1),), draws=Draws(20))
    assert (bar.low, bar.high) == (9_000.0, 10_000.0)
    assert bar.up.equal == 1.0


def test_moving_what_nothing_depends_on_does_nothing() -> None:
    free = reference((10_000, 10_000, 10_000))
    (bar,) = tornado(free, levers=(Lever(Input.UNITS, 1),), draws=Draws(100))
    assert (bar.down.equal, bar.up.equal, bar.reach) == (1.0, 1.0, 0.0)


# What to learn


def test_knowing_a_rate_takes_its_part_of_the_variance_away() -> None:
    last, *_others = learnings = value_of_learning(SAMPLE, leads=400, draws=Draws(4_000))
    assert last.step == 4
    assert len(learnings) == 5
    # 8 agreed meetings on average, of which Beta(3, 5) become clients.
    known = np.sqrt(last.sd**2 - 8.0**2 * 3 * 5 / (8**2 * 9))
    assert last.sd_known == pytest.approx(known, rel=0.04)
    for one in learnings:
        assert one.sd_known <= one.sd_after * 1.03
        assert one.sd_after <= one.sd * 1.03


def test_futures_that_are_run_together_come_to_what_runs_of_their_own_do() -> None:
    learning = {one.step: one for one in value_of_learning(SAMPLE, draws=Draws(24 * 20, 3))}
    step = SAMPLE.steps[4]
    belief = step.conversion.rate
    assert isinstance(belief, BetaRate)
    variances = []
    for future in range(24):
        truth = float(stats.beta.ppf((future + 0.5) / 24, belief.alpha, belief.beta))
        known = replace(step, conversion=replace(step.conversion, rate=FixedRate(truth)))
        network = replace(SAMPLE, steps=(*SAMPLE.steps[:4], known))
        own = outcomes_of(network, CLIENTS, Draws(20, 3, first_trial=20 * future))
        variances.append(own.var(ddof=1))
    assert learning[4].sd_known == pytest.approx(np.sqrt(np.mean(variances)))


def test_a_question_leaves_the_network_as_it_was() -> None:
    before = run_network(SAMPLE, trials=50, seed=1).weekly
    tornado(SAMPLE, draws=Draws(50))
    np.testing.assert_array_equal(run_network(SAMPLE, trials=50, seed=1).weekly, before)
