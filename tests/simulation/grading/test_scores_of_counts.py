"""Scores of count forecasts, held to closed forms and to their definitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.assumptions import AssumptionError
from simulation.grading.counts import CountForecast, forecast_of_trials
from simulation.grading.grades import graded, pinball_loss, share_inside, transforms
from simulation.grading.resampling import grading_uniforms

POISSON = CountForecast(0, stats.poisson(7.0).pmf(np.arange(60)))


def test_crps_of_a_certain_forecast_is_its_distance() -> None:
    certain = CountForecast(5, np.ones(1))
    assert [certain.crps(actual) for actual in (2, 5, 9)] == [3.0, 0.0, 4.0]


@pytest.mark.parametrize("actual", [0, 4, 7, 15])
def test_crps_of_a_poisson_forecast_is_the_closed_form_of_wei_and_held(actual: int) -> None:
    mean, bessel = 7.0, stats.skellam(7.0, 7.0)
    # E|X - y| less half of E|X - X'|, where X - X' is Skellam.
    counts = np.arange(-200, 201)
    apart = float(np.abs(counts) @ bessel.pmf(counts))
    below, just_below = stats.poisson(mean).cdf([actual, actual - 1])
    distance = (actual - mean) * (2 * below - 1) + 2 * mean * (below - just_below)
    assert POISSON.crps(actual) == pytest.approx(distance - apart / 2, abs=1e-9)


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=12),
    st.integers(0, 40),
)
@settings(max_examples=60, deadline=None)
def test_crps_of_trials_is_the_fair_score_of_all_pairs(trials: list[int], actual: int) -> None:
    values, m = np.array(trials), len(trials)
    pairs = np.abs(values[:, None] - values[None, :]).sum()
    fair = np.abs(values - actual).mean() - pairs / (2 * m * (m - 1))
    assert forecast_of_trials(values).crps(actual) == pytest.approx(fair, abs=1e-9)


def test_fair_crps_has_the_expectation_of_the_distribution_whatever_the_trials() -> None:
    uniforms = grading_uniforms("test of fairness", 4 * 20_000).reshape(-1, 4)
    samples = stats.poisson(7.0).ppf(uniforms).astype(np.int64)
    scores = np.array([forecast_of_trials(sample).crps(9) for sample in samples])
    assert abs(scores.mean() - POISSON.crps(9)) < 4 * scores.std() / math.sqrt(len(scores))


def test_quantiles_are_the_smallest_counts_that_reach_their_share() -> None:
    assert POISSON.quantiles == tuple(
        stats.poisson(7.0).ppf([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
    )
    assert forecast_of_trials(np.repeat([1, 2], [3, 7])).quantile(0.3) == 1


def test_pinball_loss_over_all_shares_is_half_the_crps() -> None:
    shares = (np.arange(20_000) + 0.5) / 20_000
    quantiles = stats.poisson(7.0).ppf(shares)
    assert 2 * pinball_loss(quantiles, shares, 11.0).mean() == pytest.approx(
        POISSON.crps(11), rel=1e-3
    )


def test_grade_holds_what_lies_on_the_ends_of_a_range() -> None:
    grade = graded(POISSON, 4)
    assert grade.ends(80) == (4.0, 10.0)
    assert grade.holds(80)
    assert not graded(POISSON, 11).holds(80)
    assert grade.up_to - grade.below == pytest.approx(stats.poisson(7.0).pmf(4))


@pytest.mark.parametrize("share", [0.5, 0.8, 0.9])
def test_ties_in_part_make_the_coverage_of_a_perfect_forecast_exactly_its_name(
    share: float,
) -> None:
    grades = [graded(POISSON, actual) for actual in range(60)]
    chances = stats.poisson(7.0).pmf(np.arange(60))
    assert float(share_inside(grades, share) @ chances) == pytest.approx(share, abs=1e-9)
    # With both ends included it would hold more than its name says.
    low, high = POISSON.quantile((1 - share) / 2), POISSON.quantile((1 + share) / 2)
    assert chances[low : high + 1].sum() > share + 0.015


def test_an_actual_that_no_trial_gave_is_in_or_out_as_a_whole() -> None:
    trials = forecast_of_trials(np.array([0, 0, 10, 10]))
    assert share_inside([graded(trials, 5), graded(trials, 20)], 0.8).tolist() == [1.0, 0.0]


def test_randomised_transforms_of_a_perfect_forecast_are_uniform() -> None:
    drawn = stats.poisson(7.0).ppf(grading_uniforms("test of actuals", 4_000)).astype(int)
    grades = [graded(POISSON, int(actual)) for actual in drawn]
    found = transforms(grades, grading_uniforms("test of transforms", 4_000))
    assert stats.kstest(found, "uniform").pvalue > 0.001


@pytest.mark.parametrize(
    "chances", [np.array([]), np.array([0.5, 0.4]), np.array([1.5, -0.5]), np.array([np.nan])]
)
def test_what_is_no_distribution_is_refused(chances: np.ndarray) -> None:
    with pytest.raises(AssumptionError):
        CountForecast(0, chances)


def test_trials_so_far_apart_that_they_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(AssumptionError, match="at most 10,000,000 apart"):
        forecast_of_trials(np.array([0, 2_000_000_000]))
