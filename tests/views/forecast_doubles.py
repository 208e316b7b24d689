"""Stand-ins for what the Forecast page is given: background, scenario store, exporter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from models.errors import KnownError
from simulation.summaries import FunnelSummary, OutcomeSummary, StageSummary
from views.forecast.content import ScenarioContent, house_content
from views.forecast.outlook import Outlook, look_ahead
from views.forecast.page import ForecastPage
from views.forecast.scenarios.store import Cell, Failed, ScenarioRow


class ImmediateRunner(QObject):
    """Computes at once, on the window thread."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lanes: list[str | None] = []

    def read(self, query: Any, then: Any, *, failed: Any = None, lane: str | None = None) -> None:
        raise NotImplementedError

    def change(self, operation: Any, then: Any = None, *, failed: Any = None) -> None:
        raise NotImplementedError

    def compute(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        self.lanes.append(lane)
        then(work())


@dataclass
class Request:
    """A computation that waits to be answered."""

    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]

    def answer(self) -> None:
        self.then(self.work())


class WaitingRunner(ImmediateRunner):
    """Computes when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []

    def compute(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        assert failed is not None
        self.requests.append(Request(work, then, failed))


@dataclass
class ScenarioShelf:
    """Keeps scenarios in memory."""

    rows: dict[int, ScenarioRow] = field(default_factory=dict)
    contents: dict[int, ScenarioContent] = field(default_factory=dict)

    def list(self, then: Callable[[tuple[ScenarioRow, ...]], None], *, failed: Failed) -> None:
        then(tuple(reversed(self.rows.values())))

    def save(
        self,
        name: str,
        notes: str,
        content: ScenarioContent,
        then: Callable[[ScenarioRow], None],
        *,
        failed: Failed,
        replaces: int | None = None,
    ) -> None:
        number = replaces or len(self.rows) + 1
        if any(row.name == name and row.id != number for row in self.rows.values()):
            failed(KnownError(f"There is a scenario “{name}” already. Choose another name."))
            return
        saved_at = datetime(2026, 11, 14, 12, tzinfo=UTC) + timedelta(hours=number)
        self.rows[number] = ScenarioRow(number, name, saved_at, notes, content.mqls)
        self.contents[number] = content
        then(self.rows[number])

    def open(
        self,
        scenario_id: int,
        then: Callable[[ScenarioRow, ScenarioContent], None],
        *,
        failed: Failed,
    ) -> None:
        then(self.rows[scenario_id], self.contents[scenario_id])

    def rename(
        self, scenario_id: int, name: str, then: Callable[[ScenarioRow], None], *, failed: Failed
    ) -> None:
        self.rows[scenario_id] = replace(self.rows[scenario_id], name=name)
        then(self.rows[scenario_id])

    def delete(self, scenario_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        del self.rows[scenario_id], self.contents[scenario_id]
        then()


@dataclass
class ExportTray:
    """Holds what would have been written."""

    tables: dict[Path, Sequence[Sequence[Cell]]] = field(default_factory=dict)
    pictures: dict[Path, QImage] = field(default_factory=dict)
    error: Exception | None = None

    def table(
        self,
        path: Path,
        rows: Sequence[Sequence[Cell]],
        then: Callable[[], None],
        *,
        failed: Failed,
    ) -> None:
        if self.error is not None:
            failed(self.error)
            return
        self.tables[path] = rows
        then()

    def picture(
        self, path: Path, image: QImage, then: Callable[[], None], *, failed: Failed
    ) -> None:
        self.pictures[path] = image
        then()


@dataclass
class PageUnderTest:
    """A page with its stand-ins and the notices it gave."""

    page: ForecastPage
    runner: ImmediateRunner
    shelf: ScenarioShelf
    tray: ExportTray
    notices: list[tuple[str, str]]


def make_page(
    runner: ImmediateRunner | None = None,
    file_name: str = "",
    content: ScenarioContent | None = None,
) -> PageUnderTest:
    """Return a page; `file_name` is what the person answers when asked for a file."""
    runner = runner or ImmediateRunner()
    shelf, tray = ScenarioShelf(), ExportTray()
    page = ForecastPage(
        runner,
        shelf,
        tray,
        choose_file=lambda _parent, _title, _suggested, _pattern: file_name,
        content=content or few_trials(),
    )
    notices: list[tuple[str, str]] = []
    page.notice.connect(lambda kind, text: notices.append((kind, text)))
    return PageUnderTest(page, runner, shelf, tray, notices)


def few_trials() -> ScenarioContent:
    """Return the house example with 1,000 trials, which is enough to see what moves."""
    return replace(house_content(), trials=1_000)


@cache
def house_outlook() -> Outlook:
    """Return what the house example comes to, in full."""
    return look_ahead(house_content())


def known_summary(
    pmf: tuple[float, ...], p10: int, p50: int, p90: int, trials: int = 10_000
) -> FunnelSummary:
    """Return a summary of the house funnel in which only the clients vary."""
    p5, p95 = max(p10 - 1, 0), p90 + 1
    mean = sum(count * share for count, share in enumerate(pmf))
    counts = (200, 60, 30, 15, 8)
    names = [stage.name for stage in house_content().stages]
    stages = [
        StageSummary(name, n, 0.0, 0.0, *[n] * 7)
        for name, n in zip(names[:-1], counts, strict=True)
    ]
    stages.append(StageSummary(names[-1], mean, 1.7, 0.02, p5, p10, p10, p50, p90, p90, p95))
    clients = OutcomeSummary(mean, 1.7, 0.02, pmf[0], p5, p10, p50, p90, p95, pmf)
    return FunnelSummary(trials, 1, tuple(stages), clients)


def known_outlook(given: FunnelSummary, sampled: FunnelSummary, **changes: Any) -> Outlook:
    """Return an outlook made of known summaries."""
    content = replace(house_content(), **changes)
    return Outlook(content, given, sampled, tuple((0.24, 0.37) for _rate in content.rates))
