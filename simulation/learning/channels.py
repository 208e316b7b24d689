"""How channels differ: each one's odds, drawn towards the others as far as its evidence is thin.

References
----------
DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177-188: how far groups differ beyond
what chance makes of each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.learning.exits import exits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulation.learning.exits import Exposure, Prior

    Floats = NDArray[np.float64]

_FURTHEST: Final = 3.0
"""Logarithm of the odds by which a channel may differ: twentyfold."""


def channel_odds(
    exposures: Mapping[int, Exposure],
    shares: Mapping[int, float],
    prior: Prior,
    rate: float,
    weights: Mapping[int, Floats],
) -> dict[int, float]:
    """Return each channel's factor on the odds of one step.

    The factors leave the rate of all channels together as it is.

    Parameters
    ----------
    exposures
        Of the step, by channel.
    shares
        Share of the leads of the step by channel; they add up to 1.
    prior
        Of the step; its weight stands for a channel that nothing is known of.
    rate
        Of all channels together.
    weights
        How much each week of a channel's exposure counts.
    """
    if len(exposures) < 2:
        return dict.fromkeys(exposures, 1.0)
    pooled = replace(prior, mean=float(np.clip(rate, 0.001, 0.999)))
    shapes = np.array(
        [
            exits_of(one, pooled, weights=weights[channel]).shapes()
            for channel, one in exposures.items()
        ]
    )
    found = np.log(shapes[:, 0] / shapes[:, 1])
    variance = 1.0 / shapes[:, 0] + 1.0 / shapes[:, 1]
    sure = 1.0 / variance
    middle = float(np.sum(sure * found) / np.sum(sure))
    spread = float(np.sum(sure * (found - middle) ** 2)) - (len(found) - 1)
    scale = float(np.sum(sure) - np.sum(sure**2) / np.sum(sure))
    between = max(spread / scale, 0.0) if scale > 0.0 else 0.0
    differs = np.clip((found - middle) * between / (between + variance), -_FURTHEST, _FURTHEST)
    part = np.array([shares[channel] for channel in exposures])
    factors = np.exp(differs + _keeping(differs, part, pooled.mean))
    return dict(zip(exposures, factors.tolist(), strict=True))


def _keeping(differs: Floats, part: Floats, rate: float) -> float:
    """Return what to add to the differences so that the mean rate stays."""
    base = np.log(rate / (1.0 - rate))
    low, high = -2.0 * _FURTHEST, 2.0 * _FURTHEST
    for _turn in range(60):
        shift = 0.5 * (low + high)
        mean = float(np.sum(part / (1.0 + np.exp(-(base + differs + shift)))))
        low, high = (shift, high) if mean < rate else (low, shift)
    return 0.5 * (low + high)
