"""Rates and amounts: logarithm and exponential of our own, and the quantiles of Beta and normal.

Only ``+ - * /`` and square roots are used, which IEEE 754 rounds in one way on every platform.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.kernel.compilation import compiled
from simulation.kernel.keyed import uniform

if TYPE_CHECKING:
    from simulation.kernel.compilation import Floats

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
