"""Keyed uniforms: one number for each seed, week, slot and trial.

References
----------
Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014 (the counter and
its odd increment).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.kernel.compilation import compiled

if TYPE_CHECKING:
    from simulation.kernel.compilation import Floats

_INCREMENT: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 / golden ratio
_MIX_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_SECOND: Final = np.uint64(0x94D049BB133111EB)
_ONE: Final = np.uint64(0x3FF0000000000000)  # the exponent and sign of 1.0
_HALF_STEP: Final = 1.0 / 2.0**53


@compiled()
def mix(word: np.uint64) -> np.uint64:
    """Scramble 64 bits one-to-one (the finaliser of SplitMix64)."""
    word = (word ^ (word >> np.uint64(30))) * _MIX_FIRST
    word = (word ^ (word >> np.uint64(27))) * _MIX_SECOND
    return word ^ (word >> np.uint64(31))


@compiled()
def week_key(seed: np.uint64, week: np.uint64) -> np.uint64:
    """Return what all draws of one week have in common."""
    return mix(mix(seed + _INCREMENT) ^ mix(week + _MIX_FIRST))


@compiled(cache=True)
def stream_key(seed: np.uint64, week: np.uint64, slot: np.uint64) -> np.uint64:
    """Return the key shared by all trials of one draw in one week."""
    return mix(week_key(seed, week) ^ slot)


@compiled()
def uniform(key: np.uint64, trial: np.uint64) -> float:
    """Return the uniform of one trial, in (0, 1).

    52 random bits, put on the odd multiples of 2**-53: never 0, never 1, symmetric about 1/2,
    and ``1 - uniform`` is exact. Mixed twice, since trials are the plainest of counters.
    """
    return _scrambled(key + trial * _INCREMENT)


@compiled()
def _scrambled(word: np.uint64) -> float:
    # The bits as they stand are the fraction of a number in [1, 2); to convert them takes longer.
    bits = mix(mix(word) + _INCREMENT) >> np.uint64(12)
    return float(np.uint64(bits | _ONE).view(np.float64)) - 1.0 + _HALF_STEP


@compiled(cache=True)
def fill_uniforms(key: np.uint64, first_trial: np.uint64, shares: Floats) -> None:
    """Write the uniform of each trial from ``first_trial`` on."""
    word = key + first_trial * _INCREMENT
    for trial in range(shares.size):
        shares[trial] = _scrambled(word)
        word += _INCREMENT
