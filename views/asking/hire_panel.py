"""The hire panel: the cheapest people by role and week that reach targets within a budget."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.asking.drawings.bars import BarRow, BarsDrawing, show_bars
from views.asking.hires import (
    HireAnswer,
    HireQuestion,
    MayHire,
    answer_hires,
    sentences_of_hires,
    taken_hires,
)
from views.asking.panel import QuestionPanel, Work
from views.asking.ports import PlanDesk, Questions
from views.asking.until_box import UntilBox
from views.charts.widget import ChartWidget
from views.forecast.inputs.fields import CountField, NumberField, PercentField
from views.whatif.content import Plan
from views.whatif.sentences import usual_horizon, wanted_by
from views.widgets import ElidedLabel, PlainLabel, fill_choices

_MOST: Final = 1e12
_USUAL_CHANCE: Final = 80.0
_USUAL_HIRES: Final = 2


class HirePanel(QuestionPanel):
    """Asks for the cheapest hires; a target of 0 is none, a budget of 0 any."""

    def __init__(self, desk: PlanDesk, questions: Questions) -> None:
        super().__init__(
            desk,
            questions,
            purpose=_(
                "Whom to hire when, so that targets are reached for the least money? Say what is "
                "wanted and who may come; 0 leaves a target out."
            ),
        )
        self.label = _("Looking for the cheapest hires")
        self.clients = NumberField(1e7, 1.0, 0)
        self.revenue = NumberField(_MOST, 1_000.0, 0)
        self.served = PercentField()
        self.chance = PercentField()
        self.chance.setRange(1.0, 99.0)
        self.chance.setValue(_USUAL_CHANCE)
        self.budget = NumberField(_MOST, 1_000.0, 0)
        self.budget.setSpecialValueText(_("any"))
        for field in (self.clients, self.revenue, self.served):
            field.setSpecialValueText(_("no target"))
        self.until = UntilBox()
        self.first_week = CountField(1, 260)
        self.every = QComboBox()
        fill_choices(
            self.every,
            (("2", _("every 2 weeks")), ("4", _("every 4 weeks")), ("13", _("every quarter"))),
            "4",
        )
        self._people = QWidget()
        self._people_row = QHBoxLayout(self._people)
        self._people_row.setContentsMargins(0, 0, 0, 0)
        self.most: list[CountField] = []
        self._roles: tuple[str, ...] = ()
        self.add_input(_("Clients"), self.clients, _("Clients wanted; 0 is no target"))
        self.add_input(_("Revenue"), self.revenue, _("Revenue wanted; 0 is no target"))
        self.add_input(
            _("Served at once"),
            self.served,
            _("Share of leads served in the week they come; 0 is no target"),
        )
        self.add_input(_("With"), self.chance, _("With which chance all are reached"))
        self.add_input(
            _("Until"), self.until, _("By when it is to be reached; hires are paid up to then")
        )
        self.add_input(_("May hire"), self._people)
        self.add_input(_("From week"), self.first_week, _("First week in which somebody may start"))
        self.add_input(_("Then"), self.every, _("How often somebody may start"))
        self.add_input(_("Budget"), self.budget, _("What all hires may cost; 0 is any"))
        self.lines = PlainLabel(wrap=True, selectable=True)
        self.lines.setAccessibleName(_("What each hire buys"))
        self.chart = ChartWidget(QSize(280, 110))
        self.take_button = self.make_take_over()
        self.column.addWidget(self.lines)
        self.column.addWidget(self.chart)
        self.add_result(self.take_button)
        self.column.addStretch(1)
        self._proposed: tuple[float, ...] | None = None
        self.forget_answer()
        self.show_plan(desk.plan)

    def question(self) -> Work:
        """Return targets and limits as they are set."""
        asked = HireQuestion(
            tuple(MayHire(role, field.value()) for role, field in enumerate(self.most)),
            self.chance.value() / 100.0,
            self.clients.value() or None,
            self.revenue.value() or None,
            self.served.value() / 100.0 or None,
            self.budget.value() or None,
            self.first_week.value() - 1,
            int(self.every.currentData()),
            self.until.weeks,
        )
        plan, trials = self._desk.plan, self.fitting_trials()
        return lambda progress, cancelled: answer_hires(
            plan, asked, trials=trials, progress=progress, cancelled=cancelled
        )

    def show_answer(self, answer: HireAnswer) -> str:
        """Show what each hire buys."""
        self.forget_answer()
        head, *lines = sentences_of_hires(answer)
        self.lines.setText("\n".join(lines))
        if lines:
            show_bars(self.chart, hires_drawing(answer))
            for widget in (self.lines, self.chart, self.take_button):
                widget.show()
        return head

    def forget_answer(self) -> None:
        """Show no hires."""
        for widget in (self.lines, self.chart, self.take_button):
            widget.hide()

    def taken(self) -> tuple[Plan, str] | None:
        """Return the plan with the hires."""
        return taken_hires(self.answer) if isinstance(self.answer, HireAnswer) else None

    def show_plan(self, plan: Plan) -> None:
        """Offer the plan's roles; how many of each may come stays as it was."""
        self.until.show_plan(plan)
        self._propose(plan)
        names = tuple(role.name for role in plan.network.roles)
        self.first_week.setMaximum(plan.network.weeks)
        if names == self._roles:
            return
        self._roles = names
        for field in self.most:
            holder = field.parentWidget()
            if holder is not None:
                self._people_row.removeWidget(holder)
                holder.deleteLater()
        self.most = []
        for name in names:
            field = CountField(0, 6)
            field.setValue(_USUAL_HIRES)
            field.setAccessibleName(_("How many of {role} may be hired").format(role=name))
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(field)
            column.addWidget(ElidedLabel(name, size="small", tone="muted"))
            self._people_row.addWidget(holder)
            self.most.append(field)

    def _propose(self, plan: Plan) -> None:
        """Begin with the plan's targets, or a round number; what a person set stays."""
        fields = (self.clients, self.revenue)
        if self._proposed not in (None, tuple(field.value() for field in fields)):
            return
        day = usual_horizon(plan)
        for measure, field in zip(("clients", "revenue"), fields, strict=True):
            field.setValue(wanted_by(plan, day, measure) or 0.0)
        self.until.choose_usual(plan)
        if not any(field.value() for field in fields):
            self.clients.setValue(10.0)
        self._proposed = tuple(field.value() for field in fields)


def hires_drawing(answer: HireAnswer) -> BarsDrawing:
    """Return what each hire buys, as bars."""
    network = answer.plan.network
    lines = sentences_of_hires(answer)[1:]
    rows = tuple(
        BarRow(
            _("Week {week}, {role}").format(role=network.roles[hire.role].name, week=hire.week + 1),
            ((hire.gain.spread.mean, 0),),
            f"+{hire.gain.spread.mean:.1f}",
            line.removesuffix("."),
            (hire.gain.low, hire.gain.high),
        )
        for hire, line in zip(answer.staff.hires, lines, strict=True)
    )
    unit = _("more of the first target on average, beside the others; 90\u202f%")
    return BarsDrawing(_("What each hire buys"), unit, rows)
