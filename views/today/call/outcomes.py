"""The outcomes of a touch: a key each, and what it will do said before it is pressed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import label
from views.theme import current_theme
from views.widgets import ElidedLabel, KeyHint, PlainLabel, make_button, set_tip

if TYPE_CHECKING:
    from models.definitions.outcomes import OutcomeRow

CALL_KEYS: Final = (
    ("1", "no_answer"),
    ("2", "voicemail"),
    ("3", "call_back"),
    ("4", "gatekeeper"),
    ("5", "not_interested"),
    ("6", "not_now"),
    ("7", "connected"),
    ("8", "interested"),
    ("9", "qualified"),
    ("0", "wrong_number"),
    ("F", "referred_on"),
    ("D", "do_not_contact"),
    ("B", "booked"),
)
"""The keys of a call's outcomes, what is heard most often first."""
MESSAGE_KEYS: Final = (
    ("1", "sent"),
    ("2", "replied"),
    ("5", "not_interested"),
    ("6", "not_now"),
    ("8", "interested"),
    ("D", "do_not_contact"),
    ("B", "booked"),
)
"""The keys of what came of an e-mail or a message; the same outcome has the same key."""
_COLUMNS: Final = 3
_WHOLE_FROM: Final = 840
# With larger text the sentences stand in one line below instead of in every cell.
_SENTENCES_UP_TO: Final = 1.1


@dataclass(frozen=True, slots=True)
class Choice:
    """One outcome that can be logged now; `why_not` says what stands in its way."""

    key: str
    outcome: str
    words: str
    sentence: str
    why_not: str = ""


def choices_for(
    medium: str, rules: "Mapping[str, OutcomeRow]", *, blocked: bool
) -> tuple[Choice, ...]:
    """Return the outcomes of a medium in the order of their keys."""
    found = []
    for key, outcome in CALL_KEYS if medium == "call" else MESSAGE_KEYS:
        rule = rules.get(outcome)
        words = rule.words if rule is not None else label(outcome)
        sentence = "" if rule is None else rule.sentence
        why = ""
        if blocked and outcome != "do_not_contact":
            why = _("They asked not to be contacted this way.")
        found.append(Choice(key, outcome, words, sentence or _("Only logs it."), why))
    return tuple(found)


class OutcomeGrid(QWidget):
    """A button for each outcome, with its key and what follows from it."""

    chosen = Signal(str)
    """Emitted with the outcome that a person pressed."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.cells: dict[str, OutcomeCell] = {}
        self._choices: tuple[Choice, ...] = ()
        self._whole = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(0.5))
        self._grid.setVerticalSpacing(0)
        self.said = PlainLabel(size="small", tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        column.addLayout(self._grid)

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Show these outcomes; the same ones stay as they are."""
        if choices == self._choices:
            return
        self._choices = choices
        self._build()

    def fit(self, height: int) -> None:
        """Show the sentences whole where a panel of this height has room for all their lines."""
        whole = height >= current_theme().scaled(_WHOLE_FROM)
        if whole != self._whole:
            self._whole = whole
            self._build()

    def _build(self) -> None:
        for cell in self.cells.values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.cells = {}
        beside = current_theme().scale <= _SENTENCES_UP_TO
        for place, choice in enumerate(self._choices):
            cell = OutcomeCell(choice, beside=beside, whole=self._whole)
            cell.pressed.connect(partial(self.chosen.emit, choice.outcome))
            cell.pointed.connect(self.said.setText)
            self.cells[choice.outcome] = cell
            self._grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._place_said(len(self._choices))

    def _place_said(self, count: int) -> None:
        """Use what the last row leaves free; what is pointed at is said there in full."""
        self._grid.removeWidget(self.said)
        row, place = divmod(count, _COLUMNS)
        self._grid.addWidget(self.said, row, place, 1, _COLUMNS - place)
        self.said.setText("")

    def choice(self, outcome: str) -> Choice | None:
        """Return an outcome as it is offered; None where it is not."""
        return next((one for one in self._choices if one.outcome == outcome), None)

    def offered(self, key: str) -> Choice | None:
        """Return the outcome behind a key."""
        return next((one for one in self._choices if one.key == key), None)


class OutcomeCell(QFrame):
    """Key, words, and below them what follows."""

    pressed = Signal()
    """Emitted when a person chooses it."""
    pointed = Signal(str)
    """Emitted with what it will do when somebody points at it or tabs to it."""

    def __init__(self, choice: Choice, *, beside: bool, whole: bool) -> None:
        super().__init__()
        theme = current_theme()
        self.choice = choice
        says = choice.why_not or choice.sentence
        self.button = make_button(choice.words, self.pressed.emit, kind="link")
        self.button.setEnabled(not choice.why_not)
        self.button.setMinimumWidth(1)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setAccessibleDescription(says)
        self.button.installEventFilter(self)
        set_tip(self, _("{outcome}: {sentence}").format(outcome=choice.words, sentence=says))
        head = QHBoxLayout()
        head.setSpacing(theme.space(0.5))
        head.addWidget(KeyHint(choice.key))
        head.addWidget(self.button, 1)
        self.sentence = (
            PlainLabel(says, size="small", tone="muted", wrap=True)
            if whole
            else ElidedLabel(says, size="small", tone="muted")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addStretch()
        self.sentence.setVisible(beside)

    def minimumSizeHint(self) -> QSize:
        """Share the width with the others, however long the words."""
        return QSize(current_theme().scaled(96), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what it does when the keys or the pointer are on it."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.Enter}:
            self.pointed.emit(self.choice.why_not or self.choice.sentence)
        return super().eventFilter(watched, event)


class ResultBar(QFrame):
    """What the last outcome brought about, with the way back; the next lead stands below it."""

    undo_asked = Signal()
    """Emitted when a person wants to take it back."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "success")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), 3, theme.space(), 3)
        row.setSpacing(theme.space())
        self.words = PlainLabel(wrap=True)
        row.addWidget(self.words, 1)
        self.undo = make_button(_("Undo"), self.undo_asked.emit, kind="link")
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(KeyHint("Ctrl+Z"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, words: str) -> None:
        """Show what comes next for the lead that was just worked."""
        self.words.setText(words)
        self.show()
