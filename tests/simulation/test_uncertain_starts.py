"""What is unsure when a run begins: the level of the arrivals, and the leads that are open."""

from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.assumptions import BetaRate, Conversion, FixedRate, Rate
from simulation.delays import DelayTable, GeometricDelay
from simulation.engine import NetworkRun, run_network
from simulation.network import Channel, Network, OpenLeads, Step, Work
from simulation.people import Role, StaffGroup
from simulation.volumes import Bump, ExactVolume, RandomVolume
from tests.simulation.alone import walks
from tests.simulation.networks import stages_of

WEEKS = 6
TERMS = np.empty(4_001)
SHARES = [1e-9, 1e-4, 0.03, 0.2, 0.5, 0.77, 0.97, 0.9999, 1 - 1e-6]


def arrivals(volume: RandomVolume, *, trials: int = 40_000, seed: int = 4) -> NetworkRun:
    """Return a run in which leads of one channel come and none converts."""
    network = Network(
        stages_of("MQL", "Client"),
        (Step(Conversion(FixedRate(0.0))),),
        (Channel(uuid.UUID(int=60), "ads", volume),),
        WEEKS,
    )
    return run_network(network, trials=trials, seed=seed, watched=(0,))


@pytest.mark.parametrize("dispersion", [None, 2.5])
@pytest.mark.parametrize("variation", [0.3, 1.0])
def test_an_unsure_level_scales_all_weeks_of_a_trial_and_keeps_their_mean(
    dispersion: float | None, variation: float
) -> None:
    volume = RandomVolume(
        12.0, dispersion, 1.1, bumps=(Bump(2, 1, 8.0),), level_variation=variation
    )
    run = arrivals(volume)
    means = np.array(volume.means(WEEKS))
    total = run.totals[0].astype(float)
    wild = 0.0 if dispersion is None else 1.0 / dispersion
    # The law of total variance, given the level.
    variance = means.sum() + wild * (means**2).sum() * (1.0 + variation**2)
    variance += (variation * means.sum()) ** 2
    assert abs(total.mean() - means.sum()) < 4 * np.sqrt(variance / total.size)
    spread = total.var()
    assert spread == pytest.approx(variance, rel=0.06 if variation < 1.0 else 0.3)
    weekly = np.cov(run.weekly[0][[0, 5]].astype(float))[0, 1]
    assert weekly == pytest.approx(variation**2 * means[0] * means[5], rel=0.1 + variation / 4)


def test_the_level_of_arrivals_is_log_normal() -> None:
    run = arrivals(RandomVolume(20_000.0, level_variation=0.5), trials=4_000)
    level = run.totals[0] / (WEEKS * 20_000.0)
    spread = np.sqrt(np.log(1.25))
    known = stats.lognorm(spread, scale=np.exp(-spread * spread / 2))
    assert stats.kstest(level, known.cdf).pvalue > 0.001


def test_a_known_level_draws_what_it_always_drew() -> None:
    for volume in (RandomVolume(9.0), RandomVolume(9.0, 3.0)):
        one, other = arrivals(volume), arrivals(replace(volume, level_variation=0.0))
        np.testing.assert_array_equal(one.weekly, other.weekly)
    nearly = arrivals(RandomVolume(9.0, level_variation=1e-9))
    np.testing.assert_array_equal(nearly.weekly, arrivals(RandomVolume(9.0)).weekly)


@settings(max_examples=25)
@given(
    means=st.tuples(st.floats(0.01, 300.0), st.floats(1.0, 3.0)),
    variation=st.floats(0.0, 2.0),
    dispersion=st.none() | st.floats(0.1, 50.0),
    seed=st.integers(0, 2**62),
)
def test_more_leads_are_never_fewer_in_any_trial(
    means: tuple[float, float], variation: float, dispersion: float | None, seed: int
) -> None:
    low, factor = means
    runs = [
        arrivals(
            RandomVolume(mean, dispersion, level_variation=variation), trials=40, seed=seed
        ).weekly
        for mean in (low, low * factor)
    ]
    for fewer, more in pairwise(runs):
        assert (fewer <= more).all()


@pytest.mark.parametrize("mean", [0.02, 3.0, 127.9, 128.1, 700.0])
def test_arrivals_of_any_mean_are_the_quantiles_of_their_distribution(mean: float) -> None:
    found = [walks.poisson(mean, share, TERMS) for share in SHARES]
    assert found == np.asarray(stats.poisson.ppf(SHARES, mean), np.int64).tolist()
    for dispersion in (0.2, 4.0, 2_000.0):
        share_of_success = dispersion / (dispersion + mean)
        found = [walks.negative_binomial(mean, dispersion, share, TERMS) for share in SHARES]
        known = stats.nbinom.ppf(SHARES, dispersion, share_of_success)
        assert found == np.asarray(known, np.int64).tolist()


