"""The network on the reference model: a year, a preview, the model of single leads, and growth."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulation.engine import RunCancelledError, run_network
from simulation.network import DealValue
from simulation.results import bands_of
from tests.benchmarks.figure import Figure, measure, peak_memory
from tests.simulation.networks import TIGHT, chain, everything, reference
from tests.simulation.simpy_model import Funnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simulation.network import Network

TRIALS = 10_000
CANCELLED_AFTER_SECONDS = 0.2
SINGLE_LEAD_TRIALS = 5
FIRST_USE = """
import time
start = time.perf_counter()
from simulation.engine import run_network
from simulation.results import bands_of
from tests.simulation.networks import reference
bands_of(run_network(reference(uncertain=True), trials=1, seed=1).weekly[0])
print(time.perf_counter() - start)
"""


def _run(network: Network, trials: int = TRIALS) -> Callable[[], object]:
    """Return a run and the mean, error and quantiles of each week of each of its weekly series."""

    def run() -> object:
        done = run_network(network, trials=trials, seed=1)
        return [bands_of(series) for series in done.weekly]

    return run


def _lean(network: Network, trials: int) -> Callable[[], object]:
    """Return a run that keeps no series, so that the largest ones stay within the memory."""
    return lambda: run_network(
        network, trials=trials, seed=1, watched=(), totalled=(), weekly_money=False
    )


def _cancel_ms() -> float:
    """Return how long a run goes on after it was cancelled: the longest of some."""
    crowded = replace(reference(TIGHT, volume=400.0), weeks=260)
    waits = []
    for _time in range(5):
        began = time.perf_counter()
        asked = 0.0

        def cancelled(began: float = began) -> bool:
            nonlocal asked
            asked = time.perf_counter()
            return asked - began > CANCELLED_AFTER_SECONDS

        try:
            run_network(crowded, trials=10_000, seed=1, watched=(), cancelled=cancelled)
        except RunCancelledError:
            waits.append(1_000 * (time.perf_counter() - asked))
    return max(waits)


def _milliseconds(network: Network, trials: int = TRIALS) -> float:
    return 1_000 * measure(_run(network, trials), repeat=7)


def _growth() -> tuple[float, float, float, float]:
    """Return the exponents of the time in trials, weeks and steps, and the largest run's seconds.

    By least squares on logarithms, over the corners of all three sizes together, of the time of
    the processors: what else the machine does would bend the fit.
    """
    rows, spent = [], []
    for size in product((25_000, 100_000), (65, 260), (3, 12)):
        trials, weeks, steps = size
        rows.append([1.0, *(math.log(part) for part in size)])
        run = _lean(chain(steps + 1, weeks), trials)
        began, began_using = time.perf_counter(), time.process_time()
        run()
        spent.append(time.process_time() - began_using)
        seconds = time.perf_counter() - began
    fit = np.linalg.lstsq(np.array(rows), np.log(spent), rcond=None)[0]
    return float(fit[1]), float(fit[2]), float(fit[3]), seconds


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
    """Yield the network's figures; 10,000 trials of 52 weeks unless the name says otherwise.

    With the weekly series of all stages and queues, the sums of all series, and the quantiles.
    """
    base = reference()
    run_network(base, trials=1, seed=1)
    with peak_memory() as start:
        _run(base, 1)()
    with peak_memory() as peak:
        _run(base)()
    year = _milliseconds(base)
    yield Figure("reference model, fixed rates", year, "ms", 80)
    yield Figure("reference model, Beta rates", _milliseconds(reference(uncertain=True)), "ms", 250)
    general = reference(general=True)
    yield Figure("reference model, general delays", _milliseconds(general), "ms", 200)
    yield Figure("reference model, 1,000 trials", _milliseconds(base, 1_000), "ms", 16)
    complete = replace(everything(0), weeks=52, value=DealValue(9_000.0, 0.8))
    yield Figure("tries, nurture, ramp, two channels, cost", _milliseconds(complete), "ms", 500)
    grown = peak.megabytes - start.megabytes
    yield Figure("peak memory above the start", grown, "MB", 300)

    def single_leads() -> None:
        for seed in range(SINGLE_LEAD_TRIALS):
            Funnel(base, seed)

    alone = measure(single_leads, repeat=1) / SINGLE_LEAD_TRIALS * TRIALS
    yield Figure("single leads in SimPy, scaled", alone, "s")
    yield Figure("times as quick as SimPy", 1_000 * alone / year, "x", 15_000, "at least")

    by_trials, by_weeks, by_stages, seconds = _growth()
    yield Figure("growth in trials up to 100,000, exponent", by_trials, "", 1.1)
    yield Figure("growth in weeks up to 260, exponent", by_weeks, "", 1.1)
    yield Figure("growth in stages up to 12 steps, exponent", by_stages, "", 1.1)
    yield Figure("100,000 trials of 260 weeks and 12 steps", seconds, "s")
    yield Figure("from cancel to the end, 260 weeks of long queues", _cancel_ms(), "ms", 100)

    with tempfile.TemporaryDirectory() as cache:
        yield Figure("first use, nothing compiled", _first_use_seconds(cache), "s", 10)
        yield Figure("first use, compiled before", _first_use_seconds(cache), "s", 1.5)
