"""The walk of counts down the funnel, compiled.

Importing this module imports Numba and compiles the kernel, or loads it from Numba's cache, so
it is imported only when something is simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.compilation import (
    compiled,
)
from simulation.continuous import (
    draw_rates,
)
from simulation.draws import (
    binomial_terms,
    poisson_terms,
    quantile,
    terms_size,
)
from simulation.keyed import (
    stream_key,
    uniform,
)

if TYPE_CHECKING:
    from simulation.compilation import Counts, Floats, Keys


@compiled()
def trials_by_count(entered: Counts, lowest: int, highest: int) -> Counts:
    """Return the trials ordered by count, so that trials with the same count share the terms.

    Where the counts lie so far apart that hardly two are the same, they stay as they are.
    """
    trials = entered.size
    order = np.empty(trials, np.int64)
    reach = highest - lowest + 1
    if reach > 4 * trials + 65536:
        for trial in range(trials):
            order[trial] = trial
        return order
    start = np.zeros(reach + 1, np.int64)
    for trial in range(trials):
        start[entered[trial] - lowest + 1] += 1
    for place in range(reach):
        start[place + 1] += start[place]
    for trial in range(trials):
        place = entered[trial] - lowest
        order[start[place]] = trial
        start[place] += 1
    return order


@compiled()
def arrive(mean: float, key: np.uint64, first_trial: np.uint64, entered: Counts) -> None:
    """Draw Poisson(mean) leads for each trial."""
    terms = np.empty(terms_size(mean))
    mode, low, high, below, whole = poisson_terms(mean, terms)
    for trial in range(entered.size):
        share = uniform(key, first_trial + np.uint64(trial))
        entered[trial] = quantile(share, terms, mode, low, high, below, whole)


@compiled()
def convert(
    entered: Counts,
    rates: Floats,
    shared: bool,
    key: np.uint64,
    first_trial: np.uint64,
    passed: Counts,
) -> None:
    """Draw how many of the entered leads pass on: Binomial(entered, rate) for each trial.

    ``rates`` holds one rate for each trial; if it is ``shared``, the first is that of all.
    """
    lowest = highest = entered[0]
    for trial in range(entered.size):
        lowest = min(lowest, entered[trial])
        highest = max(highest, entered[trial])
    order = trials_by_count(entered, lowest, highest)
    terms = np.empty(terms_size(0.25 * highest))
    mode = low = high = 0
    below = whole = 0.0
    known = -1
    for trial in order:
        count = entered[trial]
        if not shared or count != known:
            rate = rates[0] if shared else rates[trial]
            mode, low, high, below, whole = binomial_terms(count, rate, terms)
            known = count
        share = uniform(key, first_trial + np.uint64(trial))
        passed[trial] = quantile(share, terms, mode, low, high, below, whole)


@compiled(
    "void(uint64, uint64, float64, boolean, uint64, float64[:,::1], uint64[:,::1], int64[:,:])"
)
def walk(
    seed: np.uint64,
    first_trial: np.uint64,
    arrivals: float,
    arrivals_vary: bool,
    arrival_slot: np.uint64,
    rates: Floats,
    slots: Keys,
    counts: Counts,
) -> None:
    """Fill ``counts`` stage by stage: arrivals, then each conversion in funnel order.

    Parameters
    ----------
    seed, first_trial
        Keys of the draws; column ``j`` of ``counts`` is trial ``first_trial + j``.
    arrivals, arrivals_vary
        Mean of the Poisson arrivals, or the size of the batch.
    arrival_slot
        Slot of the arrivals.
    rates
        Shape (stages - 1, 2): alpha and beta of an uncertain rate, or the rate and 0.
    slots
        Shape (stages - 1, 2): slot of the rate and of the conversion.
    counts
        Shape (stages, trials), int64: filled with the leads that reached each stage.
    """
    week = np.uint64(0)
    if arrivals_vary and arrivals > 0.0:
        arrive(arrivals, stream_key(seed, week, arrival_slot), first_trial, counts[0])
    else:
        for trial in range(counts.shape[1]):
            counts[0, trial] = int(arrivals)
    drawn = np.empty(counts.shape[1])
    for stage in range(rates.shape[0]):
        alpha, beta = rates[stage]
        shared = beta == 0.0
        if shared:
            drawn[0] = alpha
        else:
            key = stream_key(seed, week, slots[stage, 0])
            draw_rates(alpha, beta, key, first_trial, drawn)
        key = stream_key(seed, week, slots[stage, 1])
        convert(counts[stage], drawn, shared, key, first_trial, counts[stage + 1])
