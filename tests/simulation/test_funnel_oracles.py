"""The simulator against closed forms: known numbers, and chi-square on a million trials."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from simulation.assumptions import (
    Assumptions,
    Batch,
    BetaRate,
    Conversion,
    FixedRate,
    PoissonArrivals,
    Stage,
    house_funnel,
    with_rates_from_one_sample,
)
from simulation.exact import NoClosedFormError, exact_clients, leads_needed, overall_rate
from simulation.funnel import simulate
from simulation.summaries import summarise

if TYPE_CHECKING:
    from numpy.typing import NDArray

MILLION = 1_000_000


def with_shows() -> Assumptions:
    """Return the house funnel with show rate .8 and one retry between meeting and client."""
    house = house_funnel()
    held = Stage(uuid.UUID(int=9), "Held")
    stages = (*house.stages[:-1], held, house.stages[-1])
    shows = Conversion(FixedRate(0.8 + 0.2 * 0.8))
    conversions = (*house.conversions[:-1], shows, house.conversions[-1])
    return Assumptions(stages, conversions, house.arrivals)


FUNNELS = {
    "fixed": house_funnel(),
    "shows": with_shows(),
    "poisson": house_funnel().with_arrivals(PoissonArrivals(200.0)),
    "one sample": with_rates_from_one_sample(house_funnel()),
    "large": house_funnel().with_arrivals(Batch(20_000)),
    "large, one sample": with_rates_from_one_sample(house_funnel()).with_arrivals(Batch(500)),
}

# P(0), P(>= 3), P5, P95
KNOWN = {
    "fixed": (0.0486682914, 0.5785036783, 1, 6),
    "shows": (0.0549716742, None, None, None),
    "poisson": (0.0497870684, None, None, None),
    "one sample": (0.123122668, 0.502361506, 0, 8),
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_exact_forms_give_the_known_numbers(name: str) -> None:
    p_zero, three_or_more, p5, p95 = KNOWN[name]
    pmf = exact_clients(FUNNELS[name])
    assert pmf.sum() == pytest.approx(1, abs=1e-12)
    assert pmf[0] == pytest.approx(p_zero, abs=5e-10)
    if three_or_more is not None:
        cdf = np.cumsum(pmf)
        assert 1 - cdf[2] == pytest.approx(three_or_more, abs=5e-10)
        assert np.searchsorted(cdf, [0.05, 0.95]).tolist() == [p5, p95]


@pytest.mark.parametrize("name", KNOWN)
def test_the_simulator_gives_the_known_numbers(name: str) -> None:
    p_zero, three_or_more, p5, p95 = KNOWN[name]
    clients = summarise(simulate(FUNNELS[name], trials=100_000, seed=1)).clients
    mean = 2.88 if name == "shows" else 3.0
    assert abs(clients.mean - mean) < 4 * clients.standard_error
    assert clients.p_zero == pytest.approx(p_zero, abs=0.004)
    if three_or_more is not None:
        assert clients.chance_of_at_least(3) == pytest.approx(three_or_more, abs=0.006)
        assert (clients.p5, clients.p95) == (p5, p95)


def chi_square_p(seen: NDArray[np.int64], pmf: NDArray[np.float64]) -> float:
    """Return the p-value of counts against a pmf, cells pooled from below to 20 expected."""
    expected = pmf * seen.size
    observed = np.bincount(seen, minlength=expected.size).astype(float)
    assert observed.size == expected.size
    cells = np.minimum(np.cumsum(expected) // 20, (expected.sum() - 20) // 20).astype(int)
    _, cells = np.unique(cells, return_inverse=True)
    pooled_expected = np.bincount(cells, weights=expected)
    pooled_observed = np.bincount(cells, weights=observed)
    scaled = pooled_expected * (pooled_observed.sum() / pooled_expected.sum())
    return float(stats.chisquare(pooled_observed, scaled).pvalue)


@pytest.mark.parametrize("name", FUNNELS)
def test_a_million_trials_pass_chi_square(name: str) -> None:
    counts = simulate(FUNNELS[name], trials=MILLION, seed=7).counts
    assert chi_square_p(counts[:, -1], exact_clients(FUNNELS[name])) > 0.001


def test_every_stage_of_the_house_funnel_is_binomial() -> None:
    house = house_funnel()
    counts = simulate(house, trials=200_000, seed=3).counts
    rate = 1.0
    for stage, conversion in enumerate(house.conversions, 1):
        rate *= conversion.rate.mean
        pmf = stats.binom.pmf(np.arange(201), 200, rate)
        assert chi_square_p(counts[:, stage], pmf) > 0.001


def test_uncertain_rates_that_do_not_telescope_keep_their_mean_and_spread() -> None:
    stages = tuple(Stage(uuid.UUID(int=number), str(number)) for number in range(3))
    rates = (BetaRate(2, 3), BetaRate(4, 1))
    funnel = Assumptions(stages, tuple(map(Conversion, rates)), PoissonArrivals(50.0))
    clients = summarise(simulate(funnel, trials=200_000, seed=5)).clients
    first, second = stats.beta(2, 3), stats.beta(4, 1)
    mean = 50 * 0.4 * 0.8
    square = (first.var() + first.mean() ** 2) * (second.var() + second.mean() ** 2)
    variance = mean + 50**2 * square - mean**2
    assert abs(clients.mean - mean) < 4 * clients.standard_error
    assert clients.sd**2 == pytest.approx(variance, rel=0.02)
    with pytest.raises(NoClosedFormError, match=r"do not multiply"):
        overall_rate(funnel)


def test_mixed_rates_and_uncertain_poisson_have_no_closed_form() -> None:
    sample = with_rates_from_one_sample(house_funnel())
    with pytest.raises(NoClosedFormError, match="together"):
        exact_clients(sample.with_rate(0, FixedRate(0.3)))
    with pytest.raises(NoClosedFormError, match="Poisson"):
        exact_clients(sample.with_arrivals(PoissonArrivals(200.0)))


def test_leads_needed_for_ten_clients_with_ninety_percent() -> None:
    assert int(np.ceil(10 / 0.015)) == 667
    assert leads_needed(house_funnel(), clients=10, chance=0.9) == 945
    assert leads_needed(with_shows(), clients=10, chance=0.9) == 984
    one_sample = with_rates_from_one_sample(house_funnel())
    assert leads_needed(one_sample, clients=10, chance=0.9) == 1877


@pytest.mark.parametrize(("name", "size"), [("fixed", 945), ("shows", 984), ("one sample", 1877)])
def test_the_simulator_confirms_the_leads_needed(name: str, size: int) -> None:
    result = simulate(FUNNELS[name].with_arrivals(Batch(size)), trials=200_000, seed=2)
    assert summarise(result).clients.chance_of_at_least(10) == pytest.approx(0.9, abs=0.003)


def test_wishes_that_no_batch_fulfils_are_refused() -> None:
    never = house_funnel().with_rate(0, FixedRate(0.0))
    with pytest.raises(ValueError, match="No batch"):
        leads_needed(never, clients=1, chance=0.5)
    with pytest.raises(ValueError, match="chance"):
        leads_needed(house_funnel(), clients=1, chance=1.0)
