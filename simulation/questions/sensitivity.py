"""What matters: one input at a time, and shares of the variance (Sobol indices).

References
----------
Saltelli et al.: Variance based sensitivity analysis of model output, Computer Physics
Communications 181, 2010. Jansen: Analysis of variance designs for model output, Computer Physics
Communications 117, 1999 (the estimator of the total index).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import BetaRate, FixedRate
from simulation.levers import Input, Lever, levers_of, limits_of, value_of, with_value
from simulation.measures import CLIENTS
from simulation.questions.asking import Draws, Steps, outcomes_of
from simulation.questions.comparing import Difference, difference_of
from simulation.randomness import slot_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.measures import Measure
    from simulation.network import Network

_BATCHES: Final = 20
_SHARE: Final = 0.1
_FIRST_PART: Final = 128
"""Trials of which the spread of a difference can be told."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What moving one input down and up does, with everything else as it is.

    Parameters
    ----------
    lever
        The input.
    low, high
        The values it was moved to: P10 and P90 of a rate with evidence, else a tenth less and more.
    down, up
        Difference to the network as it is, on the same draws; its interval says how far the
        trials tell.
    """

    lever: Lever
    low: float
    high: float
    down: Difference
    up: Difference

    @property
    def reach(self) -> float:
        """How far apart the means at both ends are."""
        return abs(self.up.spread.mean - self.down.spread.mean)


def tornado(
    network: Network,
    *,
    measure: Measure = CLIENTS,
    levers: tuple[Lever, ...] | None = None,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Bar, ...]:
    """Move each input down and up alone and return what that does, the widest first.

    Trials are run in parts, and an input that is known well enough is left out of the next ones:
    once the standard error of both its ends is no larger than the widest bar's will be after all
    trials. Most inputs move little, so that their first part tells. The widest bar, and whichever
    is as unsure, comes to what a single run of all trials gives.

    Parameters
    ----------
    network
        What is assumed.
    measure
        Of what; without, clients.
    levers
        Which inputs; without, all.
    draws
        The most trials that an input gets; without, 2,000 of seed 1. All inputs share them.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.
    """
    draws = Draws() if draws is None else draws
    parts = _parts_of(draws)
    moved = [
        _BothEnds(network, lever, *_ends_of(network, lever))
        for lever in (levers_of(network) if levers is None else levers)
    ]
    steps = Steps(len(parts) * (1 + 2 * len(moved)), progress, cancelled)
    as_is, unsure, bars = np.empty(0), moved, []
    for number, part in enumerate(parts, 1):
        as_is = np.append(as_is, outcomes_of(network, measure, part, steps))
        for one in unsure:
            one.run(measure, part, steps)
        bars = [one.bar(as_is) for one in moved]
        enough = _error_after_all(bars, moved, draws.trials)
        unsure = [
            one
            for one, bar in zip(moved, bars, strict=True)
            # Whoever was left out of a part lacks its trials in the next.
            if _error_of(bar) > enough and one.down.size == as_is.size
        ]
        if not unsure:
            break
        steps.whole = steps.done + (len(parts) - number) * (1 + 2 * len(unsure))
    return tuple(sorted(bars, key=lambda bar: -bar.reach))


def _error_of(bar: Bar) -> float:
    return max(bar.down.spread.standard_error, bar.up.spread.standard_error)


def _error_after_all(bars: list[Bar], moved: list[_BothEnds], trials: int) -> float:
    """Return the standard error that the widest bar will have once all trials are run."""
    if not bars:
        return 0.0
    widest, one = max(zip(bars, moved, strict=True), key=lambda pair: pair[0].reach)
    return _error_of(widest) * math.sqrt(one.down.size / trials)


def _parts_of(draws: Draws) -> list[Draws]:
    """Return trials in parts, each of which doubles what is there."""
    ends = [0]
    while ends[-1] < draws.trials:
        ends.append(min(max(_FIRST_PART, 2 * ends[-1]), draws.trials))
    return [
        replace(draws, trials=end - begin, first_trial=draws.first_trial + begin)
        for begin, end in pairwise(ends)
    ]


@dataclass(slots=True)
class _BothEnds:
    """A network with a lever at each of its ends, and what came of it so far."""

    network: Network
    lever: Lever
    low: float
    high: float
    down: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    up: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def run(self, measure: Measure, draws: Draws, steps: Steps) -> None:
        """Run further trials of both ends."""
        at_low, at_high = (
            outcomes_of(_moved(self.network, self.lever, end), measure, draws, steps)
            for end in (self.low, self.high)
        )
        self.down, self.up = np.append(self.down, at_low), np.append(self.up, at_high)

    def bar(self, as_is: NDArray[np.float64]) -> Bar:
        """Return the differences to the network as it is, in the trials that both were run in."""
        same = as_is[: self.down.size]
        return Bar(
            self.lever,
            self.low,
            self.high,
            difference_of(same, self.down),
            difference_of(same, self.up),
        )


def _ends_of(network: Network, lever: Lever) -> tuple[float, float]:
    value = value_of(network, lever)
    if lever.what is Input.RATE:
        rate = network.steps[lever.place].conversion.rate
        if isinstance(rate, BetaRate):
            from scipy import stats

            low, high = (float(stats.beta.ppf(q, rate.alpha, rate.beta)) for q in (0.1, 0.9))
            return low, high
    lowest, highest = limits_of(network, lever)
    if lever.is_whole:
        step = max(1, round(_SHARE * value))
        return max(lowest, value - step), min(highest, value + step)
    return max(lowest, (1.0 - _SHARE) * value), min(highest, (1.0 + _SHARE) * value)


def _moved(network: Network, lever: Lever, value: float) -> Network:
    """Return the network with a lever at an end; a rate is known to be just that."""
    moved = with_value(network, lever, int(value) if lever.is_whole else value)
    if lever.what is Input.RATE:
        step = moved.steps[lever.place]
        known = replace(step, conversion=replace(step.conversion, rate=FixedRate(value)))
        return replace(
            moved, steps=(*moved.steps[: lever.place], known, *moved.steps[lever.place + 1 :])
        )
    return moved


@dataclass(frozen=True, slots=True)
class Index:
    """A share of the outcome's variance with its Monte Carlo standard error."""

    share: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Influence:
    """How much of the outcome's variance an uncertain rate is behind.

    Parameters
    ----------
    step
        Index of the step; None for chance, the luck of single leads.
    first_order
        The variance that would go if it were known.
    total
        The variance that would be left if all else were known.
    """

    step: int | None
    first_order: Index
    total: Index


