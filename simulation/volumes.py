"""How many leads come, week by week."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simulation.assumptions import (
    LEADS_LIMIT,
    AssumptionError,
    require_real,
    require_reals,
    require_tuple,
    require_whole,
)

WEEKS_LIMIT: Final = 260
SEASON_WEEKS: Final = 52
WEEKLY_LIMIT: Final = 100_000.0
VARIATION_LIMIT: Final = 3.0
_LISTED_LIMIT: Final = 1_000_000.0
"""Counts that one week's distribution is written down for, to each side."""
_SMALLEST_SHARE: Final = 42.0
"""Its logarithm, below 0: no uniform that is drawn is smaller."""


@dataclass(frozen=True, slots=True)
class ExactVolume:
    """Exactly so many leads week by week; none after the last one named.

    Parameters
    ----------
    weekly
        Leads of week 0, 1, ...; each in [0, 10,000,000].
    """

    weekly: tuple[int, ...]

    def __post_init__(self) -> None:
        require_tuple("ExactVolume.weekly", self.weekly, int, 1, WEEKS_LIMIT)
        for week, count in enumerate(self.weekly):
            require_whole(f"ExactVolume.weekly[{week}]", count, 0, LEADS_LIMIT)


@dataclass(frozen=True, slots=True)
class Bump:
    """A campaign: from ``week`` on, for ``weeks`` weeks, so many more leads a week on average."""

    week: int
    weeks: int
    leads_per_week: float

    def __post_init__(self) -> None:
        require_whole("Bump.week", self.week, 0, WEEKS_LIMIT - 1)
        require_whole("Bump.weeks", self.weeks, 1, WEEKS_LIMIT)
        require_real("Bump.leads_per_week", self.leads_per_week, 0.0, WEEKLY_LIMIT)


@dataclass(frozen=True, slots=True)
class RandomVolume:
    """A random number of leads each week: Poisson, or negative binomial where it varies more.

    Parameters
    ----------
    per_week
        Mean of week 0, in leads, before season and campaigns.
    dispersion
        None for Poisson. Else the variance is ``mean + mean**2 / dispersion``: the smaller the
        number, the wilder the weeks. In [0.01, 1e6].
    growth
        Factor from one week to the next, in [0.5, 2].
    season
        52 factors by week from the start of the run, repeated; empty for none.
    bumps
        Campaigns on top, which season and growth do not scale.
    level_variation
        How unsure the level of the whole run is: standard deviation of a log-normal factor of
        mean 1, drawn once for each trial, that scales all weeks and campaigns. In [0, 3]; 0 for
        a level that is known.
    """

    per_week: float
    dispersion: float | None = None
    growth: float = 1.0
    season: tuple[float, ...] = ()
    bumps: tuple[Bump, ...] = ()
    level_variation: float = 0.0

    def __post_init__(self) -> None:
        require_real("RandomVolume.per_week", self.per_week, 0.0, float(LEADS_LIMIT))
        if self.dispersion is not None:
            require_real("RandomVolume.dispersion", self.dispersion, 0.01, 1e6)
        require_real("RandomVolume.growth", self.growth, 0.5, 2.0)
        require_reals("RandomVolume.season", self.season, 0.0, 100.0, SEASON_WEEKS)
        if self.season and len(self.season) != SEASON_WEEKS:
            raise AssumptionError(
                "RandomVolume.season", f"{len(self.season)} factors", "52 factors or none"
            )
        require_tuple("RandomVolume.bumps", self.bumps, Bump, 0, 100)
        require_real("RandomVolume.level_variation", self.level_variation, 0.0, VARIATION_LIMIT)

    @property
    def largest_level(self) -> float:
        """Level at the largest uniform that is drawn, a billionth of a billionth from the end."""
        variance = math.log1p(self.level_variation**2)
        return math.exp(8.3 * math.sqrt(variance) - 0.5 * variance)

    def refuse_wild(self, weeks: int) -> None:
        """Refuse weeks that vary so much that their counts cannot be drawn exactly.

        Raises
        ------
        AssumptionError
            The dispersion is too small for so many leads.
        """
        if self.dispersion is None:
            return
        most = max(self.means(weeks), default=0.0)
        if reach_of(most, self.dispersion) > _most_reach(self.level_variation):
            least = least_dispersion(most, self.level_variation)
            raise AssumptionError(
                "RandomVolume.dispersion",
                self.dispersion,
                f"at least {least:,.4g} where a week brings {most:,.0f} leads on average; wilder "
                "weeks of so many cannot be counted",
            )

    def means(self, weeks: int) -> tuple[float, ...]:
        """Return the mean number of leads of each week.

        Raises
        ------
        AssumptionError
            Growth carries a week beyond 10,000,000 leads.
        """
        return _means(self, weeks)


def reach_of(mean: float, dispersion: float) -> float:
    """Return how far beyond its mean a negative binomial is ever drawn, in leads.

    Bernstein's bound for a variance of ``mean + mean**2 / dispersion`` and a tail that falls like
    an exponential; there is no root in it where the tail is all.
    """
    length = 1.0 + mean / dispersion
    tail = _SMALLEST_SHARE * length
    if dispersion <= 1.0:
        # No leads are the likeliest, and from there on it falls at least so fast.
        return tail
    return tail + math.sqrt(tail * tail + 2.0 * _SMALLEST_SHARE * mean * length)


def least_dispersion(mean: float, level_variation: float) -> float:
    """Return the smallest dispersion with which so many leads of a week can be drawn, rounded up.

    Parameters
    ----------
    mean
        Leads of the largest week, on average.
    level_variation
        As of the volume: where the level is unsure, no distribution is written down.
    """
    low, high = 0.01, 1e6
    if reach_of(mean, low) <= _most_reach(level_variation):
        return low
    while high > 1.01 * low:
        middle = math.sqrt(low * high)
        if reach_of(mean, middle) <= _most_reach(level_variation):
            high = middle
        else:
            low = middle
    return high


def _most_reach(level_variation: float) -> float:
    return float(LEADS_LIMIT) if level_variation > 0.0 else _LISTED_LIMIT


# Each run of a network asks for them several times, and most runs differ in something else.
@lru_cache(maxsize=256)
def _means(volume: RandomVolume, weeks: int) -> tuple[float, ...]:
    found = []
    level = volume.per_week
    for week in range(weeks):
        mean = level * (volume.season[week % SEASON_WEEKS] if volume.season else 1.0)
        mean += sum(
            bump.leads_per_week
            for bump in volume.bumps
            if bump.week <= week < bump.week + bump.weeks
        )
        if not mean <= LEADS_LIMIT:
            raise AssumptionError(
                "RandomVolume.growth",
                volume.growth,
                f"small enough for at most {LEADS_LIMIT:,} leads in week {week}",
            )
        found.append(mean)
        level *= volume.growth
    return tuple(found)


Volume = ExactVolume | RandomVolume
