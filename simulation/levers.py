"""The inputs of a network that people move: how they are named, read and set."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from simulation.assumptions import (
    LEADS_LIMIT,
    SHAPE_LIMIT,
    AssumptionError,
    BetaRate,
    FixedRate,
    require_kind,
    require_real,
    require_whole,
)
from simulation.delays import NO_DELAY, Delay, GeometricDelay, stretched
from simulation.people import MONEY_LIMIT, UNITS_LIMIT
from simulation.volumes import ExactVolume, RandomVolume

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.network import Network

T = TypeVar("T")

_PEOPLE_LIMIT: Final = 10_000


class Input(StrEnum):
    """What kind of input a lever moves; ``place`` is its index in the network."""

    VOLUME = "volume"
    """Leads of a channel: of its first week, or the whole batch where the volume is exact."""
    ALL_VOLUMES = "all_volumes"
    """Leads of all channels together, each with its share; ``place`` is 0."""
    RATE = "rate"
    """Rate of a step, all tries together; an uncertain one keeps its evidence count."""
    MEAN_DELAY = "mean_delay"
    """Mean delay of a step in weeks; a table of delays keeps its form."""
    PEOPLE = "people"
    """People of a role's first group."""
    UNITS = "units"
    """Units a week of each of a role's people on average; they stay in proportion."""
    VALUE = "value"
    """Mean value of a client; ``place`` is 0."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One input of a network.

    Parameters
    ----------
    what
        Its kind.
    place
        Index of the channel, step or role.
    """

    what: Input
    place: int = 0

    def __post_init__(self) -> None:
        require_kind("Lever.what", self.what, Input, "an Input")
        require_whole("Lever.place", self.place, 0, 63)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.what is Input.PEOPLE


def limits_of(network: Network, lever: Lever) -> tuple[float, float]:
    """Return the smallest and the largest value that a lever may have."""
    if lever.what is Input.MEAN_DELAY:
        delay = network.steps[_place(network, lever)].delay
        shortest = delay.shortest if isinstance(delay, GeometricDelay) else 0
        return float(shortest), 52.0
    highest = {
        Input.VOLUME: float(LEADS_LIMIT),
        Input.ALL_VOLUMES: float(LEADS_LIMIT),
        Input.RATE: 1.0,
        Input.PEOPLE: float(_PEOPLE_LIMIT),
        Input.UNITS: UNITS_LIMIT,
        Input.VALUE: MONEY_LIMIT,
    }
    return 0.0, highest[lever.what]


def value_of(network: Network, lever: Lever) -> float:
    """Return what a lever stands at.

    Raises
    ------
    AssumptionError
        The network has no such input.
    """
    return _READ[lever.what](network, _place(network, lever))


def with_value(network: Network, lever: Lever, value: float) -> Network:
    """Return the network with a lever at another value.

    Raises
    ------
    AssumptionError
        The network has no such input, or the value is out of its range.
    """
    place = _place(network, lever)
    lowest, highest = limits_of(network, lever)
    if lever.is_whole:
        require_whole(lever.what, value, int(lowest), int(highest))
    require_real(lever.what, value, lowest, highest)
    return _WRITE[lever.what](network, place, value)


def levers_of(network: Network) -> tuple[Lever, ...]:
    """Return every lever that a network has."""
    found = [Lever(Input.ALL_VOLUMES)] if len(network.channels) > 1 else []
    found += [Lever(Input.VOLUME, place) for place in range(len(network.channels))]
    found += [Lever(Input.RATE, place) for place in range(len(network.steps))]
    found += [
        Lever(Input.MEAN_DELAY, place)
        for place, step in enumerate(network.steps)
        if isinstance(step.delay, GeometricDelay) or step.delay.mean > 0.0
    ]
    for place, role in enumerate(network.roles):
        if role.staff:
            found += [Lever(Input.PEOPLE, place), Lever(Input.UNITS, place)]
    if network.value.mean > 0.0:
        found.append(Lever(Input.VALUE))
    return tuple(found)


def _place(network: Network, lever: Lever) -> int:
    if lever.what is not Input.VALUE and not _is_there(network, lever):
        raise AssumptionError("Lever", f"{lever.what} {lever.place}", "an input of the network")
    return lever.place


def _is_there(network: Network, lever: Lever) -> bool:
    """Return whether `levers_of` has it, without making all of them."""
    what, place = lever.what, lever.place
    if what is Input.ALL_VOLUMES:
        return place == 0 and len(network.channels) > 1
    if what is Input.VOLUME:
        return place < len(network.channels)
    if what in (Input.PEOPLE, Input.UNITS):
        return place < len(network.roles) and bool(network.roles[place].staff)
    if place >= len(network.steps):
        return False
    delay = network.steps[place].delay
    return what is Input.RATE or isinstance(delay, GeometricDelay) or delay.mean > 0.0


