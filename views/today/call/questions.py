"""The qualification while on the phone: what is known, what is still to be asked, written here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import CriterionState
from views.drafts import LeadDrafts
from views.runner import Runner
from views.theme import current_theme
from views.today.call.question import Known, QuestionRow
from views.widgets import ElidedLabel, KeyHint, PlainLabel
from views.widgets.labels import keys_here

if TYPE_CHECKING:
    from models.ids import LeadId
    from views.today.reading import LeadAtDesk

_ALSO: Final = 4


class Questions(QWidget):
    """All criteria of a lead, a line each."""

    left = Signal()
    """Emitted when the keys go back to the list."""
    asked = Signal(QWidget)
    """Emitted with the line that got the keys, which must be in sight."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._lead_id: LeadId | None = None
        self.rows: list[QuestionRow] = []
        self.count = PlainLabel(tone="muted", tabular=True)
        self.hint = ElidedLabel(
            _("Enter: yes · Shift+Enter: no · {keys}: decides · Esc: later").format(
                keys=keys_here("Ctrl+Return")
            ),
            size="small",
            tone="faint",
        )
        head = QHBoxLayout()
        head.setSpacing(theme.space(0.75))
        head.addWidget(PlainLabel(_("Qualification"), weight="semibold"))
        head.addWidget(self.count)
        head.addWidget(KeyHint("Q"))
        head.addWidget(self.hint, 1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.also = PlainLabel(tone="muted", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addWidget(self.also)
        # Help that would be cut off helps nobody.
        self.hint.setVisible(theme.scale <= 1.0)

    def show_lead(self, shown: "LeadAtDesk", drafts: LeadDrafts, *, another: bool) -> None:
        """Show the criteria of a lead; for `another` one, with what was typed about it before."""
        detail = shown.detail
        self._lead_id = detail.id
        if [row.code for row in self.rows] != [one.code for one in detail.answers]:
            self._build([one.code for one in detail.answers])
        asked = {line.criterion: line.words for line in shown.script if line.criterion}
        for row, answer in zip(self.rows, detail.answers, strict=True):
            question = asked.get(answer.code, answer.question)
            row.show_answer(answer, question, drafts, another=another)
        states = [one.state for one in detail.answers]
        confirmed = states.count(CriterionState.CONFIRMED)
        self.count.setText(_("{count} of {all}").format(count=confirmed, all=len(states)))
        self._show_also(shown)

    def ask_next(self) -> None:
        """Put the keys into the first question that nobody answered, else into the first."""
        row = next((one for one in self.rows if one.is_open), None)
        if row is None and self.rows:
            row = self.rows[0]
        if row is not None:
            self._ask(row)

    def unsent(self) -> dict[str, Known]:
        """Return the answers that were typed and not stored, as they are stored with the call."""
        return {row.code: row.as_confirmed() for row in self.rows if row.typed}

    def forget_unsent(self, answers: Mapping[str, Known]) -> None:
        """Drop the drafts of the answers that were stored with the call, unless written on."""
        for row in self.rows:
            if row.code in answers and row.as_confirmed() == answers[row.code]:
                row.stored()

    # Inside

    def _show_also(self, shown: "LeadAtDesk") -> None:
        asked = [line.words for line in shown.script if line.criterion is None]
        asked += [one.words for one in shown.questions if one.field_id is not None]
        words = "  ·  ".join(asked[:_ALSO])
        self.also.setText(_("Also ask: {questions}").format(questions=words))
        self.also.setVisible(bool(asked))

    def _build(self, codes: list[str]) -> None:
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for code in codes:
            row = QuestionRow(code)
            row.settled.connect(self._store)
            row.left.connect(self.left)
            self._lines.addWidget(row)
            self.rows.append(row)

    def _store(self, code: str, known: Known) -> None:
        lead_id = self._lead_id
        row = next(one for one in self.rows if one.code == code)
        if lead_id is None:
            return
        seen = row.known

        def operation(session: Any) -> None:
            from models.leads.qualifying import answer_criterion

            state, degree, text = known
            answer_criterion(session, lead_id, code, state, text, degree, expected=seen)

        def refused(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            if lead_id == self._lead_id:
                row.say(str(error))

        def done(_result: object) -> None:
            row.stored()
            if lead_id == self._lead_id:
                row.known = known
                self._go_on(row)

        self._runner.change(operation, done, failed=refused)

    def _go_on(self, row: QuestionRow) -> None:
        """Go to the next open question; after the last one, back to the outcomes."""
        if not row.answer.hasFocus():
            return
        below = self.rows[self.rows.index(row) + 1 :]
        following = next((one for one in below if one.is_open), None)
        if following is None:
            self.left.emit()
        else:
            self._ask(following)

    def _ask(self, row: QuestionRow) -> None:
        row.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        row.answer.selectAll()
        self.asked.emit(row)
