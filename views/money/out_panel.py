"""The panel by which a plan leaves the program: report, charts, series, clipboard, printer."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QWidget

from models.language import gettext as _
from views.charts.drawing import Drawing
from views.documents.panel import DocumentPanel
from views.forecast.refusals import sentence_of
from views.forecast.sharing import AskForFile, ask_for_file
from views.money.charts import chart_names, chart_of, picture_of
from views.money.out_store import PlanExporter, PlanPaper
from views.runner import Runner
from views.theme import current_theme
from views.whatif.drawings import Actuals
from views.whatif.outlook import PlanResult
from views.widgets import PlainLabel, SegmentedControl, fill_choices, make_button

_CHART_LETTERS: Final = 15


class OutPanel(QWidget):
    """Writes and copies what a plan comes to, and asks to look at it on paper."""

    looked_at = Signal()
    """Emitted when `document`, which has no place in the panel, should be looked at."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        exporter: PlanExporter,
        result: Callable[[], PlanResult | None],
        actuals: Callable[[], Actuals] = dict,
        *,
        choose_file: AskForFile = ask_for_file,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._exporter = exporter
        self._result = result
        self._choose_file = choose_file
        self._actuals = actuals
        self.document = DocumentPanel(exporter, runner, _("Back to the forecast (Esc)"))
        self.length = SegmentedControl(
            [("one", _("One page")), ("full", _("Full"))], name=_("Report")
        )
        self.chart = QComboBox()
        self.chart.setAccessibleName(_("Chart"))
        self.chart.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chart.setMinimumContentsLength(_CHART_LETTERS)
        theme = current_theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.space(1),) * 4)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(1.5))
        self.pdf_button = make_button(
            _("Save as PDF…"),
            self.save_report,
            kind="primary",
            icon_name="file-text",
            keys="Ctrl+Shift+P",
        )
        self.look_button = make_button(
            _("Look, print"),
            self.look,
            icon_name="printer",
            keys="Ctrl+P",
            tip=_("Look at the pages, save them as PDF, or print them"),
        )
        self._add(grid, 0, _("Report"), self.length, self.pdf_button, self.look_button)
        self.picture_button = make_button(
            _("PNG or SVG…"), self.save_chart, icon_name="image", keys="Ctrl+Shift+G"
        )
        self.copy_picture_button = make_button(
            _("Copy picture"), self.copy_picture, icon_name="copy", keys="Ctrl+Shift+C"
        )
        self._add(grid, 1, _("Chart"), self.chart, self.picture_button, self.copy_picture_button)
        self.series_button = make_button(
            _("Excel or CSV…"), self.save_series, icon_name="table", keys="Ctrl+Shift+X"
        )
        self.copy_table_button = make_button(
            _("Copy table"), self.copy_table, icon_name="copy", keys="Ctrl+Shift+T"
        )
        said = PlainLabel(_("All weeks, all measures"), tone="muted")
        self._add(grid, 2, _("Series"), said, self.series_button, self.copy_table_button)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)

    def save_report(self) -> None:
        """Ask where the report goes, and write it."""
        paper = self._paper()
        if paper is None:
            return
        path = self._ask(_("Save report"), paper.result, ".pdf", _("Documents (*.pdf)"))
        if path is not None:
            self._exporter.write_pdf(paper, path, self._written, self._failed)

    def look(self) -> None:
        """Show the report's pages, from where they are printed as well."""
        paper = self._paper()
        if paper is None:
            return
        title = paper.result.plan.name or _("Forecast")
        kind = _("Full report") if paper.full else _("Report on one page")
        self.document.show_document(paper, title, kind, _name_of(paper.result) + ".pdf")
        self.looked_at.emit()

    def save_chart(self) -> None:
        """Ask where the chosen chart goes, and write it."""
        result, code = self._settled(), self.chart.currentData()
        if result is None or not isinstance(code, str):
            return
        pattern = _("Pictures (*.png);;Vectors (*.svg)")
        path = self._ask(_("Save chart"), result, ".png", pattern, self.chart.currentText())
        if path is None:
            return

        def write(drawing: Drawing) -> None:
            self._exporter.chart(drawing, path, self._written, failed=self._failed)

        actuals = self._actuals()
        self._runner.compute(lambda: chart_of(result, code, actuals), write, failed=self._failed)

    def copy_picture(self) -> None:
        """Put the chosen chart on the clipboard as a picture."""
        result, code = self._settled(), self.chart.currentData()
        if result is None or not isinstance(code, str):
            return

        def copy(drawing: Drawing) -> None:
            QGuiApplication.clipboard().setImage(picture_of(drawing, current_theme()))
            self.notice.emit(
                "success", _("Copied “{chart}” as a picture.").format(chart=drawing.title)
            )

        actuals = self._actuals()
        self._runner.compute(lambda: chart_of(result, code, actuals), copy, failed=self._failed)

    def save_series(self) -> None:
        """Ask where the series go, and write them."""
        result = self._settled()
        if result is None:
            return
        pattern = _("Excel workbook (*.xlsx);;CSV table (*.csv)")
        path = self._ask(_("Save series"), result, ".xlsx", pattern)
        if path is not None:
            self._exporter.series(result, path, self._written, failed=self._failed)

    def copy_table(self) -> None:
        """Put every week of every measure on the clipboard."""
        result = self._settled()
        if result is None:
            return

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.notice.emit(
                "success", _("Copied {weeks} weeks as a table.").format(weeks=result.weeks)
            )

        self._exporter.table(result, copy, failed=self._failed)

    def show_result(self, result: PlanResult) -> None:
        """Offer the charts of this plan."""
        fill_choices(self.chart, chart_names(result), self.chart.currentData() or "")

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the charts of the plan as it stands."""
        super().showEvent(event)
        result = self._result()
        if result is not None:
            self.show_result(result)

    def _add(
        self, grid: QGridLayout, row: int, title: str, what: QWidget, *buttons: QPushButton
    ) -> None:
        grid.addWidget(PlainLabel(title, weight="medium"), row, 0)
        line = QHBoxLayout()
        line.setSpacing(current_theme().space(1))
        line.addWidget(what)
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        grid.addLayout(line, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _paper(self) -> PlanPaper | None:
        result = self._settled()
        return None if result is None else PlanPaper(result, self.length.value() == "full")

    def _settled(self) -> PlanResult | None:
        """Return what the plan comes to, or say that it is not known yet."""
        result = self._result()
        if result is None:
            self.notice.emit("info", _("The plan is still being computed. Try again in a moment."))
        return result

    def _ask(
        self, title: str, result: PlanResult, suffix: str, pattern: str, more: str = ""
    ) -> Path | None:
        chosen = self._choose_file(self, title, _name_of(result, more) + suffix, pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suffix)

    def _written(self, path: Path) -> None:
        self.notice.emit("success", _("Wrote {file}.").format(file=path.name))

    def _failed(self, error: Exception) -> None:
        self.notice.emit("error", sentence_of(error))


def _name_of(result: PlanResult, more: str = "") -> str:
    """Return a file's name without its ending, of signs that every system takes."""
    name = " ".join((result.plan.name or _("Forecast"), more))
    stem = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    return " ".join(stem.split())
