"""A network as the arrays that the kernel runs."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import LEADS_LIMIT
from simulation.delays import GeometricDelay
from simulation.kernel.tables import tables_of
from simulation.randomness import slot_of
from simulation.series import index_of
from simulation.volumes import RandomVolume, reach_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.kernel.layout import Plan, Slots, State
    from simulation.network import Channel, Network
    from simulation.volumes import Volume

_MOST_TERMS: Final = 2_000_001
# A network has some hundred, and the next one that is run has most of them again.
_slot = lru_cache(maxsize=4096)(slot_of)


def slots_of(network: Network) -> Slots:
    """Return the slots of all draws of a network."""
    from simulation.kernel.layout import Slots

    before_last = network.stages[:-1]
    by_step = [
        [
            [_slot(stage.key, purpose, channel=channel.key) for channel in network.channels]
            for stage in before_last
        ]
        for purpose in ("conversion", "delay", "nurture", "back", "abandon", "opening")
    ]
    arrival = [
        _slot(network.stages[channel.enters].key, "arrivals", channel=channel.key)
        for channel in network.channels
    ]
    level = [
        _slot(network.stages[channel.enters].key, "level", channel=channel.key)
        for channel in network.channels
    ]
    leaving = [
        _slot(role.key, "leaving", block=number)
        for role in network.roles
        for number in range(len(role.staff))
    ]
    capacity = [_slot(role.key, "capacity") for role in network.roles]
    return Slots(
        by_step=np.array(by_step, np.uint64),
        picked=np.array([_slot(stage.key, "picked") for stage in before_last], np.uint64),
        arrival=np.array(arrival, np.uint64),
        level=np.array(level, np.uint64),
        leaving=np.array(leaving, np.uint64),
        capacity=np.array(capacity, np.uint64),
        value=np.array([_slot(network.stages[-1].key, "value")], np.uint64),
    )


def plan_of(network: Network) -> Plan:
    """Return a network as the arrays that the kernel runs."""
    from simulation.kernel import layout

    horizon = network.weeks
    groups = [(number, group) for number, role in enumerate(network.roles) for group in role.staff]
    tables = [
        () if isinstance(step.delay, GeometricDelay) else step.delay.hazards()
        for step in network.steps
    ]
    backs = [() if step.nurture is None else step.nurture.delay.hazards() for step in network.steps]
    return layout.Plan(
        weeks=horizon,
        returns=network.returns,
        oldest=max((leads.weeks for leads in network.opening), default=0),
        value_mean=float(network.value.mean),
        value_spread=_spread(network.value.variation),
        steps=_steps(network, tables, backs),
        channels=np.array([_channel(channel) for channel in network.channels], layout.CHANNEL),
        groups=np.array(
            [
                (number, group.people, group.from_week, group.weekly_leaving)
                for number, group in groups
            ],
            layout.GROUP,
        ),
        roles=np.array(
            [
                (role.weekly_cost, role.hiring_cost, _spread(role.capacity_variation))
                for role in network.roles
            ],
            layout.ROLE,
        ),
        volume=np.array([_volume(channel.volume, horizon) for channel in network.channels]),
        odds=np.array(
            [channel.odds or (1.0,) * len(network.steps) for channel in network.channels],
            np.float64,
        ),
        hazard=_table(tables),
        back_hazard=_table(backs),
        fading=_fading(network),
        group_units=np.array(
            [
                [group.units_per_week * group.share_of_week(week) for week in range(horizon)]
                for _role, group in groups
            ],
            np.float64,
        ).reshape(len(groups), horizon),
        group_paid=np.array(
            [[group.is_paid_in(week) for week in range(horizon)] for _role, group in groups],
            np.int64,
        ).reshape(len(groups), horizon),
        open_leads=_open_leads(network),
        open_odds=np.array([leads.odds for leads in network.opening], np.float64),
        **tables_of(network, tables, backs)._asdict(),
    )


def _steps(
    network: Network, tables: list[tuple[float, ...]], backs: list[tuple[float, ...]]
) -> NDArray[np.void]:
    from simulation.kernel import layout

    numbers = {role.key: number for number, role in enumerate(network.roles)}
    rows = np.zeros(len(network.steps), layout.STEP)
    taken = 0
    for row, step, table, back in zip(rows, network.steps, tables, backs, strict=True):
        row["tries"] = step.tries.most
        row["wait"] = step.tries.wait_weeks
        row["retries_first"] = step.tries.retries_first
        row["first_place"] = taken if step.places else -1
        taken += step.places
        row["role"] = -1
        row["units"] = layout.MILLI
        row["decay"] = 1.0
        if step.work is not None:
            row["role"] = numbers[step.work.role]
            row["units"] = round(layout.MILLI * step.work.units)
            row["newest_first"] = step.work.newest_first
            row["decay"] = step.work.weekly_decay
            row["abandonment"] = step.work.weekly_abandonment
        if isinstance(step.delay, GeometricDelay):
            row["geometric"] = 1
            row["shortest"] = step.delay.shortest
            row["weekly_exit"] = step.delay.weekly_exit
        row["hazards"] = len(table)
        row["back_hazards"] = len(back)
        if step.nurture is not None:
            row["nurtured"] = step.nurture.share
            row["returns_to"] = step.nurture.returns_to
    return rows


def _open_leads(network: Network) -> NDArray[np.int64]:
    """Return today's open leads; rows of the same place and age are told apart by a number."""
    met: Counter[tuple[int, int, int]] = Counter()
    rows = np.empty((len(network.opening), 5), np.int64)
    for row, leads in zip(rows, network.opening, strict=True):
        place = leads.stage, leads.channel, leads.weeks
        row[:] = *place, leads.count, met[place]
        met[place] += 1
    return rows


