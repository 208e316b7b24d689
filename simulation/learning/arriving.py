"""How many leads come: level, how wild the weeks are, how far the level moves, season, trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.drifting import further
from simulation.results import NINETY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HALF_LIVES: Final = (4.0, 8.0, 13.0, 26.0, 52.0, 1e6)
SEASON_WEEKS: Final = 52
UNKNOWN_LEVEL: Final = 10.0
"""Leads a week where nothing came yet: a guess, marked as one."""
_LEVEL_PRIOR: Final = (0.20, 3.0)
"""How far a level moves in a quarter before anything is seen, and the spans that is worth."""
_QUARTER: Final = 13
_FEWEST: Final = 8


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is known of the leads of one source.

    Parameters
    ----------
    per_week
        Expected leads of the first week to come.
    dispersion
        Of the negative binomial around the level; None for Poisson.
    level_variation
        Coefficient of variation of the level itself over the weeks to come.
    growth
        Factor from week to week, shrunk to 1.
    season
        52 factors from the first week to come on, or none.
    leads, weeks
        The evidence.
    own_variation
        What the series of the source itself says of its level; more is drawn where all sources
        rise and fall together.
    """

    per_week: float
    dispersion: float | None
    level_variation: float
    growth: float = 1.0
    season: tuple[float, ...] = ()
    leads: int = 0
    weeks: int = 0
    own_variation: float | None = None

    def interval(self) -> tuple[float, float]:
        """Return where the level lies with 90 %: it is log-normal."""
        own = self.level_variation if self.own_variation is None else self.own_variation
        spread = float(np.sqrt(np.log1p(own**2)))
        middle = self.per_week * np.exp(-0.5 * spread * spread)
        return (
            float(middle * np.exp(-NINETY * spread)),
            float(middle * np.exp(NINETY * spread)),
        )


def half_life_of(weekly: Floats, ahead: int) -> float:
    """Return how fast the past of a series fades, by how well it told the weeks that followed.

    Parameters
    ----------
    weekly
        Shape (weeks,): leads of each whole week.
    ahead
        How many weeks are to be told.
    """
    if weekly.size < _FEWEST + ahead:
        return 13.0
    origins = np.arange(_FEWEST, weekly.size - ahead + 1)
    actual = _means_ahead(weekly, origins, ahead)
    errors = [
        float(np.mean((_levels(weekly, half_life)[origins - 1] - actual) ** 2))
        for half_life in HALF_LIVES
    ]
    return HALF_LIVES[int(np.argmin(errors))]


def arriving_of(
    weekly: Floats, *, ahead: int, half_life: float, weeks: int | None = None
) -> Arriving:
    """Return what a series says of the weeks to come.

    The level moves as far as it moved before: the spread of how the mean of the next weeks missed
    the level of the time, without what chance alone does. Over more weeks than a quarter it moves
    further, as what walks at random does.

    Parameters
    ----------
    weekly
        Shape (weeks,): leads of each whole week.
    ahead
        How many weeks are told from each week of the past.
    half_life
        Weeks after which a week counts half.
    weeks
        How many weeks are to be told; without, as many as ``ahead``.
    """
    past, leads = int(weekly.size), int(weekly.sum())
    if past == 0 or leads == 0:
        # A half in one week more than were seen: rare, not impossible.
        level = UNKNOWN_LEVEL if past == 0 else 0.5 / (past + 1)
        return Arriving(level, None, 1.0, leads=leads, weeks=past)
    levels = _levels(weekly, half_life)
    level = max(float(levels[-1]), 0.5 / (past + 1))
    dispersion = _dispersion(weekly, half_life)
    return Arriving(
        per_week=level,
        dispersion=dispersion,
        level_variation=_variation(weekly, levels, dispersion, (ahead, weeks or ahead), half_life),
        leads=leads,
        weeks=past,
    )


def _levels(weekly: Floats, half_life: float) -> Floats:
    """Return the discounted mean up to and with each week."""
    keep = 0.5 ** (1.0 / half_life)
    levels = np.empty(weekly.size)
    total = weight = 0.0
    for week, count in enumerate(weekly.tolist()):
        total, weight = keep * total + count, keep * weight + 1.0
        levels[week] = total / weight
    return levels


def _means_ahead(weekly: Floats, origins: NDArray[np.int64], ahead: int) -> Floats:
    so_far = np.concatenate([[0.0], np.cumsum(weekly)])
    means: Floats = (so_far[origins + ahead] - so_far[origins]) / ahead
    return means


