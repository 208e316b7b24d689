"""The keyed uniforms look random in every direction in which their keys are counted."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
from scipy import stats

from simulation.randomness import slot_of
from tests.simulation.alone import keyed

COUNT = 20_000
SLOT = slot_of(uuid.UUID(int=7), "conversion")


def draw(*, seed: int = 1, week: int = 0, slot: int = SLOT, trial: int = 0) -> float:
    key = keyed.stream_key(np.uint64(seed), np.uint64(week), np.uint64(slot))
    drawn: float = keyed.uniform(np.uint64(key), np.uint64(trial))
    return drawn


def along(name: str) -> np.ndarray:
    if name == "slot":
        slots = [slot_of(uuid.UUID(int=7), "conversion", block=block) for block in range(COUNT)]
        return np.array([draw(slot=slot) for slot in slots])
    return np.array([draw(**{name: number}) for number in range(COUNT)])


@pytest.mark.parametrize("direction", ["trial", "seed", "week", "slot"])
def test_uniform_and_independent_of_its_neighbours(direction: str) -> None:
    uniforms = along(direction)
    assert stats.kstest(uniforms, "uniform").pvalue > 0.001
    for distance in (1, 2, 64):
        pairs, _, _ = np.histogram2d(
            uniforms[:-distance], uniforms[distance:], bins=16, range=((0, 1), (0, 1))
        )
        assert stats.chisquare(pairs.ravel()).pvalue > 0.001
        correlation = np.corrcoef(uniforms[:-distance], uniforms[distance:])[0, 1]
        assert abs(correlation) < 4 / np.sqrt(COUNT)


def test_every_bit_is_a_fair_coin() -> None:
    bits = (along("trial") * 2.0**53).astype(np.uint64) >> np.uint64(1)
    for place in range(52):
        ones = int(((bits >> np.uint64(place)) & np.uint64(1)).sum())
        assert abs(ones - COUNT / 2) < 4.5 * np.sqrt(COUNT / 4)


def test_trials_of_two_slots_are_independent() -> None:
    first = along("trial")
    second = np.array([draw(slot=SLOT ^ 1, trial=trial) for trial in range(COUNT)])
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(COUNT)


def unmixed(word: int) -> int:
    """Return what `keyed.mix` makes a word of."""
    word = shifted_back(word, 31) * pow(0x94D049BB133111EB, -1, 2**64) % 2**64
    word = shifted_back(word, 27) * pow(0xBF58476D1CE4E5B9, -1, 2**64) % 2**64
    return shifted_back(word, 30)


def shifted_back(word: int, bits: int) -> int:
    """Return of which word `word ^ (word >> bits)` is this one."""
    return word ^ (word >> bits) ^ (word >> (2 * bits))


@pytest.mark.parametrize(("bits", "extreme"), [(0, 2.0**-53), (2**64 - 1, 1.0 - 2.0**-53)])
def test_the_ends_are_never_reached(bits: int, extreme: float) -> None:
    key = unmixed((unmixed(bits) - 0x9E3779B97F4A7C15) % 2**64)
    assert keyed.uniform(np.uint64(key), np.uint64(0)) == extreme


def test_uniforms_of_different_trials_differ() -> None:
    uniforms = along("trial")
    assert len(set(uniforms)) == COUNT


def test_slots_differ_by_everything_they_are_made_of() -> None:
    stage, channel = uuid.UUID(int=1), uuid.UUID(int=2)
    slots = {
        slot_of(stage, "rate"),
        slot_of(channel, "rate"),
        slot_of(stage, "conversion"),
        slot_of(stage, "rate", channel=channel),
        slot_of(stage, "rate", channel=stage),
        slot_of(stage, "rate", block=1),
    }
    assert len(slots) == 6
    assert all(0 <= slot < 2**64 for slot in slots)
