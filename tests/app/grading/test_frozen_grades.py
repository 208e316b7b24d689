"""Frozen forecasts are graded week by week as their dates pass."""

from datetime import UTC, date, datetime
from itertools import accumulate

import pytest

from app.grading.frozen import frozen_grades, grade_of
from models.scenarios.freezing import CLIENTS, FrozenBands, FrozenMeasure, FrozenSummary, stored
from models.scenarios.saving import freeze_forecast, save_scenario
from models.workspace import Workspace

AT = datetime(2026, 8, 3, 9, tzinfo=UTC)


def summary(weeks: int = 4) -> FrozenSummary:
    """Return a forecast of 3 clients a week, give or take 1 each week."""
    week = [3.0 * number for number in range(1, weeks + 1)]

    def shifted(by: float) -> tuple[float, ...]:
        return tuple(max(value + by * number, 0.0) for number, value in enumerate(week, 1))

    bands = FrozenBands(
        p5=shifted(-1.5), p10=shifted(-1), p25=shifted(-0.5), p50=tuple(week),
        p75=shifted(0.5), p90=shifted(1), p95=shifted(1.5), mean=tuple(week),
    )  # fmt: skip
    return FrozenSummary(date(2026, 8, 3), weeks, 2000, {CLIENTS: FrozenMeasure(bands, bands)})


def test_grade_counts_the_weeks_after_which_the_range_held() -> None:
    happened = (3.0, 6.0, 0.0)
    grade = grade_of("Plan", AT, summary(), happened)
    assert list(accumulate(happened)) == [3.0, 9.0, 9.0]
    assert (grade.weeks_over, grade.weeks_held, grade.happened) == (3, 2, 9.0)
    assert (grade.low, grade.middle, grade.high) == (6.0, 9.0, 12.0)
    assert grade.held
    assert not grade.over
    # 9 is the median: each pair of quantiles loses as much below as above.
    assert grade.pinball == pytest.approx(2 * (0.05 * 4.5 + 0.10 * 3.0 + 0.25 * 1.5) / 7, rel=1e-9)


def test_weeks_behind_the_last_of_a_forecast_do_not_count() -> None:
    grade = grade_of("Plan", AT, summary(2), (3.0, 3.0, 50.0))
    assert (grade.weeks_over, grade.happened, grade.over, grade.held) == (2, 6.0, True, True)


def test_a_forecast_whose_weeks_have_not_begun_has_no_grade_yet() -> None:
    assert not grade_of("Plan", AT, summary(), ()).begun


def test_frozen_forecasts_are_listed_with_their_scenario_and_batches_are_left_out(
    workspace: Workspace,
) -> None:
    with workspace.write() as session:
        scenario = save_scenario(session, "Autumn", {}, seed=1, trials=2000)
        freeze_forecast(session, scenario, {"kind": "batch"}, "1")
        freeze_forecast(session, scenario, stored(summary()), "1")
    with workspace.read() as session:
        (grade,) = frozen_grades(session, date(2026, 8, 18))
    assert (grade.scenario, grade.weeks_over, grade.happened) == ("Autumn", 2, 0.0)
    assert not grade.held
