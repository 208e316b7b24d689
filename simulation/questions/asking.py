"""Runs for questions: one measure of a network, and work in steps that can be cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.engine import RunCancelledError, run_network

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.measures import Measure
    from simulation.network import Network


@dataclass(frozen=True, slots=True)
class Draws:
    """Which trials answer a question.

    Parameters
    ----------
    trials, seed, first_trial
        As `simulation.engine.run_network` takes them. Questions that are answered on the same
        draws can be compared trial by trial.
    """

    trials: int = 2_000
    seed: int = 1
    first_trial: int = 0


@dataclass(slots=True)
class Steps:
    """How far the answer to a question is, and whether anybody still wants it.

    Parameters
    ----------
    whole
        Number of runs that the answer takes, as far as it is known.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.

    Attributes
    ----------
    done
        Number of runs that are done.
    """

    whole: int
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    done: int = field(default=0, init=False)

    def take(self) -> None:
        """Note that one run is done.

        Raises
        ------
        RunCancelledError
            Nobody wants the answer any more.
        """
        self.done += 1
        if self.progress is not None:
            self.progress(min(self.done, self.whole), self.whole)
        if self.cancelled is not None and self.cancelled():
            raise RunCancelledError


def run_for(
    network: Network,
    draws: Draws,
    measures: tuple[Measure, ...],
    steps: Steps | None = None,
    *,
    watched: tuple[int, ...] = (),
    rates: NDArray[np.float64] | None = None,
) -> NetworkRun:
    """Run a network for some measures, keeping no more of it than they need.

    Parameters
    ----------
    network, draws
        What is run, and on which trials.
    measures
        What is asked: of no other series are the sums kept.
    steps
        Where one more run is told of, and who asks whether to stop.
    watched
        Numbers of the series that are wanted week by week as well.
    rates
        Shape (steps, trials): as in `simulation.engine.run_network`.

    Raises
    ------
    AssumptionError
        A number is out of range, or the run would take too much memory.
    RunCancelledError
        Nobody wants the answer any more.
    """
    totalled = {number for measure in measures for number in measure.totals_needed(network)}
    run = run_network(
        network,
        trials=draws.trials,
        seed=draws.seed,
        first_trial=draws.first_trial,
        watched=watched,
        totalled=tuple(sorted(totalled)),
        weekly_money=False,
        rates=rates,
        cancelled=None if steps is None else steps.cancelled,
    )
    if steps is not None:
        steps.take()
    return run


def outcomes_of(
    network: Network,
    measure: Measure,
    draws: Draws,
    steps: Steps | None = None,
    *,
    rates: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Run a network and return one number of each trial, shape (trials,).

    It takes and refuses what `run_for` does.
    """
    return measure.of(run_for(network, draws, (measure,), steps, rates=rates))
