"""The tornado panel: what each input does alone, and what is behind the spread."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from models.language import gettext as _
from simulation.questions.sensitivity import Bar
from views.asking.drawings.bars import BarRow, BarsDrawing, show_bars
from views.asking.matters import Matters, answer_matters, sentence_of_matters, taken_bar
from views.asking.panel import QuestionPanel, Work, result_box
from views.asking.ports import PlanDesk, Questions
from views.asking.scenarios.comparing import signed
from views.asking.wording import lever_words, share_words, unit_of, value_words
from views.charts.numbers import percent
from views.charts.widget import ChartWidget
from views.whatif.content import Plan, TargetMeasure
from views.widgets import fill_choices

_MOST: Final = 12
"""Bars that are drawn; what comes after them moves next to nothing."""


class MattersPanel(QuestionPanel):
    """Asks what moves the outcome; the input that is chosen can be taken over at its better end."""

    def __init__(self, desk: PlanDesk, questions: Questions) -> None:
        super().__init__(
            desk,
            questions,
            purpose=_(
                "Which inputs matter? Each is moved down and up alone: a rate with evidence to "
                "where it lies with 8 of 10, all others by a tenth."
            ),
            across=True,
        )
        self.label = _("Moving each input")
        self.measure = QComboBox()
        fill_choices(self.measure, (("clients", _("clients")), ("revenue", _("revenue"))))
        self.add_input(_("Of"), self.measure, _("What is moved"))
        self.chosen = result_box()
        self.chosen.setAccessibleName(_("Input to take over"))
        self.chart = ChartWidget(QSize(280, 120))
        self.shares = ChartWidget(QSize(200, 120))
        self.take_button = self.make_take_over(_("Take over its better end"))
        self.add_result(self.chosen)
        self.add_result(self.take_button)
        charts = QHBoxLayout()
        charts.addWidget(self.chart, 3)
        charts.addWidget(self.shares, 2)
        self.column.addLayout(charts, 1)
        self.column.addStretch(0)
        self.forget_answer()

    def question(self) -> Work:
        """Return the measure that is asked about."""
        measure: TargetMeasure = "revenue" if self.measure.currentData() == "revenue" else "clients"
        plan, trials = self._desk.plan, self.fitting_trials()
        return lambda progress, cancelled: answer_matters(
            plan, measure, trials=trials, progress=progress, cancelled=cancelled
        )

    def show_answer(self, answer: Matters) -> str:
        """Show the bars and the shares."""
        bars = [bar for bar in answer.bars if bar.reach > 0.0]
        network = answer.plan.network
        fill_choices(
            self.chosen,
            tuple((str(at), lever_words(network, bar.lever)) for at, bar in enumerate(bars)),
        )
        show_bars(self.chart, tornado_drawing(answer, bars[:_MOST]))
        show_bars(self.shares, shares_drawing(answer))
        for widget in (self.chart, self.chosen, self.take_button):
            widget.setVisible(bool(bars))
        self.shares.setVisible(len(answer.shares) > 1)
        return sentence_of_matters(answer)

    def forget_answer(self) -> None:
        """Show no bars."""
        for widget in (self.chart, self.shares, self.chosen, self.take_button):
            widget.hide()

    def taken(self) -> tuple[Plan, str] | None:
        """Return the plan with the chosen input at the end that makes more."""
        answer = self.answer
        if not isinstance(answer, Matters) or self.chosen.currentData() is None:
            return None
        bars = [bar for bar in answer.bars if bar.reach > 0.0]
        return taken_bar(answer, bars[int(self.chosen.currentData())])


def tornado_drawing(answer: Matters, bars: list[Bar]) -> BarsDrawing:
    """Return what each input does at its low and its high end."""
    network = answer.plan.network
    rows = []
    for bar in bars:
        unit = unit_of(bar.lever)
        name = lever_words(network, bar.lever)
        low, high = value_words(bar.low, unit), value_words(bar.high, unit)
        down, up = bar.down.spread.mean, bar.up.spread.mean
        reading = _("{name}: {down} at {low}, {up} at {high}").format(
            name=name, down=signed(down), low=low, up=signed(up), high=high
        )
        rows.append(BarRow(name, ((down, 1), (up, 0)), f"{low} \u2026 {high}", reading))
    of = _("clients more or fewer") if answer.measure == "clients" else _("revenue more or less")
    legend = ((1, _("at the low end")), (0, _("at the high end")))
    return BarsDrawing(_("Each input alone"), of, tuple(rows), legend)


def shares_drawing(answer: Matters) -> BarsDrawing:
    """Return how much of the spread each uncertain rate is behind."""
    names = answer.plan.network.stages
    rows = []
    for one in answer.shares:
        name = _("Chance") if one.step is None else names[one.step + 1].name
        own, whole = max(one.first_order.share, 0.0), max(one.total.share, 0.0)
        reading = _("{name}: {own} of the variance alone, {whole} with others").format(
            name=name, own=share_words(one.first_order), whole=share_words(one.total)
        )
        rows.append(BarRow(name, ((max(own, whole), -2), (own, 0)), percent(whole), reading))
    legend = ((0, _("alone")), (-2, _("with others")))
    return BarsDrawing(
        _("Behind the spread"), _("share of the variance"), tuple(rows), legend, as_percent=True
    )
