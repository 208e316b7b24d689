"""Pipeline, money, frozen forecasts and reports of the what-if page, wired to the workspace."""

from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from models.language import gettext as _
from views.charts.drawing import Drawing
from views.documents.paper import Pages
from views.money.frozen_panel import FREEZE_KEYS, FrozenPanel
from views.money.frozen_store import FrozenRow, FrozenView
from views.money.money_panel import MoneyPanel
from views.money.out_panel import OutPanel
from views.money.out_store import PlanPaper
from views.money.pipeline_content import PipelineReading
from views.money.pipeline_panel import PipelinePanel
from views.money.reckoning import MoneyBasis
from views.theme import current_theme
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult
from views.widgets import make_button

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.documents.typesetting import Manuscript
    from app.running.runner import WorkspaceRunner
    from models.clock import Clock
    from models.scenarios.freezing import FrozenSummary
    from views.whatif.page import WhatIfPage

Failed = Callable[[Exception], None]


def dock_money(page: "WhatIfPage", runner: "WorkspaceRunner", clock: "Clock") -> OutPanel:
    """Dock the panels of pipeline, money, frozen forecasts and reports; return the last of them."""
    pipeline = PipelinePanel(runner, WorkspacePipeline(runner, clock), page)
    money = MoneyPanel(runner, WorkspaceMoney(runner, clock))
    frozen = FrozenPanel(runner, WorkspaceFrozen(runner, clock), lambda: page.result)
    reports = WorkspaceReports(runner, clock)
    out = OutPanel(runner, reports, lambda: page.result, lambda: page.actuals)
    for panel in (pipeline, money, out):
        page.settled.connect(panel.show_result)
    for said in (pipeline.notice, frozen.notice, out.notice):
        said.connect(page.notice)
    page.add_panel("pipeline", _("Pipeline"), "Alt+P", pipeline)
    page.add_panel("money", _("Money"), "Alt+Y", money)
    page.add_panel("frozen", _("Frozen"), "Alt+Z", frozen)
    page.add_panel("out", _("Report"), "Alt+R", out)

    def freeze() -> None:
        page.show_panel("frozen")
        frozen.freeze()

    tip = _("Keep what the plan says today, to hold it against what happens")
    page.add_head_action(
        make_button(_("Freeze"), freeze, icon_name="snowflake", keys=FREEZE_KEYS, tip=tip)
    )
    return out


class WorkspaceMoney:
    """Reads what there is beside a plan; this is `views.money.reckoning.MoneyStore`."""

    def __init__(self, runner: "WorkspaceRunner", clock: "Clock") -> None:
        self._runner = runner
        self._clock = clock

    def basis(self, plan: Plan, then: Callable[[MoneyBasis], None], *, failed: Failed) -> None:
        """Read what the workspace says of money, for a plan."""
        now = self._clock()

        def query(session: "Session") -> MoneyBasis:
            from app.money.basis import read_basis

            return read_basis(session, plan, now)

        self._runner.read(query, then, failed=failed, lane="money of plans")


class WorkspacePipeline:
    """Reads open deals and targets; this is `views.money.pipeline_content.PipelineStore`."""

    def __init__(self, runner: "WorkspaceRunner", clock: "Clock") -> None:
        self._runner = runner
        self._clock = clock

    def read(
        self,
        starts_on: date,
        weeks: int,
        then: Callable[[PipelineReading], None],
        *,
        failed: Failed,
    ) -> None:
        """Read open deals and targets for a plan that begins on a Monday."""
        today = self._clock().astimezone(UTC).date()

        def query(session: "Session") -> PipelineReading:
            from app.money.pipeline import read_deals
            from app.money.targets import read_targets
            from models.settings import number_setting, setting

            found = read_deals(session, starts_on, today)
            chances = found.pipeline.chances
            return PipelineReading(
                deals=found.deals,
                targets=read_targets(session, starts_on, weeks),
                evidence={one.stage: (one.share.count, one.share.of) for one in chances},
                slips=len(found.pipeline.slips),
                currency=setting(session, "base_currency"),
                fiscal_month=number_setting(session, "fiscal_year_first_month"),
                undated=found.undated,
                unknown=found.unknown,
                unrated=found.pipeline.unconverted.words(),
            )

        self._runner.read(query, then, failed=failed, lane="pipeline of plans")


