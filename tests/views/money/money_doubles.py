"""Stand-ins for what the panels of money, frozen forecasts and reports are given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.money.freezing import frozen_summary
from models.errors import KnownError
from models.scenarios.freezing import CLIENTS, REVENUE
from views.charts.drawing import Drawing
from views.money.frozen_store import FrozenRow, FrozenView
from views.money.out_store import PlanPaper
from views.money.pipeline_content import PipelineReading
from views.money.reckoning import MoneyBasis
from views.money.tracking import track_of
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult

Failed = Callable[[Exception], None]


@dataclass
class FrozenShelf:
    """Keeps frozen forecasts in memory; what happened is what the test says."""

    happened: dict[str, tuple[float, ...]] = field(
        default_factory=lambda: {CLIENTS: (), REVENUE: ()}
    )
    views: list[FrozenView] = field(default_factory=list)
    refusal: KnownError | None = None

    def list(self, then: Callable[[tuple[FrozenRow, ...]], None], *, failed: Failed) -> None:
        then(tuple(view.row for view in reversed(self.views)))

    def open(self, forecast_id: int, then: Callable[[FrozenView], None], *, failed: Failed) -> None:
        then(self.views[forecast_id])

    def freeze(
        self, result: PlanResult, then: Callable[[FrozenRow], None], *, failed: Failed
    ) -> None:
        if self.refusal is not None:
            failed(self.refusal)
            return
        summary = frozen_summary(result)
        row = FrozenRow(
            id=len(self.views),
            scenario=result.plan.name,
            frozen_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
            data_until=None,
            weeks=summary.weeks,
            weeks_over=len(self.happened[CLIENTS]),
            clients=track_of(summary.measures[CLIENTS], self.happened[CLIENTS]),
        )
        self.views.append(FrozenView(row, summary, dict(self.happened), {}))
        then(row)


@dataclass
class Till:
    """Answers what the workspace says of money, at once."""

    reading: PipelineReading
    money: MoneyBasis = field(default_factory=lambda: MoneyBasis("EUR", 4))

    def basis(self, plan: Plan, then: Callable[[MoneyBasis], None], *, failed: Failed) -> None:
        then(self.money)

    def read(
        self,
        starts_on: date,
        weeks: int,
        then: Callable[[PipelineReading], None],
        *,
        failed: Failed,
    ) -> None:
        then(self.reading)


@dataclass
class Press:
    """Notes what was to be written."""

    written: list[tuple[Any, ...]] = field(default_factory=list)
    charts: list[Drawing] = field(default_factory=list)

    def write_pdf(
        self, wanted: PlanPaper, path: Path, then: Callable[[Path], None], failed: Failed
    ) -> None:
        self.written.append(("report", path.name, wanted.full))
        then(path)

    def preview(self, wanted: PlanPaper, then: Callable[[Any], None], failed: Failed) -> None:
        self.written.append(("preview", wanted.full))
        then(())

    def print_pages(self, wanted: PlanPaper, then: Callable[[Any], None], failed: Failed) -> None:
        self.written.append(("pages", wanted.full))
        then(())

    def chart(
        self, drawing: Drawing, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        self.written.append(("chart", drawing.title, path.name))
        self.charts.append(drawing)
        then(path)

    def series(
        self, result: PlanResult, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        failed(OSError(28, "No space left on device"))

    def table(self, result: PlanResult, then: Callable[[str], None], *, failed: Failed) -> None:
        then("Week\tMonday\n")