def _volume(network: Network, place: int) -> float:
    volume = network.channels[place].volume
    return volume.per_week if isinstance(volume, RandomVolume) else float(sum(volume.weekly))


def _with_volume(network: Network, place: int, value: float) -> Network:
    channel = network.channels[place]
    if isinstance(channel.volume, RandomVolume):
        volume: RandomVolume | ExactVolume = replace(channel.volume, per_week=value)
    else:
        volume = ExactVolume(_shared_out(channel.volume.weekly, round(value)))
    return replace(
        network, channels=_swapped(network.channels, place, replace(channel, volume=volume))
    )


def _all_volumes(network: Network) -> float:
    return sum(_volume(network, place) for place in range(len(network.channels)))


def _with_all_volumes(network: Network, value: float) -> Network:
    before, count = _all_volumes(network), len(network.channels)
    for place in range(count):
        share = _volume(network, place) / before if before > 0.0 else 1.0 / count
        # Taken from what is left, so that the shares of the later channels stay what they were.
        before -= _volume(network, place)
        value_here = value * share
        network = _with_volume(network, place, value_here)
        value, count = value - value_here, count - 1
    return network


def _shared_out(weekly: tuple[int, ...], whole: int) -> tuple[int, ...]:
    """Share leads out over weeks as they were, to the last lead and never fewer for more."""
    before = sum(weekly)
    if before == 0:
        return (whole, *(0 for _ in weekly[1:]))
    reached, shared, sums = 0, [], 0
    for count in weekly:
        sums += count
        until = whole * sums // before
        shared.append(until - reached)
        reached = until
    return tuple(shared)


def _with_rate(network: Network, place: int, value: float) -> Network:
    step = network.steps[place]
    rate = step.conversion.rate
    moved: BetaRate | FixedRate = FixedRate(value)
    if isinstance(rate, BetaRate):
        count = rate.alpha + rate.beta
        # So near to none or all there is nothing left to be unsure of.
        if min(count * value, count * (1.0 - value)) >= SHAPE_LIMIT[0]:
            moved = BetaRate(count * value, count * (1.0 - value))
    conversion = replace(step.conversion, rate=moved)
    return replace(
        network, steps=_swapped(network.steps, place, replace(step, conversion=conversion))
    )


def _with_mean_delay(network: Network, place: int, value: float) -> Network:
    step = network.steps[place]
    if isinstance(step.delay, GeometricDelay):
        delay: Delay = GeometricDelay.of_mean(value, step.delay.shortest)
    else:
        delay = stretched(step.delay, value) if value > 0.0 else NO_DELAY
    return replace(network, steps=_swapped(network.steps, place, replace(step, delay=delay)))


def _with_people(network: Network, place: int, value: float) -> Network:
    role = network.roles[place]
    staff = (replace(role.staff[0], people=math.floor(value)), *role.staff[1:])
    return replace(network, roles=_swapped(network.roles, place, replace(role, staff=staff)))


def _with_units(network: Network, place: int, value: float) -> Network:
    role = network.roles[place]
    before = role.units_each
    staff = tuple(
        replace(group, units_per_week=group.units_per_week * value / before if before else value)
        for group in role.staff
    )
    return replace(network, roles=_swapped(network.roles, place, replace(role, staff=staff)))


def _swapped(parts: tuple[T, ...], place: int, part: T) -> tuple[T, ...]:
    return (*parts[:place], part, *parts[place + 1 :])


_READ: Final[dict[Input, Callable[[Network, int], float]]] = {
    Input.VOLUME: _volume,
    Input.ALL_VOLUMES: lambda network, _place: _all_volumes(network),
    Input.RATE: lambda network, place: network.steps[place].conversion.rate.mean,
    Input.MEAN_DELAY: lambda network, place: network.steps[place].delay.mean,
    Input.PEOPLE: lambda network, place: float(network.roles[place].staff[0].people),
    Input.UNITS: lambda network, place: network.roles[place].units_each,
    Input.VALUE: lambda network, _place: network.value.mean,
}
_WRITE: Final[dict[Input, Callable[[Network, int, float], Network]]] = {
    Input.VOLUME: _with_volume,
    Input.ALL_VOLUMES: lambda network, _place, value: _with_all_volumes(network, value),
    Input.RATE: _with_rate,
    Input.MEAN_DELAY: _with_mean_delay,
    Input.PEOPLE: _with_people,
    Input.UNITS: _with_units,
    Input.VALUE: lambda network, _place, value: replace(
        network, value=replace(network.value, mean=value)
    ),
}
