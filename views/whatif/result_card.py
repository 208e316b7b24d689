"""The result in words, and the target it is held against."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.written_days import day_text
from views.charts.numbers import whole
from views.forecast.content import MOST_MQLS
from views.forecast.inputs.fields import CountField
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, measure_title
from views.whatif.sentences import (
    horizons,
    result_sentence,
    target_sentence,
    target_words,
    usual_horizon,
    wanted_by,
)
from views.widgets import ElidedLabel, PlainLabel, make_frame, set_tip

_MOST = 2_000_000_000
_ONE_LINE_PIXELS = 600


class ResultCard(QWidget):
    """The sentence is the result; the charts below it are its proof."""

    target_moved = Signal(str, int)
    """Emitted with a measure and how much of it a person wants to reach; 0 for none."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = make_frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(
            theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5)
        )
        column.setSpacing(theme.space(0.5))
        self.headline = PlainLabel(size="heading", weight="semibold", wrap=True, selectable=True)
        self.headline.setAccessibleName(_("Result"))
        column.addWidget(self.headline)
        self._lines = line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(theme.space(1))
        wanted, by = QHBoxLayout(), QHBoxLayout()
        for part in (wanted, by):
            part.setSpacing(theme.space(1))
        before = PlainLabel(_("Target"), tone="muted")
        self._measure = CLIENTS
        self.target = CountField(0, _MOST)
        self.target.setSpecialValueText(_("none"))
        set_tip(self.target, _("What the chart below shows is to reach; a line in it"), "Alt+T")
        self.target.valueChanged.connect(
            lambda amount: self.target_moved.emit(self._measure, amount)
        )
        before.setBuddy(self.target)
        self.words = ElidedLabel(tone="muted")
        self.until = QComboBox()
        self.until.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # Words give way where there is little room; half a date would be another one.
        self.until.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.until.setAccessibleName(_("Until when"))
        set_tip(self.until, _("The day up to which the sentence counts"))
        self.until.activated.connect(self._choose_day)
        self.reaches = PlainLabel(tone="muted")
        self.reaches.setAccessibleName(_("Chance of the target"))
        self._plan: Plan | None = None
        self._result: PlanResult | None = None
        self._chosen: date | None = None
        self.cases = ElidedLabel(size="small", tone="muted")
        self.cases.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Preparing the simulator"))
        self.progress.hide()
        wanted.addWidget(before)
        wanted.addWidget(self.target)
        wanted.addWidget(self.words, 1)
        by.addWidget(self.until)
        by.addWidget(self.reaches)
        by.addWidget(self.cases, 1)
        by.addWidget(self.progress)
        line.addLayout(wanted)
        line.addLayout(by, 1)
        column.addLayout(line)
        self._said = ""
        self._late = False
        theme_changed.connect(self._restyle)
        self._restyle()

    @property
    def horizon(self) -> date | None:
        """The day up to which is counted: the one that a person chose, as long as there is one."""
        if self._plan is None:
            return None
        days = horizons(self._plan)
        return self._chosen if self._chosen in days else usual_horizon(self._plan)

    def show_plan(self, plan: Plan) -> None:
        """Show the target without telling anyone."""
        self._plan = plan
        self.target.blockSignals(True)
        self.target.setMaximum(_MOST if self._measure in (REVENUE, CASH) else MOST_MQLS)
        self.target.setValue(round(wanted_by(plan, self.horizon, self._measure) or 0))
        # A hundred thousand is no step for clients, and one is none for money.
        self.target.setSingleStep(1_000 if self._measure in (REVENUE, CASH) else 1)
        self.target.blockSignals(False)
        title = measure_title(plan, self._measure)
        self.target.setAccessibleName(_("{measure} to reach").format(measure=title))
        days = [day.isoformat() for day in horizons(plan)]
        if days != [self.until.itemData(at) for at in range(self.until.count())]:
            self.until.clear()
            for day in horizons(plan):
                self.until.addItem(day_text(day), day.isoformat())
        horizon = self.horizon
        if horizon is not None:
            self.until.setCurrentIndex(self.until.findData(horizon.isoformat()))
        self.until.setVisible(horizon is not None)
        self.words.setText(target_words(plan, horizon, self._measure))

    def show_measure(self, measure: str) -> None:
        """Ask for the target of what the chart shows; what is typed there is taken first."""
        self.target.interpretText()
        self._measure = measure
        if self._plan is not None:
            self.show_plan(self._plan)
        self._show_chance()

    def show_result(self, result: PlanResult) -> None:
        """Say what the plan comes to."""
        self._result = result
        self.headline.setText(result_sentence(result, self.horizon))
        words = _("{trials} cases, seed {seed}")
        if result.preview:
            words = _("preview: {trials} cases, seed {seed}")
        self._said = words.format(trials=whole(result.run.trials), seed=result.plan.seed)
        self._show_said()
        self._show_chance()

    def show_waiting(self, sentence: str) -> None:
        """Say why there is no result yet."""
        self.headline.setText(sentence)

    def show_late(self, *, late: bool, first: bool) -> None:
        """Say quietly that the picture is behind; the first time takes the simulator's making."""
        self._late = late
        self.progress.setVisible(late and first)
        if late and first:
            self.headline.setText(_("Preparing the simulator, once: about half a minute\u2026"))
        self._show_said()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on in a second line where one is too short for large words."""
        super().resizeEvent(event)
        narrow = self.width() < current_theme().scaled(_ONE_LINE_PIXELS)
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _choose_day(self) -> None:
        self._chosen = date.fromisoformat(self.until.currentData())
        if self._plan is not None:
            self.show_plan(self._plan)
        if self._result is not None:
            self.show_result(self._result)

    def _show_chance(self) -> None:
        """Say how likely a target is that the sentence, which is of clients, is silent of."""
        words = ""
        if self._result is not None and self._measure != CLIENTS:
            words = target_sentence(self._result, self.horizon, self._measure)
        self.reaches.say(words)

    def _show_said(self) -> None:
        waits = "" if self.progress.isVisibleTo(self) else _("computing\u2026")
        self.cases.setText(waits if self._late else self._said)

    def _restyle(self) -> None:
        theme = current_theme()
        self.target.setFixedWidth(theme.scaled(104))
        self.progress.setFixedSize(theme.scaled(120), theme.scaled(8))
