"""Round steps for axes, and equal bins for distributions of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from math import ceil, floor, log10

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
# Every other level of 2.5 would need a digit that its label does not show.
_STEPS = (1.0, 2.0, 5.0, 10.0)
_TAIL = 0.005


def round_up(value: float) -> float:
    """Return the next 1, 2, 2.5 or 5 times a power of ten at or above `value`."""
    return _next_of(_ROUND, value)


def round_step(extent: float, most: int, *, least: float = 0.0) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that makes at most `most` pieces.

    `least` is the smallest step: 1 for counts, which are written without decimals.
    """
    return max(_next_of(_STEPS, extent / max(most, 1)), least)


def _next_of(factors: tuple[float, ...], value: float) -> float:
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    for factor in factors:
        if value <= factor * power * (1 + 1e-9):
            return factor * power
    return 10 * power


def count_step(extent: int, most: int) -> int:
    """Return a round whole step that parts `extent` counts into at most `most` pieces."""
    step = 1
    while extent / step > max(most, 1):
        step = next(size for size in _count_sizes(step) if size > step)
    return step


def ticks(top: float, most: int, *, least: float = 0.0) -> tuple[float, ...]:
    """Return the ticks of an axis from 0 that covers `top`; the last one is the axis' end."""
    step = round_step(top, most, least=least)
    return tuple(step * index for index in range(ceil(top / step - 1e-9) + 1))


def axis_levels(
    bottom: float, top: float, most: int
) -> tuple[tuple[float, ...], tuple[float, float]]:
    """Return the levels of an axis that covers `bottom` to `top` and 0, and where it ends.

    It ends at a level or half-way to the next one, so that what it is made for has two thirds of
    its height, and few movements of a slider change where it ends.
    """
    low, high = min(bottom, 0.0), max(top, 0.0)
    step = round_step(high - low, most, least=1.0)
    first, last = floor(2 * low / step + 1e-9) / 2, ceil(2 * high / step - 1e-9) / 2
    if first > -1 and last < 1:
        # One level beside that of 0 is what the others are read by.
        first, last = (first, 1.0) if high >= -low else (-1.0, last)
    levels = tuple(step * place for place in range(ceil(first), floor(last) + 1))
    return levels, (step * first, step * last)


@dataclass(frozen=True, slots=True)
class Bins:
    """Neighbouring bins of `width` counts each, the first starting at count `first`."""

    first: int
    width: int
    number: int

    @property
    def end(self) -> int:
        """The first count behind the last bin."""
        return self.first + self.width * self.number

    def low(self, index: int) -> int:
        """Return the lowest count in bin `index`."""
        return self.first + self.width * index

    def high(self, index: int) -> int:
        """Return the highest count in bin `index`."""
        return self.low(index) + self.width - 1

    def shares(self, pmf: Sequence[float]) -> tuple[float, ...]:
        """Return the share of a distribution over 0, 1, 2, ... that falls into each bin."""
        return tuple(
            sum(pmf[self.low(index) : self.low(index) + self.width]) for index in range(self.number)
        )


def bins_for(pmfs: Sequence[Sequence[float]], most: int) -> Bins:
    """Return at most about `most` bins that show all of `pmfs` but their outermost 0.5 %.

    The bounds are rounded, so that they stay where they are while a distribution moves a little.
    """
    bounds = [_bulk(pmf) for pmf in pmfs if len(pmf) > 0]
    low = min((bound[0] for bound in bounds), default=0)
    high = max((bound[1] for bound in bounds), default=0)
    if low < 0.4 * high:
        low = 0
    margin = count_step(high - low + 1, 8)
    first = floor(low / margin) * margin
    last = ceil((high + 1) / margin) * margin
    width = count_step(last - first, most)
    first = floor(first / width) * width
    return Bins(first, width, max(4, ceil((last - first) / width)))


def _bulk(pmf: Sequence[float]) -> tuple[int, int]:
    below = list(accumulate(pmf))
    total = below[-1]
    low = next((count for count, share in enumerate(below) if share > _TAIL * total), 0)
    high = next(
        (count for count, share in enumerate(below) if share >= (1 - _TAIL) * total), len(below) - 1
    )
    return low, high


def _count_sizes(at: int) -> chain[int]:
    power = 10 ** floor(log10(at))
    return chain((power, 2 * power, 5 * power), (10 * power,))
