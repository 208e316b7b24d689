"""Errors of means over cases that are not independent: the moving-block bootstrap.

Forecasts from neighbouring origins share most of the weeks they are about, so that ten of them
say little more than one. Resampling single cases would promise far too small an error; whole
blocks of neighbours keep the dependence within them.

References
----------
Kunsch: The jackknife and the bootstrap for general stationary observations, Annals of Statistics
17 (1989), 1217-1241. Liu, Singh: Moving blocks jackknife and bootstrap capture weak dependence,
in: Exploring the limits of bootstrap, 1992.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import AssumptionError, require_whole
from simulation.randomness import SEED_LIMIT, slot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESAMPLES: Final = 2_000
_GRADING: Final = uuid.UUID("3b0b5c54-7d0e-4f0c-9d0e-7b6e2a4c8f11")


def grading_uniforms(purpose: str, number: int, *, seed: int = 1) -> NDArray[np.float64]:
    """Return keyed uniforms for grading, shape (number,), in (0, 1).

    The same purpose and seed give the same numbers on every machine.
    """
    from simulation.kernel import keyed

    require_whole("seed", seed, 0, SEED_LIMIT)
    slot = np.uint64(slot_of(_GRADING, purpose))
    key = np.uint64(keyed.stream_key(np.uint64(seed), np.uint64(0), slot))
    uniforms = np.empty(number)
    keyed.fill_uniforms(key, np.uint64(0), uniforms)
    return uniforms


def moving_block_means(
    values: NDArray[np.float64],
    lengths: Sequence[int],
    *,
    block: int,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> NDArray[np.float64]:
    """Return the means of resampled cases; their standard deviation is the error of the mean.

    Each history is resampled by itself from its overlapping blocks, as long as it is (the last
    block is cut), and where there are several, the histories are resampled too.

    Parameters
    ----------
    values
        Shape (cases, columns): the histories one after the other, each in order of time.
    lengths
        Cases of each history, at least 1.
    block
        Length of a block, at least 1; a history that is shorter than two blocks is resampled in
        blocks of half its length, and its error is then too small rather than none.
    resamples
        How many, at least 2.
    seed
        Of the resampling.

    Returns
    -------
    ndarray
        Shape (resamples, columns).

    Raises
    ------
    AssumptionError
        The lengths do not add up to the cases, or a number is out of range.
    """
    require_whole("block", block, 1, 10**6)
    require_whole("resamples", resamples, 2, 10**6)
    if values.ndim != 2 or sum(lengths) != values.shape[0] or min(lengths, default=0) < 1:
        raise AssumptionError("lengths", tuple(lengths), "as many cases as there are values")
    sums = np.zeros((resamples, values.shape[1]))
    cases = np.zeros(resamples)
    drawn = _histories_drawn(len(lengths), resamples, seed)
    begin = 0
    for number, length in enumerate(lengths):
        run = values[begin : begin + length]
        begin += length
        totals = _totals_of_one(run, block, resamples, seed, number)
        sums += drawn[number][:, None] * totals
        cases += drawn[number] * length
    return sums / cases[:, None]


def _histories_drawn(histories: int, resamples: int, seed: int) -> NDArray[np.float64]:
    """Return how often each history is in each resample, shape (histories, resamples)."""
    if histories == 1:
        return np.ones((1, resamples))
    uniforms = grading_uniforms("histories", histories * resamples, seed=seed)
    picks = (uniforms.reshape(histories, resamples) * histories).astype(np.int64)
    return np.stack([(picks == number).sum(axis=0) for number in range(histories)]).astype(
        np.float64
    )


def _totals_of_one(
    run: NDArray[np.float64], block: int, resamples: int, seed: int, number: int
) -> NDArray[np.float64]:
    """Return the resampled sums of one history, shape (resamples, columns)."""
    length = run.shape[0]
    size = min(block, max(length // 2, 1))
    blocks = -(-length // size)
    last = length - (blocks - 1) * size
    uniforms = grading_uniforms(f"blocks {number}", blocks * resamples, seed=seed)
    picks = uniforms.reshape(blocks, resamples)
    so_far = np.vstack([np.zeros(run.shape[1]), np.cumsum(run, axis=0)])
    totals = np.zeros((resamples, run.shape[1]))
    for place in range(blocks):
        taken = size if place < blocks - 1 else last
        starts = (picks[place] * (length - size + 1)).astype(np.int64)
        totals += so_far[starts + taken] - so_far[starts]
    return totals
