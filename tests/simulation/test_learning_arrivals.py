"""Arrivals: level, wildness, how far the level moves, season and trend; work and shows."""

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.learning.arriving import arriving_of, half_life_of, season_of, trend_of
from simulation.learning.history import MISSING, OPEN, WEEK, Visits
from simulation.learning.showing import shares_by_band
from simulation.learning.sources import LATE, sources_of, together
from simulation.learning.working import touches_per_lead, work_in
from tests.simulation.learning_worlds import FIRST_WEEK, end_of, joined, steady, visits_to


def test_a_steady_series_has_its_mean_and_is_poisson_enough() -> None:
    weekly = np.random.default_rng(1).poisson(30.0, 120).astype(np.float64)
    half_life = half_life_of(weekly, 13)
    found = arriving_of(weekly, ahead=13, half_life=half_life)
    assert found.per_week == pytest.approx(30.0, rel=0.1)
    assert found.level_variation < 0.16
    assert found.dispersion is None or found.dispersion > 50.0
    assert found.interval()[0] < 30.0 < found.interval()[1]


def test_wild_weeks_and_wandering_levels_are_told_apart() -> None:
    rng = np.random.default_rng(2)
    wild = rng.negative_binomial(2, 2 / (2 + 30), 150).astype(np.float64)
    found = arriving_of(wild, ahead=13, half_life=half_life_of(wild, 13))
    assert found.dispersion == pytest.approx(2.0, rel=0.5)
    level = 30.0 * np.exp(np.cumsum(rng.normal(0.0, 0.12, 150)))
    wandering = rng.poisson(level).astype(np.float64)
    half_life = half_life_of(wandering, 13)
    moved = arriving_of(wandering, ahead=13, half_life=half_life)
    assert half_life <= 13.0
    assert moved.level_variation > 2.0 * 0.12


def test_levels_lie_in_their_ranges_as_often_as_these_say() -> None:
    held, rounds = 0, 250
    for number in range(rounds):
        rng = np.random.default_rng([3, number])
        level = 25.0 * np.exp(np.cumsum(rng.normal(0.0, 0.05, 104)))
        weekly = rng.poisson(level).astype(np.float64)
        past = weekly[:91]
        found = arriving_of(past, ahead=13, half_life=half_life_of(past, 13))
        low, high = found.interval()
        held += low <= level[91:].mean() <= high
    assert 0.82 < held / rounds < 0.98


def test_a_season_is_learned_from_two_years_and_from_less_not() -> None:
    weeks = np.arange(156)
    usual = 40.0 * (1.0 + 0.5 * np.sin(2.0 * np.pi * weeks / 52.0))
    weekly = np.random.default_rng(4).poisson(usual).astype(np.float64)
    season = season_of(weekly)
    assert season.mean() == pytest.approx(1.0)
    assert np.corrcoef(season, usual[:52])[0, 1] > 0.95
    assert season_of(weekly[:100]).size == 0
    flat = season_of(np.random.default_rng(5).poisson(40.0, 156).astype(np.float64))
    assert np.abs(flat - 1.0).max() < 0.15


def test_a_trend_is_believed_only_beyond_doubt() -> None:
    rng = np.random.default_rng(6)
    flat = [trend_of(rng.poisson(20.0, 52).astype(np.float64)) for _ in range(50)]
    assert np.mean(np.array(flat) == 1.0) > 0.8
    rising = rng.poisson(20.0 * 1.02 ** np.arange(52)).astype(np.float64)
    assert 1.0 < trend_of(rising) <= 1.01


def test_what_nobody_saw_is_a_guess_that_says_so() -> None:
    nothing = arriving_of(np.zeros(0), ahead=13, half_life=13.0)
    assert nothing.level_variation == 1.0
    silent = arriving_of(np.zeros(20), ahead=13, half_life=13.0)
    assert 0.0 < silent.per_week < 0.1
    assert silent.leads == 0


def test_sources_together_are_as_unsure_as_their_sum() -> None:
    rng = np.random.default_rng(7)
    # One world moves all of them at once.
    level = 10.0 * np.exp(np.cumsum(rng.normal(0.0, 0.15, 80)))
    weekly = {channel: rng.poisson(level) for channel in (1, 2, 3, 4)}
    visits = joined(*(_arrivals(counts, channel) for channel, counts in weekly.items()))
    found = sources_of(visits, 1, FIRST_WEEK + 80, span=13, weeks=13, since=None)
    levels = np.array([one.arriving.per_week for one in found])
    each = np.array([one.arriving.level_variation for one in found])
    alone = np.sqrt(np.sum((levels * each) ** 2)) / levels.sum()
    total = np.sum(list(weekly.values()), axis=0).astype(np.float64)
    whole = arriving_of(total, ahead=13, half_life=half_life_of(total, 13))
    assert alone == pytest.approx(whole.level_variation, rel=0.02)


def test_the_few_that_enter_late_are_one_source() -> None:
    channel = np.array([1] * 50 + [2] * 50 + [1, 2, 2])
    stage = np.array([0] * 100 + [3, 3, 3])
    assert together(channel, stage)[-3:].tolist() == [LATE] * 3
    assert together(channel, stage)[:100].tolist() == channel[:100].tolist()


def test_touches_fall_into_the_visit_of_their_time() -> None:
    rng = np.random.default_rng(8)
    visits = visits_to(steady(0.4, 2.0, 2.0), weeks=30, per_week=3, rng=rng)
    done = visits.some(visits.how != OPEN)
    lead = np.repeat(done.lead, 2)
    at = np.repeat(done.entered, 2) + 60
    work = work_in(done, lead, np.ones(lead.size, np.int64), at)
    assert np.array_equal(done.lead[work.visit], lead)
    late = work_in(done, done.lead, np.ones(done.count, np.int64), done.ended + 999_999)
    assert (late.visit == -1).all()
    cost = touches_per_lead(done, work, 0)
    assert cost is not None
    # Two leads of three touches are held before.
    assert cost.mean == pytest.approx((2.0 * cost.over + 6.0) / (cost.over + 2.0))
    assert cost.low < 2.0 < cost.high
    assert cost.over == np.count_nonzero(done.entered >= at.min() - WEEK)


def test_shares_of_bands_are_drawn_towards_all() -> None:
    bands = np.array([0] * 100 + [1] * 2)
    hits = np.array([True] * 80 + [False] * 20 + [False] * 2)
    first, second = shares_by_band(bands, hits)
    assert first.mean == pytest.approx(0.8, abs=0.02)
    assert 0.5 < second.mean < 0.8
    assert (second.hits, second.of) == (0, 2)
    assert second.interval[0] < second.mean < second.interval[1]


def _arrivals(weekly: NDArray[np.int64], channel: int) -> Visits:
    """Return visits that are all open, so many of each week."""
    began = end_of(0) + np.repeat(np.arange(weekly.size), weekly) * 604_800
    count = began.size
    return Visits(
        lead=np.arange(count),
        stage=np.zeros(count, np.int64),
        channel=np.full(count, channel),
        entered=began,
        ended=np.full(count, MISSING),
        how=np.full(count, OPEN),
        to_stage=np.full(count, -1),
        first=np.ones(count, np.bool_),
        known=began,
    )
