"""A forecast of a count as a distribution, and everything that can be read off it.

Two kinds of forecasts are held as the same thing, the probabilities of 0, 1, 2, ...: one that was
simulated (the shares of its trials), and one with a closed form. They differ in one point only:
a simulated one has seen a sample of itself, for which its score is corrected.

References
----------
Gneiting, Raftery: Strictly proper scoring rules, prediction, and estimation, Journal of the
American Statistical Association 102 (2007), 359-378, equations 20 and 21 (CRPS).
Ferro: Fair scores for ensemble forecasts, Quarterly Journal of the Royal Meteorological Society
140 (2014), 1917-1923 (the correction for a finite sample).
Wei, Held: Calibration tests for count data, Test 23 (2014), 787-805 (the sum for counts).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.assumptions import LEADS_LIMIT, AssumptionError, require_whole
from simulation.results import PERCENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CountForecast:
    """What was forecast of a whole number.

    Parameters
    ----------
    lowest
        The count that the first probability belongs to.
    probabilities
        Shape (counts,), float64, not negative; they add up to 1 but for 1e-6.
    trials
        How many trials the probabilities are shares of; None for a closed form.

    Raises
    ------
    AssumptionError
        There are no probabilities, one is negative or no number, or they do not add up.
    """

    lowest: int
    probabilities: NDArray[np.float64]
    trials: int | None = None

    def __post_init__(self) -> None:
        require_whole("CountForecast.lowest", self.lowest, 0, 2**53)
        given = self.probabilities
        if given.ndim != 1 or not given.size or not bool((given >= 0.0).all()):
            raise AssumptionError(
                "CountForecast.probabilities", given.shape, "a row of numbers from 0 up"
            )
        total = float(given.sum())
        if not abs(total - 1.0) <= 1e-6:
            raise AssumptionError("CountForecast.probabilities", total, "a total of 1")

    @cached_property
    def _reached(self) -> NDArray[np.float64]:
        reached: NDArray[np.float64] = np.cumsum(self.probabilities)
        reached /= reached[-1]
        return reached

    @cached_property
    def mean(self) -> float:
        """Mean of the forecast."""
        counts = self.lowest + np.arange(self.probabilities.size)
        return float(counts @ self.probabilities / self.probabilities.sum())

    def quantile(self, share: float) -> int:
        """Return the smallest count with at least this share, in (0, 1), at or below it."""
        # Sums of shares that people write as tenths are off by rounding.
        place = int(np.searchsorted(self._reached, share - 1e-12, side="left"))
        return self.lowest + min(place, self._reached.size - 1)

    @cached_property
    def quantiles(self) -> tuple[int, ...]:
        """The quantiles at `simulation.results.PERCENTS`."""
        return tuple(self.quantile(percent / 100.0) for percent in PERCENTS)

    def at_most(self, count: int) -> float:
        """Return the chance of this count or fewer."""
        place = count - self.lowest
        if place < 0:
            return 0.0
        return float(self._reached[min(place, self._reached.size - 1)])

    def crps(self, actual: int) -> float:
        """Return the continuous ranked probability score: 0 is perfect, in the unit of the count.

        For a sample of m trials it is fair: its expectation is that of the distribution which the
        trials were drawn from, whatever m. The mean of the sample's own score would be too high by
        the mean distance of two trials, divided by 2m.
        """
        reached = self._reached
        highest = self.lowest + reached.size - 1
        beyond = float(max(actual - highest, self.lowest - actual, 0))
        counts = self.lowest + np.arange(reached.size - 1)
        below = reached[:-1]
        score = float(np.square(below - (actual <= counts)).sum()) + beyond
        if self.trials is not None and self.trials > 1:
            score -= float((below * (1.0 - below)).sum()) / (self.trials - 1)
        return score


def forecast_of_trials(values: NDArray[Any]) -> CountForecast:
    """Return the forecast that trials make: each value is as likely as it is frequent.

    Parameters
    ----------
    values
        Shape (trials,), whole numbers from 0 up.

    Raises
    ------
    AssumptionError
        There are no trials, one is no whole number from 0 up, or two are more than 10,000,000
        apart: each count between them would take its place in the memory.

    Examples
    --------
    >>> import numpy as np
    >>> forecast_of_trials(np.array([2, 3, 3, 4])).quantiles
    (2, 2, 2, 3, 3, 4, 4)
    """
    if values.ndim != 1 or not values.size or not np.issubdtype(values.dtype, np.integer):
        raise AssumptionError("values", (values.shape, str(values.dtype)), "a row of whole numbers")
    lowest = int(values.min())
    if lowest < 0:
        raise AssumptionError("values", lowest, "0 or more")
    if int(values.max()) - lowest > LEADS_LIMIT:
        raise AssumptionError(
            "values", f"{lowest:,} to {int(values.max()):,}", f"at most {LEADS_LIMIT:,} apart"
        )
    shares = np.bincount((values - lowest).astype(np.int64)) / values.size
    return CountForecast(lowest, shares, int(values.size))
