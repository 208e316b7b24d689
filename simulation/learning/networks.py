"""From what was learned to a network that begins at a Monday."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import Conversion, Evidence, Origin
from simulation.delays import DelayTable
from simulation.learning.arriving import UNKNOWN_LEVEL
from simulation.learning.history import MISSING, OPEN, week_of
from simulation.learning.sources import BACK, LATE
from simulation.network import (
    CHANNELS_LIMIT,
    Channel,
    DealValue,
    Network,
    Nurture,
    OpenLeads,
    Step,
)
from simulation.volumes import Bump, ExactVolume, RandomVolume, least_dispersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from simulation.assumptions import Stage
    from simulation.learning.history import Visits
    from simulation.learning.learned import Learned, LearnedRate
    from simulation.learning.returning import Returning
    from simulation.network import Work
    from simulation.people import Role
    from simulation.volumes import Volume

_TAIL: Final = 0.002
_LONGEST: Final = 104
_RARE: Final = 0.005
"""A share of returns below this is left out: each return doubles what a run computes."""
_FEWEST_BACK: Final = 0.5
_SINGLE_WEEKS: Final = 26
_BLOCK_WEEKS: Final = 13


@dataclass(frozen=True, slots=True)
class ChannelName:
    """What the network calls a channel; None is the key of leads without one."""

    key: uuid.UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a network takes over from the workspace besides the learned numbers.

    Parameters
    ----------
    stages
        In funnel order.
    channels
        By number; 0 stands for leads without a channel.
    starts_on
        The Monday of week 0.
    roles, work
        The team, and who works each step; empty where nobody's time is modelled.
    value
        What a client is worth.
    """

    stages: tuple[Stage, ...]
    channels: Mapping[int, ChannelName]
    starts_on: date
    roles: tuple[Role, ...] = ()
    work: tuple[Work | None, ...] = ()
    value: DealValue = field(default_factory=lambda: DealValue(0.0))


def network_of(
    learned: Learned,
    known: Known,
    *,
    weeks: int,
    opening: Sequence[OpeningCount] = (),
    given: Mapping[tuple[int, int], Sequence[int]] | None = None,
) -> Network:
    """Return the network that begins with what was learned.

    Parameters
    ----------
    learned
        Rates, delays and arrivals.
    known
        Stages, channels, team.
    weeks
        Horizon.
    opening
        Open leads of today, of the channels' own numbers.
    given
        Leads of each week by channel and stage of entry, in place of the forecast of arrivals.
    """
    sources = volumes_of(learned, weeks, opening, given)
    channels = tuple(
        Channel(
            key=_key(known, channel, stage, sources),
            name=_name(known, channel, stage, sources),
            volume=volume,
            enters=stage,
            odds=learned.odds.get(channel, ()),
        )
        for (channel, stage), volume in sources.items()
    )
    steps = tuple(
        Step(
            Conversion(rate.passing, Origin.LEARNED, Evidence(rate.converted, rate.entered)),
            delay=delay_of(rate),
            work=known.work[number] if known.work else None,
            nurture=_nurture(learned.returning, number),
        )
        for number, rate in enumerate(learned.rates)
    )
    return Network(
        stages=known.stages,
        steps=steps,
        channels=channels,
        weeks=weeks,
        roles=known.roles,
        returns=int(any(step.nurture is not None for step in steps)),
        value=known.value,
        opening=_opening(learned, steps, list(sources), opening),
        starts_on=known.starts_on,
    )


def volumes_of(
    learned: Learned,
    weeks: int,
    opening: Sequence[OpeningCount] = (),
    given: Mapping[tuple[int, int], Sequence[int]] | None = None,
) -> dict[tuple[int, int], Volume]:
    """Return the volumes by channel and stage of entry, in the order of the network's channels.

    Parameters
    ----------
    learned
        What arrivals, and leads in nurture, were like.
    weeks
        How long the network runs.
    opening
        The open leads, which make channels of their own where nothing arrives any more.
    given
        Counts a week by channel and stage, in place of what was learned.
    """
    found = _largest(_volumes(learned, weeks, given) | _awaited(learned.returning, weeks), opening)
    return {source: _countable(volume, weeks) for source, volume in found.items()}