def _channel(channel: Channel) -> tuple[int, int, float, float, float]:
    from simulation.kernel import layout

    kind, dispersion, spread = layout.EXACT, 1.0, 0.0
    if isinstance(channel.volume, RandomVolume):
        kind = layout.POISSON
        spread = _spread(channel.volume.level_variation)
        if channel.volume.dispersion is not None:
            kind, dispersion = layout.NEGATIVE_BINOMIAL, channel.volume.dispersion
    return channel.enters, kind, dispersion, spread, channel.cost_per_lead


def _volume(volume: Volume, horizon: int) -> NDArray[np.float64]:
    """Return the exact or mean number of leads of each week."""
    if isinstance(volume, RandomVolume):
        return np.array(volume.means(horizon), np.float64)
    row = np.zeros(horizon)
    exact = volume.weekly[:horizon]
    row[: len(exact)] = exact
    return row


def _spread(variation: float) -> float:
    """Return the standard deviation of a log-normal's logarithm, the same on every platform."""
    from simulation.kernel.continuous import log1p

    return float(np.sqrt(log1p(float(variation * variation))))


def _table(rows: list[tuple[float, ...]]) -> NDArray[np.float64]:
    table = np.zeros((len(rows), max(1, *(len(row) for row in rows))))
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _fading(network: Network) -> NDArray[np.float64]:
    """Return what each week of wait leaves of the chance of a try."""
    weeks = network.weeks + max((leads.weeks for leads in network.opening), default=0)
    factors = np.ones((len(network.steps), weeks))
    for row, step in zip(factors, network.steps, strict=True):
        if step.work is not None:
            row[1:] = np.cumprod(np.full(weeks - 1, step.work.weekly_decay))
    return factors


def weeks_on_the_way(network: Network) -> int:
    """Return how many weeks there are in which leads that leave now may be due."""
    delays = [step.delay for step in network.steps]
    delays += [step.nurture.delay for step in network.steps if step.nurture is not None]
    return max(1 if isinstance(delay, GeometricDelay) else len(delay.weights) for delay in delays)


def weeks_of_wait(network: Network) -> int:
    """Return how many weeks there are in which those that failed a try now may have their next."""
    return 1 + max(step.tries.wait_weeks for step in network.steps)


def state_of(network: Network, plan: Plan, trials: int) -> State:
    """Return trials before their first week: nobody anywhere, and the people who are there."""
    from simulation.kernel import draws, layout, walks

    channels, steps = len(network.channels), len(network.steps)
    kinds = channels * (network.returns + 1)
    places = sum(step.places for step in network.steps)
    roles = len(network.roles)

    def counts(*shape: int) -> NDArray[np.int32]:
        return np.zeros((*shape, trials), np.int32)

    state = layout.State(
        queue=counts(places, network.weeks + plan.oldest, kinds),
        waiting=counts(2, places),
        due=counts(steps + 1, weeks_on_the_way(network), kinds),
        again=counts(places, weeks_of_wait(network), kinds),
        pool=counts(2, steps, kinds),
        at_stage=counts(5, kinds),
        chance=np.empty((steps, channels, trials)),
        level=np.empty((channels, trials)),
        people=counts(plan.groups.size),
        capacity=np.ones((max(roles, 1), trials)),
        units=np.zeros((max(roles, 1), trials), np.int64),
        left_over=np.zeros((max(roles, 1), trials)),
        series=counts(index_of(network).count),
        money=np.zeros((2, trials)),
        listed=counts(),
        drawn=counts(),
        shares=np.empty(trials),
        terms=np.empty(_room_for_terms(network, plan)),
        guide=np.empty(2 * draws.GUIDES),
        lanes=np.empty(walks.ROOM_FOR_LANES),
    )
    _people_begin(state, plan)
    return state


def begin_anew(state: State, plan: Plan) -> None:
    """Empty a state that other trials have been through."""
    for name, array in state._asdict().items():
        if name not in ("chance", "level", "capacity", "shares", "terms", "guide", "lanes"):
            array.fill(0)
    _people_begin(state, plan)


def _people_begin(state: State, plan: Plan) -> None:
    from simulation.kernel import layout

    state.waiting[layout.OLDEST] = plan.oldest
    state.people[:] = plan.groups["people"][:, np.newaxis]


def _room_for_terms(network: Network, plan: Plan) -> int:
    from simulation.kernel.draws import terms_size

    levels = [
        channel.volume.largest_level if isinstance(channel.volume, RandomVolume) else 1.0
        for channel in network.channels
    ]
    volume = np.minimum(plan.volume * np.array(levels)[:, np.newaxis], float(LEADS_LIMIT))
    most = volume.sum() + sum(leads.count for leads in network.opening)
    variance = 0.25 * min(most + 12.0 * np.sqrt(most + 1.0), 1e7)
    for channel, means in zip(network.channels, volume, strict=True):
        if isinstance(channel.volume, RandomVolume):
            if channel.volume.level_variation > 0.0:
                variance = max(variance, means.max())
            if channel.volume.dispersion is not None:
                # Room is made to ten standard deviations.
                reach = reach_of(float(means.max()), channel.volume.dispersion)
                variance = max(variance, 0.01 * reach * reach)
    return min(terms_size(float(variance)), _MOST_TERMS)
