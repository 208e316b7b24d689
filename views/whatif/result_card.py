"""The result in words, and the target it is held against."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from models.language import gettext as _
from views.charts.numbers import whole
from views.forecast.content import MOST_MQLS
from views.forecast.fields import CountField
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult
from views.whatif.sentences import day_text, first_target, last_day_text, result_sentence
from views.widgets import ElidedLabel, PlainLabel, make_frame, set_tip


class ResultCard(QWidget):
    """The sentence is the result; the charts below it are its proof."""

    target_moved = Signal(int)
    """Emitted with the number of clients that a person wants to reach; 0 for none."""

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
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        before = PlainLabel(_("Target"), tone="muted")
        self.target = CountField(0, MOST_MQLS)
        self.target.setSpecialValueText(_("none"))
        self.target.setAccessibleName(_("Clients to reach"))
        set_tip(self.target, _("Clients to reach; a line in the chart below"), "Alt+T")
        self.target.valueChanged.connect(self.target_moved)
        before.setBuddy(self.target)
        self.until = PlainLabel(tone="muted")
        self.cases = ElidedLabel(size="small", tone="muted")
        self.cases.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Preparing the simulator"))
        self.progress.hide()
        for widget in (before, self.target, self.until):
            line.addWidget(widget)
        line.addWidget(self.cases, 1)
        line.addWidget(self.progress)
        column.addLayout(line)
        self._said = ""
        self._late = False
        theme_changed.connect(self._restyle)
        self._restyle()

    def show_plan(self, plan: Plan) -> None:
        """Show the target without telling anyone."""
        target = first_target(plan)
        wanted = 0 if target is None else round(max(target.amount - target.reached, 0.0))
        self.target.blockSignals(True)
        self.target.setValue(wanted)
        self.target.blockSignals(False)
        if target is None:
            day = last_day_text(plan, plan.network.weeks - 1, None)
        else:
            day = day_text(target.last_day)
        words = _("clients by {day}").format(day=day)
        if target is not None and target.reached > 0:
            words = _("more clients by {day}, {reached} are there").format(
                day=day, reached=whole(target.reached)
            )
        self.until.setText(words)

    def show_result(self, result: PlanResult) -> None:
        """Say what the plan comes to."""
        self.headline.setText(result_sentence(result))
        words = _("{trials} cases, seed {seed}")
        if result.preview:
            words = _("preview: {trials} cases, seed {seed}")
        self._said = words.format(trials=whole(result.run.trials), seed=result.plan.seed)
        self._show_said()

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

    def _show_said(self) -> None:
        self.cases.setText(_("computing\u2026") if self._late else self._said)

    def _restyle(self) -> None:
        theme = current_theme()
        self.target.setFixedWidth(theme.scaled(88))
        self.progress.setFixedSize(theme.scaled(120), theme.scaled(8))
