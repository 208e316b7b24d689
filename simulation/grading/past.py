"""Forecasts from many origins in the past, graded by how far ahead they look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from simulation.grading.calibration import Calibration, calibration_of
from simulation.grading.grades import Grade, Report, report_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

LAST_PERIOD: Final = "last_period"
"""Name of the forecast that the next weeks bring what the last ones did."""
RATE_TIMES_COHORT: Final = "rate_times_cohort"
"""Name of the forecast that the leads of the period convert at the overall rate known so far."""


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast from one origin, graded.

    Parameters
    ----------
    origin
        The Monday that it was made on, knowing what was known before that day.
    horizon_weeks
        How many weeks from that Monday on it counts.
    grade
        Of our forecast.
    naive
        Of the forecasts without a model, by name.
    """

    origin: date
    horizon_weeks: int
    grade: Grade
    naive: Mapping[str, Grade]


@dataclass(frozen=True, slots=True)
class GradedPast:
    """All cases, and what they come to.

    Parameters
    ----------
    cases
        In order of time.
    by_horizon
        The report of each horizon in weeks.
    calibration
        That of each horizon in weeks.
    pooled
        The report of all cases together.
    """

    cases: tuple[Case, ...]
    by_horizon: Mapping[int, Report]
    calibration: Mapping[int, Calibration]
    pooled: Report

    def of(self, horizon_weeks: int) -> tuple[Case, ...]:
        """Return the cases of one horizon."""
        return tuple(case for case in self.cases if case.horizon_weeks == horizon_weeks)


def graded_past(
    runs: Sequence[Iterable[Case]], *, weeks_apart: int = 1, seed: int = 1
) -> GradedPast:
    """Return what forecasts of one past, or of several pasts of one kind, come to.

    Parameters
    ----------
    runs
        The cases of each past; at least one case in all.
    weeks_apart
        Weeks from one origin to the next, so that those which share weeks are resampled together.
    seed
        Of the resampling.
    """
    ordered = [sorted(run, key=lambda case: (case.origin, case.horizon_weeks)) for run in runs]
    ordered = [run for run in ordered if run]
    horizons = sorted({case.horizon_weeks for run in ordered for case in run})
    by_horizon, calibration = {}, {}
    for weeks in horizons:
        alone = [[case for case in run if case.horizon_weeks == weeks] for run in ordered]
        alone = [run for run in alone if run]
        block = block_of(weeks, weeks_apart)
        by_horizon[weeks] = _report(alone, block, seed)
        grades = [[case.grade for case in run] for run in alone]
        calibration[weeks] = calibration_of(grades, block=block, seed=seed)
    together = block_of(max(horizons), weeks_apart) * len(horizons)
    return GradedPast(
        tuple(case for run in ordered for case in run),
        by_horizon,
        calibration,
        _report(ordered, together, seed),
    )


def block_of(horizon_weeks: int, weeks_apart: int) -> int:
    """Return how many neighbouring origins share weeks with one another.

    Examples
    --------
    >>> block_of(13, 1), block_of(13, 4), block_of(4, 4)
    (13, 4, 1)
    """
    return max(1, -(-horizon_weeks // weeks_apart))


def _report(runs: Sequence[Sequence[Case]], block: int, seed: int) -> Report:
    return report_of(
        [[case.grade for case in run] for run in runs],
        {
            name: [[case.naive[name] for case in run] for run in runs]
            for name in (LAST_PERIOD, RATE_TIMES_COHORT)
        },
        block=block,
        seed=seed,
    )


class Finding(StrEnum):
    """What grades say that a person should know."""

    TOO_FEW = "too_few"
    TOO_NARROW = "too_narrow"
    TOO_WIDE = "too_wide"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    WORSE_THAN_NAIVE = "worse_than_naive"


FEWEST: Final = 8
"""Origins that do not share weeks, below which nothing is said of calibration."""


def findings(report: Report, *, apart: float) -> tuple[Finding, ...]:
    """Return what is wrong with forecasts, as far as their number allows to say so.

    Parameters
    ----------
    report
        Of one horizon.
    apart
        How many of its origins share no weeks with one another: `Report.number` over the block.
    """
    found = []
    coverage = report.at(80)
    if apart < FEWEST:
        found.append(Finding.TOO_FEW)
    elif not coverage.consistent:
        narrow = coverage.in_part.value < coverage.level / 100.0
        found.append(Finding.TOO_NARROW if narrow else Finding.TOO_WIDE)
    if apart >= FEWEST and abs(report.bias.value) > 2.0 * report.bias.error:
        found.append(Finding.TOO_HIGH if report.bias.value > 0 else Finding.TOO_LOW)
    if worse_than(report):
        found.append(Finding.WORSE_THAN_NAIVE)
    return tuple(found)


def worse_than(report: Report) -> tuple[str, ...]:
    """Return the naive forecasts that did better by more than two standard errors."""
    return tuple(
        name
        for name, other in report.against.items()
        if other.skill.value + 2.0 * other.skill.error < 0.0
    )
