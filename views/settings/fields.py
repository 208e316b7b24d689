"""Fields that hold at once: what was typed is saved when the field is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QDateEdit, QGridLayout, QLineEdit, QWidget

from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from views.lead_page.facts.values import UnreadableError, read_value, written
from views.runner import Runner
from views.theme import current_theme
from views.widgets import FormRow
from views.widgets.labels import set_look

Operation = Callable[[Any], object]
_INSET: Final = 6
_FIGURES: Final = 18
"""A whole number of so many figures can be stored."""


class Complaining(Protocol):
    """What says beside a field what is wrong with it; an empty sentence takes it back."""

    def set_error(self, sentence: str, /) -> None:
        """Say what is wrong, or that nothing is any more."""


class Saver:
    """Carries changes out, and says at the field what was refused."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def save(
        self,
        operation: Operation,
        row: Complaining | None = None,
        then: Callable[[Any], None] | None = None,
    ) -> None:
        """Carry out one domain verb; without a row the window says what was refused."""
        if row is None:
            self._runner.change(operation, then)
            return

        def done(result: Any) -> None:
            row.set_error("")
            if then is not None:
                then(result)

        self._runner.change(operation, done, failed=lambda error: _refuse(row, error))

    def save_form(
        self,
        operation: Operation,
        rows: Mapping[str, FormRow],
        then: Callable[[Any], None],
        *,
        whose: Callable[[], str],
    ) -> None:
        """Carry out what a form with a button adds; what is refused is said at its field.

        `rows` are by the names of their fields; the first takes what is about none of them, and
        what is about somebody else by now, whom `whose` names.
        """

        def forget() -> None:
            for row in rows.values():
                row.set_error("")

        def done(result: Any) -> None:
            if not whose():
                forget()
            then(result)

        def refuse(error: Exception) -> None:
            first, name = next(iter(rows.values())), whose()
            if name:
                _refuse(first, error, _("{name}: {sentence}").format(name=name, sentence=error))
                return
            forget()
            row = rows.get(error.field, first) if isinstance(error, InvalidValueError) else first
            _refuse(row, error)
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)

        self._runner.change(operation, done, failed=refuse)


def _refuse(row: Complaining, error: Exception, sentence: str = "") -> None:
    if not isinstance(error, KnownError):
        raise error
    row.set_error(sentence or str(error))


def asks_for_step(event: QEvent) -> bool:
    """Return whether a field is asked if the keys of undo or redo are its own."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)


class SavedLine(QLineEdit):
    """A line that says what was typed when it is left or Enter is pressed; Escape takes it back."""

    saved = Signal(str)

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self._shown = ""
        self._said = ""
        self.editingFinished.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Show what holds; what is being typed stays, and what was refused with its reason."""
        is_typed = self.hasFocus() and self.text() not in {self._shown, self._said}
        if is_typed or self._is_wrong():
            self._shown = text
            return
        self._shown = self._said = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    @property
    def held(self) -> str:
        """What holds, whatever is typed."""
        return self._shown

    @property
    def is_open(self) -> bool:
        """Whether something else stands here than what holds."""
        return self.text() != self._shown

    def forget(self) -> None:
        """Let go of what was typed: what is shown next is of something else."""
        set_look(self, "wrong", "false")
        self._shown = self._said = self.text()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window while nothing in the line waits to be saved."""
        if self.text() == self._said and asks_for_step(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what was typed back on Escape; with nothing to take back the key goes on."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self._said = self._shown
            self.setText(self._shown)
            self.saved.emit(self._shown)
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        text = self.text()
        # What holds is said again after something wrong was, so that the complaint goes; and what
        # was refused, because it may be possible by now.
        if text != self._said or self._is_wrong():
            self._said = text
            self.saved.emit(text)

    def _is_wrong(self) -> bool:
        return bool(self.property("wrong") == "true")


class NumberLine(SavedLine):
    """A line for a whole number, or nothing."""

    saved_number = Signal(object)
    """Emitted with the number, or with None for nothing."""
    wrong = Signal(str)
    """Emitted with what is wrong with what was typed."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.setMaximumWidth(current_theme().scaled(160))
        self.saved.connect(self._read)

    def show_number(self, number: int | None) -> None:
        """Show what holds."""
        self.show_text("" if number is None else str(number))

    def _read(self, text: str) -> None:
        try:
            number = whole_in(text, _("Type a whole number, for example 12."))
        except UnreadableError as error:
            self.wrong.emit(str(error))
            return
        self.saved_number.emit(number)


