"""How good chances were: order, distance from what came, and whether they held what they said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.chances.cases import Floats
from simulation.rates import rate_interval
from simulation.results import NINETY

_LEAST_IN_A_BIN: Final = 10
_MOST_BINS: Final = 10
_CLOSEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Leads of similar chances: what was said on average, and how many came true.

    ``low`` and ``high`` are the 90 % Jeffreys interval of the share that came true.
    """

    leads: int
    reached: int
    said: float
    came: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Measures of chances against outcomes; intervals are 90 %.

    AUC is None where all leads ended alike. ``constant_brier`` is what the plain share of these
    leads would have scored, so a Brier score at or above it is of no use.
    """

    leads: int
    reached: int
    said: float
    auc: float | None
    auc_interval: tuple[float, float] | None
    brier: float
    brier_interval: tuple[float, float]
    constant_brier: float
    log_loss: float
    reliability: tuple[ReliabilityBin, ...]


def judge(chances: Floats, reached: NDArray[np.bool_]) -> Judgement | None:
    """Return how chances did; None for no leads at all."""
    count = len(chances)
    if not count:
        return None
    came = reached.astype(np.float64)
    squares = (chances - came) ** 2
    safe = np.clip(chances, _CLOSEST, 1.0 - _CLOSEST)
    brier = float(squares.mean())
    spread = NINETY * float(squares.std()) / np.sqrt(count)
    found = auc_with_error(chances, reached)
    return Judgement(
        leads=count,
        reached=int(reached.sum()),
        said=float(chances.mean()),
        auc=None if found is None else found[0],
        auc_interval=None if found is None else _interval(found[0], NINETY * found[1]),
        brier=brier,
        brier_interval=_interval(brier, spread),
        constant_brier=float(came.mean() * (1.0 - came.mean())),
        log_loss=float(-np.where(reached, np.log(safe), np.log1p(-safe)).mean()),
        reliability=reliability(chances, reached),
    )


def _interval(middle: float, spread: float) -> tuple[float, float]:
    return max(0.0, middle - spread), min(1.0, middle + spread)


def auc_with_error(chances: Floats, reached: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the area under the ROC curve and its standard error; None where all ended alike.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845; by midranks as in Sun and Xu
    (2014), IEEE Signal Processing Letters 21, 1389-1393.
    """
    from scipy.stats import rankdata

    above, below = chances[reached], chances[~reached]
    if not len(above) or not len(below):
        return None
    together = rankdata(np.concatenate([above, below]))
    mine_above, mine_below = rankdata(above), rankdata(below)
    placed_above = (together[: len(above)] - mine_above) / len(below)
    placed_below = 1.0 - (together[len(above) :] - mine_below) / len(above)
    variance = _variance(placed_above) / len(above) + _variance(placed_below) / len(below)
    return float(placed_above.mean()), float(np.sqrt(variance))


def _variance(values: Floats) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.25


def reliability(chances: Floats, reached: NDArray[np.bool_]) -> tuple[ReliabilityBin, ...]:
    """Return what came of leads by what was said of them, in groups of equal size.

    Leads with the same chance are never parted.
    """
    order = np.argsort(chances, kind="stable")
    count = len(chances)
    groups = max(1, min(_MOST_BINS, count // _LEAST_IN_A_BIN))
    ends = {round(count * place / groups) for place in range(1, groups + 1)}
    found: list[ReliabilityBin] = []
    start = 0
    for end in sorted(ends):
        last = end
        while last < count and chances[order[last]] == chances[order[last - 1]]:
            last += 1
        if last <= start:
            continue
        some = order[start:last]
        leads, came = len(some), int(reached[some].sum())
        low, high = rate_interval(came + 0.5, leads - came + 0.5)
        found.append(
            ReliabilityBin(
                leads,
                came,
                float(chances[some].mean()),
                came / leads,
                0.0 if came == 0 else low,
                1.0 if came == leads else high,
            )
        )
        start = last
    return tuple(found)
