"""The two forecasts without a model, against their closed forms."""

import numpy as np
import pytest
from scipy import stats

from simulation.assumptions import AssumptionError
from simulation.grading.naive import rate_times_cohort, same_as_last_period


def test_same_as_last_period_is_the_negative_binomial_of_its_count() -> None:
    forecast = same_as_last_period(12, 4, 4)
    exact = stats.nbinom(12.5, 0.5)
    assert forecast.mean == pytest.approx(12.5, rel=1e-6)
    assert forecast.quantiles == tuple(exact.ppf([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]))
    assert forecast.crps(20) == pytest.approx(
        float(np.square(exact.cdf(np.arange(400)) - (np.arange(400) >= 20)).sum()), rel=1e-6
    )


def test_a_shorter_last_period_is_scaled_and_stays_less_certain() -> None:
    half, whole = same_as_last_period(6, 2, 4), same_as_last_period(12, 4, 4)
    assert half.mean == pytest.approx(13.0, rel=1e-6)
    assert half.quantiles[-1] - half.quantiles[0] > whole.quantiles[-1] - whole.quantiles[0]


def test_given_cohort_is_the_beta_binomial() -> None:
    forecast = rate_times_cohort(31, 212, 80, given=True)
    exact = stats.betabinom(80, 31.5, 181.5)
    assert forecast.mean == pytest.approx(float(exact.mean()), rel=1e-6)
    assert forecast.at_most(10) == pytest.approx(float(exact.cdf(10)), abs=1e-8)
    assert rate_times_cohort(31, 212, 0, given=True).quantiles == (0,) * 7


def test_forecast_cohort_has_the_mean_and_variance_of_its_mixture() -> None:
    forecast = rate_times_cohort(31, 212, 80, given=False)
    rate, shape = stats.beta(31.5, 181.5), 80.5
    # The law of total variance: a Poisson count of mean level times rate.
    mean = shape * rate.mean()
    square = (shape + shape**2) * (rate.var() + rate.mean() ** 2)
    counts = forecast.lowest + np.arange(forecast.probabilities.size)
    found = float(np.square(counts - forecast.mean) @ forecast.probabilities)
    assert forecast.mean == pytest.approx(mean, rel=1e-3)
    assert found == pytest.approx(mean + square - mean**2, rel=0.01)


def test_more_conversions_than_entries_are_refused() -> None:
    with pytest.raises(AssumptionError):
        rate_times_cohort(5, 4, 10, given=True)
