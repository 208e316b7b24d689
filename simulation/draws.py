"""The draws: keyed uniforms, and the quantiles that turn them into counts, rates and amounts.

Everything here is compiled, so importing it imports Numba. Only ``+ - * /``, square roots and
comparisons are used, which IEEE 754 rounds in one way, and no ``fastmath``; the logarithm and the
exponential are made from them below. The same seed therefore gives the same counts on every
platform.

References
----------
Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014 (the counter and
its odd increment). Devroye: Non-Uniform Random Variate Generation, 1986, chapters II.2 (inversion)
and III.2 (tables for discrete distributions).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Keys = NDArray[np.uint64]

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(signature: str | None = None) -> Callable[[_Function], _Function]:
    """Compile without the interpreter lock: now for a signature, else where it is first used.

    Only what has a signature goes to Numba's cache: it contains all that it calls. Numba watches
    no other file than that of the compiled function, so whoever sets ``NUMBA_CACHE_DIR`` names a
    folder that changes with the files of this package.
    """
    compile_it = numba.njit(signature, cache=signature is not None, nogil=True, error_model="numpy")
    return cast("Callable[[_Function], _Function]", compile_it)


# ---------------------------------------------------------------- keyed uniforms

_INCREMENT: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 / golden ratio
_MIX_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_SECOND: Final = np.uint64(0x94D049BB133111EB)
_HALF_STEP: Final = 1.0 / 2.0**53


@compiled()
def mix(word: np.uint64) -> np.uint64:
    """Scramble 64 bits one-to-one (the finaliser of SplitMix64)."""
    word = (word ^ (word >> np.uint64(30))) * _MIX_FIRST
    word = (word ^ (word >> np.uint64(27))) * _MIX_SECOND
    return word ^ (word >> np.uint64(31))


@compiled()
def stream_key(seed: np.uint64, week: np.uint64, slot: np.uint64) -> np.uint64:
    """Return the key shared by all trials of one draw in one week."""
    key = mix(seed + _INCREMENT)
    key = mix(key ^ mix(week + _MIX_FIRST))
    return mix(key ^ slot)


@compiled()
def uniform(key: np.uint64, trial: np.uint64) -> float:
    """Return the uniform of one trial, in (0, 1).

    52 random bits, put on the odd multiples of 2**-53: never 0, never 1, symmetric about 1/2,
    and ``1 - uniform`` is exact. Mixed twice, since trials are the plainest of counters.
    """
    bits = mix(mix(key + trial * _INCREMENT) + _INCREMENT)
    return (2.0 * np.float64(bits >> np.uint64(12)) + 1.0) * _HALF_STEP


# ---------------------------------------------------------------- counts by inversion

# Terms below this share of the largest are left out. Together they hold less than 1e-17 of the
# mass, a tenth of the smallest uniform.
_NEGLIGIBLE: Final = 2.0**-60
_SMALLEST_RATE: Final = 1e-300
# A share of one side so small that it is counted from the end and not from the mode.
_DEEP: Final = 2.0**-30


@compiled()
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
    if rate < _SMALLEST_RATE:
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
    while reach < middle and up + down >= _NEGLIGIBLE:
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
    while reach < middle and up + down >= _NEGLIGIBLE:
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


# ---------------------------------------------------------------- uncertain rates

_LN2_HIGH: Final = 0.6931471803691238
_LN2_LOW: Final = 1.9082149292705877e-10


@compiled()
def log1p(value: float) -> float:
    """Return log(1 + value) for value >= 0 by the series of 2 artanh(v / (2 + v))."""
    exponent = 0
    if value < 0.4:
        part = value / (2.0 + value)
    else:
        fraction, exponent = math.frexp(1.0 + value)
        if fraction < 0.7071067811865476:
            fraction *= 2.0
            exponent -= 1
        part = (fraction - 1.0) / (fraction + 1.0)
    square = part * part
    series = 0.0
    for odd in range(23, 0, -2):
        series = series * square + 1.0 / odd
    return exponent * _LN2_HIGH + (2.0 * part * series + exponent * _LN2_LOW)


@compiled()
def exp(value: float) -> float:
    """Return e**value for values between -700 and 700 by Taylor's series."""
    doublings = math.floor(value * 1.4426950408889634 + 0.5)
    rest = (value - doublings * _LN2_HIGH) - doublings * _LN2_LOW
    series = 1.0
    for order in range(14, 0, -1):
        series = 1.0 + series * (rest * (1.0 / order))
    return math.ldexp(series, int(doublings))


