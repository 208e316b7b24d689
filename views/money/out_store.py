"""What the panel of reports and files asks of whoever writes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from views.charts.drawing import Drawing
from views.documents.paper import Pages
from views.whatif.outlook import PlanResult

Failed = Callable[[Exception], None]


class PlanExporter(Protocol):
    """Writes what a plan comes to. Every answer comes later, on the window thread."""

    def report(
        self,
        result: PlanResult,
        path: Path,
        then: Callable[[Path], None],
        *,
        full: bool,
        failed: Failed,
    ) -> None:
        """Write the report as PDF: one page, or everything."""

    def pages(
        self, result: PlanResult, then: Callable[[Pages], None], *, full: bool, failed: Failed
    ) -> None:
        """Give the report's pages as finely as a printer draws them."""

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
