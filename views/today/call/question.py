"""One criterion while on the phone: what to ask, the answer, and what it comes to."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from models.language import gettext as _
from models.vocabulary import CriterionState, label
from views.drafts import LeadDrafts, answer_code
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, Sign, make_button, set_tip, without_mnemonic
from views.widgets.menus import Menu

if TYPE_CHECKING:
    from models.leads.detail import CriterionAnswer

AUTHORITY: Final = "authority"
DECIDES: Final = "decides"
_SIGNS: Final = {
    CriterionState.CONFIRMED: ("check-circle", "success.text"),
    CriterionState.FAILED: ("x", "danger.text"),
    CriterionState.UNKNOWN: ("dots-three", "faint"),
}
_NAME_PIXELS: Final = 108
_STATE_PIXELS: Final = 104

Known = tuple[str, str | None, str | None]
"""State, degree and answer of a criterion."""


def state_choices(code: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return what a criterion may come to: state, degree, words."""
    if code == AUTHORITY:
        return (
            (CriterionState.UNKNOWN.value, None, label(CriterionState.UNKNOWN)),
            (CriterionState.FAILED.value, "none", _("None")),
            (CriterionState.CONFIRMED.value, "influences", _("Influences")),
            (CriterionState.CONFIRMED.value, DECIDES, _("Decides")),
        )
    return tuple((state.value, None, label(state)) for state in CriterionState)


class QuestionRow(QWidget):
    """Enter confirms with what was typed, Shift+Enter says it is not met, Escape leaves it typed.

    For authority Enter says that they have influence, and Ctrl+Enter that they decide.
    """

    settled = Signal(str, object)
    """Emitted with the criterion and the `Known` that it comes to."""
    left = Signal()
    """Emitted when a person leaves with what was typed kept as a draft."""

    def __init__(self, code: str) -> None:
        super().__init__()
        theme = current_theme()
        self.code = code
        self.known: Known = (CriterionState.UNKNOWN, None, None)
        self._drafts: LeadDrafts | None = None
        self.sign = Sign(*_SIGNS[CriterionState.UNKNOWN])
        self.name = ElidedLabel(weight="medium")
        self.name.setFixedWidth(theme.scaled(_NAME_PIXELS))
        self.answer = QLineEdit()
        self.answer.setProperty("kind", "quiet")
        self.answer.setMinimumWidth(1)
        self.answer.installEventFilter(self)
        self.answer.textEdited.connect(self._keep)
        self.state = make_button("", kind="quiet")
        self.state.setFixedWidth(theme.scaled(_STATE_PIXELS))
        self._menu = Menu(self.state)
        for state, degree, words in state_choices(code):
            action = self._menu.addAction(without_mnemonic(words))
            action.triggered.connect(partial(self._choose, state, degree))
        self.state.setMenu(self._menu)
        self.note = PlainLabel(size="small", tone="danger", wrap=True)
        self.note.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(0)
        for column, widget in enumerate((self.sign, self.name, self.answer, self.state)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.note, 1, 2, 1, 2)
        grid.setColumnStretch(2, 1)

    @property
    def is_open(self) -> bool:
        """Whether nobody knows it yet."""
        return self.known[0] == CriterionState.UNKNOWN

    @property
    def typed(self) -> str:
        """What stands in the field and is not stored; nothing where it is stored."""
        text = self.answer.text().strip()
        return "" if text == (self.known[2] or "") else text

    def show_answer(
        self, answer: "CriterionAnswer", question: str, drafts: LeadDrafts, *, another: bool
    ) -> None:
        """Show what is known of a criterion; what is being typed stays."""
        typed = drafts.read(answer_code(self.code)) if another else self.typed
        self._drafts = drafts
        self.known = (answer.state, answer.degree, answer.answer)
        self.name.setText(answer.name)
        self.answer.setPlaceholderText(question)
        self.answer.setAccessibleName(_("{name}: answer").format(name=answer.name))
        set_tip(self.answer, question)
        self.say("")
        self.answer.setText(typed or answer.answer or "")
        self.answer.setCursorPosition(0)
        self._mark_draft()
        self.sign.set_sign(*_SIGNS[CriterionState(answer.state)])
        words = self._state_words()
        self.state.setText(words)
        self.state.setAccessibleName(_("{name}: {state}").format(name=answer.name, state=words))

    def as_confirmed(self) -> Known:
        """Return what it comes to when what was typed is taken as a yes."""
        state, degree, _text = self.known
        text = self.answer.text().strip() or None
        if state != CriterionState.UNKNOWN:
            return state, degree, text
        return CriterionState.CONFIRMED.value, self._degree("influences"), text

    def stored(self) -> None:
        """Forget the draft: it is stored now."""
        if self._drafts is not None:
            self._drafts.keep(answer_code(self.code), "")

    def say(self, sentence: str) -> None:
        """Say why it was not stored as it stands."""
        self.note.say(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle by Enter, with Shift for no and Ctrl for who decides; leave by Escape."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._settle(event.modifiers())
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _settle(self, modifiers: Qt.KeyboardModifier) -> None:
        text = self.answer.text().strip() or None
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            known = (CriterionState.FAILED.value, self._degree("none"), text)
        elif modifiers & Qt.KeyboardModifier.ControlModifier and self.code == AUTHORITY:
            known = (CriterionState.CONFIRMED.value, DECIDES, text)
        else:
            known = self.as_confirmed()
        self.settled.emit(self.code, known)

    def _choose(self, state: str, degree: str | None, *_checked: bool) -> None:
        self.settled.emit(self.code, (state, degree, self.answer.text().strip() or None))

    def _degree(self, degree: str) -> str | None:
        return degree if self.code == AUTHORITY else None

    def _state_words(self) -> str:
        for state, degree, words in state_choices(self.code):
            if (state, degree) == self.known[:2]:
                return words
        return label(self.known[0])

    def _keep(self) -> None:
        if self._drafts is not None:
            self._drafts.keep(answer_code(self.code), self.typed)
        self._mark_draft()

    def _mark_draft(self) -> None:
        self.name.set_tone("accent" if self.typed else "text")
