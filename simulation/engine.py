"""Running a network: its arrays, its trials in pieces on several threads, and what comes back.

Trials are run in pieces whose results are added up, so memory does not grow with the trials but
for one row of sums each. Draws are keyed by trial, so neither the pieces nor the threads change a
number.
"""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import AssumptionError, FixedRate, require_whole
from simulation.network import (
    GeometricDelay,
    Network,
    RandomVolume,
)
from simulation.randomness import SEED_LIMIT, slot_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.network import Channel, Volume
    from simulation.weeks import Plan, Slots, State

TRIALS_LIMIT: Final = 1_000_000
MEMORY_LIMIT: Final = 250_000_000
"""Bytes that a run may take; a larger one is refused before anything is allocated."""

_LARGEST_PIECE: Final = 1024
_WORK_OF_PIECE: Final = 1_000_000
_MOST_TERMS: Final = 2_000_001
_MOST_TABLES: Final = 48
STEP_SERIES: Final = ("queue", "served", "at_once", "waited", "lost", "nurtured")
"""What is counted at each step, in the order of the kernel's series."""


class RunCancelledError(Exception):
    """The run was stopped before its end; nothing of it is left."""


@dataclass(frozen=True, slots=True)
class SeriesIndex:
    """Which number each series has.

    Parameters
    ----------
    stages, roles, channels
        How many there are.
    """

    stages: int
    roles: int
    channels: int

    @property
    def count(self) -> int:
        """Number of all series."""
        return self.stages + 6 * (self.stages - 1) + self.roles + 2 * self.channels

    def entered(self, stage: int) -> int:
        """Leads that entered a stage in the week; those of the last one are clients."""
        return stage

    def step(self, step: int, what: str) -> int:
        """One of `STEP_SERIES` of a step: leads, and for ``waited`` lead-weeks of the served."""
        return self.stages + 6 * step + STEP_SERIES.index(what)

    def used(self, role: int) -> int:
        """Thousandths of a unit that a role worked."""
        return self.stages + 6 * (self.stages - 1) + role

    def arrived(self, channel: int) -> int:
        """Leads that a channel brought."""
        return self.stages + 6 * (self.stages - 1) + self.roles + channel

    def clients(self, channel: int) -> int:
        """Clients that a channel brought."""
        return self.arrived(channel) + self.channels


@dataclass(frozen=True, slots=True)
class NetworkRun:
    """What a run gave.

    Parameters
    ----------
    network, seed, first_trial
        What was run.
    index
        Which number each series has.
    watched
        Numbers of the series in ``weekly``, int64.
    weekly
        Shape (watched, weeks, trials), int32.
    totals
        Shape (series, trials), int64: sums over the weeks; of queues the last week's.
    sums
        Shape (series, weeks), int64: sums over the trials.
    revenue, cost
        Shape (weeks, trials), float64.
    """

    network: Network
    seed: int
    first_trial: int
    index: SeriesIndex
    watched: NDArray[np.int64]
    weekly: NDArray[np.int32]
    totals: NDArray[np.int64]
    sums: NDArray[np.int64]
    revenue: NDArray[np.float64]
    cost: NDArray[np.float64]

    @property
    def trials(self) -> int:
        """Number of trials."""
        return int(self.totals.shape[1])

    def of_series(self, number: int) -> NDArray[np.int32]:
        """Return a watched series, shape (weeks, trials).

        Raises
        ------
        KeyError
            The series was not watched.
        """
        places = np.flatnonzero(self.watched == number)
        if places.size == 0:
            raise KeyError(number)
        series: NDArray[np.int32] = self.weekly[int(places[0])]
        return series


def index_of(network: Network) -> SeriesIndex:
    """Return which number each series of a network has."""
    return SeriesIndex(len(network.stages), len(network.roles), len(network.channels))


def memory_needed(network: Network, trials: int, watched: int) -> int:
    """Return the bytes that a run will take, in thousands precise enough for a limit."""
    per_trial = 4 * watched * network.weeks + 8 * index_of(network).count + 16 * network.weeks
    per_trial += 8 * len(network.steps)
    kinds = len(network.channels) * (network.returns + 1)
    places = sum(step.places for step in network.steps)
    oldest = max((leads.weeks for leads in network.opening), default=0)
    room = kinds * (places * (2 * network.weeks + oldest) + len(network.stages) * network.weeks)
    room += index_of(network).count * network.weeks
    table = 8 * 257 * (257 + 16)
    at_once = (os.cpu_count() or 1) * min(trials, _piece_of(network))
    return trials * per_trial + 4 * room * at_once + _MOST_TABLES * table


