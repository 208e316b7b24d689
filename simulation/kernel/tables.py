"""Tables of the binomials whose chance is the same in every trial, as large as they are needed.

How many leads come by in a week is foreseen on average; a table goes six standard deviations
further. A count beyond its table is drawn without it and is the same, so tables are only quick.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from simulation.assumptions import FixedRate
from simulation.delays import GeometricDelay
from simulation.volumes import RandomVolume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulation.network import Channel, Network, Step

MOST_BYTES: Final = 6_000_000
"""Size of all tables together."""
_LARGEST_COUNT: Final = 512
_FEW: Final = 8
_SMALL: Final = 128


class Tables(NamedTuple):
    """The numbers of the tables of each step, and their contents; see `layout.Plan`."""

    rate_table: NDArray[np.int64]
    exit_table: NDArray[np.int64]
    hazard_table: NDArray[np.int64]
    back_table: NDArray[np.int64]
    nurture_table: NDArray[np.int64]
    abandon_table: NDArray[np.int64]
    tables: NDArray[np.void]
    reached: NDArray[np.float64]
    guide: NDArray[np.int16]


class _Use(NamedTuple):
    """A chance that is drawn with: where its table's number belongs, and the mean count."""

    numbers: NDArray[np.int64]
    place: tuple[int, ...]
    chance: float
    mean: float


def tables_of(
    network: Network, hazards: list[tuple[float, ...]], back_hazards: list[tuple[float, ...]]
) -> Tables:
    """Tabulate the binomials of all chances that are the same in every trial."""
    from simulation.kernel import layout

    steps = len(network.steps)
    found = Tables(
        rate_table=np.zeros((steps, len(network.channels)), np.int64),
        exit_table=np.zeros(steps, np.int64),
        hazard_table=np.zeros((steps, max(1, *map(len, hazards))), np.int64),
        back_table=np.zeros((steps, max(1, *map(len, back_hazards))), np.int64),
        nurture_table=np.zeros(steps, np.int64),
        abandon_table=np.zeros(steps, np.int64),
        tables=np.zeros(0, layout.TABLE),
        reached=np.zeros(0),
        guide=np.zeros(0, np.int16),
    )
    largest: dict[float, int] = {}
    numbers: dict[float, int] = {}
    flows = [_flow(network, channel) for channel in network.channels]
    variation = max(map(_variation, network.channels))
    for step in range(steps):
        for use in _uses(network, step, flows, (hazards[step], back_hazards[step]), found):
            most = _LARGEST_COUNT
            if use.mean < most:
                deviation = np.sqrt(use.mean + use.mean * use.mean * variation)
                most = min(most, _rounded_up(int(use.mean + 6.0 * deviation) + _FEW))
            use.numbers[use.place] = numbers.setdefault(use.chance, len(numbers) + 1)
            largest[use.chance] = max(largest.get(use.chance, -1), most)
    return found._replace(**_filled(largest)._asdict())


def _rounded_up(count: int) -> int:
    """Return a size that others have too: the next number of three binary digits and zeros.

    While a volume is dragged each of its steps would need tables a little larger than the last.
    """
    zeros = max(count.bit_length() - 3, 0)
    return -(-count >> zeros) << zeros


def _flow(network: Network, channel: Channel) -> list[tuple[float, float]]:
    """Return how many of a channel come to each step and convert there, in its largest week."""
    from simulation.kernel.continuous import chance_of_try

    if isinstance(channel.volume, RandomVolume):
        here = max(channel.volume.means(network.weeks))
    else:
        here = float(max(channel.volume.weekly[: network.weeks]))
    found = [(0.0, 0.0)] * channel.enters
    for place in range(channel.enters, len(network.steps)):
        won = here * chance_of_try(_likely_rate(network.steps[place]), _odds(channel, place), 1)
        found.append((here, won))
        here = won
    return found


