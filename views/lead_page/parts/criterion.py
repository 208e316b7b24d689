"""One criterion of the qualification: what is known of it, and the answer, edited in place."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from models.conflicts import ChangedSinceError
from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import CriterionState, label
from views.leads.wording import short_moment
from views.runner import Runner
from views.theme import current_theme
from views.widgets import (
    ElidedField,
    KeyHint,
    PlainLabel,
    SegmentedControl,
    Sign,
    make_button,
    set_look,
)

if TYPE_CHECKING:
    from models.ids import LeadId
    from models.leads.detail import CriterionAnswer

_SIGNS: Final = {
    CriterionState.CONFIRMED: ("check-circle", "success.text"),
    CriterionState.FAILED: ("x", "danger.text"),
    CriterionState.UNKNOWN: ("dots-three", "faint"),
}
_AUTHORITY: Final = "authority"
# With larger text, the states stand below the name, or the column would not fit.
_BESIDE_UP_TO: Final = 1.1
# What a person chooses for authority says how far it goes as well.
_DEGREES: Final = {"influences": "confirmed", "decides": "confirmed", "none": "failed"}


class CriterionRow(QFrame):
    """A criterion with its state to choose and its answer to write."""

    chosen = Signal(str)
    """Emitted with the criterion's code when somebody points at it."""
    left = Signal()
    """Emitted when Escape has nothing to restore in the answer."""
    outdated = Signal()
    """Emitted when something newer than what is shown was found."""

    def __init__(self, runner: Runner, number: int, code: str) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self.code = code
        self._lead_id: LeadId | None = None
        self._known: CriterionAnswer | None = None
        self._seen: tuple[str, str | None, str | None] = (CriterionState.UNKNOWN, None, None)
        self._conflict: ChangedSinceError | None = None
        self._wanted: tuple[str, str | None, str | None] | None = None
        self.setProperty("ground", "plain")
        self.sign = Sign(*_SIGNS[CriterionState.UNKNOWN])
        self.name = PlainLabel(weight="medium", wrap=True)
        self.states = SegmentedControl(_states(code), name=_("State"))
        self.states.changed.connect(self.set_state)
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(KeyHint(str(number)))
        head.addWidget(self.sign)
        head.addWidget(self.name, 1)
        beside = theme.scale <= _BESIDE_UP_TO
        if beside:
            head.addWidget(self.states)
        self.answer = ElidedField()
        self.answer.setProperty("kind", "fact")
        self.answer.installEventFilter(self)
        self.meta = PlainLabel(size="small", tone="muted")
        self.note = PlainLabel(size="small", tone="danger", wrap=True)
        self.keep_button = make_button(_("Keep theirs"), self._keep)
        self.write_button = make_button(_("Write mine"), self._write_over)
        self.answers = QFrame()
        buttons = QHBoxLayout(self.answers)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.space())
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.write_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(0.5),) * 4)
        column.setSpacing(theme.space(0.25))
        column.addLayout(head)
        if not beside:
            column.addWidget(self.states)
        line = QHBoxLayout()
        line.setSpacing(theme.space())
        line.addWidget(self.answer, 1)
        line.addWidget(self.meta)
        column.addLayout(line)
        column.addWidget(self.note)
        column.addWidget(self.answers)
        self.note.hide()
        self.answers.hide()

    @property
    def state(self) -> str:
        """What is known of the criterion."""
        return self._seen[0]

    @property
    def edited(self) -> bool:
        """Whether another answer stands in the field than is stored."""
        return self.answer.text().strip() != (self._seen[2] or "")

    def mark(self, *, current: bool) -> None:
        """Mark the criterion that the keys act on."""
        set_look(self, "ground", "current" if current else "plain")

    def show_answer(self, lead_id: "LeadId", known: "CriterionAnswer", now: datetime) -> None:
        """Show what is known now; what is being typed stays."""
        held = self.edited or self._conflict is not None
        keeps = lead_id == self._lead_id and held
        self._lead_id, self._known = lead_id, known
        self.name.setText(known.name)
        self.answer.setPlaceholderText(known.question)
        self.answer.setAccessibleName(_("{name}: answer").format(name=known.name))
        if keeps:
            return
        self._conflict = None
        self.answers.hide()
        self._seen = (known.state, known.degree, known.answer)
        self._say("")
        self._show_state()
        self.answer.setText(known.answer or "")
        self.answer.setCursorPosition(0)
        meta = ""
        if known.asked_at is not None and known.state != CriterionState.UNKNOWN:
            asker = known.asked_by or _("nobody named")
            when = short_moment(known.asked_at, now)
            meta = _("{person}, {moment}").format(person=asker, moment=when)
        self.meta.say(meta)

    def set_state(self, choice: str) -> None:
        """Store a state; for authority a choice says how far it goes as well."""
        degree = choice if self.code == _AUTHORITY and choice in _DEGREES else None
        state = _DEGREES[choice] if degree is not None else choice
        self._send((state, degree, self.answer.text().strip() or None), self._seen)

    def confirm(self) -> None:
        """Confirm; authority that is confirmed already goes as far as deciding."""
        if self.code != _AUTHORITY:
            self.set_state(CriterionState.CONFIRMED)
        elif self.state == CriterionState.CONFIRMED and self._seen[1] != "decides":
            self.set_state("decides")
        else:
            self.set_state("influences")

    def fail(self) -> None:
        """Note that the criterion is not met."""
        self.set_state("none" if self.code == _AUTHORITY else CriterionState.FAILED)

    def save(self) -> None:
        """Store the answer with the state as it is."""
        if self.edited and self._conflict is None:
            state, degree, _answer = self._seen
            self._send((state, degree, self.answer.text().strip() or None), self._seen)

    def restore(self) -> None:
        """Show the stored answer again."""
        self._conflict = None
        self.answers.hide()
        self.answer.setText(self._seen[2] or "")
        self._say("")
        self._show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save on Enter and when the answer is left, restore on Escape."""
        if watched is self.answer:
            if event.type() == QEvent.Type.FocusIn:
                self.chosen.emit(self.code)
            elif event.type() == QEvent.Type.FocusOut:
                self.save()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    if self.edited or self._conflict is not None:
                        self.restore()
                    else:
                        self.left.emit()
                    return True
                if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                    self.save()
                    self.left.emit()
                    return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make this the criterion that the keys act on."""
        self.chosen.emit(self.code)
        super().mousePressEvent(event)

    # Inside

    def _show_state(self) -> None:
        state, degree, _answer = self._seen
        self.sign.set_sign(*_SIGNS[CriterionState(state)])
        shown = state
        if self.code == _AUTHORITY and state != CriterionState.UNKNOWN:
            shown = degree or ("none" if state == CriterionState.FAILED else "influences")
        self.states.set_value(shown)

    def _send(
        self,
        wanted: tuple[str, str | None, str | None],
        expected: tuple[str, str | None, str | None] | None,
    ) -> None:
        lead_id, code = self._lead_id, self.code
        if lead_id is None:
            return

        def operation(session: Any) -> object:
            from models.leads.qualifying import answer_criterion

            state, degree, text = wanted
            return answer_criterion(session, lead_id, code, state, text, degree, expected=expected)

        def done(_result: object) -> None:
            if lead_id == self._lead_id and isValid(self):
                self._seen = wanted
                self._conflict = None
                self.answers.hide()
                self._say("")
                self._show_state()

        self._wanted = wanted
        self._runner.change(operation, done, failed=lambda error: self._refused(lead_id, error))

    def _refused(self, lead_id: "LeadId", error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if lead_id != self._lead_id or not isValid(self):
            return
        self._say(str(error))
        if isinstance(error, ChangedSinceError):
            self._conflict = error
            self.answers.show()
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.outdated.emit()
        else:
            self._show_state()

    def _keep(self) -> None:
        known = self._known
        if known is not None:
            self._seen = (known.state, known.degree, known.answer)
        self.restore()
        self.left.emit()

    def _write_over(self) -> None:
        self._conflict = None
        self.answers.hide()
        if self._wanted is not None:
            # Both were shown and this one was chosen.
            self._send(self._wanted, None)
        self.left.emit()

    def _say(self, sentence: str) -> None:
        self.note.say(sentence)


def _states(code: str) -> list[tuple[str, str]]:
    if code == _AUTHORITY:
        return [
            (CriterionState.UNKNOWN.value, label(CriterionState.UNKNOWN)),
            ("none", _("None")),
            ("influences", _("Influences")),
            ("decides", _("Decides")),
        ]
    return [(state.value, label(state)) for state in CriterionState]
