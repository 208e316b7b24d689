"""Binomial, Poisson and Beta quantiles against SciPy, by the definition of a quantile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from tests.simulation.alone import continuous, draws

ROUNDING = 1e-11
shares = st.one_of(
    st.integers(0, 2**52 - 1).map(lambda bits: (2 * bits + 1) / 2.0**53),
    st.sampled_from([1 / 2.0**53, 1e-12, 1e-6, 1 - 1e-6, 1 - 1e-12, 1 - 1 / 2.0**53]),
)
rates = st.one_of(
    st.floats(0, 1),
    st.sampled_from([0.0, 1.0, 5e-324, 1e-12, 1e-7, 1 - 1e-7, 0.5, 1 - 2**-53]),
)
sizes = st.one_of(st.integers(0, 300), st.integers(0, 100_000), st.just(10_000_000))


def binomial_quantile(share: float, count: int, rate: float) -> int:
    terms = np.full(draws.terms_size(0.25 * count), np.nan)
    found: int = draws.quantile(share, terms, *draws.binomial_terms(count, rate, terms))
    return found


def poisson_quantile(share: float, mean: float) -> int:
    terms = np.full(draws.terms_size(mean), np.nan)
    found: int = draws.quantile(share, terms, *draws.poisson_terms(mean, terms))
    return found


@settings(max_examples=300, deadline=None)
@given(share=shares, count=sizes, rate=rates)
def test_binomial_quantile_is_the_smallest_count_that_reaches_the_share(
    share: float, count: int, rate: float
) -> None:
    value = binomial_quantile(share, count, rate)
    assert 0 <= value <= count
    assert stats.binom.cdf(value, count, rate) >= share - ROUNDING
    if value > 0:
        assert stats.binom.cdf(value - 1, count, rate) < share + ROUNDING


@settings(max_examples=200, deadline=None)
@given(share=shares, mean=st.one_of(st.floats(1e-9, 500), st.floats(500, 1e7)))
def test_poisson_quantile_is_the_smallest_count_that_reaches_the_share(
    share: float, mean: float
) -> None:
    value = poisson_quantile(share, mean)
    # SciPy's own function loses digits for large means; the next test sums instead.
    rounding = ROUNDING if mean < 1_000 else 1e-7
    assert value >= 0
    assert stats.poisson.cdf(value, mean) >= share - rounding
    if value > 0:
        assert stats.poisson.cdf(value - 1, mean) < share + rounding


def test_poisson_quantile_of_a_large_mean_agrees_with_the_summed_terms() -> None:
    mean = 2_091_191.0
    values = np.arange(mean - 20_000, mean + 20_001)
    steps = np.log(mean) - np.log(values[1:])
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    terms = np.exp(logs - logs.max())
    sums = np.cumsum(terms) / terms.sum()
    grid = (np.arange(200) + 0.37) / 200
    ours = [poisson_quantile(float(share), mean) for share in grid]
    assert ours == values[np.searchsorted(sums, grid)].tolist()


@pytest.mark.parametrize("share", [2.0**-53, 1e-14, 1e-11, 1e-8])
@pytest.mark.parametrize(("count", "rate"), [(382, 0.5), (384, 0.5), (2_000, 0.015)])
def test_binomial_quantiles_are_right_at_both_far_ends(
    share: float, count: int, rate: float
) -> None:
    low = binomial_quantile(share, count, rate)
    assert stats.binom.cdf(low, count, rate) >= share > stats.binom.cdf(low - 1, count, rate)
    high = binomial_quantile(1.0 - share, count, rate)
    assert stats.binom.sf(high, count, rate) <= share < stats.binom.sf(high - 1, count, rate)


@settings(max_examples=200, deadline=None)
@given(
    share=shares,
    count=st.integers(0, 2_000),
    more=st.integers(0, 50),
    rate=st.floats(0, 1),
    higher=st.floats(0, 1),
)
def test_binomial_quantile_never_falls_when_count_or_rate_rises(
    share: float, count: int, more: int, rate: float, higher: float
) -> None:
    rate, higher = sorted((rate, higher))
    if higher - rate < 1e-9:
        higher = rate
    value = binomial_quantile(share, count, rate)
    assert binomial_quantile(share, count, higher) >= value
    assert binomial_quantile(share, count + more, rate) >= value


@pytest.mark.parametrize(
    ("count", "rate"), [(200, 0.3), (60, 0.5), (15, 8 / 15), (8, 3 / 8), (100_000, 0.015), (1, 0.5)]
)
def test_binomial_quantiles_agree_with_scipy_on_a_grid(count: int, rate: float) -> None:
    # Off the boundaries of 1/2, 1/4 ..., where one rounding decides between two neighbours.
    grid = (np.arange(2_000) + 0.37) / 2_000
    ours = [binomial_quantile(float(share), count, rate) for share in grid]
    assert ours == stats.binom.ppf(grid, count, rate).astype(int).tolist()


SHAPES = [
    *[(60.0, 140.0), (30.0, 30.0), (15.0, 15.0), (8.0, 7.0), (3.0, 5.0), (3.0, 197.0)],
    *[(1.0, 1.0), (0.5, 0.5), (1.0, 199.0), (0.3, 50.0), (2.0, 1e6), (1e6, 1e6), (1e6, 3.0)],
]


@pytest.mark.parametrize(("alpha", "beta"), SHAPES)
def test_beta_quantiles_agree_with_scipy(alpha: float, beta: float) -> None:
    sums, rates, slopes, whole = continuous.beta_table(alpha, beta)
    grid = (np.arange(5_000) + 0.5) / 5_000
    ours = np.array([continuous.beta_quantile(u * whole, sums, rates, slopes) for u in grid])
    np.testing.assert_allclose(ours, special.betaincinv(alpha, beta, grid), rtol=2e-7, atol=1e-10)
    assert (np.diff(ours) >= 0).all()


@pytest.mark.parametrize(
    ("alpha", "beta"), [(0.001, 0.001), (0.001, 1e9), (1e9, 0.001), (0.05, 2.0)]
)
def test_extreme_beta_shapes_stay_rates_with_the_right_mean(alpha: float, beta: float) -> None:
    sums, rates, slopes, whole = continuous.beta_table(alpha, beta)
    grid = (np.arange(4_000) + 0.5) / 4_000
    ours = np.array([continuous.beta_quantile(u * whole, sums, rates, slopes) for u in grid])
    assert ours.min() >= 0
    assert ours.max() <= 1
    assert ours.mean() == pytest.approx(alpha / (alpha + beta), rel=1e-2, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(value=st.floats(0, 1e12))
def test_the_own_logarithm_is_good_to_the_last_bits(value: float) -> None:
    assert continuous.log1p(value) == pytest.approx(np.log1p(value), rel=1e-15, abs=5e-324)


@settings(max_examples=100, deadline=None)
@given(value=st.floats(-60, 60))
def test_the_own_exponential_is_good_to_the_last_bits(value: float) -> None:
    assert continuous.exp(value) == pytest.approx(np.exp(value), rel=2e-15)
