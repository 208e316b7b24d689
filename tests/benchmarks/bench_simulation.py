"""The funnel simulator: a run, a moved slider, and what the first use in a process costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.assumptions import (
    Assumptions,
    Batch,
    BetaRate,
    PoissonArrivals,
    house_funnel,
    with_rates_from_one_sample,
)
from simulation.funnel import simulate
from simulation.summaries import summarise
from tests.benchmarks.figure import Figure, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRIALS = 10_000
FIRST_USE = """
import time
start = time.perf_counter()
from simulation.assumptions import house_funnel
from simulation.funnel import simulate
simulate(house_funnel(), trials=1, seed=1)
print(time.perf_counter() - start)
"""


def _milliseconds(work: Callable[[], object]) -> float:
    return 1_000 * measure(work, repeat=15, warm_up=2)


def _run(assumptions: Assumptions, trials: int = TRIALS) -> Callable[[], object]:
    return lambda: simulate(assumptions, trials=trials, seed=1)


def _first_use_seconds(cache: str) -> float:
    run = subprocess.run(
        [sys.executable, "-c", FIRST_USE],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NUMBA_CACHE_DIR": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


def figures() -> Iterator[Figure]:
    """Yield the simulator's figures; runs are of 10,000 trials unless the name says otherwise."""
    house = house_funnel()
    sample = with_rates_from_one_sample(house)
    poisson = house.with_arrivals(PoissonArrivals(200.0))
    thousand = sample.with_arrivals(Batch(1_000))

    yield Figure("house funnel, fixed rates", _milliseconds(_run(house)), "ms", 10)
    yield Figure("house funnel, Beta rates", _milliseconds(_run(sample)), "ms", 20)
    yield Figure("house funnel, Poisson arrivals", _milliseconds(_run(poisson)), "ms", 10)
    yield Figure("1,000 MQLs, Beta rates", _milliseconds(_run(thousand)), "ms", 33)

    positions = iter(range(1_000))

    def move_slider() -> None:
        moved = sample.with_rate(0, BetaRate(60.0 + next(positions) / 10, 140.0))
        summarise(simulate(moved, trials=TRIALS, seed=1))

    yield Figure("one slider moved, Beta rates, with summary", _milliseconds(move_slider), "ms", 20)

    result = simulate(house, trials=TRIALS, seed=1)
    yield Figure("summary", _milliseconds(lambda: summarise(result)), "ms", 2)

    million = measure(_run(house, 1_000_000), repeat=3)
    yield Figure("house funnel, fixed rates, 1,000,000 trials", million, "s", 1)

    with tempfile.TemporaryDirectory() as cache:
        yield Figure("first use, nothing compiled", _first_use_seconds(cache), "s", 10)
        yield Figure("first use, compiled before", _first_use_seconds(cache), "s", 1.5)
