"""Running a network: its arrays, its trials in pieces on several threads, and what comes back.

Trials are run in pieces whose results are added up, so memory does not grow with the trials but
for one row of sums each. Draws are keyed by trial, so neither the pieces nor the threads change a
number.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import AssumptionError, require_whole
from simulation.delays import GeometricDelay
from simulation.kernel.plan import (
    begin_anew,
    plan_of,
    slots_of,
    state_of,
    weeks_of_wait,
    weeks_on_the_way,
)
from simulation.kernel.tables import MOST_BYTES
from simulation.network import Network
from simulation.randomness import SEED_LIMIT
from simulation.rates import check_rates, drawn_rates
from simulation.series import SeriesIndex, index_of
from simulation.volumes import RandomVolume

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.kernel.layout import Outcome, State
    from simulation.volumes import Volume

TRIALS_LIMIT: Final = 1_000_000
MEMORY_LIMIT: Final = 250_000_000
"""Bytes that a run may take; a larger one is refused before anything is allocated."""
_LARGEST_PIECE: Final = 2016
_LARGEST_PIECE_OF_A_WEEK: Final = 16_384
_ROOM_OF_PIECE: Final = 20_000_000
_DRAWS_OF_A_WEEK: Final = 400_000
_TABULATED: Final = 512


class RunCancelledError(Exception):
    """The run was stopped before its end; nothing of it is left."""


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
    totalled
        Numbers of the series in ``totals``, int64.
    totals
        Shape (totalled, trials), int64: sums over the weeks; of queues the last week's.
    sums
        Shape (series, weeks), int64: sums over the trials.
    money
        Shape (2, trials), float64: revenue and cost of all weeks.
    weekly_money
        Shape (2, weeks, trials), float64, or (2, 0, trials) where nobody asked for it.
    """

    network: Network
    seed: int
    first_trial: int
    index: SeriesIndex
    watched: NDArray[np.int64]
    weekly: NDArray[np.int32]
    totalled: NDArray[np.int64]
    totals: NDArray[np.int64]
    sums: NDArray[np.int64]
    money: NDArray[np.float64]
    weekly_money: NDArray[np.float64]

    @property
    def trials(self) -> int:
        """Number of trials."""
        return int(self.weekly.shape[2])

    @property
    def revenue(self) -> NDArray[np.float64]:
        """Revenue by week, shape (weeks, trials); without weeks where nobody asked for them."""
        part: NDArray[np.float64] = self.weekly_money[0]
        return part

    @property
    def cost(self) -> NDArray[np.float64]:
        """Cost by week, shape (weeks, trials); without weeks where nobody asked for them."""
        part: NDArray[np.float64] = self.weekly_money[1]
        return part

    @property
    def total_revenue(self) -> NDArray[np.float64]:
        """Revenue of all weeks, shape (trials,)."""
        part: NDArray[np.float64] = self.money[0]
        return part

    @property
    def total_cost(self) -> NDArray[np.float64]:
        """Cost of all weeks, shape (trials,)."""
        part: NDArray[np.float64] = self.money[1]
        return part

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

    def total_of(self, number: int) -> NDArray[np.int64]:
        """Return a totalled series, shape (trials,).

        Raises
        ------
        KeyError
            The series was not totalled.
        """
        places = np.flatnonzero(self.totalled == number)
        if places.size == 0:
            raise KeyError(number)
        total: NDArray[np.int64] = self.totals[int(places[0])]
        return total


def memory_needed(
    network: Network, trials: int, watched: int, totalled: int, *, weekly_money: bool = True
) -> int:
    """Return about how many bytes a run will take, near enough for a limit."""
    per_trial = 4 * watched * network.weeks + 8 * totalled + 16
    per_trial += 16 * network.weeks if weekly_money else 0
    per_trial += 8 * len(network.steps)
    at_once = (os.cpu_count() or 1) * min(trials, _piece_of(network))
    return trials * per_trial + _room_of(network) * at_once + MOST_BYTES


