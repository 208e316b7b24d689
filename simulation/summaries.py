"""Summaries of simulated counts: means, quantiles, chances and their Monte Carlo errors.

A quantile at q is the smallest whole number k with at least the share q of the trials at or
below k; it is a count that did occur, never an average of two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulation.results import PERCENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.funnel import FunnelCounts


@dataclass(frozen=True, slots=True)
class StageSummary:
    """How many leads reached one stage, over all trials.

    Parameters
    ----------
    name
        The stage's name.
    mean, sd
        Mean and standard deviation over the trials, in leads.
    standard_error
        Monte Carlo standard error of the mean, ``sd / sqrt(trials)``.
    p5, p10, p25, p50, p75, p90, p95
        Quantiles, in whole leads.
    """

    name: str
    mean: float
    sd: float
    standard_error: float
    p5: int
    p10: int
    p25: int
    p50: int
    p75: int
    p90: int
    p95: int


@dataclass(frozen=True, slots=True)
class OutcomeSummary:
    """The distribution of the last stage, the clients.

    Parameters
    ----------
    mean, sd, standard_error, p5, p10, p50, p90, p95
        As in `StageSummary`.
    p_zero
        Share of the trials without a client.
    pmf
        ``pmf[k]`` is the share of the trials with exactly k clients, up to the most seen.
    """

    mean: float
    sd: float
    standard_error: float
    p_zero: float
    p5: int
    p10: int
    p50: int
    p90: int
    p95: int
    pmf: tuple[float, ...]

    def chance_of_at_least(self, clients: int) -> float:
        """Return the share of the trials with that many clients or more.

        Examples
        --------
        >>> from simulation.assumptions import house_funnel
        >>> from simulation.funnel import simulate
        >>> summary = summarise(simulate(house_funnel(), trials=10_000, seed=1))
        >>> round(summary.clients.chance_of_at_least(3), 1)
        0.6
        """
        return math.fsum(self.pmf[clients:]) if clients > 0 else 1.0


@dataclass(frozen=True, slots=True)
class FunnelSummary:
    """A simulated funnel in numbers to show: each stage, and the clients in full."""

    trials: int
    seed: int
    stages: tuple[StageSummary, ...]
    clients: OutcomeSummary


@dataclass(frozen=True, slots=True)
class _Tally:
    """How often each count occurred: ``occurred[i]`` trials had ``lowest + i`` leads."""

    lowest: int
    occurred: NDArray[np.int64]
    mean: float
    sd: float

    def quantiles(self) -> tuple[int, ...]:
        """Return the quantiles at `PERCENTS`; compared in integers, so no rounding."""
        reached = np.cumsum(self.occurred) * 100
        wanted = np.array(PERCENTS) * (reached[-1] // 100)
        return tuple((self.lowest + np.searchsorted(reached, wanted)).tolist())


def _tally(counts: NDArray[np.int64]) -> _Tally:
    lowest = int(counts.min())
    occurred = np.bincount(counts - lowest)
    values = np.arange(occurred.size)
    trials = counts.size
    excess = float(occurred @ values) / trials
    squares = float(occurred @ (values - excess) ** 2)
    sd = math.sqrt(squares / (trials - 1)) if trials > 1 else 0.0
    return _Tally(lowest, occurred, lowest + excess, sd)


def summarise(result: FunnelCounts) -> FunnelSummary:
    """Summarise simulated counts.

    Parameters
    ----------
    result
        What `simulation.funnel.simulate` returned.

    Returns
    -------
    FunnelSummary
        One `StageSummary` for each stage, the last of which are the clients.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel
    >>> from simulation.funnel import simulate
    >>> summary = summarise(simulate(house_funnel(), trials=10_000, seed=1))
    >>> [stage.p50 for stage in summary.stages]
    [200, 60, 30, 15, 8, 3]
    >>> summary.clients.p5, summary.clients.p95
    (1, 6)
    """
    trials = result.trials
    tallies = [_tally(column) for column in result.counts.T]
    stages = tuple(
        StageSummary(
            stage.name, tally.mean, tally.sd, tally.sd / math.sqrt(trials), *tally.quantiles()
        )
        for stage, tally in zip(result.assumptions.stages, tallies, strict=True)
    )
    last, tally = stages[-1], tallies[-1]
    pmf = (0.0,) * tally.lowest + tuple((tally.occurred / trials).tolist())
    clients = OutcomeSummary(
        mean=last.mean,
        sd=last.sd,
        standard_error=last.standard_error,
        p_zero=pmf[0],
        p5=last.p5,
        p10=last.p10,
        p50=last.p50,
        p90=last.p90,
        p95=last.p95,
        pmf=pmf,
    )
    return FunnelSummary(trials, result.seed, stages, clients)
