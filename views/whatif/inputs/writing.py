"""How each input of a network is written into it, by its name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from simulation.assumptions import SHAPE_LIMIT, BetaRate
from simulation.delays import GeometricDelay
from simulation.levers import Input, Lever, with_value
from simulation.network import Network, Step
from simulation.people import Role, StaffGroup

USUAL_UNITS: Final = 10.0
"""Leads a week of somebody who is the first of their role."""
_LEAST_SHAPE: Final = 1.001 * SHAPE_LIMIT[0]


def written(network: Network, name: str, value: float) -> Network:
    """Return a network with an input at another value."""
    kind, _colon, part = name.partition(":")
    return _WRITERS[kind](network, part, value)


def _write_volume(network: Network, channel: str, value: float) -> Network:
    names = [one.name for one in network.channels]
    return with_value(network, Lever(Input.VOLUME, names.index(channel)), value)


def _write_rate(network: Network, stage: str, value: float) -> Network:
    place = step_place(network, stage)
    rate = network.steps[place].conversion.rate
    if isinstance(rate, BetaRate):
        # A rate keeps its evidence all the way, so that a slider can come back from the end.
        least = _LEAST_SHAPE / (rate.alpha + rate.beta)
        value = min(max(value, least), 1.0 - least)
    return with_value(network, Lever(Input.RATE, place), value)


def _write_delay(network: Network, stage: str, value: float) -> Network:
    place = step_place(network, stage)
    step = network.steps[place]
    if step.delay.mean > 0.0:
        return with_value(network, Lever(Input.MEAN_DELAY, place), value)
    # No delay has no form to keep.
    return with_step(network, place, replace(step, delay=GeometricDelay.of_mean(value)))


def _write_people(network: Network, role: str, value: float) -> Network:
    """Add to the first group, or take from the groups in turn, of those who are there."""
    place = _role_place(network, role)
    staff = list(network.roles[place].staff)
    wanted = round(value) - people_in(network.roles[place], 0)
    if not staff:
        staff.append(StaffGroup(0, USUAL_UNITS))
    for number, group in enumerate(staff):
        if wanted and group.is_paid_in(0):
            people = max(0, group.people + wanted)
            wanted -= people - group.people
            staff[number] = replace(group, people=people)
    return _with_role(network, place, replace(network.roles[place], staff=tuple(staff)))


def _write_units(network: Network, role: str, value: float) -> Network:
    return with_value(network, Lever(Input.UNITS, _role_place(network, role)), value)


def _write_cost(network: Network, channel: str, value: float) -> Network:
    channels = tuple(
        replace(one, cost_per_lead=value) if one.name == channel else one
        for one in network.channels
    )
    return replace(network, channels=channels)


def _write_wage(network: Network, role: str, value: float) -> Network:
    place = _role_place(network, role)
    return _with_role(network, place, replace(network.roles[place], weekly_cost=value))


def _write_hiring(network: Network, role: str, value: float) -> Network:
    place = _role_place(network, role)
    return _with_role(network, place, replace(network.roles[place], hiring_cost=value))


_WRITERS: Final[dict[str, Callable[[Network, str, float], Network]]] = {
    "volume": _write_volume,
    "rate": _write_rate,
    "delay": _write_delay,
    "people": _write_people,
    "units": _write_units,
    "cost": _write_cost,
    "wage": _write_wage,
    "hiring": _write_hiring,
    "value": lambda network, _part, value: replace(
        network, value=replace(network.value, mean=value)
    ),
    "margin": lambda network, _part, value: replace(
        network, value=replace(network.value, margin=value)
    ),
}


def people_in(role: Role, week: int) -> int:
    """Return how many people a role has in a week."""
    return sum(group.people for group in role.staff if group.is_paid_in(week))


def step_place(network: Network, stage: str) -> int:
    """Return the number of the step into a stage."""
    return [one.name for one in network.stages].index(stage) - 1


def _role_place(network: Network, role: str) -> int:
    return [one.name for one in network.roles].index(role)


def with_step(network: Network, place: int, step: Step) -> Network:
    """Return a network with another step at a place."""
    steps = network.steps
    return replace(network, steps=(*steps[:place], step, *steps[place + 1 :]))


def _with_role(network: Network, place: int, role: Role) -> Network:
    roles = network.roles
    return replace(network, roles=(*roles[:place], role, *roles[place + 1 :]))
