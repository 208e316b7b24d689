"""Shares by band: who comes to meetings by lead time, and who moves on by how soon we answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.exits import Prior, exits_of, exposure_of
from simulation.learning.history import ADVANCED, MISSING
from simulation.rates import rate_interval
from simulation.results import NINETY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits
    from simulation.learning.working import Work

    Whole = NDArray[np.int64]
    Floats = NDArray[np.float64]

SHOW_PRIOR: Final = (1.6, 0.4)
"""Worth two meetings, of which four in five are held."""
_BAND_WEIGHT: Final = 8.0
"""A band is drawn to all bands together as if so many more had been seen like them."""
ANSWER_BANDS: Final = (1.0, 4.0, 24.0, 72.0, 168.0)
"""Upper bounds in hours of the time until the first touch; the last band is open."""
_MIDDLES: Final = np.array([0.5, 2.5, 14.0, 48.0, 120.0, 240.0]) / 168.0
_SLOPE_PRIOR: Final = 0.5


@dataclass(frozen=True, slots=True)
class BandShare:
    """A share in one band, as a Beta.

    Parameters
    ----------
    band
        Number of the band.
    hits, of
        The evidence.
    alpha, beta
        The posterior.
    """

    band: int
    hits: int
    of: int
    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """Expected share."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with 90 %."""
        return rate_interval(self.alpha, self.beta)


def shares_by_band(
    bands: Whole, hits: NDArray[np.bool_], prior: tuple[float, float] = SHOW_PRIOR
) -> tuple[BandShare, ...]:
    """Return the share of hits in each band that there is, drawn towards that of all.

    Parameters
    ----------
    bands, hits
        Shape (cases,): the band of each, and whether it hit.
    prior
        Beta of the share of all, before any case.
    """
    whole = hits.size + sum(prior)
    mean = (float(np.count_nonzero(hits)) + prior[0]) / whole
    found = []
    for band in np.unique(bands).tolist():
        mine = bands == band
        of, hit = int(np.count_nonzero(mine)), int(np.count_nonzero(mine & hits))
        weight = min(_BAND_WEIGHT, whole)
        found.append(
            BandShare(band, hit, of, hit + weight * mean, of - hit + weight * (1.0 - mean))
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How conversion falls with the time until the first touch.

    Parameters
    ----------
    bands
        Converted of entered, by time until the first touch.
    weekly_factor
        What a week of waiting multiplies the odds by, and where that lies with 90 %.
    interval
        See ``weekly_factor``.
    """

    bands: tuple[BandShare, ...]
    weekly_factor: float
    interval: tuple[float, float]


def waiting_of(visits: Visits, work: Work, step: int, at: int, prior: Prior) -> Waiting | None:
    """Return how conversion of a stage went with the time until the first touch.

    It is what was seen, not what waiting does: good leads are often called first. None where no
    visit to the stage was touched.

    Parameters
    ----------
    visits, work
        Visits, and touches with the visits they fell into.
    step
        The stage.
    at
        The moment.
    prior
        Of the step; its mean is what each band is drawn to.
    """
    first = np.full(visits.count, np.iinfo(np.int64).max)
    inside = work.visit >= 0
    np.minimum.at(first, work.visit[inside], work.at[inside])
    mine = (visits.stage == step) & (visits.entered != MISSING)
    mine &= first < np.iinfo(np.int64).max
    if not mine.any():
        return None
    hours = (first[mine] - visits.entered[mine]) / 3600.0
    band = np.searchsorted(ANSWER_BANDS, hours, side="right")
    some = visits.some(mine)
    found = []
    for number in np.unique(band).tolist():
        part = some.some(band == number)
        pulled = Prior(
            prior.mean, _BAND_WEIGHT, prior.weeks_to_convert, prior.weeks_to_leave, prior.never
        )
        alpha, beta = exits_of(exposure_of(part, at), pulled).shapes()
        hit = int(np.count_nonzero(part.how == ADVANCED))
        found.append(BandShare(number, hit, part.count, alpha, beta))
    return Waiting(tuple(found), *_slope(found))


def _slope(found: list[BandShare]) -> tuple[float, tuple[float, float]]:
    """Return the weekly factor on the odds, drawn to 1, and where it lies with 90 %."""
    logit = np.log([one.alpha / one.beta for one in found])
    sure = 1.0 / np.array([1.0 / one.alpha + 1.0 / one.beta for one in found])
    weeks = _MIDDLES[[one.band for one in found]]
    weeks = weeks - np.sum(sure * weeks) / np.sum(sure)
    precision = float(np.sum(sure * weeks**2)) + 1.0 / _SLOPE_PRIOR**2
    slope = float(np.sum(sure * weeks * logit)) / precision
    doubt = NINETY / np.sqrt(precision)
    low, high = float(np.exp(slope - doubt)), float(np.exp(slope + doubt))
    return float(np.exp(slope)), (low, high)