def _uses(
    network: Network,
    place: int,
    flows: list[list[tuple[float, float]]],
    hazards: tuple[tuple[float, ...], tuple[float, ...]],
    found: Tables,
) -> Iterator[_Use]:
    """Yield each known chance of a step, with the mean count of the busiest channel there."""
    from simulation.kernel.continuous import chance_of_try

    step = network.steps[place]
    here = max(flow[place][0] for flow in flows)
    won = max(flow[place][1] for flow in flows)
    failed = max(flow[place][0] - flow[place][1] for flow in flows)
    if isinstance(step.conversion.rate, FixedRate):
        rate = float(step.conversion.rate.value)
        for number, channel in enumerate(network.channels):
            chance = chance_of_try(rate, _odds(channel, place), step.tries.most)
            yield _Use(found.rate_table, (place, number), chance, flows[number][place][0])
    if step.work is not None and step.work.weekly_abandonment > 0.0:
        yield _Use(found.abandon_table, (place,), float(step.work.weekly_abandonment), here)
    if step.nurture is not None:
        share = float(step.nurture.share)
        yield _Use(found.nurture_table, (place,), share, failed)
        for weeks, hazard, left in _lasting(failed * share, hazards[1]):
            yield _Use(found.back_table, (place, weeks), hazard, left)
    if isinstance(step.delay, GeometricDelay):
        weekly_exit = float(step.delay.weekly_exit)
        on_the_way = won * min(1.0 / weekly_exit, network.weeks)
        yield _Use(found.exit_table, (place,), weekly_exit, on_the_way)
    for weeks, hazard, left in _lasting(won, hazards[0]):
        yield _Use(found.hazard_table, (place, weeks), hazard, left)


def _odds(channel: Channel, place: int) -> float:
    return float(channel.odds[place]) if channel.odds else 1.0


def _variation(channel: Channel) -> float:
    """Return how a channel's weeks vary beyond Poisson: that variance by the mean's square."""
    volume = channel.volume
    if not isinstance(volume, RandomVolume):
        return 0.0
    wild = 1.0 / volume.dispersion if volume.dispersion is not None else 0.0
    level = float(volume.level_variation) ** 2
    return wild + level + wild * level


def _likely_rate(step: Step) -> float:
    """Return the rate of a step, an uncertain one two standard deviations up."""
    rate = step.conversion.rate
    if isinstance(rate, FixedRate):
        return float(rate.value)
    whole = rate.alpha + rate.beta
    mean = rate.alpha / whole
    return float(min(1.0, mean + 2.0 * np.sqrt(mean * (1.0 - mean) / (whole + 1.0))))


def _lasting(flow: float, hazards: tuple[float, ...]) -> Iterator[tuple[int, float, float]]:
    """Yield the delays that are drawn: weeks, hazard, and how many last so long on average."""
    for weeks, hazard in enumerate(hazards):
        if 0.0 < hazard < 1.0:
            yield weeks, hazard, flow
        flow *= 1.0 - hazard


class _Filled(NamedTuple):
    tables: NDArray[np.void]
    reached: NDArray[np.float64]
    guide: NDArray[np.int16]


def _filled(largest: dict[float, int]) -> _Filled:
    """Fill a table for each chance, the small ones first; table 0 holds nothing."""
    from simulation.kernel import draws, layout

    tables = np.zeros(len(largest) + 1, layout.TABLE)
    tables["largest"] = -1
    values = rows = 0
    for number, (_chance, most) in sorted(
        enumerate(largest.items(), 1), key=lambda numbered: numbered[1][1]
    ):
        new_values, new_rows = (most + 1) * (most + 2) // 2, most + 1
        if 8 * (values + new_values) + 2 * draws.GUIDES * (rows + new_rows) > MOST_BYTES:
            break
        tables[number] = most, values, rows * draws.GUIDES
        values += new_values
        rows += new_rows
    reached = np.empty(max(values, 1))
    guide = np.empty(max(rows * draws.GUIDES, 1), np.int16)
    for table, chance in zip(tables[1:], largest, strict=True):
        if table["largest"] >= 0:
            most, first, first_guide = (int(part) for part in table)
            known = (_small_table if most <= _SMALL else _large_table)(chance, most)
            reached[first : first + known.reached.size] = known.reached
            guide[first_guide : first_guide + known.guide.size] = known.guide
    return _Filled(tables, reached, guide)


class _Table(NamedTuple):
    reached: NDArray[np.float64]
    guide: NDArray[np.int16]


def _table(chance: float, most: int) -> _Table:
    from simulation.kernel import draws

    rows = most + 1
    table = _Table(np.empty(rows * (most + 2) // 2), np.empty(rows * draws.GUIDES, np.int16))
    draws.fill_binomial_table(chance, most, table.reached, 0, table.guide, 0)
    return table


# While something is dragged, or asked in many runs, most chances stay as they are. At most 25 MB.
_small_table = lru_cache(maxsize=128)(_table)
_large_table = lru_cache(maxsize=6)(_table)
