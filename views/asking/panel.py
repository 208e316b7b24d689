"""A question to the plan on the page: its inputs, its progress, and its answer in a sentence."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from models.language import gettext as _
from views.asking.asked import Cancelled, Progress
from views.asking.ports import PlanDesk, Questions
from views.forecast.refusals import sentence_of
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.widgets import PlainLabel, make_button, set_tip

Work = Callable[[Progress, Cancelled], Any]
_FORM_PIXELS: Final = 264


class QuestionPanel(QWidget):
    """Inputs on the left, the answer on the right.

    Ctrl+Enter asks, Escape breaks a question off. An answer is about the plan that it was asked
    of: once the page shows another plan, the panel says so. What an answer found can be taken over
    as a plan, in one step that can be undone.
    """

    label = ""
    """What is being done while the question is answered."""

    def __init__(self, desk: PlanDesk, questions: Questions, *, purpose: str) -> None:
        super().__init__()
        self._desk, self._questions = desk, questions
        self._code = ""
        self._asked: Plan | None = None
        self._answer: Any = None
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(1),) * 4)
        row.setSpacing(theme.space(3))
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.space(1))
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(theme.space(1))
        self.form.setVerticalSpacing(theme.space(0.75))
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        left.addLayout(self.form)
        left.addLayout(self._make_buttons())
        left.addStretch(1)
        row.addWidget(self._left)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.space(1))
        self.sentence = PlainLabel(purpose, wrap=True, selectable=True)
        self.sentence.set_tone("muted")
        self.sentence.setAccessibleName(_("Answer"))
        self.stale = PlainLabel(size="small", tone="warning", wrap=True)
        self.stale.hide()
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.stale)
        row.addLayout(self.column, 1)
        desk.planned.connect(self._note_plan)
        theme_changed.connect(self._restyle)
        self._restyle()

    def _make_buttons(self) -> QHBoxLayout:
        theme = current_theme()
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        self.ask_button = make_button(_("Ask"), self.ask, kind="primary", keys="Ctrl+Return")
        self.cancel_button = make_button(_("Cancel"), self.cancel, tip=_("Break off (Esc)"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(self.ask_button)
        line.addWidget(self.progress, 1)
        line.addWidget(self.cancel_button)
        line.addStretch(0)
        self._show_running(running=False)
        return line

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
        code = self._questions.ask(
            self.label, self.question(), self._take, failed=self._miss, progress=self._progress
        )
        # A question that is answered at once has ended already.
        self._code = code if self._code else ""

    def cancel(self) -> None:
        """Break the question off."""
        if self.is_asking:
            self._questions.cancel(self._code)

    def take_over(self) -> None:
        """Put the plan that the answer makes on the page."""
        found = self.taken()
        if found is not None:
            plan, what = found
            self._desk.take(plan, what)

    def make_take_over(self, text: str = "") -> QPushButton:
        """Return the button that takes the answer over; it is shown with an answer."""
        button = make_button(
            text or _("Take over as scenario"), self.take_over, keys="Ctrl+Shift+Return"
        )
        button.hide()
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break off on Escape; without a question the key goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.is_asking:
            self.cancel()
            return
        super().keyPressEvent(event)

    def _progress(self, done: int, wanted: int) -> None:
        if isValid(self) and self.is_asking:
            self.progress.setRange(0, wanted)
            self.progress.setValue(done)

    def _take(self, answer: Any) -> None:
        if not isValid(self):
            return
        self._end()
        if answer is None:
            self._say(_("Broken off; nothing was changed."), "muted")
            return
        self._answer = answer
        self._say(self.show_answer(answer), "text")
        self._note_plan(self._desk.plan)

    def _miss(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._end()
        self._answer = None
        self.forget_answer()
        self._say(sentence_of(error), "warning")

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
        asked = self._asked
        stale = self._answer is not None and asked is not None and _inputs(asked) != _inputs(plan)
        self.stale.setText(_("The plan was changed since; Ctrl+Enter asks again."))
        self.stale.setVisible(stale)

    def _restyle(self) -> None:
        self._left.setFixedWidth(current_theme().scaled(_FORM_PIXELS))


def _inputs(plan: Plan) -> tuple[object, ...]:
    """Return what an answer depends on; a name does not change it."""
    return (plan.network, plan.deals, plan.seed, plan.targets)


def named(field: QWidget, words: str) -> QWidget:
    """Return a field that says aloud what it is."""
    field.setAccessibleName(words)
    set_tip(field, words)
    return field