def test_an_unsure_capacity_scales_what_a_role_does_in_all_weeks_of_a_trial() -> None:
    role = Role(uuid.UUID(int=61), "SDR", (StaffGroup(2, 1_000.0),), capacity_variation=0.4)
    network = Network(
        stages_of("MQL", "Client"),
        (Step(Conversion(FixedRate(1.0)), GeometricDelay(1.0), work=Work(role.key)),),
        (Channel(None, "all", ExactVolume((9_000,) * WEEKS)),),
        WEEKS,
        roles=(role,),
    )
    done = run_network(network, trials=4_000, seed=4, watched=(1,)).weekly[0]
    # Nobody is idle in nearly all trials, so that what is done is what can be done.
    assert (np.ptp(done, axis=0) <= 1).mean() > 0.99
    spread = np.sqrt(np.log(1.16))
    known = stats.lognorm(spread, scale=np.exp(-spread * spread / 2))
    assert stats.kstest(done[0] / 2_000.0, known.cdf).pvalue > 0.001
    sure = replace(network, roles=(replace(role, capacity_variation=0.0),))
    assert (run_network(sure, trials=40, seed=4, watched=(1,)).weekly == 2_000).all()


def open_leads(rate: Rate, opening: tuple[OpenLeads, ...], *, geometric: bool) -> NetworkRun:
    """Return a run in which nobody comes but those that are there already."""
    delay = GeometricDelay(0.25) if geometric else DelayTable((0.4, 0.3, 0.2, 0.1))
    network = Network(
        stages_of("Held", "Client"),
        (Step(Conversion(rate), delay),),
        (Channel(None, "all", ExactVolume((0,))),),
        4,
        opening=opening,
    )
    return run_network(network, trials=60_000, seed=6, watched=(1,))


@pytest.mark.parametrize("geometric", [False, True])
def test_odds_of_open_leads_change_how_many_convert_and_not_when(geometric: bool) -> None:
    run = open_leads(FixedRate(0.4), (OpenLeads(0, 0, 1, 6, 0.3),), geometric=geometric)
    chance = 0.4 * 0.3 / (0.6 + 0.4 * 0.3)
    if geometric:
        by_week = chance * 0.25 * 0.75 ** np.arange(4)
    else:
        by_week = chance * np.array([0.3, 0.2, 0.1, 0.0]) / 0.6
    for week, known in enumerate(by_week):
        counts = np.bincount(run.weekly[0, week], minlength=7) / run.trials
        assert np.abs(counts - stats.binom.pmf(np.arange(7), 6, known)).max() < 0.01
    whole = run.weekly[0].sum(axis=0)
    assert abs(whole.mean() - 6 * by_week.sum()) < 4 * whole.std() / np.sqrt(run.trials) + 1e-9


def test_odds_of_open_leads_turn_each_trials_own_rate() -> None:
    alpha, beta, odds = 3.0, 5.0, 0.25
    run = open_leads(BetaRate(alpha, beta), (OpenLeads(0, 0, 3, 9, odds),), geometric=False)
    won = run.weekly[0, 0]
    rates = stats.beta(alpha, beta).ppf((np.arange(20_000) + 0.5) / 20_000)
    turned = rates * odds / (1.0 - rates + rates * odds)
    known = np.asarray(stats.binom.pmf(np.arange(10)[:, np.newaxis], 9, turned)).mean(axis=1)
    assert np.abs(np.bincount(won, minlength=10) / run.trials - known).max() < 0.01


def test_open_leads_alike_but_for_their_odds_are_drawn_apart() -> None:
    alike = tuple(OpenLeads(0, 0, 2, 10, odds) for odds in (1.0, 2.0, 1.0))
    whole = open_leads(FixedRate(0.5), alike, geometric=False).weekly[0].sum(axis=0)
    variance = 20 * 0.25 + 10 * (2 / 3) * (1 / 3)
    assert whole.var() == pytest.approx(variance, rel=0.03)
    first = open_leads(FixedRate(0.5), alike[:1], geometric=False)
    plain = open_leads(FixedRate(0.5), (OpenLeads(0, 0, 2, 10),), geometric=False)
    np.testing.assert_array_equal(first.weekly, plain.weekly)
