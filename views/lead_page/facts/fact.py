"""One fact that can be edited where it stands: Enter saves, Escape restores.

What somebody else wrote meanwhile is shown beside what was typed, and the person chooses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from models.conflicts import ChangedSinceError
from models.errors import KnownError
from models.language import gettext as _
from views.lead_page.facts.values import UnreadableError, read_value, written
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, make_button, set_look

FactKind = Literal["text", "long", "choice", "whole", "number", "day"]
Write = Callable[[Any, Any, Any], object]

_NAME_PIXELS: Final = 112
_DOWN_PIXELS: Final = 7
# With larger text, names stand above their values, or a long address would not fit.
_BESIDE_UP_TO: Final = 1.1


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What a fact is called, what it is, and how it is written.

    `write(session, value, expected)` is a domain verb; `expected` is the value that was shown.
    """

    key: str
    name: str
    value: Any
    write: Write
    kind: FactKind = "text"
    choices: tuple[tuple[Any, str], ...] = ()
    hint: str = ""


class FactRow(QWidget):
    """The name of a fact and a field that holds it."""

    saved = Signal()
    """Emitted when what was typed is stored."""
    left = Signal()
    """Emitted when Escape has nothing to restore."""

    def __init__(self, runner: Runner, spec: FactSpec) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self.spec = spec
        self._busy = False
        self._stored = False
        self._sent = ""
        self._typed_on = False
        self._newest = spec.value
        self._conflict: ChangedSinceError | None = None
        beside = theme.scale <= _BESIDE_UP_TO
        self.name = PlainLabel(spec.name, tone="muted", wrap=True)
        self.field = self._make_field(spec)
        self.field.setAccessibleName(spec.name)
        self.field.installEventFilter(self)
        self.name.setBuddy(self.field)
        self.note = PlainLabel(size="small", tone="danger", wrap=True)
        self.note.hide()
        self._choice: TwoAnswers | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(theme.space(0.25))
        if beside:
            grid.setColumnMinimumWidth(0, theme.scaled(_NAME_PIXELS))
            self.name.setFixedWidth(theme.scaled(_NAME_PIXELS))
            # The name stands beside the first line, also when something is said below it.
            self.name.setContentsMargins(0, theme.scaled(_DOWN_PIXELS), 0, 0)
            grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        else:
            grid.addWidget(self.name, 0, 1)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(theme.space(0.25))
        self._inside.addWidget(self.field)
        self._inside.addWidget(self.note)
        grid.addLayout(self._inside, 0 if beside else 1, 1)
        grid.setColumnStretch(1, 1)
        self._put(spec.value)

    @property
    def choice(self) -> "TwoAnswers":
        """The two buttons for a value that somebody else wrote meanwhile.

        Made when they are first needed: hardly one of a lead's many facts ever shows them.
        """
        if self._choice is None:
            self._choice = TwoAnswers(self._keep, self._write_over)
            self._inside.addWidget(self._choice)
            QWidget.setTabOrder(self.field, self._choice.keep_button)
            QWidget.setTabOrder(self._choice.keep_button, self._choice.write_button)
        return self._choice

    @property
    def edited(self) -> bool:
        """Whether something else stands in the field than what is stored."""
        return self._typed() != written(self.spec.kind, self.spec.value)

    def show_spec(self, spec: FactSpec) -> None:
        """Show a fact as it is now; what is being typed stays, and what it replaces is told."""
        self._newest = spec.value
        if self.edited and not self._stored:
            # The value that was seen stays the one that is expected, so that a newer one is found;
            # unless it is what was saved from here, and typed on since.
            self.spec = spec if self._typed_on else _with_value(spec, self.spec.value)
            self._typed_on = False
            return
        self._stored = False
        if spec.choices != self.spec.choices and isinstance(self.field, QComboBox):
            _fill(self.field, spec.choices)
        self.spec = spec
        self._put(spec.value)
        self._say("")

    def save(self) -> None:
        """Store what was typed, unless it is what stands there."""
        if self._busy or self._conflict is not None or not self.edited or self._stored:
            return
        self._send(self.spec.value)

    def restore(self) -> None:
        """Show what is stored now."""
        self._conflict = None
        self.spec = _with_value(self.spec, self._newest)
        self._put_choice_away()
        self._put(self.spec.value)
        self._say("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save on Enter and when the field is left, restore on Escape."""
        if watched is self.field:
            if event.type() == QEvent.Type.FocusOut:
                self.save()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take_key(event)
            elif event.type() == QEvent.Type.Wheel and isinstance(self.field, QComboBox):
                # The wheel scrolls the page; it never changes a fact on the way.
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.edited or self._conflict is not None:
                self.restore()
            else:
                self.left.emit()
            return True
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        in_long = isinstance(self.field, QPlainTextEdit)
        with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if enter and not (in_long and with_shift):
            self.save()
            return True
        return False

    # Inside

    def _make_field(self, spec: FactSpec) -> QWidget:
        if spec.kind == "choice":
            box = QComboBox()
            box.setMinimumContentsLength(1)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setProperty("kind", "fact")
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            _fill(box, spec.choices)
            box.activated.connect(lambda _at: self.save())
            return box
        if spec.kind == "long":
            text = QPlainTextEdit()
            text.setProperty("kind", "fact")
            text.setTabChangesFocus(True)
            text.setProperty("lines", "few")
            text.setPlaceholderText(spec.hint)
            return text
        line = QLineEdit()
        line.setProperty("kind", "fact")
        line.setPlaceholderText(spec.hint or "–")
        return line

    def _typed(self) -> str:
        match self.field:
            case QComboBox():
                return written("choice", self.field.currentData())
            case QPlainTextEdit():
                return self.field.toPlainText()
            case QLineEdit():
                return self.field.text()
        return ""

    def _put(self, value: Any) -> None:
        match self.field:
            case QComboBox():
                self.field.setCurrentIndex(max(0, _place(self.spec.choices, value)))
            case QPlainTextEdit():
                self.field.setPlainText(written("long", value))
            case QLineEdit():
                self.field.setText(written(self.spec.kind, value))
                self.field.setCursorPosition(0)

    def _value(self) -> Any:
        if isinstance(self.field, QComboBox):
            return self.spec.choices[self.field.currentIndex()][0]
        return read_value(self.spec.kind, self._typed())

    def _send(self, expected: Any) -> None:
        try:
            value = self._value()
        except UnreadableError as error:
            self._say(str(error))
            return
        spec, self._sent = self.spec, self._typed()
        self._busy = True
        self._runner.change(
            lambda session: spec.write(session, value, expected),
            lambda _result: self._done(spec.key),
            failed=lambda error: self._refused(spec.key, error),
        )

    def _done(self, key: str) -> None:
        self._busy = False
        # Another lead may stand here by now, and this row be gone.
        if key == self.spec.key and isValid(self):
            self._stored = self._typed() == self._sent
            self._typed_on = not self._stored
            self._conflict = None
            self._put_choice_away()
            self._say("")
            self.saved.emit()

    def _refused(self, key: str, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, KnownError):
            raise error
        if key != self.spec.key or not isValid(self):
            return
        if not isinstance(error, ChangedSinceError):
            self._say(str(error))
            return
        self._conflict = error
        theirs, mine = self._words(error.stands), self._words(error.wanted)
        self._say(
            _("Changed meanwhile: it is {theirs} now, you typed {mine}.").format(
                theirs=theirs, mine=mine
            )
        )
        self.choice.keep_button.setText(_("Keep {value}").format(value=_short(theirs)))
        self.choice.write_button.setText(_("Write {value}").format(value=_short(mine)))
        self.choice.show()
        self.choice.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_choice_away(self) -> None:
        if self._choice is not None:
            self._choice.hide()

    def _keep(self) -> None:
        conflict = self._conflict
        if conflict is not None:
            self._newest = conflict.stands
            self.restore()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_over(self) -> None:
        conflict = self._conflict
        if conflict is not None:
            self._conflict = None
            self._put_choice_away()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._send(conflict.stands)

    def _words(self, value: Any) -> str:
        if self.spec.kind == "choice":
            at = _place(self.spec.choices, value)
            return f"“{self.spec.choices[at][1]}”" if at >= 0 else _("another")
        text = written(self.spec.kind, value)
        return f"“{text}”" if text else _("empty")

    def _say(self, sentence: str) -> None:
        set_look(self.field, "wrong", "true" if sentence else "false")
        self.note.say(sentence)
        self.field.setAccessibleDescription(sentence)


class TwoAnswers(QWidget):
    """Keep what somebody else wrote, or write over it."""

    def __init__(self, keep: Callable[[], None], write_over: Callable[[], None]) -> None:
        super().__init__()
        self.keep_button = make_button("", keep)
        self.write_button = make_button("", write_over)
        answers = QHBoxLayout(self)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(current_theme().space())
        answers.addWidget(self.keep_button)
        answers.addWidget(self.write_button)
        answers.addStretch(1)


def _with_value(spec: FactSpec, value: Any) -> FactSpec:
    return FactSpec(spec.key, spec.name, value, spec.write, spec.kind, spec.choices, spec.hint)


def _place(choices: tuple[tuple[Any, str], ...], value: Any) -> int:
    return next((at for at, (key, _name) in enumerate(choices) if key == value), -1)


def _fill(box: QComboBox, choices: tuple[tuple[Any, str], ...]) -> None:
    blocked = box.blockSignals(True)
    box.clear()
    for key, name in choices:
        box.addItem(name, key)
    box.blockSignals(blocked)


def _short(words: str) -> str:
    return words if len(words) <= 24 else words[:22] + "…”"