def _room_of(network: Network) -> int:
    """Return the bytes that a trial takes while it runs."""
    kinds = len(network.channels) * (network.returns + 1)
    places = sum(step.places for step in network.steps)
    oldest = max((leads.weeks for leads in network.opening), default=0)
    room = kinds * places * (network.weeks + oldest + weeks_of_wait(network))
    room += kinds * len(network.stages) * weeks_on_the_way(network)
    return 4 * (room + index_of(network).count)


def run_network(
    network: Network,
    *,
    trials: int,
    seed: int,
    first_trial: int = 0,
    watched: tuple[int, ...] | None = None,
    totalled: tuple[int, ...] | None = None,
    weekly_money: bool = True,
    rates: NDArray[np.float64] | None = None,
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
    totalled
        Numbers of the series whose sums are wanted for each trial; without, all of them.
    weekly_money
        Whether revenue and cost are wanted week by week, and not only their sums: for many trials
        of many weeks that is most of the memory.
    rates
        Shape (steps, trials): the rate of each step in each trial, in [0, 1], in place of those
        that would be drawn.
    threads
        How many at once; without, one for each processor. They change no number.
    progress, cancelled
        Called from the thread that called, with the trials done and wanted, and to ask whether
        to stop; it is asked at least every tenth of a second.

    Raises
    ------
    AssumptionError
        A number is out of range, or the run would take more than 250 MB; nothing was allocated. Or
        people work, or leads wait, more in one week than can be counted, which only a run tells.
    RunCancelledError
        It was cancelled.
    """
    require_whole("trials", trials, 1, TRIALS_LIMIT)
    require_whole("seed", seed, 0, SEED_LIMIT)
    require_whole("first_trial", first_trial, 0, SEED_LIMIT - trials)
    index = index_of(network)
    wanted = _usual(network, index) if watched is None else watched
    summed = tuple(range(index.count)) if totalled is None else totalled
    for name, numbers in (("watched", wanted), ("totalled", summed)):
        for number in numbers:
            require_whole(name, number, 0, index.count - 1)
    needed = memory_needed(network, trials, len(wanted), len(summed), weekly_money=weekly_money)
    _refuse_huge(network, trials, len(wanted), needed)

    from simulation.kernel import layout, weeks

    plan, slots = plan_of(network), slots_of(network)
    if rates is None:
        rates = drawn_rates(network, trials, seed, first_trial)
    else:
        rates = np.ascontiguousarray(rates)
        check_rates(rates, (len(network.steps), trials))
        plan = plan._replace(rate_table=np.zeros_like(plan.rate_table))
    adding = Lock()
    spare: list[State] = []
    at_once = threads or os.cpu_count() or 1
    # As many pieces for each thread, so that none of them waits for the last one.
    rounds = -(-trials // (at_once * _piece_of(network)))
    piece = -(-trials // (at_once * rounds))
    result = NetworkRun(
        network=network,
        seed=seed,
        first_trial=first_trial,
        index=index,
        watched=np.array(wanted, np.int64),
        weekly=np.empty((len(wanted), network.weeks, trials), np.int32),
        totalled=np.array(summed, np.int64),
        totals=np.zeros((len(summed), trials), np.int64),
        sums=np.zeros((index.count, network.weeks), np.int64),
        money=np.zeros((2, trials)),
        weekly_money=np.empty((2, network.weeks if weekly_money else 0, trials)),
    )
    outcome = _outcome_of(result)

    def work(begin: int) -> int:
        end = min(begin + piece, trials)
        # Memory that was used already: every fresh page would cost a fault.
        state = spare.pop() if spare and end - begin == piece else None
        if state is None:
            state = state_of(network, plan, end - begin)
        else:
            begin_anew(state, plan)
        sums = np.zeros((index.count, network.weeks), np.int64)
        weeks.run(
            plan,
            slots,
            state,
            outcome,
            np.uint64(seed),
            np.uint64(first_trial + begin),
            begin,
            rates,
            sums,
        )
        with adding:
            np.add(result.sums, sums, out=result.sums)
        if end - begin == piece:
            spare.append(state)
        return end - begin

    def stop() -> None:
        outcome.stop[0] = layout.CANCELLED

    _in_pieces(work, trials, piece, at_once, progress, cancelled, stop)
    if outcome.stop[0] == layout.UNCOUNTED:
        raise AssumptionError(
            "Work.units",
            "too small for so much work",
            "larger",
            f"More than {layout.MOST_COUNTED // layout.MILLI:,} units of work in one week, or as "
            "many lead-weeks of wait a thousandfold, cannot be counted. Take larger units, such as "
            "hours for minutes, or fewer leads.",
        )
    for array in (result.weekly, result.totals, result.sums, result.money, result.weekly_money):
        array.flags.writeable = False
    return result


def _piece_of(network: Network) -> int:
    """Return how many trials are run at once.

    Fewer of a large network: a run is asked to stop before each week of them, and their leads
    should fit the memory and be near.
    """
    draws = sum(
        1 if isinstance(step.delay, GeometricDelay) else len(step.delay.weights)
        for step in network.steps
    )
    kinds = len(network.channels) * (network.returns + 1)
    of_week = kinds * (draws + sum(step.places for step in network.steps))
    most = max(_most_in_a_week(channel.volume, network.weeks) for channel in network.channels)
    if most > _TABULATED:
        # Drawn without a table, and that takes as long as the count varies.
        of_week *= int(math.sqrt(most))
    largest = max(_LARGEST_PIECE, _LARGEST_PIECE_OF_A_WEEK // network.weeks)
    return max(32, min(largest, _DRAWS_OF_A_WEEK // of_week, _ROOM_OF_PIECE // _room_of(network)))


def _most_in_a_week(volume: Volume, weeks: int) -> float:
    """Return how many leads a channel brings in its largest week, on average."""
    counts = volume.means(weeks) if isinstance(volume, RandomVolume) else volume.weekly
    return float(max(counts, default=0))


def _in_pieces(
    work: Callable[[int], int],
    trials: int,
    piece: int,
    at_once: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
    stop: Callable[[], None],
) -> None:
    done = 0
    begins = iter(range(0, trials, piece))
    with ThreadPoolExecutor(at_once, thread_name_prefix="simulation") as pool:
        running = {pool.submit(work, begin) for begin in islice(begins, at_once)}
        while running:
            finished, running = wait(running, timeout=0.05, return_when=FIRST_COMPLETED)
            if cancelled is not None and cancelled():
                stop()
                wait(running)
                raise RunCancelledError
            for future in finished:
                done += future.result()
                following = next(begins, None)
                if following is not None:
                    running.add(pool.submit(work, following))
            if progress is not None and finished:
                progress(done, trials)


def _outcome_of(result: NetworkRun) -> Outcome:
    """Return the arrays of a result for the kernel to fill."""
    from simulation.kernel.layout import Outcome

    return Outcome(
        watched=result.watched,
        weekly=result.weekly,
        totalled=result.totalled,
        totals=result.totals,
        money=result.money,
        weekly_money=result.weekly_money,
        stop=np.zeros(1, np.int64),
    )


def _usual(network: Network, index: SeriesIndex) -> tuple[int, ...]:
    queues = (index.step(number, "queue") for number, step in enumerate(network.steps) if step.work)
    return (*(index.entered(stage) for stage in range(len(network.stages))), *queues)


def _refuse_huge(network: Network, trials: int, watched: int, needed: int) -> None:
    if needed > MEMORY_LIMIT:
        raise AssumptionError(
            "trials",
            trials,
            "small enough",
            f"{trials:,} trials of {network.weeks} weeks with {watched} weekly series would take "
            f"{needed / 1e6:,.0f} MB; at most {MEMORY_LIMIT / 1e6:,.0f} MB are allowed. Take fewer "
            "trials, weeks or series, or run them in several parts.",
        )