def _countable(volume: Volume, weeks: int) -> Volume:
    """Return a volume no wilder than a run can draw, as after all leads came in a single week."""
    if not isinstance(volume, RandomVolume) or volume.dispersion is None:
        return volume
    least = least_dispersion(max(volume.means(weeks)), volume.level_variation)
    return volume if volume.dispersion >= least else replace(volume, dispersion=least)


def _nurture(returning: Returning, number: int) -> Nurture | None:
    """Return what becomes of leads that leave a stage; None where next to none comes back."""
    if not returning.steps or returning.steps[number].mean < _RARE:
        return None
    back = returning.steps[number]
    return Nurture(round(back.mean, 9), DelayTable(back.weeks), back.to_stage)


def _awaited(returning: Returning, weeks: int) -> dict[tuple[int, int], Volume]:
    """Return the leads that are gone today and expected back, by the stage where they come."""
    found: dict[tuple[int, int], Volume] = {}
    for stage, weekly in (returning.awaited or {}).items():
        ahead = weekly[:weeks]
        if sum(ahead) < _FEWEST_BACK:
            continue
        many = len(ahead)
        starts = [*range(min(_SINGLE_WEEKS, many)), *range(_SINGLE_WEEKS, many, _BLOCK_WEEKS)]
        ends = [*starts[1:], many]
        bumps = tuple(
            Bump(begin, end - begin, round(sum(ahead[begin:end]) / (end - begin), 9))
            for begin, end in zip(starts, ends, strict=True)
        )
        doubt = min(round(returning.doubt, 6), 2.0)
        found[BACK, stage] = RandomVolume(0.0, bumps=bumps, level_variation=doubt)
    return found


def delay_of(rate: LearnedRate) -> DelayTable:
    """Return the delay to conversion, its last 0.2 % put to its end, smoothed where few moved."""
    shares = rate.exits.delays()
    shares = shares / shares.sum()
    for _turn in range(2 if rate.converted < 30 else 1 if rate.converted < 200 else 0):
        wide = np.concatenate([shares[:1], shares, shares[-1:]])
        shares = 0.25 * wide[:-2] + 0.5 * wide[1:-1] + 0.25 * wide[2:]
    last = int(np.searchsorted(np.cumsum(shares), 1.0 - _TAIL))
    last = min(last, _LONGEST)
    weights = shares[: last + 1].copy()
    weights[-1] += shares[last + 1 :].sum()
    return DelayTable(tuple(round(float(weight), 12) for weight in weights))


@dataclass(frozen=True, slots=True)
class OpeningCount:
    """Leads of a channel that are in a stage since so many whole weeks."""

    channel: int
    stage: int
    weeks: int
    count: int


def opening_of(
    visits: Visits, starts: int, last: int, leave_out: NDArray[np.int64]
) -> tuple[OpeningCount, ...]:
    """Return the open leads by channel, stage and age on the Monday when the run begins.

    Parameters
    ----------
    visits
        As they were known.
    starts
        Number of the week in which the run begins.
    last
        Place of the last stage, whose leads are clients.
    leave_out
        Leads that something else speaks for, rising.
    """
    still = (visits.how == OPEN) & (visits.stage < last) & (visits.entered != MISSING)
    still &= ~np.isin(visits.lead, leave_out)
    age = np.clip(starts - week_of(visits.entered[still]), 0, _LONGEST)
    rows = np.stack([visits.channel[still], visits.stage[still], age])
    if rows.shape[1] == 0:
        return ()
    cells, counts = np.unique(rows, axis=1, return_counts=True)
    return tuple(
        OpeningCount(channel, stage, weeks, count)
        for (channel, stage, weeks), count in zip(cells.T.tolist(), counts.tolist(), strict=True)
    )


def _volumes(
    learned: Learned, weeks: int, given: Mapping[tuple[int, int], Sequence[int]] | None
) -> dict[tuple[int, int], Volume]:
    if given is not None:
        return {
            source: ExactVolume(tuple(weekly[:weeks])) for source, weekly in sorted(given.items())
        } or {(0, 0): ExactVolume((0,) * weeks)}
    found: dict[tuple[int, int], Volume] = {}
    for source in learned.sources:
        arriving = source.arriving
        found[source.channel, source.stage] = RandomVolume(
            per_week=arriving.per_week,
            dispersion=arriving.dispersion,
            growth=arriving.growth,
            season=arriving.season,
            level_variation=arriving.level_variation,
        )
    return found or {(0, 0): RandomVolume(UNKNOWN_LEVEL, level_variation=1.0)}


