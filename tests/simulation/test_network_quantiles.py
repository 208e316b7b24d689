"""The quantiles that only the network draws, against SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.simulation.alone import continuous, draws, keyed, walks

RANDOM = np.random.default_rng(20261122)
TERMS = np.empty(draws.terms_size(1e6))
SHARES = [float(share) for share in RANDOM.random(40)]


@pytest.mark.parametrize("count", [1, 7, 60, 200, 1_000, 1_024, 1_025, 50_000])
def test_binomials_small_and_large(count: int) -> None:
    for rate in (1e-9, 0.003, 0.2, 0.5, 8 / 15, 0.97, 1.0):
        found = [walks.binomial(count, rate, share, TERMS) for share in SHARES]
        assert found == np.asarray(stats.binom.ppf(SHARES, count, rate), np.int64).tolist()


def test_tabulated_binomials_are_the_walked_ones() -> None:

    largest, first, first_guide = 256, 17, 64
    reached = np.zeros(first + (largest + 1) * (largest + 2) // 2)
    guide = np.zeros(first_guide + (largest + 1) * draws.GUIDES, np.int16)
    draws.fill_binomial_table(0.3, largest, reached, first, guide, first_guide)
    for count in (0, 1, 2, 40, 200, largest):
        found = [
            draws.binomial_by_table(count, share, first, first_guide, reached, guide)
            for share in SHARES
        ]
        assert found == [walks.binomial(count, 0.3, share, TERMS) for share in SHARES]


@pytest.mark.parametrize(
    ("count", "marked", "taken"), [(5, 2, 3), (100, 30, 10), (100, 90, 95), (9_000, 4_000, 700)]
)
def test_hypergeometric_shares_of_a_queue(count: int, marked: int, taken: int) -> None:
    found = [draws.hypergeometric(count, marked, taken, share, TERMS) for share in SHARES]
    assert found == np.asarray(stats.hypergeom.ppf(SHARES, count, marked, taken), np.int64).tolist()


@pytest.mark.parametrize(("mean", "dispersion"), [(0.4, 0.2), (20.0, 1.5), (20.0, 80.0)])
def test_negative_binomial_arrivals(mean: float, dispersion: float) -> None:
    parts = draws.negative_binomial_terms(mean, dispersion, TERMS)
    found = [draws.quantile(share, TERMS, *parts) for share in SHARES]
    share = dispersion / (dispersion + mean)
    assert found == np.asarray(stats.nbinom.ppf(SHARES, dispersion, share), np.int64).tolist()


def test_normal_quantiles_from_end_to_end() -> None:
    for share in (*SHARES, 1e-16, 1e-9, 0.001, 0.075, 0.5, 0.925, 1 - 1e-9):
        known = float(stats.norm.ppf(share))
        assert continuous.normal_quantile(share) == pytest.approx(known, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("trials", [1, 31, 64, 1_000])
def test_binomials_that_are_walked_side_by_side_are_those_walked_alone(trials: int) -> None:
    rng = np.random.default_rng(trials)
    counts = rng.integers(0, 9, trials) * rng.integers(0, 2, trials) ** 2
    counts[::7] = 300
    counts[::11] = 1_500
    chances = rng.beta(0.4, 0.4, trials)
    chances[::5] = rng.integers(0, 2, chances[::5].size)
    key = np.uint64(2**63 + trials)
    shares = np.empty(trials)
    keyed.fill_uniforms(key, np.uint64(12), shares)
    known = [
        walks.binomial(int(count), chance, share, TERMS)
        for count, chance, share in zip(counts, chances, shares, strict=True)
    ]
    lanes = np.empty(walks.ROOM_FOR_LANES)
    left, won = counts.astype(np.int32), np.full(trials, 5, np.int32)
    listed = np.empty(trials, np.int32)
    walks.walk_binomials(left, chances, key, np.uint64(12), won, listed, lanes, TERMS)
    assert (won - 5).tolist() == known
    assert (left + won - 5).tolist() == counts.tolist()


@pytest.mark.parametrize("mean", [0.3, 7.0, 240.0])
def test_a_guide_to_the_terms_changes_no_quantile(mean: float) -> None:
    mode, low, high, below, whole = draws.poisson_terms(mean, TERMS)
    guide = np.empty(2 * draws.GUIDES)
    draws.guide_terms(TERMS, low, high, whole, guide)
    terms = mode, low, high, below, whole
    for share in [*SHARES, *np.linspace(0.001, 0.999, 500).tolist()]:
        found = draws.guided_quantile(share, TERMS, guide, *terms)
        assert found == draws.quantile(share, TERMS, *terms)
