"""How sure a share is that was counted: a number from little data is never shown bare."""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

_STEPS = 40
_TAIL = 0.1
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
