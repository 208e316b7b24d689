"""How fast the past fades, and how far rates moved from one span of weeks to the next.

Standing in each past week, what was known then tells how many leads move on in the weeks that
follow, of those that were there. How far that missed, beyond what chance and thin evidence explain,
is what rates do by themselves: nobody told them to stand still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.exits import posterior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulation.learning.exits import Exposure, Prior

    Floats = NDArray[np.float64]

STEADY: Final = 1e6
HALF_LIVES: Final = (STEADY, 104.0, 52.0, 26.0, 13.0)
_FEWEST_WEEKS: Final = 8
_MOST_ORIGINS: Final = 40
_PRIOR_DRIFT: Final = 0.10
"""Relative drift over a quarter that is expected before any is seen: as of a walk, less of less."""
_PRIOR_SPANS: Final = 2.0
_QUARTER: Final = 13


@dataclass(frozen=True, slots=True)
class Misses:
    """What was told and what came, from each origin; arrays of shape (origins,).

    Parameters
    ----------
    told, came
        Leads that move on in the weeks after an origin.
    variance
        What chance and thin evidence alone make the two differ by.
    spans
        How many spans that do not overlap this comes to.
    """

    told: Floats
    came: Floats
    variance: Floats
    spans: float

    def drift_squared(self) -> float:
        """Return the squared relative drift beyond chance; below 0 where chance was kinder."""
        scale = float(np.sum(self.told**2))
        if scale <= 0.0:
            return 0.0
        return float(np.sum((self.came - self.told) ** 2 - self.variance)) / scale

    def likelihood(self, drift_squared: float) -> float:
        """Return the logarithm of the chance of what came, if rates drift so far."""
        variance = self.variance + drift_squared * self.told**2
        missed = (self.came - self.told) ** 2 / variance
        return float(-0.5 * np.sum(np.log(variance) + missed))


def weights_of(weeks: int, half_life: float) -> Floats:
    """Return how much each week counts, the last of them fully; shape (weeks,)."""
    weights: Floats = 0.5 ** (np.arange(weeks - 1, -1, -1) / half_life)
    return weights


def misses_of(
    exposure: Exposure, prior: Prior, *, half_life: float, span: int, until: int
) -> Misses:
    """Tell the weeks after each past origin from the weeks before it.

    Parameters
    ----------
    exposure, prior
        Of one step.
    half_life
        Weeks after which the past counts half.
    span
        How many weeks each origin is to tell.
    until
        How many of the weeks of the exposure are over.
    """
    busy = np.flatnonzero(exposure.at_risk.any(axis=1))
    begins = int(busy[0]) if busy.size else until
    origins = np.arange(begins + max(_FEWEST_WEEKS, span), until - span + 1)
    stride = max(-(-origins.size // _MOST_ORIGINS), 1)
    origins = origins[::-1][::stride]
    if origins.size == 0:
        return _nothing()
    # Beyond the oldest that was seen nobody is at risk, and nothing is to be told.
    ages = int(np.flatnonzero(exposure.at_risk.any(axis=0))[-1]) + 1
    at_risk, converted, left = (
        counts[:, :ages] for counts in (exposure.at_risk, exposure.converted, exposure.left)
    )
    before = [_faded(counts, half_life)[origins - 1] for counts in (at_risk, converted, left)]
    exits = posterior(prior, before[0], before[1], before[2])
    whole = exits.converting + exits.leaving + exits.staying
    chance = exits.converting / whole
    unsure = chance * (1.0 - chance) / (whole + 1.0)
    there, came = (_after(counts, origins, span) for counts in (at_risk, converted))
    told = np.sum(there * chance, axis=1)
    variance = np.sum(there * chance * (1.0 - chance) + there**2 * unsure, axis=1)
    enough = told >= 1.0
    return Misses(
        told[enough],
        came.sum(axis=1)[enough],
        variance[enough],
        float(np.count_nonzero(enough)) * stride / span,
    )


def _faded(counts: Floats, half_life: float) -> Floats:
    """Return for each week the counts up to and with it, each earlier week counting less."""
    faded = np.empty(counts.shape)
    keep = 0.5 ** (1.0 / half_life)
    so_far = np.zeros(counts.shape[1])
    for week, row in enumerate(counts):
        so_far = keep * so_far + row
        faded[week] = so_far
    return faded


def _after(counts: Floats, origins: NDArray[np.int64], span: int) -> Floats:
    """Return by origin what the weeks after it hold, shape (origins, ages)."""
    so_far = np.zeros((counts.shape[0] + 1, counts.shape[1]))
    np.cumsum(counts, axis=0, out=so_far[1:])
    after: Floats = so_far[origins + span] - so_far[origins]
    return after


def further(weeks: int, span: int, half_life: float, seen: int) -> float:
    """Return how much further things drift over some weeks than over a span, as a factor.

    Of a level that walks at random, the mean over h weeks to come lies off what is known of it by a
    variance of h / 3 steps, plus what the memory lags behind: 0.72 half-lives, or a third of a past
    that all counts alike.

    Parameters
    ----------
    weeks, span
        How far ahead things are to be told, and how far they were told in the past.
    half_life
        Of the memory, in weeks.
    seen
        Weeks of the past.

    Examples
    --------
    >>> round(further(39, 13, 26.0, 130), 3), further(13, 13, 26.0, 130)
    (1.173, 1.0)
    """
    lag = min(0.72 * half_life, seen / 3.0)
    return float(np.sqrt((max(weeks, span) / 3.0 + lag) / (span / 3.0 + lag)))


def half_life_and_drift(
    exposures: Sequence[Exposure], priors: Sequence[Prior], *, span: int, until: int
) -> tuple[float, tuple[float, ...]]:
    """Return the half-life that told the past best, and each step's relative drift over a span.

    The drift of steps with a short past is drawn to 0.1 a quarter: funnels drift, whether it was
    seen yet or not.

    Parameters
    ----------
    exposures, priors
        One for each step; the exposures end with the same week.
    span
        Weeks that are to be told.
    until
        Number of the week that is not over yet.
    """
    best, chosen, found = -np.inf, STEADY, [_nothing()] * len(exposures)
    for half_life in HALF_LIVES:
        misses = [
            misses_of(one, prior, half_life=half_life, span=span, until=until - one.first_week)
            for one, prior in zip(exposures, priors, strict=True)
        ]
        whole = sum(one.likelihood(_drift(one, span) ** 2) for one in misses)
        # The longer memory wins where nothing speaks against it.
        if whole > best + (0.0 if best == -np.inf else 1.0):
            best, chosen, found = whole, half_life, misses
    return chosen, tuple(_drift(one, span) for one in found)


def _drift(misses: Misses, span: int) -> float:
    expected = _PRIOR_DRIFT**2 * min(span / _QUARTER, 1.0)
    seen = misses.spans * misses.drift_squared() + _PRIOR_SPANS * expected
    return float(np.sqrt(max(seen / (misses.spans + _PRIOR_SPANS), 1e-6)))


def _nothing() -> Misses:
    empty = np.empty(0)
    return Misses(empty, empty, empty, 0.0)
