"""A small study on pasts that drift; the large one is a benchmark."""

import pytest

from app.grading.backtest import BacktestWish, backtest
from app.grading.entries import entries_of
from app.grading.standing import starting_in
from models.workspace import Workspace
from simulation.grading.past import graded_past
from tests.app.grading.drifting import CLIENT, drifting_past, end_of

WEEKS = 72


def test_learned_forecasts_of_drifting_pasts_beat_both_naive_ones_with_honest_ranges(
    workspace: Workspace,
) -> None:
    wish = BacktestWish((8,), every="month", trials=400)
    runs = []
    with workspace.read() as session:
        for seed in (0, 3, 7, 16):
            history = drifting_past(seed, WEEKS)
            entries = entries_of(history, CLIENT, end_of(WEEKS))
            found = backtest(entries, wish, starting_in(session, history, wish))
            runs.append(found.past.cases)
    report = graded_past(runs, weeks_apart=wish.weeks_apart).pooled
    coverage = report.at(80)
    for other in report.against.values():
        assert other.skill.value > 0.05
    assert coverage.in_part.value == pytest.approx(0.8, abs=3 * coverage.in_part.error)
