"""Frozen forecasts held against what happened since, as their dates pass."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import accumulate

import numpy as np
from sqlalchemy.orm import Session

from models.scenarios.actuals import actuals_since
from models.scenarios.freezing import CLIENTS, FrozenBands, FrozenSummary, read_summary
from models.scenarios.saving import forecasts, scenarios
from simulation.grading.grades import pinball_loss
from simulation.results import PERCENTS
from views.grading.content import FrozenGrade


def frozen_grades(session: Session, today: date) -> tuple[FrozenGrade, ...]:
    """Return the grade of every frozen forecast of clients week by week, the newest first."""
    names = {row.id: row.name for row in scenarios(session)}
    found = []
    for row in forecasts(session):
        summary = read_summary(row.summary)
        if summary is None or CLIENTS not in summary.measures:
            continue
        happened = actuals_since(session, CLIENTS, summary.starts_on, today)
        found.append(
            grade_of(names[row.scenario_id], row.frozen_at.astimezone(UTC), summary, happened)
        )
    return tuple(found)


def grade_of(
    scenario: str, frozen_at: datetime, summary: FrozenSummary, happened: Sequence[float]
) -> FrozenGrade:
    """Return the grade after the whole weeks that are over, as far as the forecast went."""
    bands = summary.measures[CLIENTS].cumulative
    so_far = list(accumulate(happened))[: summary.weeks]
    over = len(so_far)
    if over == 0:
        return FrozenGrade(scenario, frozen_at, summary.weeks, 0, 0.0, 0.0, 0.0, 0.0, 0, 0.0)
    last = over - 1
    return FrozenGrade(
        scenario=scenario,
        frozen_at=frozen_at,
        weeks=summary.weeks,
        weeks_over=over,
        happened=so_far[last],
        low=bands.p10[last],
        middle=bands.p50[last],
        high=bands.p90[last],
        weeks_held=sum(
            bands.p10[week] <= count <= bands.p90[week] for week, count in enumerate(so_far)
        ),
        pinball=_pinball(bands, last, so_far[last]),
    )


def _pinball(bands: FrozenBands, week: int, happened: float) -> float:
    quantiles = np.array([getattr(bands, f"p{percent}")[week] for percent in PERCENTS])
    return float(pinball_loss(quantiles, np.array(PERCENTS) / 100.0, happened).mean())
