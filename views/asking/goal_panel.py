"""The goal panel: what must an input be for at least so much, with so much chance."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox

from models.language import gettext as _
from simulation.levers import levers_of
from views.asking.drawings.curve import CurveDrawing
from views.asking.goals import (
    Found,
    GoalAnswer,
    GoalQuestion,
    answer_goal,
    sentence_of_goal,
    taken_goal,
)
from views.asking.panel import QuestionPanel, Work
from views.asking.ports import PlanDesk, Questions
from views.asking.until_box import UntilBox
from views.asking.wording import lever_name, lever_words, value_words
from views.charts.numbers import whole_chance
from views.charts.widget import ChartWidget
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceRow, EvidenceTable
from views.forecast.inputs.fields import NumberField, PercentField
from views.whatif.content import Plan, TargetMeasure
from views.whatif.sentences import usual_horizon, wanted_by
from views.widgets import fill_choices

_MOST: Final = 1e9
_USUAL_CHANCE: Final = 80.0


class GoalPanel(QuestionPanel):
    """Asks what one input, or each alone, must be; shows the curve or the list."""

    def __init__(self, desk: PlanDesk, questions: Questions) -> None:
        super().__init__(
            desk,
            questions,
            purpose=_(
                "What must an input be to reach a goal? Ask of one, for the chance at every value "
                "of it, or of all, for which is nearest."
            ),
        )
        self.label = _("Seeking a goal")
        self.input = QComboBox()
        self.amount = NumberField(_MOST, 1.0, 0)
        self.measure = QComboBox()
        fill_choices(self.measure, (("clients", _("clients")), ("revenue", _("revenue"))))
        self.chance = PercentField()
        self.chance.setRange(1.0, 99.0)
        self.chance.setValue(_USUAL_CHANCE)
        self.until = UntilBox()
        self.add_input(_("Input"), self.input, _("Input that is moved"))
        self.add_input(_("At least"), self.amount, _("How much is wanted"))
        self.add_input(_("Of"), self.measure, _("What is wanted"))
        self.add_input(_("With"), self.chance, _("With which chance"))
        self.add_input(_("Until"), self.until, _("Until when"))
        self.chart = ChartWidget(QSize(280, 150))
        self.table = EvidenceTable(
            EvidenceModel((_("Input alone"), _("Now"), _("Needed (90\u202f%)"), _("Chance"))),
            _("What each input must be"),
        )
        self.table.evidence.ticked_changed.connect(self._show_choice)
        self.take_button = self.make_take_over()
        self.column.addWidget(self.chart, 1)
        self.column.addWidget(self.table)
        self.add_result(self.take_button)
        self.column.addStretch(0)
        self._proposed: tuple[float, object] | None = None
        self.forget_answer()
        self.show_plan(desk.plan)

    def question(self) -> Work:
        """Return the goal as it is set."""
        measure: TargetMeasure = "revenue" if self.measure.currentData() == "revenue" else "clients"
        asked = GoalQuestion(
            self.input.currentData() or "",
            self.amount.value(),
            self.chance.value() / 100.0,
            self.until.weeks,
            measure,
        )
        plan, trials = self._desk.plan, self.fitting_trials()
        return lambda progress, cancelled: answer_goal(
            plan, asked, trials=trials, progress=progress, cancelled=cancelled
        )

    def show_answer(self, answer: GoalAnswer) -> str:
        """Show the curve of one input, or the list of all."""
        self.forget_answer()
        first = answer.found[0]
        if answer.question.name:
            if first.answer is not None:
                self.chart.show_drawing(curve_of(answer, first))
                self.chart.show()
        else:
            rows = [_row(found) for found in answer.found]
            self.table.evidence.show_rows(rows, only=0)
            self.table.show()
        self._show_choice()
        return sentence_of_goal(answer)

    def forget_answer(self) -> None:
        """Show neither curve nor list."""
        for widget in (self.chart, self.table, self.take_button):
            widget.hide()

    def taken(self) -> tuple[Plan, str] | None:
        """Return the plan with the input at its answer."""
        found = self._chosen()
        return None if found is None else taken_goal(self.answer, found)

    def show_plan(self, plan: Plan) -> None:
        """Offer the plan's inputs and its targets' last days."""
        network = plan.network
        chosen = self.input.currentData() or ""
        choices = [("", _("All inputs, each alone"))]
        choices += [
            (lever_name(network, lever), lever_words(network, lever))
            for lever in levers_of(network)
        ]
        # Another plan may have other inputs; one of them is quicker to answer than all.
        known = self.input.count() and chosen in dict(choices)
        fill_choices(self.input, tuple(choices), chosen if known else choices[1][0])
        self.until.show_plan(plan)
        self._propose(plan)

    def _propose(self, plan: Plan) -> None:
        """Begin with the plan's targets, or a round number; what a person set stays."""
        if self._proposed not in (None, (self.amount.value(), self.measure.currentData())):
            return
        until = usual_horizon(plan)
        for measure in ("clients", "revenue"):
            wanted = wanted_by(plan, until, measure)
            if wanted and until is not None:
                self.measure.setCurrentIndex(self.measure.findData(measure))
                self.amount.setValue(max(1.0, wanted))
                self.until.choose_usual(plan)
                break
        else:
            self.amount.setValue(10.0)
        self._proposed = (self.amount.value(), self.measure.currentData())

    def _chosen(self) -> Found | None:
        answer = self.answer
        if not isinstance(answer, GoalAnswer):
            return None
        if answer.question.name:
            found = answer.found[0]
        else:
            ticked = self.table.evidence.ticked
            if not ticked:
                return None
            found = answer.found[ticked[0]]
        return found if found.answer is not None else None

    def _show_choice(self) -> None:
        self.take_button.setVisible(self._chosen() is not None)


def curve_of(answer: GoalAnswer, found: Found) -> CurveDrawing:
    """Return the chart of the chance over an input's values."""
    if found.answer is None:
        raise ValueError(found.name)
    return CurveDrawing(
        title=_("Chance by {what}").format(what=found.words),
        unit=_("shaded: where the exact answer lies, 90\u202f%"),
        points=tuple((point.value, point.chance.share) for point in found.answer.curve),
        kind=found.unit,
        wanted=answer.question.chance,
        answer=found.answer.value,
        span=(found.answer.low, found.answer.high),
        now=found.now,
    )


def _row(found: Found) -> EvidenceRow:
    now = value_words(found.now, found.unit)
    if found.answer is not None:
        low, high = (value_words(end, found.unit) for end in (found.answer.low, found.answer.high))
        needed = value_words(found.answer.value, found.unit)
        if low != high:
            needed = f"{needed} ({low}\u2013{high})"
        reached = whole_chance(found.answer.chance.share)
        return EvidenceRow((found.words, now, needed, reached), can_be_taken=True)
    if found.best is None:
        return EvidenceRow((found.words, now, _("out of reach"), ""))
    at = _("{chance} at {value}").format(
        chance=whole_chance(found.best.chance.share),
        value=value_words(found.best.value, found.unit),
    )
    return EvidenceRow((found.words, now, _("out of reach"), at))