class DayLine(SavedLine):
    """A line for a day, or nothing."""

    saved_day = Signal(object)
    """Emitted with the day, or with None for nothing."""
    wrong = Signal(str)
    """Emitted with what is wrong with what was typed."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.saved.connect(self._read)

    def show_day(self, day: date | None) -> None:
        """Show what holds."""
        self.show_text(written("day", day))

    def _read(self, text: str) -> None:
        try:
            day = read_value("day", text)
        except UnreadableError as error:
            self.wrong.emit(str(error))
            return
        self.saved_day.emit(day)


class SearchedLine(SavedLine):
    """A line that finds one of many choices by any part of their names."""

    chosen = Signal(str)
    """Emitted with the code of what was chosen; with nothing where the line was emptied."""
    wrong = Signal(str)

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self._names: dict[str, str] = {}
        self._code = ""
        self.saved.connect(self._read)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (code, name) choices."""
        self._names = dict(choices)
        completer = QCompleter([name for _code, name in choices], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        completer.activated.connect(lambda _text: self._tell())
        self.setCompleter(completer)
        self.show_code(self._code)

    def show_code(self, code: str) -> None:
        """Show the choice that holds."""
        self._code = code
        self.show_text(self._names.get(code, code))

    def code_of(self, text: str) -> str | None:
        """Return the code that a text names: the code itself, a name, or the only one like it."""
        typed = text.strip().casefold()
        if not typed:
            return ""
        named = [
            code
            for code, name in self._names.items()
            if typed in {code.casefold(), name.casefold()}
        ]
        if named:
            return named[0]
        like = [code for code, name in self._names.items() if typed in name.casefold()]
        return like[0] if len(like) == 1 else None

    def _read(self, text: str) -> None:
        code = self.code_of(text)
        if code is None:
            self.wrong.emit(
                _("“{text}” is not in the list. Type a part of the name and choose.").format(
                    text=text.strip()
                )
            )
            return
        self.chosen.emit(code)


def whole_in(text: str, complaint: str) -> int | None:
    """Return the whole number that was typed, None for blank; refuses what is none.

    >>> whole_in(" −3 ", ""), whole_in("", "")
    (-3, None)
    """
    typed = text.strip().replace("−", "-")
    if not typed:
        return None
    figures = typed[1:] if typed[0] in "+-" else typed
    if not figures.isdecimal():
        raise UnreadableError(complaint)
    if len(figures) > _FIGURES:
        raise UnreadableError(_("This number is too large. Type a smaller one."))
    return int(typed)


def forget_typed(form: QWidget) -> None:
    """Let go of all that was typed and refused in a form that is to show something else."""
    for row in form.findChildren(FormRow):
        row.set_error("")
    for line in form.findChildren(SavedLine):
        line.forget()


class DayField(QDateEdit):
    """A day."""

    def __init__(self, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setDisplayFormat("d MMM yyyy")
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)

    def day(self) -> date:
        """Return the day that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.setDate(QDate(day.year, day.month, day.day))


def two_columns(*rows: QWidget) -> QGridLayout:
    """Return rows of a form in two columns of equal width."""
    theme = current_theme()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(1.5))
    for at, row in enumerate(rows):
        grid.addWidget(row, at // 2, at % 2)
    for column in range(2):
        grid.setColumnStretch(column, 1)
    return grid


def number_row(label: str, hint: str = "", empty: str = "") -> tuple[FormRow, NumberLine]:
    """Return a labelled number that says beside itself what is wrong with it."""
    line = NumberLine(empty)
    row = FormRow(label, line, hint)
    line.wrong.connect(row.set_error)
    return row, line