def _largest(
    volumes: dict[tuple[int, int], Volume], opening: Sequence[OpeningCount]
) -> dict[tuple[int, int], Volume]:
    """Return a source for every channel with open leads; the smallest together, if too many."""
    channels = {channel for channel, _stage in volumes}
    for leads in opening:
        if leads.channel not in channels:
            volumes[leads.channel, 0] = RandomVolume(0.0)
            channels.add(leads.channel)
    if len(volumes) <= CHANNELS_LIMIT:
        return volumes
    order = sorted(volumes, key=lambda source: (source[0] < 0, _size(volumes[source])))
    stages = len({stage for _channel, stage in volumes})
    kept = dict(sorted((source, volumes[source]) for source in order[-CHANNELS_LIMIT + stages :]))
    for source in order[: -CHANNELS_LIMIT + stages]:
        rest = LATE, source[1]
        kept[rest] = _sum_of(kept[rest], volumes[source]) if rest in kept else volumes[source]
    return kept


def _sum_of(one: Volume, other: Volume) -> Volume:
    """Return two volumes as one; of their wildness the larger one's stays."""
    if isinstance(one, ExactVolume) and isinstance(other, ExactVolume):
        pairs = zip_longest(one.weekly, other.weekly, fillvalue=0)
        return ExactVolume(tuple(first + second for first, second in pairs))
    if isinstance(one, RandomVolume) and isinstance(other, RandomVolume):
        larger = max(one, other, key=lambda volume: volume.per_week)
        bumps = (*one.bumps, *other.bumps)
        return replace(larger, per_week=one.per_week + other.per_week, bumps=bumps)
    return max(one, other, key=_size)


def _size(volume: Volume) -> float:
    return volume.per_week if isinstance(volume, RandomVolume) else float(sum(volume.weekly))


def _key(
    known: Known, channel: int, stage: int, sources: Mapping[tuple[int, int], Volume]
) -> uuid.UUID | None:
    key = known.channels[channel].key
    if stage == _first_of(channel, sources):
        return key
    return uuid.uuid5(key or uuid.NAMESPACE_OID, known.stages[stage].key.hex)


def _name(known: Known, channel: int, stage: int, sources: Mapping[tuple[int, int], Volume]) -> str:
    name = known.channels[channel].name
    if stage == _first_of(channel, sources):
        return name
    return f"{name} ({known.stages[stage].name})"


def _first_of(channel: int, sources: Mapping[tuple[int, int], Volume]) -> int:
    return min(stage for other, stage in sources if other == channel)


def _opening(
    learned: Learned,
    steps: tuple[Step, ...],
    sources: list[tuple[int, int]],
    opening: Sequence[OpeningCount],
) -> tuple[OpenLeads, ...]:
    opening = _worth(learned, steps, opening)
    place = {channel: number for number, (channel, _stage) in reversed(list(enumerate(sources)))}
    odds = [rate.exits.odds() for rate in learned.rates]
    # At a stage that somebody works they wait for their first try, of which age tells nothing.
    free = [step.places == 0 for step in steps]
    return tuple(
        OpenLeads(
            leads.stage,
            place.get(leads.channel, place.get(LATE, 0)),
            leads.weeks,
            leads.count,
            odds=round(float(odds[leads.stage][leads.weeks]), 9) if free[leads.stage] else 1.0,
        )
        for leads in opening
    )


def _worth(
    learned: Learned, steps: tuple[Step, ...], opening: Sequence[OpeningCount]
) -> list[OpeningCount]:
    """Return open leads so that at worked stages they are as many as are as good as new ones.

    There they wait for their first try and the engine knows nothing of their age; a hundred leads
    that were silent for half a year are worth a few.
    """
    found = []
    owed: dict[tuple[int, int], float] = {}
    for leads in sorted(opening, key=lambda one: (one.stage, one.channel, one.weeks)):
        if steps[leads.stage].places == 0:
            found.append(leads)
            continue
        chances = learned.rates[leads.stage].exits.chances()[0]
        source = leads.stage, leads.channel
        share = min(float(chances[leads.weeks] / chances[0]), 1.0) if chances[0] > 0.0 else 1.0
        worth = owed.get(source, 0.0) + leads.count * share
        count = int(worth + 0.5)
        owed[source] = worth - count
        if count > 0:
            found.append(OpeningCount(leads.channel, leads.stage, leads.weeks, count))
    return found
