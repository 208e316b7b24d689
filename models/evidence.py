"""How sure a share is that was counted: a number from little data is never shown bare."""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

_STEPS = 40
_TAIL = 0.1
_FALSE_ALARMS = 0.1
# With so many cases on each side the exact test and the normal one agree.
_MANY = 200
# Above this many trials a share's posterior is normal for all that a screen can show.
_COUNTED_OUT = 2000
_TAIL_DEVIATIONS = 1.2816


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and between which shares the true one lies (P10-P90)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share as it was counted, 0 of nothing."""
        return self.count / self.of if self.of else 0.0


def share_of(count: int, of: int) -> Share:
    """Return a share with its credible interval, from a prior that holds any share as likely.

    >>> one = share_of(3, 40)
    >>> round(one.low, 2), round(one.high, 2)
    (0.04, 0.16)
    """
    return Share(count, of, _quantile(count, of, _TAIL), _quantile(count, of, 1 - _TAIL))


def stands_out(here: Share, elsewhere: Share, among: int) -> bool:
    """Say whether a share differs from that of all others by more than chance would make it.

    By the exact test of two shares. `among` is how many are compared: the most extreme of many
    differs by chance alone, so each has to differ by so much more. At most one in ten such
    comparisons is a false alarm.

    >>> stands_out(share_of(30, 60), share_of(40, 400), 9)
    True
    >>> stands_out(share_of(11, 89), share_of(49, 559), 9)
    False
    >>> stands_out(share_of(1, 1), share_of(3, 100), 2)
    False
    """
    count, of = here.count + elsewhere.count, here.of + elsewhere.of
    if not here.of or not elsewhere.of or count in {0, of}:
        return False
    allowed = _FALSE_ALARMS / (2 * max(1, among))
    expected = here.of * count / of
    if min(expected, here.of - expected, elsewhere.of * count / of) > _MANY:
        spread = sqrt(expected * (1 - count / of) * elsewhere.of / of)
        return abs(here.count - expected) > NormalDist().inv_cdf(1 - allowed) * spread
    least, most = max(0, count - elsewhere.of), min(count, here.of)
    tail = range(here.count, most + 1) if here.count > expected else range(least, here.count + 1)
    chance = sum(
        exp(
            _log_choose(here.of, hits)
            + _log_choose(elsewhere.of, count - hits)
            - _log_choose(of, count)
        )
        for hits in tail
    )
    return chance < allowed


def _quantile(count: int, of: int, part: float) -> float:
    if of > _COUNTED_OUT:
        mean = (count + 1) / (of + 2)
        spread = sqrt(mean * (1 - mean) / (of + 3))
        shift = _TAIL_DEVIATIONS if part > _TAIL else -_TAIL_DEVIATIONS
        return min(max(mean + shift * spread, 0.0), 1.0)
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _below(count, of, middle) < part:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _below(count: int, of: int, share: float) -> float:
    """Return how likely the true share is below `share`: Beta(count + 1, of - count + 1).

    For whole numbers that is the chance of more than `count` hits in `of + 1` trials.
    """
    if not 0.0 < share < 1.0:
        return share
    hit, miss, trials = log(share), log(1 - share), of + 1
    return sum(
        exp(_log_choose(trials, hits) + hits * hit + (trials - hits) * miss)
        for hits in range(count + 1, trials + 1)
    )


def _log_choose(of: int, count: int) -> float:
    return lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
