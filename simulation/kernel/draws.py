"""The quantiles that turn uniforms into counts.

Everything here is compiled, so importing it imports Numba. Only ``+ - * /``, square roots and
comparisons are used, which IEEE 754 rounds in one way, and no ``fastmath``. The same seed therefore
gives the same counts on every platform.

References
----------
Devroye: Non-Uniform Random Variate Generation, 1986, chapters II.2 (inversion)
and III.2 (tables for discrete distributions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.kernel.compilation import compiled

if TYPE_CHECKING:
    from simulation.kernel.compilation import Floats, Places

# Terms below this share of the largest are left out. Together they hold less than 1e-17 of the
# mass, a tenth of the smallest uniform.
NEGLIGIBLE: Final = 2.0**-60
SMALLEST_RATE: Final = 1e-300
# A share of one side so small that it is counted from the end and not from the mode.
_DEEP: Final = 2.0**-30
_ONE: Final = np.uint64(1)
GUIDES: Final = 256
"""In how many parts the uniforms are cut, for each of which a table says where to begin."""


@compiled(cache=True)
def terms_size(variance: float) -> int:
    """Return how many terms to make room for: those not negligible (Bernstein's bound)."""
    return 2 * (int(10.0 * np.sqrt(variance)) + 48) + 1


@compiled()
def binomial_terms(count: int, rate: float, terms: Floats) -> tuple[int, int, int, float, float]:
    """Write the terms of Binomial(count, rate), the largest of them 1, around the mode.

    They come from the mode outwards by their ratios, so nothing underflows at any size. Both
    directions share one loop and one division, since each alone would wait for itself.

    Returns
    -------
    mode, low, high, below, whole
        ``terms[low : high + 1]`` is valid, with the mode in the middle of ``terms``; the mass
        of the terms below the mode, and of them all.
    """
    middle = terms.size // 2
    terms[middle] = 1.0
    if rate < SMALLEST_RATE:
        return 0, middle, middle, 0.0, 1.0
    if rate >= 1.0:
        return count, middle, middle, 0.0, 1.0
    mode = min(count, int((count + 1) * rate))
    odds = rate / (1.0 - rate)
    odds_against = (1.0 - rate) / rate
    won_below = float(mode)
    won_above = mode + 1.0
    lost_above = float(count - mode)
    lost_below = count - mode + 1.0
    up = down = 1.0
    below = above = 0.0
    reach = 0
    while reach < middle and up + down >= NEGLIGIBLE:
        reach += 1
        inverse = 1.0 / (won_above * lost_below)
        up *= lost_above * lost_below * inverse * odds
        down *= won_below * won_above * inverse * odds_against
        terms[middle + reach] = up
        terms[middle - reach] = down
        above += up
        below += down
        won_below -= 1.0
        won_above += 1.0
        lost_above -= 1.0
        lost_below += 1.0
    low = middle - min(reach, mode)
    high = middle + min(reach, count - mode)
    return mode, low, high, below, below + 1.0 + above


@compiled()
def poisson_terms(mean: float, terms: Floats) -> tuple[int, int, int, float, float]:
    """Write the terms of Poisson(mean) as `binomial_terms` does."""
    middle = terms.size // 2
    terms[middle] = 1.0
    mode = int(mean)
    up = down = 1.0
    below = above = 0.0
    reach = 0
    while reach < middle and up + down >= NEGLIGIBLE:
        down *= (mode - reach) / mean
        reach += 1
        up *= mean / (mode + reach)
        terms[middle + reach] = up
        terms[middle - reach] = down
        above += up
        below += down
    return mode, middle - min(reach, mode), middle + reach, below, below + 1.0 + above


@compiled()
def quantile(
    share: float, terms: Floats, mode: int, low: int, high: int, below: float, whole: float
) -> int:
    """Return the smallest value with at least ``share`` of the mass at or below it."""
    middle = terms.size // 2
    place = middle
    mass = share * whole
    rest = (1.0 - share) * whole
    if mass < _DEEP * below:
        # What is left of a difference of large sums would be rounding; sum up from the end.
        place = low
        reached = terms[low]
        while reached < mass and place < middle:
            place += 1
            reached += terms[place]
    elif rest < _DEEP * (whole - below - 1.0):
        place = high
        beyond = 0.0
        while place > middle and beyond + terms[place] <= rest:
            beyond += terms[place]
            place -= 1
    elif mass <= below:
        reached = below
        place -= 1
        while place > low and reached - terms[place] >= mass:
            reached -= terms[place]
            place -= 1
    else:
        reached = below + 1.0
        while reached < mass and place < high:
            place += 1
            reached += terms[place]
    return mode + place - middle


@compiled()
def guide_terms(terms: Floats, low: int, high: int, whole: float, guide: Floats) -> None:
    """Note for each part of the uniforms at which term its quantiles begin, and the mass there."""
    place, reached = low, terms[low]
    for part in range(GUIDES):
        mass = whole * (part / GUIDES)
        while reached < mass and place < high:
            place += 1
            reached += terms[place]
        guide[part] = place
        guide[GUIDES + part] = reached


@compiled(in_place=True)
def guided_quantile(
    share: float,
    terms: Floats,
    guide: Floats,
    mode: int,
    low: int,
    high: int,
    below: float,
    whole: float,
) -> int:
    """Return what `quantile` does, for terms that are met often enough to be worth a guide."""
    part = int(share * GUIDES)
    if part in (0, GUIDES - 1):
        return quantile(share, terms, mode, low, high, below, whole)
    place, reached, mass = int(guide[part]), guide[GUIDES + part], share * whole
    while reached < mass:
        place += 1
        reached += terms[place]
    return mode + place - terms.size // 2


@compiled()
def negative_binomial_terms(
    mean: float, dispersion: float, terms: Floats
) -> tuple[int, int, int, float, float]:
    """Write the terms of a negative binomial as `binomial_terms` does.

    Its variance is ``mean + mean**2 / dispersion``.
    """
    middle = terms.size // 2
    terms[middle] = 1.0
    share = mean / (mean + dispersion)
    mode = int((dispersion - 1.0) * mean / dispersion) if dispersion > 1.0 else 0
    up = down = 1.0
    below = above = 0.0
    reach = 0
    while reach < middle and up + down >= NEGLIGIBLE:
        if reach < mode:
            down *= (mode - reach) / ((mode - reach - 1.0 + dispersion) * share)
        else:
            down = 0.0
        up *= (mode + reach + dispersion) * share / (mode + reach + 1.0)
        reach += 1
        terms[middle + reach] = up
        terms[middle - reach] = down
        above += up
        below += down
    return mode, middle - min(reach, mode), middle + reach, below, below + 1.0 + above


@compiled()
def hypergeometric(count: int, marked: int, taken: int, share: float, terms: Floats) -> int:
    """Return how many marked ones are among those taken from ``count``: the quantile at a share."""
    least = max(0, taken + marked - count)
    most = min(taken, marked)
    if least == most:
        return least
    middle = terms.size // 2
    mode = int((taken + 1.0) * (marked + 1.0) / (count + 2.0))
    mode = min(max(mode, least), most)
    terms[middle] = 1.0
    up = down = 1.0
    below = above = 0.0
    reach = 0
    while reach < middle and up + down >= NEGLIGIBLE:
        at = mode + reach
        up *= (marked - at) * (taken - at) / ((at + 1.0) * (count - marked - taken + at + 1.0))
        if at >= most:
            up = 0.0
        at = mode - reach
        if at <= least:
            down = 0.0
        else:
            down *= at * (count - marked - taken + at) / ((marked - at + 1.0) * (taken - at + 1.0))
        reach += 1
        terms[middle + reach] = up
        terms[middle - reach] = down
        above += up
        below += down
    low = middle - min(reach, mode - least)
    high = middle + min(reach, most - mode)
    return quantile(share, terms, mode, low, high, below, below + 1.0 + above)


@compiled(cache=True)
def fill_binomial_table(
    rate: float, largest: int, reached: Floats, first: int, guide: Places, first_guide: int
) -> None:
    """Tabulate the distribution functions of Binomial(n, rate) for each n up to the largest.

    A known rate meets the same counts again and again.

    Parameters
    ----------
    rate
        In [0, 1].
    largest
        Up to which count.
    reached, first
        ``reached[first + n * (n + 1) // 2 + k]`` becomes the chance of at most k of n.
    guide, first_guide
        ``guide[first_guide + 256 * n + part]`` becomes the smallest quantile in that part of the
        uniforms.
    """
    terms = np.empty(terms_size(0.25 * largest))
    middle = terms.size // 2
    row = first
    for count in range(largest + 1):
        mode, low, high, _below, whole = binomial_terms(count, rate, terms)
        running = 0.0
        for value in range(count + 1):
            place = value - mode + middle
            if low <= place <= high:
                running += terms[place] / whole
            reached[row + value] = running
        reached[row + count] = 1.0
        value = 0
        for part in range(GUIDES):
            while reached[row + value] < part / GUIDES:
                value += 1
            guide[first_guide + part] = value
        row += count + 1
        first_guide += GUIDES


@compiled(in_place=True)
def binomial_by_table(
    count: int, share: float, first: int, first_guide: int, reached: Floats, guide: Places
) -> int:
    """Return the quantile of a tabulated binomial at a share of the mass.

    The table begins at ``first`` and ``first_guide``, as `fill_binomial_table` was told.
    """
    # Unsigned places need no look at whether they count from the end.
    value = np.uint64(guide[np.uint64(first_guide + count * GUIDES + int(share * GUIDES))])
    row = np.uint64(first + ((count * (count + 1)) >> 1))
    while reached[row + value] < share:
        value += _ONE
    return int(np.int64(value))