def run_network(
    network: Network,
    *,
    trials: int,
    seed: int,
    first_trial: int = 0,
    watched: tuple[int, ...] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> NetworkRun:
    """Run a network.

    Parameters
    ----------
    network
        What is assumed.
    trials
        1 to 1,000,000.
    seed
        0 to 2**63 - 1; the same seed gives the same numbers on every machine.
    first_trial
        Number of the first trial, so that a large run can be cut.
    watched
        Numbers of the series that are wanted week by week; without, the leads that entered each
        stage and the queues of those that somebody works.
    threads
        How many at once; without, one for each processor. They change no number.
    progress, cancelled
        Called from the thread that called, with the trials done and wanted, and to ask whether
        to stop; it is asked at least every tenth of a second.

    Raises
    ------
    AssumptionError
        A number is out of range, or the run would take more than 250 MB; nothing was allocated.
    RunCancelledError
        It was cancelled.
    """
    require_whole("trials", trials, 1, TRIALS_LIMIT)
    require_whole("seed", seed, 0, SEED_LIMIT)
    require_whole("first_trial", first_trial, 0, SEED_LIMIT - trials)
    index = index_of(network)
    wanted = _usual(network, index) if watched is None else watched
    for number in wanted:
        require_whole("watched", number, 0, index.count - 1)
    _refuse_huge(network, trials, len(wanted))

    from simulation import weeks

    plan, slots = plan_of(network), slots_of(network)
    adding = Lock()
    spare: list[State] = []
    at_once = threads or os.cpu_count() or 1
    piece = min(_piece_of(network), -(-trials // at_once))
    rates = _rates(network, trials, seed, first_trial)
    result = NetworkRun(
        network=network,
        seed=seed,
        first_trial=first_trial,
        index=index,
        watched=np.array(wanted, np.int64),
        weekly=np.empty((len(wanted), network.weeks, trials), np.int32),
        totals=np.empty((index.count, trials), np.int64),
        sums=np.zeros((index.count, network.weeks), np.int64),
        revenue=np.empty((network.weeks, trials)),
        cost=np.empty((network.weeks, trials)),
    )

    def work(begin: int) -> int:
        end = min(begin + piece, trials)
        # Memory that was used already: every fresh page would cost a fault.
        state = spare.pop() if spare and end - begin == piece else None
        if state is None:
            state = _state(network, plan, end - begin)
        else:
            _begin_anew(state, plan)
        totals = np.zeros((index.count, end - begin), np.int64)
        sums = np.empty((index.count, network.weeks), np.int64)
        revenue = np.empty((network.weeks, end - begin))
        cost = np.zeros((network.weeks, end - begin))
        weeks.run(
            plan,
            slots,
            state,
            np.uint64(seed),
            np.uint64(first_trial + begin),
            np.ascontiguousarray(rates[:, begin:end]),
            totals,
            sums,
            revenue,
            cost,
        )
        for place, number in enumerate(result.watched):
            result.weekly[place, :, begin:end] = state.series[number]
        result.totals[:, begin:end] = totals
        result.revenue[:, begin:end] = revenue
        result.cost[:, begin:end] = cost
        with adding:
            np.add(result.sums, sums, out=result.sums)
        if end - begin == piece:
            spare.append(state)
        return end - begin

    _in_pieces(work, trials, piece, at_once, progress, cancelled)
    for array in (result.weekly, result.totals, result.sums, result.revenue, result.cost):
        array.flags.writeable = False
    return result


def _piece_of(network: Network) -> int:
    """Return how many trials are run at once: fewer of a large network, so that it stops soon."""
    draws = sum(
        1 if isinstance(step.delay, GeometricDelay) else len(step.delay.weights)
        for step in network.steps
    )
    kinds = len(network.channels) * (network.returns + 1)
    work = network.weeks * kinds * (draws + sum(step.places for step in network.steps))
    return max(32, min(_LARGEST_PIECE, _WORK_OF_PIECE // work))


def _in_pieces(
    work: Callable[[int], int],
    trials: int,
    piece: int,
    at_once: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    done = 0
    begins = iter(range(0, trials, piece))
    with ThreadPoolExecutor(at_once, thread_name_prefix="simulation") as pool:
        running = {pool.submit(work, begin) for begin in islice(begins, at_once)}
        while running:
            finished, running = wait(running, timeout=0.05, return_when=FIRST_COMPLETED)
            if cancelled is not None and cancelled():
                wait(running)
                raise RunCancelledError
            for future in finished:
                done += future.result()
                following = next(begins, None)
                if following is not None:
                    running.add(pool.submit(work, following))
            if progress is not None and finished:
                progress(done, trials)


def _usual(network: Network, index: SeriesIndex) -> tuple[int, ...]:
    queues = (index.step(number, "queue") for number, step in enumerate(network.steps) if step.work)
    return (*(index.entered(stage) for stage in range(len(network.stages))), *queues)


def _refuse_huge(network: Network, trials: int, watched: int) -> None:
    needed = memory_needed(network, trials, watched)
    if needed > MEMORY_LIMIT:
        raise AssumptionError(
            "trials",
            trials,
            "small enough",
            f"{trials:,} trials of {network.weeks} weeks with {watched} weekly series would take "
            f"{needed / 1e6:,.0f} MB; at most {MEMORY_LIMIT / 1e6:,.0f} MB are allowed. Take fewer "
            "trials, weeks or series, or run them in several parts.",
        )


def _rates(network: Network, trials: int, seed: int, first_trial: int) -> NDArray[np.float64]:
    """Return the rate of each step in each trial, shape (steps, trials)."""
    from simulation import draws

    rates = np.empty((len(network.steps), trials))
    for number, step in enumerate(network.steps):
        rate = step.conversion.rate
        if isinstance(rate, FixedRate):
            rates[number] = rate.value
            continue
        slot = np.uint64(slot_of(network.stages[number].key, "rate"))
        # Compiled functions hand a plain number back, which as an argument would be a signed one.
        key = np.uint64(draws.stream_key(np.uint64(seed), np.uint64(0), slot))
        shapes = float(rate.alpha), float(rate.beta)
        draws.draw_rates(*shapes, key, np.uint64(first_trial), rates[number])
    return rates


def slots_of(network: Network) -> Slots:
    """Return the slots of all draws of a network."""
    from simulation.weeks import Slots

    before_last = network.stages[:-1]
    by_step = [
        [
            [slot_of(stage.key, purpose, channel=channel.key) for channel in network.channels]
            for stage in before_last
        ]
        for purpose in ("conversion", "delay", "nurture", "back", "abandon", "opening")
    ]
    arrival = [
        slot_of(network.stages[channel.enters].key, "arrivals", channel=channel.key)
        for channel in network.channels
    ]
    leaving = [
        slot_of(role.key, "leaving", block=number)
        for role in network.roles
        for number in range(len(role.staff))
    ]
    return Slots(
        by_step=np.array(by_step, np.uint64),
        picked=np.array([slot_of(stage.key, "picked") for stage in before_last], np.uint64),
        arrival=np.array(arrival, np.uint64),
        leaving=np.array(leaving, np.uint64),
        value=np.array([slot_of(network.stages[-1].key, "value")], np.uint64),
    )


def plan_of(network: Network) -> Plan:
    """Return a network as the arrays that the kernel runs."""
    from simulation import weeks

    horizon = network.weeks
    groups = [(number, group) for number, role in enumerate(network.roles) for group in role.staff]
    tables = [
        () if isinstance(step.delay, GeometricDelay) else step.delay.hazards()
        for step in network.steps
    ]
    backs = [() if step.nurture is None else step.nurture.delay.hazards() for step in network.steps]
    open_leads = [
        (leads.stage, leads.channel, leads.weeks, leads.count) for leads in network.opening
    ]
    rate_table, exit_table, reached, guide = _binomial_tables(network)
    return weeks.Plan(
        weeks=horizon,
        returns=network.returns,
        oldest=max((leads.weeks for leads in network.opening), default=0),
        value_mean=float(network.value.mean),
        value_spread=_spread(network.value.variation),
        steps=_steps(network, tables, backs),
        channels=np.array([_channel(channel) for channel in network.channels], weeks.CHANNEL),
        groups=np.array(
            [
                (number, group.people, group.from_week, group.weekly_leaving)
                for number, group in groups
            ],
            weeks.GROUP,
        ),
        roles=np.array(
            [(role.weekly_cost, role.hiring_cost) for role in network.roles], weeks.ROLE
        ),
        volume=np.array([_volume(channel.volume, horizon) for channel in network.channels]),
        odds=np.array(
            [channel.odds or (1.0,) * len(network.steps) for channel in network.channels],
            np.float64,
        ),
        hazard=_table(tables),
        back_hazard=_table(backs),
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
        open_leads=np.array(open_leads, np.int64).reshape(len(open_leads), 4),
        rate_table=rate_table,
        exit_table=exit_table,
        reached=reached,
        guide=guide,
    )


def _binomial_tables(
    network: Network,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int16]]:
    """Tabulate the binomials of all chances that are the same in every trial."""
    from simulation import draws

    numbers: dict[float, int] = {}

    def number_of(chance: float) -> int:
        if len(numbers) == _MOST_TABLES:
            return numbers.get(chance, -1)
        return numbers.setdefault(chance, len(numbers))

    rate_table = np.full((len(network.steps), len(network.channels)), -1, np.int64)
    exit_table = np.full(len(network.steps), -1, np.int64)
    for step, passage in enumerate(network.steps):
        if isinstance(passage.delay, GeometricDelay):
            exit_table[step] = number_of(float(passage.delay.weekly_exit))
        rate = passage.conversion.rate
        if isinstance(rate, FixedRate):
            for place, channel in enumerate(network.channels):
                odds = float(channel.odds[step]) if channel.odds else 1.0
                chance = draws.chance_of_try(float(rate.value), odds, passage.tries.most)
                rate_table[step, place] = number_of(chance)
    size = draws.TABLE_COUNTS
    reached = np.zeros((max(len(numbers), 1), size, size))
    guide = np.zeros((max(len(numbers), 1), size, draws.GUIDES), np.int16)
    for chance, number in numbers.items():
        draws.fill_binomial_table(chance, reached[number], guide[number])
    return rate_table, exit_table, reached, guide


def _steps(
    network: Network, tables: list[tuple[float, ...]], backs: list[tuple[float, ...]]
) -> NDArray[np.void]:
    from simulation import weeks

    numbers = {role.key: number for number, role in enumerate(network.roles)}
    rows = np.zeros(len(network.steps), weeks.STEP)
    taken = 0
    for row, step, table, back in zip(rows, network.steps, tables, backs, strict=True):
        row["tries"] = step.tries.most
        row["wait"] = step.tries.wait_weeks
        row["retries_first"] = step.tries.retries_first
        row["first_place"] = taken if step.places else -1
        taken += step.places
        row["role"] = -1
        row["units"] = weeks.MILLI
        row["decay"] = 1.0
        if step.work is not None:
            row["role"] = numbers[step.work.role]
            row["units"] = round(weeks.MILLI * step.work.units)
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


def _channel(channel: Channel) -> tuple[int, int, float, float]:
    from simulation import weeks

    kind, dispersion = weeks.EXACT, 1.0
    if isinstance(channel.volume, RandomVolume):
        kind = weeks.POISSON
        if channel.volume.dispersion is not None:
            kind, dispersion = weeks.NEGATIVE_BINOMIAL, channel.volume.dispersion
    return channel.enters, kind, dispersion, channel.cost_per_lead


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
    from simulation.draws import log1p

    return float(np.sqrt(log1p(float(variation * variation))))


def _table(rows: list[tuple[float, ...]]) -> NDArray[np.float64]:
    table = np.zeros((len(rows), max(1, *(len(row) for row in rows))))
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _state(network: Network, plan: Plan, trials: int) -> State:
    """Return trials before their first week: nobody anywhere, and the people who are there."""
    from simulation import weeks

    channels, steps = len(network.channels), len(network.steps)
    kinds = channels * (network.returns + 1)
    places = sum(step.places for step in network.steps)
    roles = len(network.roles)

    def counts(*shape: int) -> NDArray[np.int32]:
        return np.zeros((*shape, trials), np.int32)

    state = weeks.State(
        queue=counts(places, network.weeks + plan.oldest, kinds),
        waiting=counts(2, places),
        due=counts(steps + 1, network.weeks, kinds),
        again=counts(places, network.weeks, kinds),
        pool=counts(2, steps, kinds),
        at_stage=counts(5, kinds),
        chance=np.empty((steps, channels, trials)),
        people=counts(plan.groups.size),
        units=np.zeros((max(roles, 1), trials), np.int64),
        left_over=np.zeros((max(roles, 1), trials)),
        series=counts(index_of(network).count, network.weeks),
        terms=np.empty(_room_for_terms(network, plan)),
    )
    _people_begin(state, plan)
    return state


def _begin_anew(state: State, plan: Plan) -> None:
    """Empty a state that other trials have been through."""
    for name, array in state._asdict().items():
        if name not in ("chance", "terms"):
            array.fill(0)
    _people_begin(state, plan)


def _people_begin(state: State, plan: Plan) -> None:
    from simulation import weeks

    state.waiting[weeks.OLDEST] = plan.oldest
    state.people[:] = plan.groups["people"][:, np.newaxis]


def _room_for_terms(network: Network, plan: Plan) -> int:
    from simulation.draws import terms_size

    most = plan.volume.sum() + sum(leads.count for leads in network.opening)
    variance = 0.25 * min(most + 12.0 * np.sqrt(most + 1.0), 1e7)
    for channel, means in zip(network.channels, plan.volume, strict=True):
        if isinstance(channel.volume, RandomVolume) and channel.volume.dispersion is not None:
            # Its tail falls like an exponential of about this length.
            length = 1.0 + means.max() / channel.volume.dispersion
            variance = max(variance, 36.0 * length * length)
    return min(terms_size(float(variance)), _MOST_TERMS)
