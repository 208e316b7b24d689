"""The grade of one forecast, and of many: coverage, calibration, loss, bias and skill.

Counts make ties: the ends of a range are whole numbers that come up themselves, so a range that
includes both ends holds more than its name says, even of a perfect forecast. Coverage is therefore
told twice. *Held* counts every actual between the ends, both included: what people see on a
chart. *In part* counts an actual that falls on an end only as far as its probability lies inside
the range; of a perfect forecast that is exactly the name of the range, and it is what calibration
is judged by.

References
----------
Czado, Gneiting, Held: Predictive model assessment for count data, Biometrics 65 (2009), 1254-1261
(the probability integral transform of counts, randomised and not).
Gneiting, Raftery 2007, section 6 (quantile scores).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.grading.resampling import moving_block_means
from simulation.results import PERCENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulation.grading.counts import CountForecast

LEVELS: Final = (50, 80, 90)
"""Central ranges that are graded, in per cent."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One forecast of a count held against what happened.

    Parameters
    ----------
    actual
        What happened.
    mean
        Mean of the forecast.
    quantiles
        Its quantiles at `simulation.results.PERCENTS`.
    crps
        Its continuous ranked probability score.
    below, up_to
        Chance it gave to less than what happened, and to that or less, in [0, 1].
    """

    actual: int
    mean: float
    quantiles: tuple[float, ...]
    crps: float
    below: float
    up_to: float

    def ends(self, level: int) -> tuple[float, float]:
        """Return the ends of a central range, such as those at 10 and 90 % for level 80."""
        low = PERCENTS.index((100 - level) // 2)
        return self.quantiles[low], self.quantiles[-1 - low]

    def holds(self, level: int) -> bool:
        """Whether what happened lies in the central range, both ends included."""
        low, high = self.ends(level)
        return low <= self.actual <= high

    @property
    def pinball(self) -> float:
        """Mean over `PERCENTS` of the quantile loss, in the unit of the count."""
        shares = np.array(PERCENTS) / 100.0
        return float(pinball_loss(np.array(self.quantiles), shares, float(self.actual)).mean())


def graded(forecast: CountForecast, actual: int) -> Grade:
    """Return the grade of a forecast."""
    return Grade(
        actual=actual,
        mean=forecast.mean,
        quantiles=tuple(float(value) for value in forecast.quantiles),
        crps=forecast.crps(actual),
        below=forecast.at_most(actual - 1),
        up_to=forecast.at_most(actual),
    )


def pinball_loss(
    quantiles: NDArray[np.float64], shares: NDArray[np.float64], actual: float
) -> NDArray[np.float64]:
    """Return the loss of each quantile: share times what it fell short, or the rest times excess.

    Parameters
    ----------
    quantiles, shares
        Same shape; shares in (0, 1).
    actual
        What happened.

    Examples
    --------
    >>> import numpy as np
    >>> pinball_loss(np.array([10.0, 10.0]), np.array([0.9, 0.9]), 12.0)
    array([1.8, 1.8])
    """
    short = actual - quantiles
    return np.maximum(shares * short, (shares - 1.0) * short)


def share_inside(grades: Sequence[Grade], share: float) -> NDArray[np.float64]:
    """Return how far each actual lies inside the central range of a share, ties in part.

    The probability between `Grade.below` and `Grade.up_to` is the actual's own; what counts is the
    part of it that lies in the range. Of a perfect forecast the expectation is the share itself.

    Returns
    -------
    ndarray
        Shape (grades,), in [0, 1].
    """
    below = np.array([grade.below for grade in grades])
    up_to = np.array([grade.up_to for grade in grades])
    low, high = (1.0 - share) / 2.0, (1.0 + share) / 2.0
    own = up_to - below
    inside = np.clip(up_to, low, high) - np.clip(below, low, high)
    whole = ((below > low) & (below < high)).astype(np.float64)
    return np.where(own > 0.0, inside / np.where(own > 0.0, own, 1.0), whole)


def transforms(grades: Sequence[Grade], uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the randomised probability integral transforms: uniform if all forecasts are right.

    Parameters
    ----------
    grades
        In any order.
    uniforms
        Shape (grades,), in (0, 1): where within an actual's own probability it is put.

    Returns
    -------
    ndarray
        Shape (grades,), in [0, 1].
    """
    below = np.array([grade.below for grade in grades])
    up_to = np.array([grade.up_to for grade in grades])
    spread: NDArray[np.float64] = below + uniforms * (up_to - below)
    return spread


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean with its block-bootstrap standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a central range held.

    Parameters
    ----------
    level
        What it is called, in per cent.
    held
        Share of the actuals between its ends, both included.
    in_part
        The same with ties in part; `level` per cent of a perfect forecast.
    mean_width
        Mean distance of its ends.
    """

    level: int
    held: Measured
    in_part: Measured
    mean_width: float

    @property
    def consistent(self) -> bool:
        """Whether the ties-in-part coverage is within two standard errors of its level."""
        return abs(self.in_part.value - self.level / 100.0) <= 2.0 * self.in_part.error


@dataclass(frozen=True, slots=True)
class Against:
    """One forecast held against another on the same cases.

    Parameters
    ----------
    crps
        Mean score of the other.
    skill
        Share of the other's score that was saved: 0.23 is 23 % better, below 0 is worse.
    """

    crps: float
    skill: Measured


@dataclass(frozen=True, slots=True)
class Report:
    """The grade of many forecasts of the same kind.

    Parameters
    ----------
    number
        How many.
    coverage
        For each of `LEVELS`.
    crps, pinball, bias
        Means; the bias is forecast mean less actual, in the unit of the count.
    mean_actual
        Mean of what happened.
    against
        The same cases by other forecasts, by name.
    """

    number: int
    coverage: tuple[Coverage, ...]
    crps: float
    pinball: float
    bias: Measured
    mean_actual: float
    against: dict[str, Against]

    def at(self, level: int) -> Coverage:
        """Return the coverage of one of `LEVELS`."""
        return self.coverage[LEVELS.index(level)]


def report_of(
    runs: Sequence[Sequence[Grade]],
    others: dict[str, Sequence[Sequence[Grade]]],
    *,
    block: int,
    seed: int = 1,
) -> Report:
    """Return the grade of many forecasts, with errors that allow for their overlapping.

    Parameters
    ----------
    runs
        One sequence for each history (or horizon), in order of the origins; at least one grade.
    others
        The same cases as forecast otherwise, by name.
    block
        How many neighbouring origins are resampled together: as many as share any weeks.
    seed
        Of the resampling.
    """
    ours = [grade for run in runs for grade in run]
    lengths = [len(run) for run in runs]
    columns = _Columns()
    for level in LEVELS:
        columns.add(("held", level), [float(grade.holds(level)) for grade in ours])
        columns.add(("in part", level), share_inside(ours, level / 100.0))
    columns.add(("bias", 0), [grade.mean - grade.actual for grade in ours])
    columns.add(("crps", 0), [grade.crps for grade in ours])
    for place, cases in enumerate(others.values()):
        columns.add(("other", place), [grade.crps for run in cases for grade in run])
    values = columns.stacked()
    means = values.mean(axis=0)
    resampled = moving_block_means(values, lengths, block=block, seed=seed)
    errors = resampled.std(axis=0)

    def measured(what: str, number: int = 0) -> Measured:
        at = columns.place(what, number)
        return Measured(float(means[at]), float(errors[at]))

    def share(what: str, number: int) -> Measured:
        found = measured(what, number)
        return Measured(found.value, max(found.error, least_error(found.value, len(ours))))

    def against(place: int) -> Against:
        mine, theirs = columns.place("crps", 0), columns.place("other", place)
        saved = 1.0 - resampled[:, mine] / np.maximum(resampled[:, theirs], 1e-12)
        crps = float(means[theirs])
        skill = 1.0 - float(means[mine]) / max(crps, 1e-12)
        return Against(crps, Measured(skill, float(saved.std())))

    return Report(
        number=len(ours),
        coverage=tuple(
            Coverage(
                level,
                share("held", level),
                share("in part", level),
                float(np.mean([high - low for low, high in (one.ends(level) for one in ours)])),
            )
            for level in LEVELS
        ),
        crps=measured("crps").value,
        pinball=float(np.mean([grade.pinball for grade in ours])),
        bias=measured("bias"),
        mean_actual=float(np.mean([grade.actual for grade in ours])),
        against={name: against(place) for place, name in enumerate(others)},
    )


def least_error(share: float, number: int) -> float:
    """Return the standard error that a share has at least, were its cases independent.

    Resampling finds none where all cases agree. This is that of Agresti and Coull's adjusted
    share, which is not 0 then.
    """
    adjusted = (share * number + 2.0) / (number + 4.0)
    return math.sqrt(adjusted * (1.0 - adjusted) / (number + 4.0))


class _Columns:
    """Numbers of each case, side by side, found again by name."""

    def __init__(self) -> None:
        self._names: list[tuple[str, int]] = []
        self._columns: list[NDArray[np.float64]] = []

    def add(self, name: tuple[str, int], numbers: Sequence[float] | NDArray[np.float64]) -> None:
        self._names.append(name)
        self._columns.append(np.asarray(numbers, np.float64))

    def place(self, what: str, number: int) -> int:
        return self._names.index((what, number))

    def stacked(self) -> NDArray[np.float64]:
        return np.column_stack(self._columns)
