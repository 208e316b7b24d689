"""A question to the plan on the page: its inputs, its progress, and its answer in a sentence."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from models.language import gettext as _
from views.asking.asked import TRIALS, Cancelled, Progress, fitting_trials
from views.asking.ports import PlanDesk, Questions
from views.forecast.refusals import sentence_of
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.widgets import PlainLabel, make_button, set_tip
from views.widgets.labels import keys_here
from views.widgets.scrolling import bring_into_view

Work = Callable[[Progress, Cancelled], Any]
_FORM_PIXELS: Final = 264
_LEAST_PIXELS: Final = 320
_REVEALED_PIXELS: Final = 96
_SIDE_BY_SIDE_PIXELS: Final = 620


class QuestionPanel(QWidget):
    """Inputs on the left, the answer on the right; few inputs stand `across`, above the answer.

    Ctrl+Enter asks, Escape breaks a question off. An answer is about the plan that it was asked
    of: once the page shows another plan, the panel says so. What an answer found can be taken over
    as a plan, in one step that can be undone.
    """

    label = ""
    """What is being done while the question is answered."""
    trials = TRIALS
    """How many cases each run of a question has at most."""

    def __init__(
        self, desk: PlanDesk, questions: Questions, *, purpose: str, across: bool = False
    ) -> None:
        super().__init__()
        self._desk, self._questions = desk, questions
        self._code = ""
        self._number = 0
        self._asked: Plan | None = None
        self._answer: Any = None
        theme = current_theme()
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(*(theme.space(1),) * 4)
        row.setSpacing(theme.space(2))
        self._left: QWidget | None = None
        self._form = QFormLayout()
        if not across:
            self._left = QWidget()
            self._left.setLayout(self._form)
            self._form.setContentsMargins(0, 0, 0, 0)
            self._form.setHorizontalSpacing(theme.space(1))
            self._form.setVerticalSpacing(theme.space(0.75))
            row.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.space(1))
        self._inputs = QHBoxLayout()
        self._inputs.setSpacing(theme.space(1))
        self._acts = self._make_acts()
        self.column.addLayout(self._acts)
        self.sentence = PlainLabel(purpose, wrap=True, selectable=True)
        self.sentence.set_tone("muted")
        self.sentence.setAccessibleName(_("Answer"))
        self.stale = PlainLabel(size="small", tone="warning", wrap=True)
        self.stale.hide()
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.stale)
        row.addLayout(self.column, 1)
        # Not before they stand in the panel: shown alone each would be a window for a moment.
        self._show_running(running=False)
        desk.planned.connect(self._note_plan)
        theme_changed.connect(self._restyle)
        self._restyle()

    def _make_acts(self) -> QBoxLayout:
        """Return what stands above the answer: ask, progress, and what is done with an answer."""
        theme = current_theme()
        acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line = QHBoxLayout()
        for part in (acts, line):
            part.setSpacing(theme.space(1))
        self.ask_button = make_button(_("Ask"), self.ask, kind="primary", keys="Ctrl+Return")
        self.cancel_button = make_button(_("Cancel"), self.cancel, tip=_("Break off (Esc)"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setMaximumWidth(theme.scaled(240))
        self._results = QHBoxLayout()
        self._results.setSpacing(theme.space(1))
        line.addLayout(self._inputs)
        line.addWidget(self.ask_button)
        line.addWidget(self.progress, 1)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        acts.addLayout(line, 1)
        acts.addLayout(self._results)
        return acts

    def add_input(self, words: str, field: QWidget | QHBoxLayout, tip: str = "") -> None:
        """Add an input with its label."""
        if isinstance(field, QWidget):
            field.setAccessibleName(tip or words)
            set_tip(field, tip)
        if self._left is not None:
            self._form.addRow(words, field)
        else:
            self._inputs.addWidget(PlainLabel(words, tone="muted"))
            if isinstance(field, QWidget):
                self._inputs.addWidget(field)
            else:
                self._inputs.addLayout(field)
        if isinstance(field, QWidget):
            # The key of the panel and Tab come to what is asked first, and then to the button.
            self.setTabOrder(field, self.ask_button)

    def add_side(self, layout: QVBoxLayout) -> None:
        """Add something of the full width of the inputs."""
        self._form.addRow(layout)

    def add_result(self, widget: QWidget) -> None:
        """Add something that is done with an answer; it is shown with one."""
        widget.hide()
        self._results.addWidget(widget)

    # What each question says

    @abstractmethod
    def question(self) -> Work:
        """Return what is asked, as it is set now; it runs in the background."""

    @abstractmethod
    def show_answer(self, answer: Any) -> str:
        """Show an answer and return its sentence."""

    def taken(self) -> tuple[Plan, str] | None:
        """Return the plan that the answer makes and what was done, or None where it makes none."""
        return None

    def show_plan(self, plan: Plan) -> None:
        """Fit the inputs to another plan."""

    # Asking

    @property
    def answer(self) -> Any:
        """The last answer, or None."""
        return self._answer

    @property
    def is_asking(self) -> bool:
        """Whether a question is under way."""
        return bool(self._code)

    def ask(self) -> None:
        """Ask, of the plan as it stands now."""
        if self.is_asking:
            return
        self._asked = self._desk.plan
        self.progress.setRange(0, 0)
        self._show_running(running=True)
        self._code = "asking"
        self._number += 1
        code = self._questions.ask(
            self.label,
            self.question(),
            partial(self._take, self._number),
            failed=partial(self._miss, self._number),
            progress=partial(self._progress, self._number),
        )
        # A question that is answered at once has ended already.
        self._code = code if self._code else ""

    def cancel(self) -> None:
        """Break the question off; what is under way ends on its own, and nobody waits for it."""
        if self.is_asking:
            self._questions.cancel(self._code)
            self._number += 1
            self._end()
            self._say(_("Broken off; nothing was changed."), "muted")

    def fitting_trials(self) -> int:
        """Return how many cases the question takes for the plan as it stands."""
        return fitting_trials(self._desk.plan, self.trials)

    def take_over(self) -> None:
        """Put the plan that the answer makes on the page."""
        found = self.taken()
        if found is not None:
            plan, what = found
            self._desk.take(plan, what)

    def make_take_over(self, text: str = "") -> QPushButton:
        """Return the button that takes the answer over."""
        return make_button(
            text or _("Take over as scenario"), self.take_over, keys="Ctrl+Shift+Return"
        )

    def minimumSizeHint(self) -> QSize:
        """Accept the width of one column: what stands side by side can stand below each other."""
        return QSize(current_theme().scaled(_LEAST_PIXELS), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answer below the inputs where both side by side would be too narrow."""
        super().resizeEvent(event)
        narrow = self.width() < current_theme().scaled(_SIDE_BY_SIDE_PIXELS)
        directions = QBoxLayout.Direction
        for parts in (self._row, self._acts):
            parts.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break off on Escape; without a question the key goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.is_asking:
            self.cancel()
            return
        super().keyPressEvent(event)

    def _awaits(self, number: int) -> bool:
        """Return whether this is the question that is waited for, by a panel that still exists."""
        return isValid(self) and self.is_asking and number == self._number

    def _progress(self, number: int, done: int, wanted: int) -> None:
        if self._awaits(number):
            self.progress.setRange(0, wanted)
            self.progress.setValue(done)

    def _take(self, number: int, answer: Any) -> None:
        if not self._awaits(number):
            return
        self._end()
        if answer is None:
            # Broken off at the foot of the window.
            self._say(_("Broken off; nothing was changed."), "muted")
            return
        self._answer = answer
        self._say(self.show_answer(answer), "text")
        self._note_plan(self._desk.plan)
        self._reveal()

    def _miss(self, number: int, error: Exception) -> None:
        if self._awaits(number):
            self.refuse(error)

    def refuse(self, error: Exception) -> None:
        """Say why there is no answer."""
        self._end()
        self._answer = None
        self.forget_answer()
        self._say(sentence_of(error), "warning")

    def _reveal(self) -> None:
        """Scroll to the sentence, which may lie below the inputs in a narrow window."""
        bring_into_view(self.sentence, current_theme().scaled(_REVEALED_PIXELS))

    def forget_answer(self) -> None:
        """Take an answer away that no longer holds."""

    def _end(self) -> None:
        self._code = ""
        had_focus = self.cancel_button.hasFocus()
        self._show_running(running=False)
        if had_focus:
            self.ask_button.setFocus()

    def _say(self, sentence: str, tone: Any) -> None:
        self.sentence.set_tone(tone)
        self.sentence.setText(sentence)
        self.stale.hide()

    def _show_running(self, *, running: bool) -> None:
        self.ask_button.setVisible(not running)
        for widget in (self.progress, self.cancel_button):
            widget.setVisible(running)

    def _note_plan(self, plan: Plan) -> None:
        self.show_plan(plan)
        self.note_stale()

    def note_stale(self) -> None:
        """Say what was changed since the answer, if anything was."""
        changed = "" if self._answer is None else self.changed_since()
        self.stale.setText(changed.format(keys=keys_here("Ctrl+Return")))
        self.stale.setVisible(bool(changed))

    def changed_since(self) -> str:
        """Return what the answer is no longer about, with `{keys}` to ask again; empty for none."""
        if self._asked is None or _inputs(self._asked) == _inputs(self._desk.plan):
            return ""
        return _("The plan was changed since; {keys} asks again.")

    def _restyle(self) -> None:
        if self._left is not None:
            self._left.setFixedWidth(current_theme().scaled(_FORM_PIXELS))


def _inputs(plan: Plan) -> tuple[object, ...]:
    """Return what an answer depends on; a name does not change it."""
    return (plan.network, plan.deals, plan.seed, plan.targets)


def result_box() -> QComboBox:
    """Return a box to choose a result in, which gives way where there is little room."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    return box
