"""Which rate to learn better: how much narrower the forecast would be."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import BetaRate, require_whole
from simulation.measures import CLIENTS
from simulation.questions.asking import Draws, Steps, outcomes_of
from simulation.randomness import slot_of
from simulation.rates import drawn_rates, rate_drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.measures import Measure
    from simulation.network import Network

LEADS_MOST: Final = 1_000_000
_FUTURES: Final = 24
_FEWEST: Final = 16
"""Trials of a future; of fewer a variance says nothing."""


@dataclass(frozen=True, slots=True)
class Learning:
    """What knowing one rate better is worth to the forecast.

    Parameters
    ----------
    step
        Index of the step.
    sd
        Standard deviation of the outcome as things are.
    sd_after
        The same after so many more leads have been seen to pass this step or not: root of the mean
        variance over what might be seen.
    sd_known
        The same if the rate were known exactly.
    """

    step: int
    sd: float
    sd_after: float
    sd_known: float


def value_of_learning(
    network: Network,
    *,
    leads: int = 200,
    measure: Measure = CLIENTS,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Learning, ...]:
    """Return for each uncertain rate how much narrower the forecast gets by learning it.

    Futures are drawn: a true rate from what is believed now, evenly over its quantiles, and what
    would be seen of so many leads. Each gives a belief to forecast with. What counts is the mean
    variance over the futures; a single one may well be wider than today's. A run is of all futures,
    and each has trials of its own: no luck is the same in all of them, so few trials do.

    Parameters
    ----------
    network, measure
        What is assumed, and of what the width is; without, clients.
    leads
        How many more leads are seen at the step, 1 to 1,000,000.
    draws
        The trials of each run, divided among 24 futures; without, 2,400 of seed 1.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.

    Returns
    -------
    tuple of Learning
        The one that narrows the forecast most by ``leads`` more leads first.
    """
    from scipy import stats

    require_whole("leads", leads, 1, LEADS_MOST)
    draws = Draws(2_400) if draws is None else draws
    uncertain = [
        (number, step.conversion.rate)
        for number, step in enumerate(network.steps)
        if isinstance(step.conversion.rate, BetaRate)
    ]
    steps = Steps(1 + 2 * len(uncertain), progress, cancelled)
    each = max(draws.trials // _FUTURES, _FEWEST)
    draws = replace(draws, trials=_FUTURES * each)
    as_is = drawn_rates(network, draws.trials, draws.seed, draws.first_trial)

    def sd_with(rates: NDArray[np.float64]) -> float:
        outcomes = outcomes_of(network, measure, draws, steps, rates=rates)
        return math.sqrt(outcomes.reshape(_FUTURES, each).var(axis=1, ddof=1).mean())

    now = sd_with(as_is)
    found = []
    for number, belief in uncertain:
        after, known = as_is.copy(), as_is.copy()
        seen_shares = _shares(network, number, draws.seed)
        for future in range(_FUTURES):
            begin = future * each
            place = (future + 0.5) / _FUTURES
            truth = float(stats.beta.ppf(place, belief.alpha, belief.beta))
            seen = int(stats.binom.ppf(seen_shares[future], leads, truth))
            learnt = BetaRate(belief.alpha + seen, belief.beta + leads - seen)
            known[number, begin : begin + each] = truth
            after[number, begin : begin + each] = rate_drawn(
                network.stages[number], learnt, each, draws.seed, draws.first_trial + begin
            )
        found.append(Learning(number, now, sd_with(after), sd_with(known)))
    return tuple(sorted(found, key=lambda one: one.sd_after))


def _shares(network: Network, number: int, seed: int) -> NDArray[np.float64]:
    # Importing the kernel brings Numba, so it waits until something runs.
    from simulation.kernel import keyed

    slot = np.uint64(slot_of(network.stages[number].key, "learning"))
    shares = np.empty(_FUTURES)
    key = np.uint64(keyed.stream_key(np.uint64(seed), np.uint64(0), slot))
    keyed.fill_uniforms(key, np.uint64(0), shares)
    return shares
