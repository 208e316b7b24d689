"""How numbers are written: 31 (24–39), 12 of 40, 3.2, 4.9 %; never 30.769 %."""

from math import floor

from models.language import gettext as _

NARROW = "\u202f"
"""Narrow no-break space, between a number and its per cent sign."""


def whole(value: float) -> str:
    """Return `value` as a whole number, thousands apart."""
    return f"{round(value):,}"


def mean_count(value: float) -> str:
    """Return a mean of counts: one decimal below ten, none above, none for an exact count."""
    if value == 0:
        return "0"
    if value < 0.05:
        return "< 0.1"
    if round(value, 1) < 10:
        return f"{value:.1f}"
    return whole(value)


def short(value: float) -> str:
    """Return a large number for an axis or a chart: 45 k, 1.2 M; a small one as it is.

    >>> short(1_200_000).replace(NARROW, " "), short(-45_300).replace(NARROW, " "), short(950)
    ('1.2 M', '-45 k', '950')
    """
    for size, sign in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            scaled = value / size
            digits = f"{scaled:.1f}".removesuffix(".0") if abs(scaled) < 10 else f"{scaled:.0f}"
            return f"{digits}{NARROW}{sign}"
    return whole(value)


def span(low: float, high: float) -> str:
    """Return a range of counts, or the one count where both ends agree."""
    return whole(low) if round(low) == round(high) else f"{whole(low)}\u2013{whole(high)}"


def count_with_range(mean: float, low: float, high: float) -> str:
    """Return a mean with its range: 31 (24-39)."""
    if mean == low == high:
        return whole(mean)
    return f"{mean_count(mean)} ({span(low, high)})"


def percent(share: float) -> str:
    """Return a share (0..1) in per cent, one decimal at most, never rounded to a false 0 or 100.

    >>> percent(0.0487).replace(NARROW, " ")
    '4.9 %'
    >>> percent(0.3), percent(0.0002), percent(0.99999)  # doctest: +ELLIPSIS
    ('30...%', '< 0.1...%', '> 99.9...%')
    """
    tenths = floor(share * 1000 + 0.5)
    if tenths == 0 and share > 0:
        return f"< 0.1{NARROW}%"
    if tenths == 1000 and share < 1:
        return f"> 99.9{NARROW}%"
    number = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
    return f"{number}{NARROW}%"


def chance(share: float, *, certain: bool = False) -> str:
    """Return a simulated share: what never (or always) came up is rare (or usual), not certain."""
    if share <= 0 and not certain:
        return f"< 0.1{NARROW}%"
    if share >= 1 and not certain:
        return f"> 99.9{NARROW}%"
    return percent(share)


def whole_chance(share: float, *, certain: bool = False) -> str:
    """Return a simulated share as a sentence says it: in whole per cent, but for rare ends.

    Its tenths are those of the draws, and beside a range in whole per cent they would be in doubt.

    >>> [whole_chance(share).replace(NARROW, " ") for share in (0.888, 0.012, 0.995, 0.0)]
    ['89 %', '1.2 %', '99.5 %', '< 0.1 %']
    """
    if 0.015 <= share <= 0.985:
        return f"{floor(100 * share + 0.5)}{NARROW}%"
    return chance(share, certain=certain)


def percent_span(low: float, high: float) -> str:
    """Return a range of shares in whole per cent: 24-37 %."""
    return f"{round(low * 100)}\u2013{round(high * 100)}{NARROW}%"


def out_of(part: float, total: float) -> str:
    """Return evidence as counts: 12 of 40."""
    return _("{part} of {total}").format(part=whole(part), total=whole(total))
