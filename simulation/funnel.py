"""The funnel of counts: how many leads reach each stage, for all trials at once.

The model is a batch (or a Poisson number) of leads that passes the stages in order, without
delay and without limits of capacity: within a trial, first the leads arrive, then for each
stage in funnel order its rate is settled and ``Binomial(entered, rate)`` leads pass on. An
uncertain rate is drawn once per trial. The result is exact for this model: the only
approximation is the number of trials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import BetaRate, PoissonArrivals, require_whole
from simulation.randomness import SEED_LIMIT, slot_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.assumptions import Assumptions

TRIALS_LIMIT: Final = 1_000_000

# Trials are walked in pieces of this size, whose counts stay in the processor's cache.
_PIECE: Final = 16384


@dataclass(frozen=True, slots=True)
class FunnelCounts:
    """What a run gave, and what it was run on.

    Parameters
    ----------
    assumptions
        The funnel that was simulated.
    seed
        Seed of the run.
    counts
        Leads that reached each stage. Shape (trials, stages), int64, read-only; the column of
        a stage is contiguous in memory.
    """

    assumptions: Assumptions
    seed: int
    counts: NDArray[np.int64]

    @property
    def trials(self) -> int:
        """Number of trials."""
        return int(self.counts.shape[0])


def simulate(
    assumptions: Assumptions, *, trials: int, seed: int, first_trial: int = 0
) -> FunnelCounts:
    """Simulate the funnel.

    The first call in a process imports Numba and loads the compiled kernel (or compiles it,
    some seconds, where there is none in the cache). The kernel runs without the interpreter
    lock, so a window stays live while another thread is in here.

    Parameters
    ----------
    assumptions
        The funnel.
    trials
        1 to 1,000,000.
    seed
        0 to 2**63 - 1. The same seed gives the same counts on every machine; stages upstream
        of a changed rate keep their counts to the bit, and counts never fall when a rate or
        the batch rises.
    first_trial
        Number of the first trial. Runs of adjoining trials put together are the same as one
        run of them all, so a large run may be cut into pieces.

    Returns
    -------
    FunnelCounts
        The counts, shape (trials, stages).

    Raises
    ------
    AssumptionError
        ``trials``, ``seed`` or ``first_trial`` is out of range; nothing was allocated.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel
    >>> simulate(house_funnel(), trials=3, seed=1).counts.tolist()
    [[200, 52, 30, 19, 12, 4], [200, 62, 31, 14, 8, 4], [200, 56, 29, 14, 10, 1]]
    """
    require_whole("trials", trials, 1, TRIALS_LIMIT)
    require_whole("seed", seed, 0, SEED_LIMIT)
    require_whole("first_trial", first_trial, 0, SEED_LIMIT)

    from simulation import kernel

    stages = assumptions.stages
    rates = np.zeros((len(stages) - 1, 2))
    slots = np.empty((len(stages) - 1, 2), np.uint64)
    for number, conversion in enumerate(assumptions.conversions):
        rate = conversion.rate
        rates[number] = (rate.alpha, rate.beta) if isinstance(rate, BetaRate) else (rate.value, 0)
        slots[number, 0] = slot_of(stages[number].key, "rate")
        slots[number, 1] = slot_of(stages[number].key, "conversion")

    counts = np.empty((len(stages), trials), np.int64)
    for begin in range(0, trials, _PIECE):
        kernel.walk(
            np.uint64(seed),
            np.uint64(first_trial + begin),
            assumptions.arrivals.mean,
            isinstance(assumptions.arrivals, PoissonArrivals),
            np.uint64(slot_of(stages[0].key, "arrivals")),
            rates,
            slots,
            counts[:, begin : begin + _PIECE],
        )
    counts.flags.writeable = False
    return FunnelCounts(assumptions, seed, counts.T)
