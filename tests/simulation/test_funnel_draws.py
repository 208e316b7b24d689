"""What keyed draws promise: same bytes, any chunks, unmoved upstream, monotone downstream."""

from __future__ import annotations

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from simulation.funnel import simulate
from simulation.kernel import weeks
from simulation.randomness import SAMPLER_VERSION

TRIALS = 2_000
SAMPLE = with_rates_from_one_sample(house_funnel())
MIXED = SAMPLE.with_arrivals(PoissonArrivals(200.0)).with_rate(1, FixedRate(0.5))


def counts_of(assumptions: Assumptions, seed: int = 1) -> np.ndarray:
    return simulate(assumptions, trials=TRIALS, seed=seed).counts


def test_the_sampler_of_this_version_gives_these_bytes() -> None:
    counts = counts_of(MIXED, seed=2**63 - 1)
    large = simulate(house_funnel().with_arrivals(Batch(10_000_000)), trials=50, seed=3).counts
    digest = hashlib.sha256(counts.astype("<i8").tobytes() + large.astype("<i8").tobytes())
    assert (SAMPLER_VERSION, digest.hexdigest()) == (
        1,
        "24fbd7cd8f83f34ead410f24b310c1669760eb4fa99c8f74e40e97b0868d59d4",
    ), "Same inputs give other counts: raise SAMPLER_VERSION, then store the new digest."


@pytest.mark.parametrize("funnel", [house_funnel(), SAMPLE, MIXED], ids=["fixed", "beta", "mixed"])
def test_pieces_put_together_are_the_whole(funnel: Assumptions) -> None:
    trials = 40_000  # more than one piece inside, too
    whole = simulate(funnel, trials=trials, seed=4).counts
    edges = [0, 1, 7, 16_384, 30_001, trials]
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(
            lambda begin, end: (
                simulate(funnel, trials=end - begin, seed=4, first_trial=begin).counts
            ),
            edges[:-1],
            edges[1:],
        )
        np.testing.assert_array_equal(np.concatenate(list(parts)), whole)


@pytest.mark.parametrize("funnel", [house_funnel(), SAMPLE, MIXED], ids=["fixed", "beta", "mixed"])
@pytest.mark.parametrize("changed", range(5))
def test_a_changed_rate_leaves_upstream_to_the_bit(funnel: Assumptions, changed: int) -> None:
    before = counts_of(funnel)
    after = counts_of(funnel.with_rate(changed, FixedRate(0.77)))
    np.testing.assert_array_equal(after[:, : changed + 1], before[:, : changed + 1])
    assert (after[:, changed + 1] != before[:, changed + 1]).any()


@settings(max_examples=40, deadline=None)
@given(
    index=st.integers(0, 4),
    rates=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    seed=st.integers(0, 2**63 - 1),
)
def test_no_count_falls_when_a_rate_rises(
    index: int, rates: tuple[float, float], seed: int
) -> None:
    lower, higher = sorted(rates)
    base = house_funnel()
    few = simulate(base.with_rate(index, FixedRate(lower)), trials=300, seed=seed).counts
    many = simulate(base.with_rate(index, FixedRate(higher)), trials=300, seed=seed).counts
    assert (many >= few).all()


@pytest.mark.parametrize("index", range(5))
def test_no_count_falls_when_an_uncertain_rate_rises(index: int) -> None:
    alphas = (2.0, 2.1, 3.0, 10.0)
    runs = [counts_of(SAMPLE.with_rate(index, BetaRate(alpha, 5.0))) for alpha in alphas]
    for lower, higher in pairwise(runs):
        assert (higher >= lower).all()


def test_no_count_falls_when_more_leads_arrive() -> None:
    sizes = (0, 1, 63, 64, 65, 199, 200, 5_000, 1_000_000)
    for base in (house_funnel(), SAMPLE):
        runs = [counts_of(base.with_arrivals(Batch(size))) for size in sizes]
        for lower, higher in pairwise(runs):
            assert (higher >= lower).all()
    means = (0.0, 1e-300, 0.5, 3.0, 200.0, 1e6)
    runs = [counts_of(house_funnel().with_arrivals(PoissonArrivals(mean))) for mean in means]
    for lower, higher in pairwise(runs):
        assert (higher >= lower).all()


def test_names_do_not_matter_and_a_new_stage_moves_only_what_is_behind_it() -> None:
    base = counts_of(house_funnel())
    renamed = replace(
        house_funnel(),
        stages=tuple(replace(stage, name=stage.name + "!") for stage in house_funnel().stages),
    )
    np.testing.assert_array_equal(counts_of(renamed), base)

    stages, conversions = house_funnel().stages, house_funnel().conversions
    everyone = Conversion(FixedRate(1.0))
    extended = Assumptions(
        (*stages[:2], Stage(uuid.UUID(int=5), "SAL"), *stages[2:]),
        (conversions[0], everyone, *conversions[1:]),
        house_funnel().arrivals,
    )
    after = counts_of(extended)
    np.testing.assert_array_equal(after[:, :2], base[:, :2])
    # The new stage lets everyone through, but the leads now leave it, with its own draws.
    np.testing.assert_array_equal(after[:, 2], base[:, 1])
    np.testing.assert_array_equal(after[:, 3] <= after[:, 2], True)


def test_certain_rates_pass_all_or_none() -> None:
    everyone = tuple(Conversion(FixedRate(1.0)) for _ in range(5))
    counts = counts_of(replace(house_funnel(), conversions=everyone))
    assert (counts == 200).all()
    counts = counts_of(house_funnel().with_rate(2, FixedRate(0.0)))
    assert (counts[:, 3:] == 0).all()


@settings(max_examples=40, deadline=None)
@given(data=st.data(), seed=st.integers(0, 2**63 - 1))
def test_counts_never_grow_on_the_way(data: st.DataObject, seed: int) -> None:
    stage_count = data.draw(st.integers(2, 6))
    shape = st.floats(0.001, 1e6)
    rate = st.one_of(
        st.builds(FixedRate, st.floats(0, 1)), st.builds(BetaRate, alpha=shape, beta=shape)
    )
    funnel = Assumptions(
        tuple(Stage(uuid.UUID(int=number), str(number)) for number in range(stage_count)),
        tuple(Conversion(data.draw(rate)) for _ in range(stage_count - 1)),
        data.draw(
            st.one_of(
                st.builds(Batch, st.integers(0, 2_000)),
                st.builds(PoissonArrivals, st.floats(0, 2_000)),
            )
        ),
    )
    counts = simulate(funnel, trials=50, seed=seed).counts
    assert counts.shape == (50, stage_count)
    assert counts.dtype == np.int64
    assert (counts >= 0).all()
    assert (np.diff(counts, axis=1) <= 0).all()


def test_results_cannot_be_written_and_the_kernel_gives_up_the_interpreter_lock() -> None:
    counts = counts_of(house_funnel())
    with pytest.raises(ValueError, match="read-only"):
        counts[0, 0] = 1
    assert weeks.run.targetoptions["nogil"]  # type: ignore[attr-defined]
