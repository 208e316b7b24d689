"""Standing in the past: which origins there are, what is known there, and how it is graded."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.grading.backtest import (
    LEAST_WEEKS,
    Backtest,
    BacktestWish,
    HistoryTooShortError,
    backtest,
    origins_of,
)
from app.grading.entries import entries_of, stage_asked
from app.grading.telling import as_json
from models.errors import InvalidValueError
from simulation.engine import RunCancelledError
from simulation.grading.past import LAST_PERIOD, RATE_TIMES_COHORT
from tests.app.grading.pasts import MONDAY, STAGES, after, past, truth

CLIENT = STAGES[1]


@pytest.fixture(scope="module")
def graded() -> Backtest:
    entries = entries_of(past(120), CLIENT, after(120))
    return backtest(entries, BacktestWish((1, 4), trials=1_000), truth)


def test_forecasts_that_know_the_truth_hold_and_beat_both_naive_ones(graded: Backtest) -> None:
    report = graded.past.by_horizon[4]
    assert report.number == 120 - LEAST_WEEKS - 4 + 1
    coverage = report.at(80)
    assert abs(coverage.in_part.value - 0.8) < 3 * coverage.in_part.error
    assert report.against[LAST_PERIOD].skill.value > 0.1
    assert report.against[RATE_TIMES_COHORT].skill.value > 0.0
    assert graded.past.pooled.number == 2 * 120 - 2 * LEAST_WEEKS - 5 + 2


def test_actual_is_what_entered_the_target_from_the_origin_on(graded: Backtest) -> None:
    entries = entries_of(past(120), CLIENT, after(120))
    case = graded.past.of(4)[10]
    begin = (case.origin - date(1, 1, 1)).days + 1
    counted = sum(begin <= day < begin + 28 for day in entries.entered.tolist())
    assert case.origin == after(LEAST_WEEKS + 10)
    assert case.grade.actual == counted
    assert case.naive[LAST_PERIOD].mean == pytest.approx(
        entries.entries(case.origin - timedelta(weeks=4), case.origin) + 0.5, rel=1e-4
    )


def test_naive_cohort_is_the_last_one_unless_the_arrivals_are_given() -> None:
    entries = entries_of(past(14), CLIENT, after(14))
    cases = [
        backtest(entries, BacktestWish((4,), given=given, trials=200), truth).past.cases[0]
        for given in (False, True)
    ]
    reached, came = entries.entries(MONDAY, after(8)), entries.arrivals(MONDAY, after(8))
    rate = (reached + 0.5) / (came + 1.0)
    expected = (entries.arrivals(after(4), after(8)) + 0.5, entries.arrivals(after(8), after(12)))
    for case, cohort in zip(cases, expected, strict=True):
        assert case.naive[RATE_TIMES_COHORT].mean == pytest.approx(rate * cohort, rel=2e-3)


def test_origins_are_mondays_whose_weeks_ahead_are_over() -> None:
    entries = entries_of(past(30), CLIENT, after(30))
    weekly = origins_of(entries, BacktestWish((4, 40)))
    assert set(weekly) == {4}
    assert weekly[4][0] == after(LEAST_WEEKS)
    assert weekly[4][-1] == after(26)
    assert all(origin.weekday() == 0 for origin in weekly[4])


def test_months_and_bounds_choose_among_the_origins() -> None:
    entries = entries_of(past(30), CLIENT, after(30))
    monthly = origins_of(entries, BacktestWish((4,), every="month"))[4]
    with pytest.raises(HistoryTooShortError, match="the first stands on 4 Mar 2024"):
        origins_of(entries, BacktestWish((4,), every="month", first=date(2030, 1, 1)))
    assert monthly == (
        date(2024, 3, 4),
        date(2024, 4, 1),
        date(2024, 5, 6),
        date(2024, 6, 3),
        date(2024, 7, 1),
    )
    wish = BacktestWish((4,), first=date(2024, 4, 2), last=date(2024, 4, 20))
    assert origins_of(entries, wish)[4] == (date(2024, 4, 8), date(2024, 4, 15))


def test_a_history_that_is_too_short_says_how_long_it_is_and_what_is_needed() -> None:
    entries = entries_of(past(10), CLIENT, after(10))
    with pytest.raises(HistoryTooShortError, match=r"10 weeks, from 1 Jan 2024 to 11 Mar 2024"):
        origins_of(entries, BacktestWish((13,)))


def test_a_target_that_nobody_reached_is_said() -> None:
    entries = entries_of(past(40, rate=0.0), CLIENT, after(40))
    with pytest.raises(HistoryTooShortError, match="No lead has entered Client yet"):
        origins_of(entries, BacktestWish())


def test_a_stage_that_leads_pass_over_is_said() -> None:
    entries = entries_of(past(30), CLIENT, after(30))
    other = replace(entries, target=CLIENT._replace(uuid=UUID(int=9), name="Demo"))
    with pytest.raises(HistoryTooShortError, match="Most leads pass Demo over"):
        backtest(other, BacktestWish((4,), every="month", trials=100), truth)


def test_records_of_long_ago_end_with_their_last_day_and_others_today() -> None:
    history = past(30)
    assert entries_of(history, CLIENT, after(31)).ends == after(31)
    ended = entries_of(history, CLIENT, after(300)).ends
    assert after(30) - timedelta(days=6) < ended <= after(30)


def test_what_happens_after_today_is_left_out() -> None:
    entries = entries_of(past(30), CLIENT, after(20))
    assert entries.arrivals(after(20), after(30)) == 0


def test_target_is_found_by_name_or_meaning_and_the_first_stage_is_refused() -> None:
    assert stage_asked(STAGES, "CLIENT").id == CLIENT.id
    for name in ("mql", "nowhere"):
        with pytest.raises(InvalidValueError, match="Choose one of: Client"):
            stage_asked(STAGES, name)


def test_a_backtest_reports_its_progress_and_stops_when_told() -> None:
    entries = entries_of(past(30), CLIENT, after(30))
    told: list[tuple[int, int]] = []
    wish = BacktestWish((4,), trials=100)
    with pytest.raises(RunCancelledError):
        backtest(
            entries,
            wish,
            truth,
            progress=lambda done, whole: told.append((done, whole)),
            cancelled=lambda: len(told) >= 3,
        )
    assert told == [(0, 19), (1, 19), (2, 19)]


def test_json_holds_one_object_for_each_origin_and_horizon_and_a_summary(
    graded: Backtest,
) -> None:
    told = as_json(graded)
    quantiles = [f"p{percent}" for percent in (5, 10, 25, 50, 75, 90, 95)]
    first = told["forecasts"][0]
    assert list(first) == [
        "origin", "horizon_weeks", "actual", "mean", *quantiles, "crps", "naive",
    ]  # fmt: skip
    for naive in first["naive"].values():
        assert list(naive) == ["mean", *quantiles, "crps"]
    assert len(told["forecasts"]) == len(graded.past.cases)
    summary = told["summary"]["by_horizon"][1]
    four = [one for one in told["forecasts"] if one["horizon_weeks"] == 4]
    held = sum(one["p10"] <= one["actual"] <= one["p90"] for one in four) / len(four)
    assert summary["coverage"]["80"]["held"]["value"] == pytest.approx(held, abs=1e-4)
    assert summary["crps"] == pytest.approx(sum(one["crps"] for one in four) / len(four), abs=1e-3)