class WorkspaceFrozen:
    """Keeps frozen forecasts; this is `views.money.frozen_store.FrozenStore`."""

    def __init__(self, runner: "WorkspaceRunner", clock: "Clock") -> None:
        self._runner = runner
        self._clock = clock

    def list(self, then: Callable[[tuple[FrozenRow, ...]], None], *, failed: Failed) -> None:
        """Give the frozen forecasts, newest first."""
        today = self._today()

        def query(session: "Session") -> tuple[FrozenRow, ...]:
            from app.money.freezing import frozen_rows

            return frozen_rows(session, today)

        self._runner.read(query, then, failed=failed, lane="frozen forecasts")

    def open(self, forecast_id: int, then: Callable[[FrozenView], None], *, failed: Failed) -> None:
        """Give a frozen forecast with what happened since."""
        today = self._today()

        def query(session: "Session") -> FrozenView:
            from app.money.freezing import frozen_view

            return frozen_view(session, forecast_id, today)

        self._runner.read(query, then, failed=failed, lane="frozen forecast")

    def freeze(
        self, result: PlanResult, then: Callable[[FrozenRow], None], *, failed: Failed
    ) -> None:
        """Keep what a plan comes to; the plan is saved where it is not."""
        today = self._today()

        def summarise() -> "FrozenSummary":
            from app.money.freezing import frozen_summary

            return frozen_summary(result)

        def keep(summary: "FrozenSummary") -> None:
            def operation(session: "Session") -> FrozenRow:
                from app.money.freezing import freeze, frozen_view

                kept = freeze(session, result.plan, summary)
                return frozen_view(session, kept, today).row

            self._runner.change(operation, then, failed=failed)

        self._runner.compute(summarise, keep, failed=failed)

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()


class WorkspaceReports:
    """Writes what a plan comes to; this is `views.money.out_store.PlanExporter`."""

    def __init__(self, runner: "WorkspaceRunner", clock: "Clock") -> None:
        self._runner = runner
        self._clock = clock

    def preview(self, wanted: PlanPaper, then: Callable[[Pages], None], failed: Failed) -> None:
        """Give the report's pages as they look on a screen."""
        from app.documents.typesetting import SCREEN_PIXELS_PER_INCH

        self._pages(wanted, SCREEN_PIXELS_PER_INCH, then, failed)

    def print_pages(self, wanted: PlanPaper, then: Callable[[Pages], None], failed: Failed) -> None:
        """Give the report's pages as finely as a printer draws them."""
        from app.documents.typesetting import PRINT_PIXELS_PER_INCH

        self._pages(wanted, PRINT_PIXELS_PER_INCH, then, failed)

    def write_pdf(
        self, wanted: PlanPaper, path: Path, then: Callable[[Path], None], failed: Failed
    ) -> None:
        """Write the report as PDF."""

        def work(_job: object) -> Path:
            from app.documents.typesetting import write_pdf

            write_pdf(self._manuscript(wanted), path)
            return path

        self._runner.run_job(_("Writing a report"), work, then, failed=failed, silent=True)

    def _pages(
        self,
        wanted: PlanPaper,
        pixels_per_inch: int,
        then: Callable[[Pages], None],
        failed: Failed,
    ) -> None:
        def work(_job: object) -> Pages:
            from app.documents.typesetting import pages_of

            pages = pages_of(self._manuscript(wanted), pixels_per_inch)
            return tuple(QImage.fromData(page) for page in pages)

        self._runner.run_job(_("Setting a report"), work, then, failed=failed, silent=True)

    def _manuscript(self, wanted: PlanPaper) -> "Manuscript":
        """Return the report to set; it reads, and reckons the money anew."""
        from app.documents.forecast_report import manuscript_of, read_sources

        workspace = self._runner.workspace
        with workspace.read() as session:
            at = self._clock()
            sources = read_sources(session, workspace.path.stem, wanted.result, at)
        return manuscript_of(wanted.result, sources, full=wanted.full)

    def chart(
        self, drawing: Drawing, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        """Write a chart as .png or .svg."""
        theme = current_theme()

        def work(_job: object) -> Path:
            from app.money.pictures import write_chart

            write_chart(drawing, path, theme)
            return path

        self._runner.run_job(_("Writing a chart"), work, then, failed=failed, silent=True)

    def series(
        self, result: PlanResult, path: Path, then: Callable[[Path], None], *, failed: Failed
    ) -> None:
        """Write all series as .xlsx or .csv."""

        def work(_job: object) -> Path:
            from app.money.workbook import write_series
            from models.settings import setting

            with self._runner.workspace.read() as session:
                currency = setting(session, "base_currency")
            write_series(result, currency, path)
            return path

        self._runner.run_job(_("Writing series"), work, then, failed=failed, silent=True)

    def table(self, result: PlanResult, then: Callable[[str], None], *, failed: Failed) -> None:
        """Give all series as text with tabs."""

        def query(session: "Session") -> str:
            from models.settings import setting
            from views.money.tables import as_text, whole_table

            return as_text(whole_table(result, setting(session, "base_currency")))

        self._runner.read(query, then, failed=failed, lane="series as text")
