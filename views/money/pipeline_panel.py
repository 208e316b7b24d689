"""The panel of the pipeline: open deals beside the funnel, and quarters against their targets."""

from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.topics import Topic
from views.asking.ports import PlanDesk
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceRow, EvidenceTable
from views.forecast.refusals import sentence_of
from views.money.pipeline_content import (
    PipelineReading,
    PipelineStore,
    pipeline_sentence,
    quarter_lines,
    reading_sentence,
    stage_rows,
)
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.whatif.outlook import PlanResult
from views.widgets import PlainLabel, SectionHeader, make_button

_LANE: Final = "pipeline of the plan"
_TOPICS: Final = frozenset({Topic.DEALS, Topic.SETTINGS})


class PipelinePanel(QWidget):
    """Shows the open deals of the plan, and takes today's from the workspace."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, runner: Runner, store: PipelineStore, desk: PlanDesk) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._store = store
        self._desk = desk
        self._is_taking = False
        self._result: PlanResult | None = None
        self._shown: PlanResult | None = None
        self.reading: PipelineReading | None = None
        self.sentence = PlainLabel(size="heading", wrap=True, selectable=True)
        self.basis = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.take_button = make_button(
            _("Take today's deals and targets"), self.take_today, kind="primary"
        )
        self.leave_button = make_button(_("Leave the deals out"), self.leave_out)
        deals = (
            _("Stage"),
            _("Open"),
            _("Worth"),
            _("Chance, won of closed"),
            _("In the plan"),
        )
        quarters = (
            _("Fiscal quarter"),
            _("Median (8 of 10 cases)"),
            _("Still wanted"),
            _("Chance"),
        )
        self.deals = EvidenceTable(EvidenceModel(deals, self), _("Open deals by stage"))
        self.quarters = EvidenceTable(EvidenceModel(quarters, self), _("Fiscal quarters"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1),) * 4)
        column.setSpacing(theme.space(1.5))
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(self.take_button)
        head.addWidget(self.leave_button)
        head.addStretch(1)
        column.addWidget(self.sentence)
        column.addLayout(head)
        column.addWidget(self.deals)
        column.addWidget(self.basis)
        column.addWidget(
            SectionHeader(
                _("Fiscal quarters"),
                _("Funnel and deals together, against the targets of the settings."),
            )
        )
        column.addWidget(self.quarters)
        column.addStretch(1)
        self._say_basis()
        self._news = News(self, runner, _TOPICS, at_each_look=True)
        self._news.came.connect(self._look)

    def show_result(self, result: PlanResult) -> None:
        """Show the deals of a plan that rests."""
        self._result = result
        if self.isVisible():
            self._show()

    def take_today(self) -> None:
        """Put today's open deals and targets into the plan, in place of those in it."""
        self._is_taking = True
        self._read()

    def leave_out(self) -> None:
        """Take the open deals out of the plan."""
        # Of the plan as it stands: what is shown here may be a step behind it.
        if self._desk.plan.deals:
            self._desk.take(replace(self._desk.plan, deals=()), _("Leave the deals out"))

    def _look(self) -> None:
        """Show the plan that came in while nobody looked, and read the workspace."""
        self._show()
        self._read()

    def _read(self) -> None:
        """Read the workspace for the plan as it stands, and put that in where it is wanted."""
        network = self._desk.plan.network
        begins, weeks = network.starts_on, network.weeks
        if begins is None:
            self._is_taking = False
            return

        def read(reading: PipelineReading) -> None:
            self.reading = reading
            self._shown = None
            self._show()
            if self._is_taking:
                self._put_in(reading, begins, weeks)

        self._store.read(begins, weeks, read, failed=self._refused)

    def _put_in(self, reading: PipelineReading, begins: date, weeks: int) -> None:
        plan = self._desk.plan
        if (plan.network.starts_on, plan.network.weeks) != (begins, weeks):
            # Deals are told in weeks of the plan, and another one is on the page by now.
            self._read()
            return
        self._is_taking = False
        with_deals = replace(plan, deals=reading.deals, targets=reading.targets)
        self._desk.take(with_deals, _("Take today's deals and targets"))

    def _show(self) -> None:
        result, reading = self._result, self.reading
        if result is None or result is self._shown:
            return
        self._shown = result
        currency = "" if reading is None else reading.currency
        evidence = {} if reading is None else reading.evidence
        month = 1 if reading is None else reading.fiscal_month

        def work() -> tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]:
            return (
                pipeline_sentence(result, currency),
                stage_rows(result.plan.deals, evidence, result.weeks),
                quarter_lines(result, month),
            )

        def then(found: tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]) -> None:
            sentence, deals, quarters = found
            self.sentence.setText(sentence)
            self.deals.evidence.show_rows([EvidenceRow(row) for row in deals])
            self.deals.setVisible(bool(deals))
            self.leave_button.setVisible(bool(deals))
            self.quarters.evidence.show_rows([EvidenceRow(row) for row in quarters])

        self._runner.compute(work, then, failed=self._refused, lane=_LANE)
        self._say_basis()

    def _say_basis(self) -> None:
        reading = self.reading
        self.basis.setText("" if reading is None else reading_sentence(reading))
        self.basis.setVisible(reading is not None)
        dated = self._result is None or self._result.plan.network.starts_on is not None
        self.take_button.setEnabled(dated)

    def _refused(self, error: Exception) -> None:
        self._is_taking = False
        self.notice.emit("error", sentence_of(error))
