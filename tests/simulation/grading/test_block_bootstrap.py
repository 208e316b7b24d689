"""Errors of means over dependent cases, and the report that they stand in."""

import numpy as np
import pytest
from scipy import stats

from simulation.assumptions import AssumptionError
from simulation.grading.counts import CountForecast
from simulation.grading.grades import graded, report_of
from simulation.grading.resampling import grading_uniforms, moving_block_means


def _error(values: np.ndarray, block: int) -> float:
    means = moving_block_means(values[:, None], [values.size], block=block)
    return float(means.std())


def test_independent_cases_have_the_error_of_their_mean() -> None:
    values = grading_uniforms("test of cases", 400)
    assert _error(values, 1) == pytest.approx(values.std() / 20, rel=0.05)


def test_blocks_find_the_error_that_overlapping_windows_have() -> None:
    length, window = 2_000, 8
    noise = stats.norm.ppf(grading_uniforms("test of windows", length + window - 1))
    moving = np.convolve(noise, np.ones(window) / window, mode="valid")
    # The mean of a moving average of unit noise has the error of the noise itself.
    true = 1.0 / np.sqrt(length)
    assert _error(moving, 1) < 0.5 * true
    assert _error(moving, 4 * window) == pytest.approx(true, rel=0.15)


def test_several_histories_are_resampled_as_wholes_too() -> None:
    # Each history is constant, so all the error is that of which histories there are.
    values = np.repeat([0.0, 1.0], 50)[:, None].repeat(2, axis=1)
    means = moving_block_means(np.tile(values, (10, 1)), [50] * 20, block=5)
    assert means.std(axis=0) == pytest.approx(np.full(2, 0.5 / np.sqrt(20)), rel=0.06)


def test_resampling_is_the_same_in_every_run_and_refuses_what_does_not_add_up() -> None:
    values = grading_uniforms("test of cases", 30)[:, None]
    first, again = (moving_block_means(values, [10, 20], block=3) for _ in range(2))
    assert np.array_equal(first, again)
    with pytest.raises(AssumptionError):
        moving_block_means(values, [10, 21], block=3)


def test_report_of_perfect_forecasts_finds_them_calibrated_and_better_than_shifted_ones() -> None:
    levels = 5 + 20 * grading_uniforms("test of levels", 600)
    chances = grading_uniforms("test of actuals", 600)
    counts = np.arange(120)
    ours, shifted = [], []
    for level, chance in zip(levels, chances, strict=True):
        actual = int(stats.poisson(level).ppf(chance))
        ours.append(graded(CountForecast(0, stats.poisson(level).pmf(counts)), actual))
        shifted.append(graded(CountForecast(6, stats.poisson(level).pmf(counts)), actual))
    report = report_of([ours[:300], ours[300:]], {"shifted": [shifted]}, block=4)
    assert report.number == 600
    for coverage in report.coverage:
        assert coverage.in_part.value == pytest.approx(
            coverage.level / 100, abs=4 * max(coverage.in_part.error, 0.01)
        )
        assert coverage.held.value > coverage.in_part.value
    assert report.at(80).mean_width < report.at(90).mean_width
    assert abs(report.bias.value) < 4 * report.bias.error
    skill = report.against["shifted"].skill
    assert skill.value > 0.3
    assert 0 < skill.error < 0.1
    assert report_of([shifted], {}, block=4).bias.value == pytest.approx(
        report.bias.value + 6, abs=1e-6
    )
