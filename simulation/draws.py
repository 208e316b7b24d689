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
    Places = NDArray[np.int16]

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(
    signature: str | None = None, *, cache: bool = False
) -> Callable[[_Function], _Function]:
    """Compile without the interpreter lock: now for a signature, else where it is first used.

    Only entry points go to Numba's cache: they contain all that they call. Numba watches no other
    file than that of the compiled function, so whoever sets ``NUMBA_CACHE_DIR`` names a folder
    that changes with the files of this package.
    """
    keep = cache or signature is not None
    compile_it = numba.njit(signature, cache=keep, nogil=True, error_model="numpy")
    return cast("Callable[[_Function], _Function]", compile_it)


def whole_number(value: int) -> int:
    """Return a constant for compiled functions, which are compiled anew for every plain one."""
    return cast("int", np.int64(value))


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
    while reach < middle and up + down >= _NEGLIGIBLE:
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
    while reach < middle and up + down >= _NEGLIGIBLE:
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


# Up to here the whole distribution is walked from its end, which is quicker than from its mode.
_SHORT_WALK: Final = 128.0
_FEW: Final = 1024
# Division is what a walk waits for.
_INVERSE: Final = 1.0 / np.arange(1.0, _FEW + 1.0)


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
def binomial(count: int, rate: float, share: float, terms: Floats) -> int:
    """Return the quantile of Binomial(count, rate) at a share of the mass."""
    if count <= 0 or rate < _SMALLEST_RATE:
        return 0
    if rate >= 1.0:
        return count
    rarer = min(rate, 1.0 - rate)
    if count > _FEW or count * rarer > _SHORT_WALK:
        return binomial_by_terms(count, rate, share, terms)
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


# A known rate meets the same counts again and again: up to here their distributions are tabulated.
TABLE_COUNTS: Final = 257
GUIDES: Final = 64


@compiled(cache=True)
def fill_binomial_table(rate: float, reached: Floats, guide: Places) -> None:
    """Tabulate the distribution functions of Binomial(n, rate) for small n.

    Parameters
    ----------
    rate
        In [0, 1].
    reached
        Shape (257, 257): ``reached[n, k]`` becomes the chance of at most k of n.
    guide
        Shape (257, 64): for each part of the uniforms, the smallest quantile in it.
    """
    terms = np.empty(terms_size(0.25 * TABLE_COUNTS))
    middle = terms.size // 2
    for count in range(TABLE_COUNTS):
        mode, low, high, _below, whole = binomial_terms(count, rate, terms)
        running = 0.0
        for value in range(count + 1):
            place = value - mode + middle
            if low <= place <= high:
                running += terms[place] / whole
            reached[count, value] = running
        reached[count, count] = 1.0
        value = 0
        for part in range(GUIDES):
            while reached[count, value] < part / GUIDES:
                value += 1
            guide[count, part] = value


@compiled()
def binomial_by_table(count: int, share: float, reached: Floats, guide: Places) -> int:
    """Return the quantile of a tabulated binomial at a share of the mass."""
    value = int(guide[count, int(share * GUIDES)])
    while reached[count, value] < share:
        value += 1
    return value


# ---------------------------------------------------------------- uncertain rates

_LN2_HIGH: Final = 0.6931471803691238
_LN2_LOW: Final = 1.9082149292705877e-10


@compiled(cache=True)
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


@compiled(cache=True)
def draw_rates(
    alpha: float, beta: float, key: np.uint64, first_trial: np.uint64, rates: Floats
) -> None:
    """Draw one Beta(alpha, beta) rate for each trial."""
    sums, nodes, slopes, whole = beta_table(alpha, beta)
    for trial in range(rates.size):
        share = uniform(key, first_trial + np.uint64(trial))
        rates[trial] = beta_quantile(share * whole, sums, nodes, slopes)


@compiled(cache=True)
def chance_of_try(rate: float, odds: float, tries: int) -> float:
    """Return the chance of one try, where all tries make the rate that the odds were changed of."""
    if odds != 1.0:
        rate = rate * odds / (1.0 - rate + rate * odds)
    if tries > 1 and 0.0 < rate < 1.0:
        # The root of what all tries fail with.
        rate = 1.0 - exp(-log1p(rate / (1.0 - rate)) / tries)
    return rate


# ---------------------------------------------------------------- amounts


@compiled()
def normal_quantile(share: float) -> float:
    """Return the standard normal quantile within 1e-15 of its size (Wichura's AS 241)."""
    middle = share - 0.5
    if abs(middle) <= 0.425:
        r = 0.180625 - middle * middle
        return (
            middle
            * (
                (
                    (
                        (
                            (
                                (
                                    (2509.0809287301226727 * r + 33430.575583588128105) * r
                                    + 67265.770927008700853
                                )
                                * r
                                + 45921.953931549871457
                            )
                            * r
                            + 13731.693765509461125
                        )
                        * r
                        + 1971.5909503065514427
                    )
                    * r
                    + 133.14166789178437745
                )
                * r
                + 3.387132872796366608
            )
            / (
                (
                    (
                        (
                            (
                                (
                                    (5226.495278852854561 * r + 28729.085735721942674) * r
                                    + 39307.89580009271061
                                )
                                * r
                                + 21213.794301586595867
                            )
                            * r
                            + 5394.1960214247511077
                        )
                        * r
                        + 687.1870074920579083
                    )
                    * r
                    + 42.313330701600911252
                )
                * r
                + 1.0
            )
        )
    tail = share if middle < 0.0 else 1.0 - share
    r = np.sqrt(log1p(1.0 / tail - 1.0))
    if r <= 5.0:
        r -= 1.6
        found = (
            (
                (
                    (
                        (
                            (
                                (7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                                + 0.24178072517745061177
                            )
                            * r
                            + 1.27045825245236838258
                        )
                        * r
                        + 3.64784832476320460504
                    )
                    * r
                    + 5.7694972214606914055
                )
                * r
                + 4.6303378461565452959
            )
            * r
            + 1.42343711074968357734
        ) / (
            (
                (
                    (
                        (
                            (
                                (1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                                + 0.0151986665636164571966
                            )
                            * r
                            + 0.14810397642748007459
                        )
                        * r
                        + 0.68976733498510000455
                    )
                    * r
                    + 1.6763848301838038494
                )
                * r
                + 2.05319162663775882187
            )
            * r
            + 1.0
        )
    else:
        r -= 5.0
        found = (
            (
                (
                    (
                        (
                            (
                                (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                                + 0.0012426609473880784386
                            )
                            * r
                            + 0.026532189526576123093
                        )
                        * r
                        + 0.29656057182850489123
                    )
                    * r
                    + 1.7848265399172913358
                )
                * r
                + 5.4637849111641143699
            )
            * r
            + 6.6579046435011037772
        ) / (
            (
                (
                    (
                        (
                            (
                                (2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                                + 1.8463183175100546818e-5
                            )
                            * r
                            + 7.868691311456132591e-4
                        )
                        * r
                        + 0.0148753612908506148525
                    )
                    * r
                    + 0.13692988092273580531
                )
                * r
                + 0.59983220655588793769
            )
            * r
            + 1.0
        )
    return float(-found if middle < 0.0 else found)
