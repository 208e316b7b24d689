"""Arrivals by channel and stage of entry, with season, trend and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.arriving import Arriving, arriving_of, half_life_of, season_of, trend_of
from simulation.learning.history import MISSING, distinct, week_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.learning.history import Visits

_WILDEST: Final = 2.0
LATE: Final = -1
"""Number of the channel that stands for all leads that entered late, where they are few."""
BACK: Final = -2
"""Number of the channel that stands for leads that are gone today and will come back."""
_FEW: Final = 30


def together(channel: NDArray[np.int64], stage: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the channel of each arrival, with `LATE` for the few of a channel that entered late.

    Each source is a series of its own in every run; one lead a quarter makes none.

    Parameters
    ----------
    channel, stage
        Shape (arrivals,): the channel, and the stage of entry.
    """
    if channel.size == 0:
        return channel
    usual = int(np.bincount(stage).argmax())
    stages = int(stage.max()) + 1
    channels = distinct(channel)
    code = np.searchsorted(channels, channel) * stages + stage
    few = np.bincount(code) < _FEW
    return np.where(few[code] & (stage > usual), LATE, channel)


@dataclass(frozen=True, slots=True)
class Source:
    """Leads of one channel that enter at one stage."""

    channel: int
    stage: int
    arriving: Arriving


def sources_of(
    visits: Visits, steps: int, now: int, *, span: int, weeks: int, since: int | None
) -> tuple[Source, ...]:
    """Return what is known of each source of leads.

    Season and trend are those of all leads together: single sources are too few for either. What
    moves all sources at once moves each of them, so that their sum is as unsure as it was.

    Parameters
    ----------
    visits
        As they were known.
    steps
        Stages but the last; who enters there is no lead any more.
    now
        The week that is not over yet.
    span
        Weeks over which levels were told in the past.
    weeks
        Weeks over which they are to be told.
    since
        Week before which the records are not whole, or None.
    """
    dated = visits.first & (visits.entered != MISSING) & (visits.stage < steps)
    entered = week_of(visits.entered[dated])
    stage = visits.stage[dated]
    channel = together(visits.channel[dated], stage)
    inside = entered < now if since is None else (entered < now) & (entered >= since)
    if not inside.any():
        return _only_now(channel.tolist(), stage.tolist())
    first = int(entered[inside].min()) if since is None else since
    past = now - first
    total = np.bincount(entered[inside] - first, minlength=past).astype(np.float64)
    season = season_of(total)
    told = total / np.resize(season, past) if season.size else total
    half_life = half_life_of(told, span)
    growth = trend_of(told)
    ahead = (
        tuple(np.roll(np.round(season, 6), -(past % season.size)).tolist()) if season.size else ()
    )
    common = arriving_of(told, ahead=span, half_life=half_life, weeks=weeks)
    found = []
    code = (channel - LATE) * (steps + 1) + stage
    for number in distinct(code).tolist():
        pair = number // (steps + 1) + LATE, number % (steps + 1)
        mine = inside & (code == number)
        series = np.bincount(entered[mine] - first, minlength=past).astype(np.float64)
        if season.size:
            series /= np.resize(season, past)
        arriving = arriving_of(series, ahead=span, half_life=half_life, weeks=weeks)
        leads = int(np.count_nonzero(mine))
        arriving = replace(arriving, leads=leads, season=ahead, growth=growth)
        found.append(Source(pair[0], pair[1], arriving))
    return _moving_together(tuple(found), common)


def _only_now(channels: list[int], stages: list[int]) -> tuple[Source, ...]:
    """Return the sources where the first week is not over: that they came is all there is."""
    pairs = sorted(set(zip(channels, stages, strict=True)))
    return tuple(
        Source(
            channel,
            stage,
            Arriving(
                per_week=float(max(_times(channels, stages, channel, stage), 1)),
                dispersion=None,
                level_variation=1.0,
                leads=_times(channels, stages, channel, stage),
            ),
        )
        for channel, stage in pairs
    )


def _times(channels: list[int], stages: list[int], channel: int, stage: int) -> int:
    return sum(one == (channel, stage) for one in zip(channels, stages, strict=True))


def _moving_together(found: tuple[Source, ...], common: Arriving) -> tuple[Source, ...]:
    """Return the sources so unsure that their sum is as unsure as the whole series."""
    levels = np.array([one.arriving.per_week for one in found])
    each = np.array([one.arriving.level_variation for one in found])
    alone = float(np.sqrt(np.sum((levels * each) ** 2)) / max(levels.sum(), 1e-9))
    if alone <= 0.0 or alone >= common.level_variation:
        return found
    factor = common.level_variation / alone
    return tuple(
        replace(
            one,
            arriving=replace(
                one.arriving,
                level_variation=min(one.arriving.level_variation * factor, _WILDEST),
                own_variation=one.arriving.level_variation,
            ),
        )
        for one in found
    )