# Beyond these log-odds a rate is 0 or 1 to all of the leads that are allowed; and a density
# e**-45 below its peak is below the smallest uniform.
_FARTHEST: Final = 45.0
_DEEPEST: Final = 45.0
_CELLS_PER_SD: Final = 96


@compiled()
def log_density(alpha: float, beta: float, log_odds: float, odds: float) -> float:
    """Return the log of the Beta density over log-odds, up to a constant. It is concave."""
    return alpha * log_odds - (alpha + beta) * log1p(odds)


@compiled()
def beta_table(alpha: float, beta: float) -> tuple[Floats, Floats, Floats, float]:
    """Tabulate the inverse distribution function of Beta(alpha, beta).

    Over log-odds the density is smooth and log-concave for every alpha and beta, so an even
    grid there serves all shapes. Cells are integrated by Simpson's rule; the tails beyond the
    grid, which fall like an exponential, are added in closed form.

    Returns
    -------
    sums, rates, slopes, whole
        Running mass (not normalised), rate, and d rate / d mass at each node, and the whole
        mass. Cubic interpolation between the nodes is within a 2e-7th of the true quantile.
    """
    spread = np.sqrt(1.0 / alpha + 1.0 / beta)
    step = min(1.0, spread) / _CELLS_PER_SD
    ratio = alpha / beta
    peak = log1p(ratio - 1.0) if ratio >= 1.0 else -log1p(beta / alpha - 1.0)
    top = log_density(alpha, beta, peak, ratio)
    stride = step * 64

    first = peak
    cells = 0
    while first > -_FARTHEST and top - log_density(alpha, beta, first, exp(first)) < _DEEPEST:
        first -= stride
        cells += 64
    last = peak
    while last < _FARTHEST and top - log_density(alpha, beta, last, exp(last)) < _DEEPEST:
        last += stride
        cells += 64

    sums = np.empty(cells + 1)
    rates = np.empty(cells + 1)
    slopes = np.empty(cells + 1)
    growth = exp(0.5 * step)
    odds = exp(first)
    density = exp(log_density(alpha, beta, first, odds) - top)
    rate = odds / (1.0 + odds)
    mass = density / (alpha / (1.0 + odds) - beta * rate)
    sums[0] = mass
    rates[0] = rate
    slopes[0] = rate / (1.0 + odds) / density
    for node in range(1, cells + 1):
        log_odds = first + node * step
        odds *= growth
        between = exp(log_density(alpha, beta, log_odds - 0.5 * step, odds) - top)
        odds *= growth
        before = density
        density = exp(log_density(alpha, beta, log_odds, odds) - top)
        mass += step / 6.0 * (before + 4.0 * between + density)
        rate = odds / (1.0 + odds)
        sums[node] = mass
        rates[node] = rate
        slopes[node] = rate / (1.0 + odds) / density
    whole = mass + density / (beta * rate - alpha / (1.0 + odds))
    return sums, rates, slopes, whole


@compiled()
def place_of(mass: float, sums: Floats) -> int:
    """Return the first place whose running sum reaches ``mass``, else the last."""
    low, high = 0, sums.size - 1
    while low < high:
        half = (low + high) // 2
        if sums[half] < mass:
            low = half + 1
        else:
            high = half
    return low


@compiled()
def beta_quantile(mass: float, sums: Floats, rates: Floats, slopes: Floats) -> float:
    """Return the rate below which ``mass`` lies, from the parts of a `beta_table`."""
    end = place_of(mass, sums)
    if end == 0 or mass >= sums[end]:
        return float(rates[end])
    start = end - 1
    width = sums[end] - sums[start]
    t = (mass - sums[start]) / width
    rest = 1.0 - t
    rate: float = rest * rest * (
        (1.0 + 2.0 * t) * rates[start] + t * width * slopes[start]
    ) + t * t * ((3.0 - 2.0 * t) * rates[end] - rest * width * slopes[end])
    return float(min(max(rate, rates[start]), rates[end]))