def influences(
    network: Network,
    *,
    measure: Measure = CLIENTS,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Influence, ...]:
    """Return the Sobol indices of the uncertain rates, the largest total first, chance last.

    Two samples of all rates are drawn, A and B. The first-order index of a rate is the covariance
    of the outcome under A with the outcome under B in which that rate is A's; its total index is
    half the mean square of what that changes under B, so one run tells both. Chance is an input
    like any other: another trial number.

    Parameters
    ----------
    network, measure
        What is assumed, and of what the variance is; without, clients.
    draws
        The trials of each run; without, 4,000 of seed 1.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.

    Returns
    -------
    tuple of Influence
        Empty shares (0) where the outcome does not vary at all.
    """
    draws = Draws(4_000) if draws is None else draws
    uncertain = [
        number
        for number, step in enumerate(network.steps)
        if isinstance(step.conversion.rate, BetaRate)
    ]
    steps = Steps(3 + len(uncertain), progress, cancelled)
    first, second = (_sample(network, draws, name) for name in ("A", "B"))
    elsewhere = replace(draws, first_trial=draws.first_trial + draws.trials)

    def run(rates: NDArray[np.float64], where: Draws) -> NDArray[np.float64]:
        return outcomes_of(network, measure, where, steps, rates=rates)

    base, other = run(first, draws), run(second, elsewhere)
    both = np.concatenate((base, other))
    variance = float(np.var(both))
    # What all outcomes have in common says nothing, and would only add to the error.
    about = base - both.mean()

    def influence(step: int | None, mixed: NDArray[np.float64]) -> Influence:
        return Influence(
            step,
            _share_of(about * (mixed - other), variance),
            _share_of(0.5 * (mixed - other) ** 2, variance),
        )

    found = []
    for number in uncertain:
        rates = second.copy()
        rates[number] = first[number]
        found.append(influence(number, run(rates, elsewhere)))
    found.sort(key=lambda one: -one.total.share)
    # The luck of A with the rates of B.
    return (*found, influence(None, run(second, draws)))


def _sample(network: Network, draws: Draws, name: str) -> NDArray[np.float64]:
    """Return rates drawn for this question only, shape (steps, trials)."""
    from scipy import stats

    from simulation.kernel import keyed

    rates = np.empty((len(network.steps), draws.trials))
    for number, (stage, step) in enumerate(zip(network.stages, network.steps, strict=False)):
        rate = step.conversion.rate
        if not isinstance(rate, BetaRate):
            rates[number] = rate.value
            continue
        slot = np.uint64(slot_of(stage.key, f"influence {name}"))
        key = np.uint64(keyed.stream_key(np.uint64(draws.seed), np.uint64(0), slot))
        shares = np.empty(draws.trials)
        keyed.fill_uniforms(key, np.uint64(draws.first_trial), shares)
        rates[number] = stats.beta.ppf(shares, rate.alpha, rate.beta)
    return rates


def _share_of(terms: NDArray[np.float64], variance: float) -> Index:
    """Return the mean of terms as a share of the variance, its error from the means of batches."""
    if variance == 0.0:
        return Index(0.0, 0.0)
    batches = [float(part.mean()) for part in np.array_split(terms, min(_BATCHES, terms.size))]
    error = float(np.std(batches, ddof=1)) / math.sqrt(len(batches)) if len(batches) > 1 else 0.0
    return Index(float(terms.mean()) / variance, error / variance)
