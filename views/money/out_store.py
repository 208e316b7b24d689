"""What the panel of reports and files asks of whoever writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from views.charts.drawing import Drawing
from views.documents.panel import Documents
from views.whatif.outlook import PlanResult

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The report of a plan: on one page, or with everything."""

    result: PlanResult
    full: bool


class PlanExporter(Documents[PlanPaper], Protocol):
    """Writes what a plan comes to. Every answer comes later, on the window thread."""

    def chart(
        self, drawing: Drawing, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        """Write a chart as .png or .svg; refuses another ending."""

    def series(
        self, result: PlanResult, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        """Write all series as .xlsx or .csv; refuses another ending."""

    def table(self, result: PlanResult, then: Callable[[str], None], *, failed: Failed) -> None:
        """Give all series as text with tabs, as spreadsheets take it from the clipboard."""