def _dispersion(weekly: Floats, half_life: float) -> float | None:
    """Return the negative binomial's dispersion around the moving level, None for Poisson."""
    local = 0.5 * (
        _levels(weekly, min(half_life, 26.0)) + _levels(weekly[::-1], min(half_life, 26.0))[::-1]
    )
    extra = float(np.sum((weekly - local) ** 2 - local))
    if extra <= 0.0:
        return None
    return float(np.clip(np.sum(local**2) / extra, 0.05, 1e5))


def _variation(
    weekly: Floats,
    levels: Floats,
    dispersion: float | None,
    told: tuple[int, int],
    half_life: float,
) -> float:
    ahead, weeks = told
    prior, worth = _LEVEL_PRIOR
    span = max(min(ahead, _QUARTER, weekly.size // 3), 1)
    prior *= float(np.sqrt(span / _QUARTER))
    keep = 0.5 ** (1.0 / half_life)
    effective = min((1.0 + keep) / (1.0 - keep), float(weekly.size))
    chance = 1.0 / max(levels[-1], 0.1) + (0.0 if dispersion is None else 1.0 / dispersion)
    known = chance / effective
    origins = np.arange(min(_FEWEST, weekly.size), weekly.size - span + 1)
    then = np.maximum(levels[origins - 1], 0.5) if origins.size else np.empty(0)
    longer = further(weeks, span, half_life, weekly.size) ** 2
    if origins.size == 0:
        return float(min(np.sqrt(known + prior**2 * longer), 2.0))
    missed = _means_ahead(weekly, origins, span) / then - 1.0
    noise = (1.0 / then + (0.0 if dispersion is None else 1.0 / dispersion)) / span
    seen = origins.size / span
    moved = (seen * float(np.mean(missed**2 - noise)) + worth * prior**2) / (seen + worth)
    return float(np.clip(np.sqrt(max(moved * longer, known)), 0.02, 2.0))


def season_of(weekly: Floats) -> Floats:
    """Return 52 factors with mean 1 by week from the first on; none within less than two years.

    They are smoothed over five weeks and drawn to 1 as far as chance alone would make them differ.
    """
    if weekly.size < 2 * SEASON_WEEKS or weekly.sum() <= 0.0:
        return np.empty(0)
    even = np.convolve(weekly, np.full(SEASON_WEEKS, 1.0 / SEASON_WEEKS), mode="valid")
    middle = weekly[SEASON_WEEKS // 2 : SEASON_WEEKS // 2 + even.size]
    place = (np.arange(even.size) + SEASON_WEEKS // 2) % SEASON_WEEKS
    came = np.bincount(place, weights=middle, minlength=SEASON_WEEKS)
    usual = np.bincount(place, weights=even, minlength=SEASON_WEEKS)
    raw = np.where(usual > 0.0, came / np.maximum(usual, 1e-9), 1.0)
    smooth = sum(np.roll(raw, shift) for shift in range(-2, 3)) / 5.0
    noise = (1.0 + weekly.mean() / (_dispersion(weekly, 13.0) or np.inf)) / max(
        float(usual.mean()) * 5.0, 1e-9
    )
    signal = max(float(np.var(smooth)) - noise, 0.0)
    factors: Floats = 1.0 + (smooth - 1.0) * signal / (signal + noise)
    factors = np.maximum(factors, 0.05)
    even_factors: Floats = factors / factors.mean()
    return even_factors


def trend_of(weekly: Floats) -> float:
    """Return the factor from week to week of the last year, drawn to 1 unless it is beyond doubt.

    Means of four weeks are told apart, and the doubt is doubled: levels that wander look like
    trends. It is at most what makes a quarter more or less in half a year.
    """
    blocks = min(weekly.size, SEASON_WEEKS) // 4
    if blocks < 6:
        return 1.0
    means = weekly[weekly.size - 4 * blocks :].reshape(blocks, 4).mean(axis=1)
    if means.min() <= 0.0:
        return 1.0
    time = 4.0 * (np.arange(blocks) - 0.5 * (blocks - 1))
    logs = np.log(means)
    slope = float(time @ logs / (time @ time))
    rest = logs - logs.mean() - slope * time
    doubt = 2.0 * float(np.sqrt(rest @ rest / (blocks - 2) / (time @ time)))
    kept = max(1.0 - (2.0 * doubt / slope) ** 2, 0.0) if slope != 0.0 else 0.0
    limit = np.log(1.25) / 26.0
    return round(float(np.exp(np.clip(slope * kept, -limit, limit))), 6)
