"""What matters: one input at a time, and shares of the variance (Sobol indices).

References
----------
Saltelli et al.: Variance based sensitivity analysis of model output, Computer Physics
Communications 181, 2010. Jansen: Analysis of variance designs for model output, Computer Physics
Communications 117, 1999 (the estimator of the total index).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
        Difference to the network as it is, on the same draws.
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

    Parameters
    ----------
    network
        What is assumed.
    measure
        Of what; without, clients.
    levers
        Which inputs; without, all.
    draws
        The trials; without, 2,000 of seed 1. All runs share them.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.
    """
    draws = Draws() if draws is None else draws
    wanted = levers_of(network) if levers is None else levers
    steps = Steps(1 + 2 * len(wanted), progress, cancelled)
    as_is = outcomes_of(network, measure, draws, steps)
    bars = []
    for lever in wanted:
        low, high = _ends_of(network, lever)
        down, up = (
            difference_of(as_is, outcomes_of(_moved(network, lever, end), measure, draws, steps))
            for end in (low, high)
        )
        bars.append(Bar(lever, low, high, down, up))
    return tuple(sorted(bars, key=lambda bar: -bar.reach))


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
        return max(lowest, value - step), value + step
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
    half the mean square of what changes where A's rate is replaced by B's. Chance is an input like
    any other: another trial number.

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
    steps = Steps(3 + 2 * len(uncertain), progress, cancelled)
    first, second = (_sample(network, draws, name) for name in ("A", "B"))
    elsewhere = replace(draws, first_trial=draws.first_trial + draws.trials)

    def run(rates: NDArray[np.float64], where: Draws) -> NDArray[np.float64]:
        return outcomes_of(network, measure, where, steps, rates=rates)

    base, other = run(first, draws), run(second, elsewhere)
    variance = float(np.var(np.concatenate((base, other))))
    found = []
    for number in uncertain:
        mixed = second.copy()
        mixed[number] = first[number]
        swapped = first.copy()
        swapped[number] = second[number]
        found.append(
            Influence(
                number,
                _covariance_share(base, run(mixed, elsewhere), other, variance),
                _jump_share(base, run(swapped, draws), variance),
            )
        )
    found.sort(key=lambda one: -one.total.share)
    # The same luck with the other rates, and other luck with the same rates.
    same_luck, other_luck = run(second, draws), run(first, elsewhere)
    chance = Influence(
        None,
        _covariance_share(base, same_luck, other, variance),
        _jump_share(base, other_luck, variance),
    )
    return (*found, chance)


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


def _covariance_share(
    base: NDArray[np.float64],
    mixed: NDArray[np.float64],
    other: NDArray[np.float64],
    variance: float,
) -> Index:
    """Return the first-order index: what ``mixed`` has in common with ``base``."""
    return _share_of(base * (mixed - other), variance)


def _jump_share(base: NDArray[np.float64], swapped: NDArray[np.float64], variance: float) -> Index:
    return _share_of(0.5 * (swapped - base) ** 2, variance)


def _share_of(terms: NDArray[np.float64], variance: float) -> Index:
    """Return the mean of terms as a share of the variance, its error from the means of batches."""
    if variance == 0.0:
        return Index(0.0, 0.0)
    batches = [float(part.mean()) for part in np.array_split(terms, min(_BATCHES, terms.size))]
    error = float(np.std(batches, ddof=1)) / math.sqrt(len(batches)) if len(batches) > 1 else 0.0
    return Index(float(terms.mean()) / variance, error / variance)
