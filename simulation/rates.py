"""The rates of a run: one for each step and trial, drawn once or given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import AssumptionError, FixedRate
from simulation.randomness import slot_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.network import Network


def check_rates(rates: NDArray[np.float64], shape: tuple[int, int]) -> None:
    """Refuse rates of another shape, and those that are none."""
    if rates.shape != shape or rates.dtype != np.float64:
        raise AssumptionError("rates", rates.shape, f"numbers in the shape {shape}")
    if not (np.isfinite(rates).all() and (rates >= 0.0).all() and (rates <= 1.0).all()):
        raise AssumptionError("rates", "one of them", "in [0, 1]")


def drawn_rates(
    network: Network, trials: int, seed: int, first_trial: int = 0
) -> NDArray[np.float64]:
    """Return the rate of each step in each trial as a run draws it, shape (steps, trials)."""
    from simulation.kernel import continuous, keyed

    rates = np.empty((len(network.steps), trials))
    for number, step in enumerate(network.steps):
        rate = step.conversion.rate
        if isinstance(rate, FixedRate):
            rates[number] = rate.value
            continue
        slot = np.uint64(slot_of(network.stages[number].key, "rate"))
        # Compiled functions hand a plain number back, which as an argument would be a signed one.
        key = np.uint64(keyed.stream_key(np.uint64(seed), np.uint64(0), slot))
        shapes = float(rate.alpha), float(rate.beta)
        continuous.draw_rates(*shapes, key, np.uint64(first_trial), rates[number])
    return rates
