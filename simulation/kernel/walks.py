"""Counts drawn by walking their distribution from its end, where that is the shortest way.

Rates that differ from trial to trial have no table, so their binomials are walked; so are arrivals
whose level does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.kernel.compilation import compiled
from simulation.kernel.continuous import exp, log1p
from simulation.kernel.draws import (
    NEGLIGIBLE,
    SMALLEST_RATE,
    binomial_terms,
    negative_binomial_terms,
    poisson_terms,
    quantile,
)
from simulation.kernel.keyed import uniform
from simulation.kernel.layout import MOST_LEADS, list_those_left

if TYPE_CHECKING:
    from simulation.kernel.compilation import Floats, Small

# Up to here the whole distribution is walked from its end, which is quicker than from its mode.
_SHORT_WALK: Final = 128.0
_FEW: Final = 1024
# e**-600 is a number like others, e**-800 none.
_RAREST: Final = 600.0
# Division is what a walk waits for.
_INVERSE: Final = 1.0 / np.arange(1.0, _FEW + 9.0)


@compiled()
def power(base: float, exponent: int) -> float:
    """Return a whole power by squaring."""
    result = 1.0
    while exponent > 0:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result


@compiled()
def binomial_by_terms(count: int, rate: float, share: float, terms: Floats) -> int:
    """Return the quantile of a large Binomial(count, rate) at a share of the mass."""
    mode, low, high, below, whole = binomial_terms(count, rate, terms)
    return quantile(share, terms, mode, low, high, below, whole)


@compiled()
def binomial_by_walk(count: int, rate: float, share: float) -> int:
    """Return the quantile of a small Binomial(count, rate) at a share of the mass."""
    if count <= 0 or rate < SMALLEST_RATE:
        return 0
    if rate >= 1.0:
        return count
    rarer = min(rate, 1.0 - rate)
    odds = rarer / (1.0 - rarer)
    term = power(1.0 - rarer, count)
    reached = term
    seen = 0
    if rate <= 0.5:
        while reached < share and seen < count:
            term *= odds * (count - seen) * _INVERSE[seen]
            seen += 1
            reached += term
        return seen
    # Those that fail are fewer: count them, from the other end.
    rest = 1.0 - share
    while reached <= rest and seen < count:
        term *= odds * (count - seen) * _INVERSE[seen]
        seen += 1
        reached += term
    return count - seen


# As many as fit the registers of a processor several times over, few enough that the longest walk
# of them is not much longer than the others.
_LANES: Final = 32
ROOM_FOR_LANES: Final = 6 * _LANES
_STRIDE: Final = 4


@compiled()
def walk_binomials(
    counts: Small,
    chances: Floats,
    key: np.uint64,
    first_trial: np.uint64,
    won: Small,
    listed: Small,
    lanes: Floats,
    terms: Floats,
) -> None:
    """Draw a binomial for each trial, whose chances differ: add it to ``won``, leave the others.

    The walks are those of `binomial_by_walk`, some side by side, since each alone waits for its
    own last step. What a lane does beyond its end changes nothing. Trials without a count are left
    out; the others are listed in ``listed``.
    """
    some = list_those_left(counts, listed)
    term, reached, odds = 0, _LANES, 2 * _LANES
    left, bound, seen = 3 * _LANES, 4 * _LANES, 5 * _LANES
    for first in range(0, some, _LANES):
        most = 0
        for lane in range(_LANES):
            count, chance, share = 0, 0.5, 0.5
            if first + lane < some:
                trial = int(np.int64(listed[first + lane]))
                count, chance = int(np.int64(counts[trial])), chances[trial]
                share = uniform(key, first_trial + np.uint64(trial))
                if not is_short_walk(count, chance):
                    drawn = binomial_by_terms(count, chance, share, terms)
                    won[trial] += drawn
                    counts[trial] = count - drawn
                    count = 0
            most = max(most, count)
            rarer = min(chance, 1.0 - chance)
            lanes[term + lane] = 1.0
            lanes[reached + lane] = 1.0 - rarer
            lanes[odds + lane] = rarer / (1.0 - rarer)
            lanes[left + lane] = float(count)
            lanes[bound + lane] = share if chance <= 0.5 else 1.0 - share
            lanes[seen + lane] = 0.0
        if most == 0:
            continue
        # The power by squaring, as `power` does.
        bit = 1
        while bit <= most:
            for lane in range(_LANES):
                base = lanes[reached + lane]
                lanes[term + lane] *= base if int(lanes[left + lane]) & bit else 1.0
                lanes[reached + lane] = base * base
            bit <<= 1
        for lane in range(_LANES):
            lanes[reached + lane] = lanes[term + lane]
        step, walking = 0, 1.0
        while walking > 0.0 and step <= most:
            for _ in range(_STRIDE):
                inverse, before = _INVERSE[step], float(step)
                step += 1
                for lane in range(_LANES):
                    goes_on = 1.0 if lanes[reached + lane] < lanes[bound + lane] else 0.0
                    lanes[seen + lane] += goes_on
                    lanes[term + lane] *= (
                        lanes[odds + lane] * (lanes[left + lane] - before) * inverse
                    )
                    lanes[reached + lane] += lanes[term + lane]
            walking = 0.0
            for lane in range(_LANES):
                walking += 1.0 if lanes[reached + lane] < lanes[bound + lane] else 0.0
        for lane in range(min(_LANES, some - first)):
            trial = int(np.int64(listed[first + lane]))
            count = int(lanes[left + lane])
            if count > 0:
                drawn = min(int(lanes[seen + lane]), count)
                if chances[trial] > 0.5:
                    drawn = count - drawn
                won[trial] += drawn
                counts[trial] = count - drawn


@compiled()
def is_short_walk(count: int, rate: float) -> bool:
    """Return whether `binomial_by_walk` is the quicker one."""
    return count <= _FEW and count * min(rate, 1.0 - rate) <= _SHORT_WALK


@compiled()
def binomial(count: int, rate: float, share: float, terms: Floats) -> int:
    """Return the quantile of Binomial(count, rate) at a share of the mass."""
    if is_short_walk(count, rate):
        return binomial_by_walk(count, rate, share)
    return binomial_by_terms(count, rate, share, terms)


@compiled()
def poisson(mean: float, share: float, terms: Floats) -> int:
    """Return the quantile of Poisson(mean) at a share of the mass."""
    if mean > _SHORT_WALK:
        mode, low, high, below, whole = poisson_terms(mean, terms)
        return quantile(share, terms, mode, low, high, below, whole)
    term = exp(-mean)
    reached = term
    seen = 0
    while reached < share and (seen < mean or term > NEGLIGIBLE):
        term *= mean * _INVERSE[seen]
        seen += 1
        reached += term
    return seen


@compiled()
def negative_binomial(mean: float, dispersion: float, share: float, terms: Floats) -> int:
    """Return the quantile of a negative binomial at a share of the mass."""
    rarity = dispersion * log1p(mean / dispersion)
    if rarity > _RAREST:
        mode, low, high, below, whole = negative_binomial_terms(mean, dispersion, terms)
        return quantile(share, terms, mode, low, high, below, whole)
    # Its tail is long, and to walk it once is quicker than to write it down from the mode.
    term = exp(-rarity)
    reached = term
    seen = 0
    ratio = mean / (mean + dispersion)
    while reached < share and (seen < mean or term > NEGLIGIBLE) and seen < MOST_LEADS:
        inverse = _INVERSE[seen] if seen < _FEW else 1.0 / (seen + 1.0)
        term *= (seen + dispersion) * ratio * inverse
        seen += 1
        reached += term
    return seen
