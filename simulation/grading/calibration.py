"""Calibration as it is drawn: what ranges of every width held, and where the actuals fell.

References
----------
Czado, Gneiting, Held: Predictive model assessment for count data, Biometrics 65 (2009), 1254-1261.
Dawid: Statistical theory: the prequential approach, Journal of the Royal Statistical Society A 147
(1984), 278-292 (the histogram of probability integral transforms).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.grading.grades import Grade, Measured, least_error, share_inside, transforms
from simulation.grading.resampling import grading_uniforms, moving_block_means

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARES: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Central ranges that the calibration plot shows."""
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a calibration plot and its histogram show.

    Parameters
    ----------
    observed
        For each of `SHARES`, how often the range held, ties in part.
    tenths
        Share of the actuals in each tenth of their forecast, lowest first; each is about a tenth
        where all forecasts are right.
    """

    observed: tuple[Measured, ...]
    tenths: tuple[Measured, ...]


def calibration_of(runs: Sequence[Sequence[Grade]], *, block: int, seed: int = 1) -> Calibration:
    """Return how forecasts are calibrated.

    Parameters
    ----------
    runs
        One sequence for each history, in order of the origins; at least one grade.
    block
        How many neighbouring origins are resampled together.
    seed
        Of the resampling, and of where in its own probability each actual is put.
    """
    grades = [grade for run in runs for grade in run]
    uniforms = grading_uniforms("transforms", len(grades), seed=seed)
    place = np.minimum((transforms(grades, uniforms) * TENTHS).astype(np.int64), TENTHS - 1)
    columns = [share_inside(grades, share) for share in SHARES]
    columns += [(place == tenth).astype(np.float64) for tenth in range(TENTHS)]
    values = np.column_stack(columns)
    resampled = moving_block_means(values, [len(run) for run in runs], block=block, seed=seed)
    found = [
        Measured(float(mean), max(float(error), least_error(float(mean), len(grades))))
        for mean, error in zip(values.mean(axis=0), resampled.std(axis=0), strict=True)
    ]
    return Calibration(tuple(found[: len(SHARES)]), tuple(found[len(SHARES) :]))
