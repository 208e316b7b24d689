"""The better-data panel: which rate to learn better, and what that is worth."""

from PySide6.QtCore import QSize

from models.language import gettext as _
from views.asking.drawings.bars import BarRow, BarsDrawing, show_bars
from views.asking.matters import (
    LEARNING_TRIALS,
    Learnt,
    answer_learning,
    half_width,
    rate_words,
    sentence_of_learning,
    taken_learning,
)
from views.asking.panel import QuestionPanel, Work, result_box
from views.asking.ports import PlanDesk, Questions
from views.charts.numbers import mean_count, whole
from views.charts.widget import ChartWidget
from views.forecast.inputs.fields import CountField
from views.whatif.content import Plan
from views.widgets import fill_choices


class LearningPanel(QuestionPanel):
    """Asks how much narrower the forecast gets by watching more leads at one step."""

    trials = LEARNING_TRIALS

    def __init__(self, desk: PlanDesk, questions: Questions) -> None:
        super().__init__(
            desk,
            questions,
            purpose=_(
                "Which rate to learn better? Each is learned from more leads in turn, as they "
                "might turn out, and the forecast made anew."
            ),
            across=True,
        )
        self.label = _("Learning each rate")
        self.leads = CountField(1, 1_000_000)
        self.leads.setValue(200)
        self.add_input(_("More leads"), self.leads, _("How many more leads are watched"))
        self.chosen = result_box()
        self.chosen.setAccessibleName(_("Rate to take over"))
        self.chart = ChartWidget(QSize(280, 150))
        self.take_button = self.make_take_over(_("Take over as if learned"))
        self.add_result(self.chosen)
        self.add_result(self.take_button)
        self.column.addWidget(self.chart, 1)
        self.column.addStretch(0)
        self.forget_answer()

    def question(self) -> Work:
        """Return how many more leads are watched."""
        plan, leads, trials = self._desk.plan, self.leads.value(), self.fitting_trials()
        return lambda progress, cancelled: answer_learning(
            plan, leads, trials=trials, progress=progress, cancelled=cancelled
        )

    def show_answer(self, answer: Learnt) -> str:
        """Show how wide the forecast is now, after learning, and if each rate were known."""
        network = answer.plan.network
        choices = tuple((str(one.step), rate_words(network, one.step)) for one in answer.rates)
        fill_choices(self.chosen, choices)
        show_bars(self.chart, learning_drawing(answer))
        for widget in (self.chart, self.chosen, self.take_button):
            widget.setVisible(bool(answer.rates))
        return sentence_of_learning(answer)

    def forget_answer(self) -> None:
        """Show no bars."""
        for widget in (self.chart, self.chosen, self.take_button):
            widget.hide()

    def taken(self) -> tuple[Plan, str] | None:
        """Return the plan as if the chosen rate had been learned."""
        if not isinstance(self.answer, Learnt) or self.chosen.currentData() is None:
            return None
        return taken_learning(self.answer, int(self.chosen.currentData()))


def learning_drawing(answer: Learnt) -> BarsDrawing:
    """Return how far 8 of 10 cases reach to each side, rate by rate."""
    rows = []
    for one in answer.rates:
        now, after, known = (half_width(sd) for sd in (one.sd, one.sd_after, one.sd_known))
        name = answer.plan.network.stages[one.step + 1].name
        reading = _("Rate into {name}: {now} now, {after} after, {known} if it were known").format(
            name=name, now=mean_count(now), after=mean_count(after), known=mean_count(known)
        )
        # The shorter is painted over the longer; noise may turn two that are alike around.
        bars = sorted(((now, -1), (after, -3), (known, 0)), reverse=True)
        rows.append(BarRow(name, tuple(bars), mean_count(after), reading))
    legend = (
        (-1, _("now")),
        (-3, _("after {leads} more leads").format(leads=whole(answer.leads))),
        (0, _("if known")),
    )
    unit = _("clients to each side that 8 of 10 cases reach")
    return BarsDrawing(_("Width of the forecast"), unit, tuple(rows), legend)
