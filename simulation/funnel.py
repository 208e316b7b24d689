"""The funnel of counts: how many leads reach each stage, for all trials at once.

The model is a batch (or a Poisson number) of leads that passes the stages in order, without
delay and without limits of capacity: the smallest `simulation.network.Network`, of one week, run
by the same kernel as all of them. The result is exact: the only approximation is the number of
trials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import PoissonArrivals
from simulation.engine import run_network
from simulation.network import Channel, Network, Step
from simulation.volumes import ExactVolume, RandomVolume

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.assumptions import Assumptions


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
    network = network_of(assumptions)
    entered = tuple(range(len(network.stages)))
    run = run_network(
        network,
        trials=trials,
        seed=seed,
        first_trial=first_trial,
        watched=entered,
        totalled=(),
    )
    counts = run.weekly[:, 0].astype(np.int64)
    counts.flags.writeable = False
    return FunnelCounts(assumptions, seed, counts.T)


def network_of(assumptions: Assumptions) -> Network:
    """Return a funnel as the network that it is: one channel, one week, nobody busy, no delay."""
    arrivals = assumptions.arrivals
    return Network(
        stages=assumptions.stages,
        steps=tuple(Step(conversion) for conversion in assumptions.conversions),
        channels=(
            Channel(
                None,
                "",
                RandomVolume(arrivals.mean)
                if isinstance(arrivals, PoissonArrivals)
                else ExactVolume((arrivals.size,)),
            ),
        ),
        weeks=1,
    )
