"""How honest forecasts are: on a real sales history, and on many simulated ones that drift."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.grading.backtest import BacktestWish, backtest
from app.grading.entries import entries_of
from app.grading.standing import backtest_of, starting_in
from models.workspace import open_workspace
from simulation.grading.past import LAST_PERIOD, RATE_TIMES_COHORT, graded_past
from tests.app.grading.drifting import CLIENT, drifting_past, end_of
from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.grading.grades import Report
    from simulation.grading.past import Case

MAVEN = Path(__file__).parents[3] / "shared" / "data" / "maven" / "sales_pipeline.csv"
HORIZONS = (4, 13)
PASTS = 48
WEEKS = 104
FAR_HORIZONS = (13, 26, 39)
FAR_PASTS = 16
FAR_WEEKS = 130
TRIALS = 2_000


def figures() -> Iterator[Figure]:
    """Measure."""
    if MAVEN.exists():
        yield from _maven()
    yield from _drifting(BacktestWish(HORIZONS, every="month", trials=TRIALS), PASTS, WEEKS)
    for given in (False, True):
        wish = BacktestWish(FAR_HORIZONS, every="month", given=given, trials=TRIALS // 2)
        yield from _drifting(wish, FAR_PASTS, FAR_WEEKS)


def _maven() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "maven.funneldesk"
        _import(path)
        with closing(open_workspace(path)) as workspace, workspace.read() as session:
            for given in (False, True):
                begin = time.perf_counter()
                wish = BacktestWish(HORIZONS, given=given)
                past = backtest_of(session, "client", wish, date(2026, 1, 1)).past
                seconds = time.perf_counter() - begin
                what = "Maven, arrivals given" if given else "Maven"
                yield Figure(f"{what}: backtest of {len(past.cases)} forecasts", seconds, "s")
                for weeks, report in past.by_horizon.items():
                    yield from _told(f"{what}, {weeks} weeks", report)
                yield from _told(f"{what}, pooled", past.pooled, held_to=True)


def _drifting(wish: BacktestWish, pasts: int, past_weeks: int) -> Iterator[Figure]:
    begin = time.perf_counter()
    runs: list[tuple[Case, ...]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_workspace(Path(folder) / "nobody.funneldesk")) as workspace,
        workspace.read() as session,
    ):
        for seed in range(pasts):
            history = drifting_past(seed, past_weeks)
            entries = entries_of(history, CLIENT, end_of(past_weeks))
            runs.append(backtest(entries, wish, starting_in(session, history, wish)).past.cases)
    past = graded_past(runs, weeks_apart=wish.weeks_apart)
    seconds = time.perf_counter() - begin
    told = ", arrivals given" if wish.given else ""
    what = f"{pasts} drifting pasts of {past_weeks} weeks{told}"
    yield Figure(f"{what}: {len(past.cases)} forecasts", seconds, "s")
    for weeks, report in past.by_horizon.items():
        yield from _told(f"{what}, {weeks} weeks", report)
    yield from _told(f"{what}, pooled", past.pooled, held_to=True)


def _told(what: str, report: Report, *, held_to: bool = False) -> Iterator[Figure]:
    coverage = report.at(80)
    yield Figure(f"{what}: 80 % ranges held", 100 * coverage.held.value, "%")
    yield Figure(f"{what}: the same, ties in part", 100 * coverage.in_part.value, "%")
    yield Figure(f"{what}: its block-bootstrap error", 100 * coverage.in_part.error, "%")
    off = abs(coverage.in_part.value - 0.8) / coverage.in_part.error
    yield Figure(f"{what}: errors off 80 %", off, "", 2.0 if held_to else None)
    yield Figure(f"{what}: mean width", coverage.mean_width, "clients")
    yield Figure(f"{what}: mean actual", report.mean_actual, "clients")
    yield Figure(f"{what}: fair CRPS", report.crps, "clients")
    for name, words in ((LAST_PERIOD, "last period"), (RATE_TIMES_COHORT, "rate times cohort")):
        skill = 100 * report.against[name].skill.value
        yield Figure(
            f"{what}: better than {words}", skill, "%", 0.0 if held_to else None, "at least"
        )


def _import(path: Path) -> None:
    from tests.app.import_runs.importing import import_file

    with closing(open_workspace(path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))) as workspace:
        import_file(workspace, MAVEN)
