"""What a run says: weekly bands, totals with their Monte Carlo errors, chances, named axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.series import STEP_SERIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.measures import Measure
    from simulation.network import Network

PERCENTS: Final = (5, 10, 25, 50, 75, 90, 95)
NINETY: Final = 1.6448536269514722
"""Standard errors to each side of a mean that hold it with 90 %."""


@dataclass(frozen=True, slots=True)
class Bands:
    """How a number that changes by the week is spread over the trials.

    Parameters
    ----------
    mean, standard_error
        Shape (weeks,): mean, and its Monte Carlo standard error.
    quantiles
        Shape (7, weeks), at `PERCENTS`: the smallest value with at least that share of the trials
        at or below it.
    """

    mean: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    quantiles: NDArray[np.float64]

    def at(self, percent: int) -> NDArray[np.float64]:
        """Return one of the quantiles, shape (weeks,).

        Raises
        ------
        ValueError
            It is none of `PERCENTS`.
        """
        line: NDArray[np.float64] = self.quantiles[PERCENTS.index(percent)]
        return line


@dataclass(frozen=True, slots=True)
class Spread:
    """How one number is spread over the trials.

    Parameters
    ----------
    mean, sd, standard_error
        Mean, standard deviation, and Monte Carlo standard error of the mean.
    p5, p10, p25, p50, p75, p90, p95
        Quantiles: values that did occur.
    """

    mean: float
    sd: float
    standard_error: float
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of the trials with its Monte Carlo standard error."""

    share: float
    standard_error: float


def bands_of(values: NDArray[Any], *, cumulative: bool = False) -> Bands:
    """Return the spread of each week over the trials.

    Parameters
    ----------
    values
        Shape (weeks, trials): counts or money.
    cumulative
        Whether each week holds the sum up to it.
    """
    weeks, trials = values.shape
    mean, sd, quantiles = np.zeros(weeks), np.zeros(weeks), np.empty((len(PERCENTS), weeks))
    counted = np.zeros(weeks, np.bool_)
    if values.dtype == np.int32 and values.flags.c_contiguous:
        from simulation.kernel.tallies import tally_weeks

        places = np.array(_places(trials), np.int64)
        widest = _widest_tally(trials)
        tally_weeks(values, cumulative, places, widest, counted, quantiles, mean, sd)
    if not counted.all():
        if cumulative:
            values = np.cumsum(values, axis=0)
        for week in np.flatnonzero(~counted):
            mean[week] = values[week].mean()
            sd[week] = values[week].std(ddof=1) if trials > 1 else 0.0
            quantiles[:, week] = _quantiles(values[week])
    return Bands(mean=mean, standard_error=sd / math.sqrt(trials), quantiles=quantiles)


def spread_of(values: NDArray[Any]) -> Spread:
    """Return the spread of one number of each trial, shape (trials,)."""
    sd = float(values.std(ddof=1)) if values.size > 1 else 0.0
    quantiles = (float(value) for value in _quantiles(values))
    return Spread(float(values.mean()), sd, sd / math.sqrt(values.size), *quantiles)


def chance_of(values: NDArray[Any], at_least: float) -> Chance:
    """Return the share of the trials that reach a target.

    The standard error is that of Agresti and Coull's adjusted share, so it is not 0 where all or
    none reached it.
    """
    reached, trials = int((values >= at_least).sum()), values.size
    adjusted = (reached + 2.0) / (trials + 4.0)
    return Chance(reached / trials, math.sqrt(adjusted * (1.0 - adjusted) / (trials + 4.0)))


def measured(run: NetworkRun, measure: Measure) -> Spread:
    """Return the spread of a measure over a run's trials."""
    return spread_of(measure.of(run))


def _places(trials: int) -> list[int]:
    """Return which of the ordered trials are `PERCENTS`; in integers, so no rounding moves them."""
    return [(percent * trials + 99) // 100 - 1 for percent in PERCENTS]


def _widest_tally(trials: int) -> int:
    """Return up to which distance of least and most it is quicker to count than to order."""
    return 4 * trials + 1024


def _quantiles(values: NDArray[Any]) -> list[float]:
    trials = values.size
    places = _places(trials)
    if np.issubdtype(values.dtype, np.integer):
        # Counting takes a sixth of the time of ordering.
        lowest = int(values.min())
        reach = int(values.max()) - lowest
        if reach <= _widest_tally(trials):
            reached = np.cumsum(np.bincount(values - lowest))
            found = np.searchsorted(reached, [place + 1 for place in places])
            return [float(lowest + value) for value in found]
    ordered = np.partition(values, places)
    return [float(ordered[place]) for place in places]


@dataclass(frozen=True, slots=True)
class Series:
    """What one series of a run counts.

    Parameters
    ----------
    what
        ``entered``, one of `simulation.series.STEP_SERIES`, ``used``, ``arrived`` or ``clients``.
    of
        Name of the stage, role or channel.
    unit
        ``leads``, ``lead-weeks`` or ``thousandths of a unit``.
    """

    what: str
    of: str
    unit: str


def series_of(network: Network) -> tuple[Series, ...]:
    """Return what each series of a network's run counts, in the order of their numbers."""
    found = [Series("entered", stage.name, "leads") for stage in network.stages]
    for stage in network.stages[:-1]:
        for what in STEP_SERIES:
            unit = "lead-weeks" if what == "waited" else "leads"
            found.append(Series(what, stage.name, unit))
    found += [Series("used", role.name, "thousandths of a unit") for role in network.roles]
    for what in ("arrived", "clients"):
        found += [Series(what, channel.name, "leads") for channel in network.channels]
    return tuple(found)


def arrays_of(run: NetworkRun) -> dict[str, NDArray[Any]]:
    """Return a run as arrays with named axes, as they are written into an .npz file.

    Returns
    -------
    dict
        ``weekly`` (series, week, trial) with ``weekly_series`` as labels, ``totals``
        (series, trial) with ``totals_series``, ``revenue`` and ``cost`` (week, trial), and the
        labels ``week`` and ``trial``.
    """
    known = series_of(run.network)
    labels = np.array([f"{one.what}: {one.of} ({one.unit})" for one in known])
    return {
        "weekly": run.weekly,
        "weekly_series": labels[run.watched],
        "totals": run.totals,
        "totals_series": labels[run.totalled],
        "revenue": run.revenue,
        "cost": run.cost,
        "week": np.arange(run.network.weeks),
        "trial": run.first_trial + np.arange(run.trials),
        "seed": np.array(run.seed),
    }
