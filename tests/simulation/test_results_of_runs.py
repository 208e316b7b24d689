"""Bands, chances, measures and named axes say what the trials say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simulation.assumptions import AssumptionError
from simulation.engine import run_network
from simulation.measures import CLIENTS, PROFIT, REVENUE, Measure, Quantity
from simulation.network import DealValue
from simulation.results import (
    PERCENTS,
    arrays_of,
    bands_of,
    chance_of,
    measured,
    series_of,
    spread_of,
)
from simulation.series import index_of
from tests.simulation.networks import TIGHT, everything, reference

SHARES = [percent / 100 for percent in PERCENTS]


@given(
    arrays.arrays(
        np.int32,
        st.tuples(st.integers(1, 4), st.integers(1, 60)),
        elements=st.integers(-5, 200_000),
    )
)
def test_bands_of_counts_are_values_that_did_occur(values: np.ndarray) -> None:
    bands = bands_of(values)
    expected = np.quantile(values, SHARES, axis=1, method="inverted_cdf")
    np.testing.assert_array_equal(bands.quantiles, expected)
    np.testing.assert_allclose(bands.mean, values.mean(axis=1))
    np.testing.assert_array_equal(bands.at(50), bands.quantiles[3])
    if values.shape[1] > 1:
        error = values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
        np.testing.assert_allclose(bands.standard_error, error, atol=1e-9)
    sums = np.cumsum(values, axis=0)
    expected = np.quantile(sums, SHARES, axis=1, method="inverted_cdf")
    np.testing.assert_array_equal(bands_of(values, cumulative=True).quantiles, expected)


@given(arrays.arrays(np.float64, st.integers(1, 80), elements=st.floats(-1e9, 1e9)))
def test_a_spread_of_money_is_that_of_its_trials(values: np.ndarray) -> None:
    spread = spread_of(values)
    found = [spread.p5, spread.p10, spread.p25, spread.p50, spread.p75, spread.p90, spread.p95]
    assert found == np.quantile(values, SHARES, method="inverted_cdf").tolist()


def test_cumulative_bands_are_of_the_sums_and_not_sums_of_bands() -> None:
    values = np.array([[1, 0], [0, 1]])
    bands = bands_of(values, cumulative=True)
    assert bands.at(95).tolist() == [1.0, 1.0]
    assert bands.mean.tolist() == [0.5, 1.0]


def test_a_chance_that_no_trial_met_is_not_said_to_be_certain() -> None:
    never = chance_of(np.zeros(100), 1.0)
    assert never.share == 0.0
    assert 0.0 < never.standard_error < 0.02


def test_measures_are_sums_of_the_trials_series() -> None:
    network = replace(everything(0), value=DealValue(1_000.0, 0.5, 0.6))
    every = tuple(range(index_of(network).count))
    run = run_network(network, trials=50, seed=4, watched=every)
    last = len(network.stages) - 1
    weekly = run.of_series(index_of(network).entered(last)).sum(axis=0)
    np.testing.assert_array_equal(CLIENTS.of(run), weekly)
    np.testing.assert_array_equal(Measure(Quantity.ENTERED, last).of(run), weekly)
    np.testing.assert_allclose(REVENUE.of(run), run.revenue.sum(axis=0))
    profit = 0.6 * run.revenue.sum(axis=0) - run.cost.sum(axis=0)
    np.testing.assert_allclose(PROFIT.of(run), profit)
    assert measured(run, CLIENTS).mean == pytest.approx(weekly.mean())


def test_the_share_served_at_once_is_that_of_the_leads_that_came() -> None:
    network = reference(TIGHT)
    run = run_network(network, trials=40, seed=2)
    served = Measure(Quantity.SERVED_AT_ONCE, 0).of(run)
    index = index_of(network)
    at_once, came = run.total_of(index.step(0, "at_once")), run.total_of(index.entered(0))
    np.testing.assert_allclose(served, at_once / came)
    assert served.mean() < 0.5
    nobody = run_network(reference(TIGHT, volume=0.0), trials=3, seed=2)
    assert Measure(Quantity.SERVED_AT_ONCE, 0).of(nobody).tolist() == [1.0, 1.0, 1.0]


def test_a_measure_of_a_stage_that_is_not_there_is_refused() -> None:
    with pytest.raises(AssumptionError, match=r"Measure\.stage"):
        Measure(stage=9).totals_needed(reference())
    with pytest.raises(AssumptionError, match=r"Measure\.stage"):
        Measure(Quantity.SERVED_AT_ONCE)
    run = run_network(reference(), trials=2, seed=1, totalled=())
    with pytest.raises(KeyError):
        CLIENTS.of(run)


def test_every_series_has_a_name_and_a_unit() -> None:
    network = everything(1)
    known = series_of(network)
    index = index_of(network)
    assert len(known) == index.count
    assert known[index.step(1, "waited")].what == "waited"
    assert known[index.step(1, "waited")].unit == "lead-weeks"
    assert known[index.used(0)].of == network.roles[0].name
    assert known[index.clients(1)].what == "clients"


def test_arrays_name_their_axes() -> None:
    run = run_network(reference(), trials=4, seed=1, first_trial=6)
    found = arrays_of(run)
    assert found["weekly"].shape == (len(found["weekly_series"]), 52, 4)
    assert found["totals"].shape == (len(found["totals_series"]), 4)
    assert found["weekly_series"][0] == "entered: MQL (leads)"
    assert found["trial"].tolist() == [6, 7, 8, 9]


def test_rates_of_ones_own_take_the_place_of_those_that_are_drawn() -> None:
    network = reference(uncertain=True)
    rates = np.full((6, 30), 0.25)
    known = run_network(network, trials=30, seed=3, rates=rates)
    none = run_network(network, trials=30, seed=3, rates=np.zeros((6, 30)))
    assert CLIENTS.of(known).sum() > 0
    assert CLIENTS.of(none).sum() == 0
    # A known rate draws by a table and a given one by inversion: the same quantiles.
    fixed = reference()
    given_rates = np.array([[step.conversion.rate.mean] * 30 for step in fixed.steps])
    np.testing.assert_array_equal(
        run_network(fixed, trials=30, seed=3, rates=given_rates).weekly,
        run_network(fixed, trials=30, seed=3).weekly,
    )


@pytest.mark.parametrize(
    "rates", [np.zeros((6, 3)), np.full((6, 30), 1.5), np.full((6, 30), np.nan)]
)
def test_rates_that_are_none_are_refused(rates: np.ndarray) -> None:
    with pytest.raises(AssumptionError, match="rates"):
        run_network(reference(), trials=30, seed=3, rates=rates)
