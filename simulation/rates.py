"""The rates of a run: one for each step and trial, drawn once or given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import AssumptionError, FixedRate
from simulation.randomness import slot_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.assumptions import Rate, Stage
    from simulation.network import Network


_FEW_TRIALS: Final = 4_096


def check_rates(rates: NDArray[np.float64], shape: tuple[int, int]) -> None:
    """Refuse rates of another shape, and those that are none."""
    if rates.shape != shape or rates.dtype != np.float64:
        raise AssumptionError("rates", rates.shape, f"numbers in the shape {shape}")
    if not (np.isfinite(rates).all() and (rates >= 0.0).all() and (rates <= 1.0).all()):
        raise AssumptionError("rates", "one of them", "in [0, 1]")


def drawn_rates(
    network: Network, trials: int, seed: int, first_trial: int = 0
) -> NDArray[np.float64]:
    """Return the rate of each step in each trial as a run draws it, shape (steps, trials).

    Parameters
    ----------
    network
        Whose steps they are.
    trials, seed, first_trial
        As of the run: the same numbers give the same rates.
    """
    rates = np.empty((len(network.steps), trials))
    for row, stage, step in zip(rates, network.stages, network.steps, strict=False):
        row[:] = rate_drawn(stage, step.conversion.rate, trials, seed, first_trial)
    return rates


def rate_drawn(
    stage: Stage, rate: Rate, trials: int, seed: int, first_trial: int = 0
) -> NDArray[np.float64] | float:
    """Return what a run draws for the rate by which leads leave a stage.

    Parameters
    ----------
    stage
        The draws are keyed by it, and by nothing else of its network.
    rate
        Fixed, or a Beta.
    trials, seed, first_trial
        As of the run.

    Returns
    -------
    NDArray[np.float64] | float
        Shape (trials,), in [0, 1], to be read only; of a fixed rate the one number.
    """
    from simulation.kernel import keyed

    if isinstance(rate, FixedRate):
        return rate.value
    slot = np.uint64(slot_of(stage.key, "rate"))
    # Compiled functions hand a plain number back, which as an argument would be a signed one.
    key = np.uint64(keyed.stream_key(np.uint64(seed), np.uint64(0), slot))
    drawn = _few_drawn if trials <= _FEW_TRIALS else _drawn
    return drawn(float(rate.alpha), float(rate.beta), key, first_trial, trials)


def rate_interval(alpha: float, beta: float, level: float = 0.9) -> tuple[float, float]:
    """Return between which rates a Beta(alpha, beta) one lies with 90 %, or another certainty.

    Parameters
    ----------
    alpha, beta
        Above 0.
    level
        The certainty, in (0, 1); as much is left below as above.
    """
    from scipy.special import betaincinv

    tail = 0.5 * (1.0 - level)
    return float(betaincinv(alpha, beta, tail)), float(betaincinv(alpha, beta, 1.0 - tail))


def _drawn(
    alpha: float, beta: float, key: np.uint64, first_trial: int, trials: int
) -> NDArray[np.float64]:
    """Return Beta(alpha, beta) rates drawn by a key; nobody writes to them."""
    from simulation.kernel import continuous

    rates = np.empty(trials)
    continuous.draw_rates(alpha, beta, key, np.uint64(first_trial), rates)
    return rates


# While one rate is dragged, or asked about in many runs, the others are drawn alike each time.
_few_drawn = lru_cache(maxsize=64)(_drawn)
