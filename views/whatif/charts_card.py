"""The fan of what is asked for: clients, revenue, a stage or cash, each week or so far."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.charts.widget import ChartWidget
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.whatif.drawings import Actuals, fan_drawing
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, stage_measure
from views.widgets import SegmentedControl, make_frame, set_tip
from views.widgets.fields import fill_choices

_STAGES = "stages"
_WEEKLY, _SO_FAR = "weekly", "so far"
_LARGE = 1.25


class ChartsCard(QWidget):
    """Shows one measure of a result as a fan, and which one."""

    chosen = Signal(str, bool)
    """Emitted with the measure that a person wants to see, and whether cumulative."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        theme = current_theme()
        self._result: PlanResult | None = None
        self._actuals: Actuals = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = make_frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        self.what = SegmentedControl(
            [
                (CLIENTS, _("Clients")),
                (REVENUE, _("Revenue")),
                (_STAGES, _("Pipeline")),
                (CASH, _("Cash")),
            ],
            name=_("Chart"),
        )
        self.stage = QComboBox()
        self.stage.setAccessibleName(_("Stage"))
        set_tip(self.stage, _("Leads that enter this stage"))
        self.stage.hide()
        self.how = SegmentedControl(
            [(_SO_FAR, _("So far")), (_WEEKLY, _("Weekly"))], name=_("Weeks")
        )
        self.cases = QCheckBox(_("Single cases"))
        self.cases.setChecked(True)
        set_tip(self.cases, _("Show some of the simulated cases as thin lines"))
        # It gives way where there is no room, and asks for none.
        self.cases.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for widget in (self.what, self.stage):
            row.addWidget(widget)
        row.addWidget(self.cases, 1)
        row.addWidget(self.how)
        self._row = row
        column.addLayout(row)
        self.chart = ChartWidget(QSize(360, 156))
        column.addWidget(self.chart, 1)
        self.what.changed.connect(self._choose)
        self.how.changed.connect(self._choose)
        self.stage.activated.connect(self._choose)
        self.cases.toggled.connect(self._draw)
        theme_changed.connect(self._restyle)
        self._restyle()
        self.show_plan(plan)

    @property
    def measure(self) -> str:
        """The measure that is shown."""
        what = self.what.value()
        return stage_measure(self.stage.currentIndex()) if what == _STAGES else what

    @property
    def cumulative(self) -> bool:
        """Whether each week holds the sum so far."""
        return self.how.value() == _SO_FAR

    def show_plan(self, plan: Plan) -> None:
        """Offer the stages of a plan."""
        names = [stage.name for stage in plan.network.stages]
        if names != [self.stage.itemText(at) for at in range(self.stage.count())]:
            before = self.stage.currentText()
            chosen = str(names.index(before)) if before in names else str(len(names) // 2)
            fill_choices(
                self.stage, tuple((str(at), name) for at, name in enumerate(names)), chosen
            )

    def show_result(self, result: PlanResult) -> None:
        """Draw the chosen measure of a result."""
        self._result = result
        self._draw()

    def show_actuals(self, actuals: Actuals) -> None:
        """Draw what happened so far beside it."""
        self._actuals = actuals
        self._draw()

    def step(self, by: int) -> None:
        """Show the next chart, or the one before."""
        codes = [CLIENTS, REVENUE, _STAGES, CASH]
        self.what.set_value(codes[(codes.index(self.what.value()) + by) % len(codes)])
        self._choose()

    def turn(self) -> None:
        """Change between each week and so far."""
        self.how.set_value(_WEEKLY if self.cumulative else _SO_FAR)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put away what there is no room for."""
        super().resizeEvent(event)
        others = (self.what, self.how, *((self.stage,) if self.stage.isVisibleTo(self) else ()))
        taken = sum(widget.sizeHint().width() + self._row.spacing() for widget in others)
        room = self.width() - taken - 2 * current_theme().space(2)
        self.cases.setVisible(room >= self.cases.sizeHint().width())

    def _restyle(self) -> None:
        # Large words need the room at the edges, or the last of them would be cut off.
        theme = current_theme()
        edge, gap = (1, 0.5) if theme.scale >= _LARGE else (2, 1.5)
        self._row.setContentsMargins(theme.space(edge), 0, theme.space(edge), 0)
        self._row.setSpacing(theme.space(gap))

    def _choose(self) -> None:
        self.stage.setVisible(self.what.value() == _STAGES)
        self._draw()
        self.chosen.emit(self.measure, self.cumulative)

    def _draw(self) -> None:
        result = self._result
        if result is None or self.stage.count() != len(result.plan.network.stages):
            return
        drawing = fan_drawing(
            result,
            self.measure,
            cumulative=self.cumulative,
            actuals=self._actuals,
            with_paths=self.cases.isChecked(),
        )
        self.chart.show_drawing(drawing)
