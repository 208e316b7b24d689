"""How long things take, in weeks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from simulation.assumptions import (
    AssumptionError,
    require_kind,
    require_real,
    require_reals,
    require_whole,
)

DELAY_LIMIT: Final = 260


@dataclass(frozen=True, slots=True)
class GeometricDelay:
    """Each week the same chance of moving on: memoryless.

    Parameters
    ----------
    weekly_exit
        Chance of leaving in a week, in (0, 1].
    shortest
        0 where a lead may pass on in the week it came, else 1.
    """

    weekly_exit: float
    shortest: int = 0

    def __post_init__(self) -> None:
        require_real("GeometricDelay.weekly_exit", self.weekly_exit, 1e-6, 1.0)
        require_whole("GeometricDelay.shortest", self.shortest, 0, 1)

    @property
    def mean(self) -> float:
        """Mean delay in weeks."""
        return 1.0 / self.weekly_exit - 1.0 + self.shortest

    @classmethod
    def of_mean(cls, mean_weeks: float, shortest: int = 0) -> GeometricDelay:
        """Return the delay with this mean, which is at least ``shortest``.

        Examples
        --------
        >>> GeometricDelay.of_mean(1.5, 1).weekly_exit
        0.6666666666666666
        """
        require_whole("GeometricDelay.shortest", shortest, 0, 1)
        require_real("GeometricDelay.mean", mean_weeks, float(shortest), 1e6)
        return cls(min(1.0, 1.0 / (1.0 + mean_weeks - shortest)), shortest)


@dataclass(frozen=True, slots=True)
class DelayTable:
    """A delay of ``d`` weeks has the weight ``weights[d]``.

    Parameters
    ----------
    weights
        1 to 261 numbers from 0 up, not all 0; they are scaled to sum to 1.
    """

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        require_kind("DelayTable.weights", self.weights, tuple, "a tuple of weights")
        require_reals("DelayTable.weights", self.weights, 0.0, 1e9, DELAY_LIMIT + 1)
        if not self.weights or math.fsum(self.weights) <= 0.0:
            raise AssumptionError("DelayTable.weights", self.weights, "not all zero")

    @property
    def mean(self) -> float:
        """Mean delay in weeks."""
        whole = math.fsum(self.weights)
        return math.fsum(weeks * part for weeks, part in enumerate(self.weights)) / whole

    def hazards(self) -> tuple[float, ...]:
        """Return the chance of ending after d weeks for those that lasted so long."""
        left = math.fsum(self.weights)
        found = []
        for place, part in enumerate(self.weights):
            left = math.fsum(self.weights[place:])
            found.append(min(part / left, 1.0) if left > 0.0 else 1.0)
        return tuple(found)


def lognormal_delay(
    median_weeks: float, sigma: float, *, longest: int = 16, shortest: int = 0
) -> DelayTable:
    """Return a log-normal delay in whole weeks, rounded up, all beyond ``longest`` at its end.

    Weights are rounded to 12 decimals, so that they are the same on every platform.

    Parameters
    ----------
    median_weeks
        Median of the log-normal, in (0, 260].
    sigma
        Standard deviation of its logarithm, in [0.01, 5].
    longest, shortest
        Delays in weeks are held between the two.

    Examples
    --------
    >>> [round(weight, 3) for weight in lognormal_delay(1, 0.6, longest=3, shortest=1).weights]
    [0.0, 0.5, 0.376, 0.124]
    """
    require_real("median_weeks", median_weeks, 1e-3, float(DELAY_LIMIT))
    require_real("sigma", sigma, 0.01, 5.0)
    require_whole("longest", longest, 0, DELAY_LIMIT)
    require_whole("shortest", shortest, 0, longest)

    def reached(weeks: int) -> float:
        if weeks <= 0:
            return 0.0
        return 0.5 * math.erfc(-math.log(weeks / median_weeks) / sigma / math.sqrt(2.0))

    weights = [0.0] * (longest + 1)
    for weeks in range(longest + 1):
        upper = 1.0 if weeks == longest else reached(weeks)
        weights[max(weeks, shortest)] += round(upper - reached(weeks - 1), 12)
    return DelayTable(tuple(weights))


def stretched(delay: DelayTable, mean_weeks: float) -> DelayTable:
    """Return the same delay in slower or quicker time, with another mean.

    Each weight goes to its stretched place, shared out over the two whole weeks beside it so that
    the mean is exact; places beyond 260 weeks are held there.

    Raises
    ------
    AssumptionError
        The mean is out of range, or the delay is none at all and nothing can be stretched.

    Examples
    --------
    >>> stretched(DelayTable((0.0, 1.0, 1.0)), 3.0).weights
    (0.0, 0.0, 1.0, 0.0, 1.0)
    >>> round(stretched(DelayTable((0.0, 1.0, 1.0)), 1.0).mean, 12)
    1.0
    """
    require_real("DelayTable.mean", mean_weeks, 0.0, float(DELAY_LIMIT))
    before = delay.mean
    if before <= 0.0:
        raise AssumptionError("DelayTable.mean", before, "above 0 weeks to be stretched")
    factor = mean_weeks / before
    furthest = min(DELAY_LIMIT, math.ceil((len(delay.weights) - 1) * factor))
    weights = [0.0] * (furthest + 1)
    for weeks, weight in enumerate(delay.weights):
        place = min(weeks * factor, float(furthest))
        lower = math.floor(place)
        weights[lower] += weight * (1.0 - (place - lower))
        if place > lower:
            weights[lower + 1] += weight * (place - lower)
    return DelayTable(tuple(weights))


NO_DELAY: Final = DelayTable((1.0,))
Delay = GeometricDelay | DelayTable
