"""One form for all that is done with a lead in words: it opens in place and says what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final, Literal

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.errors import InvalidValueError
from models.language import gettext as _
from views.drafts import DraftStore, PassingDrafts
from views.theme import current_theme
from views.widgets import (
    FormRow,
    PlainLabel,
    empty_layout,
    fill_choices,
    make_button,
    make_typed_again,
)
from views.widgets.tab_order import order_tabs

FieldKind = Literal["line", "choice", "words", "long", "day", "moment"]
Values = dict[str, Any]

_COLUMNS: Final = 2
_INSET: Final = 6
_DAY: Final = "d MMM yyyy"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form; `start` is what it begins with."""

    code: str
    label: str
    kind: FieldKind = "line"
    choices: tuple[tuple[str, str], ...] = ()
    start: Any = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FormSpec:
    """What a form asks, and the domain verb that it hands the answers to."""

    code: str
    title: str
    send: str
    fields: tuple[FormField, ...]
    operation: Callable[[Values], Callable[[Any], object]]
    about: object = ""
    """Which lead, meeting or company is shown; what is typed about it is kept apart.

    Of what outlives the window it begins with who typed it.
    """


class ActionForm(QFrame):
    """Shows one form at a time; Enter sends it, Escape leaves it.

    What is typed stays until it is done: a form that was left, or gave way to another, has it again
    when it is opened about the same.
    """

    sent = Signal(object)
    """Emitted with the `FormSpec`; `values` has the answers."""
    left = Signal()

    def __init__(self, drafts: DraftStore | None = None) -> None:
        super().__init__()
        theme = current_theme()
        self._drafts = drafts or PassingDrafts()
        self.setProperty("ground", "card")
        self.spec: FormSpec | None = None
        self.rows: dict[str, FormRow] = {}
        self._sent: dict[str, str] = {}
        self.title = PlainLabel(weight="semibold")
        self.again = make_typed_again()
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(1.5))
        self._grid.setVerticalSpacing(theme.space())
        self.send_button = make_button("", self.send, kind="primary")
        self.leave_button = make_button(_("Leave it"), self.left.emit, tip=_("Leave it (Esc)"))
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.send_button)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addWidget(self.title)
        column.addWidget(self.again)
        column.addLayout(self._grid)
        column.addWidget(self.refusal)
        column.addLayout(foot)
        self.hide()

    def open_form(self, spec: FormSpec) -> None:
        """Ask what a form asks, with what was typed into it and is not done yet."""
        empty_layout(self._grid)
        self.spec = spec
        self.rows = {}
        self.title.setText(spec.title)
        self.send_button.setText(spec.send)
        self.refusal.hide()
        place = 0
        for field in spec.fields:
            row = FormRow(field.label, _make(field), field.hint)
            self.rows[field.code] = row
            if field.kind == "long":
                place += place % _COLUMNS
                self._grid.addWidget(row, place // _COLUMNS, 0, 1, _COLUMNS)
                place += _COLUMNS
            else:
                self._grid.addWidget(row, place // _COLUMNS, place % _COLUMNS)
                place += 1
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        typed = self._typed(spec)
        self.fill(typed)
        for field in _text_fields(spec):
            edited = self.rows[field.code].field
            if isinstance(edited, QLineEdit | QPlainTextEdit):
                edited.textChanged.connect(lambda *_text: self._keep())
        self.again.setVisible(bool(typed))
        order_tabs(self)
        self.show()
        first = next(iter(self.rows.values()), None)
        target = self.send_button if first is None else first.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> Values:
        """Return what was answered."""
        return {code: _read(row.field) for code, row in self.rows.items()}

    def fill(self, words: Mapping[str, str]) -> None:
        """Write words into fields of text."""
        for code, text in words.items():
            _write(self.rows[code].field, text)

    def send(self) -> None:
        """Hand the answers over."""
        if self.spec is not None:
            self._sent = self._words_now(self.spec)
            self.sent.emit(self.spec)

    def show_refusal(self, error: Exception) -> None:
        """Say what is wrong at its field, or below all of them."""
        for row in self.rows.values():
            row.set_error("")
        field = error.field if isinstance(error, InvalidValueError) else ""
        wrong = self.rows.get(field)
        self.refusal.setVisible(wrong is None)
        if wrong is None:
            self.refusal.setText(str(error))
            return
        wrong.set_error(str(error))
        wrong.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_typed_in(self) -> bool:
        """Whether something stands in the form that is shown and is not done."""
        return self.spec is not None and bool(self._typed(self.spec))

    def finish(self, spec: FormSpec) -> None:
        """Let go of what was typed into a form: it is done. What was typed on since stays."""
        is_shown = self.spec is spec
        if is_shown and self._words_now(spec) != self._sent:
            self.close_form()
            return
        for field in _text_fields(spec):
            self._drafts.keep(_place(spec) + field.code, "")
        if is_shown:
            self.spec = None
            self.close_form()

    def close_form(self) -> None:
        """Ask nothing; what was typed and is not done stays for the next time."""
        self.spec = None
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            # Hidden with the keys, it would pass them on, and the page scroll to who has them next.
            focused.clearFocus()
        self.hide()

    def _keep(self) -> None:
        if self.spec is None:
            return
        words = self._words_now(self.spec)
        for field in _text_fields(self.spec):
            typed = words[field.code]
            is_begun = typed != str(field.start or "")
            self._drafts.keep(_place(self.spec) + field.code, typed if is_begun else "")

    def _typed(self, spec: FormSpec) -> dict[str, str]:
        """Return what was typed into the fields of a form and is not done."""
        place = _place(spec)
        kept = {field.code: self._drafts.read(place + field.code) for field in _text_fields(spec)}
        return {code: text for code, text in kept.items() if text}

    def _words_now(self, spec: FormSpec) -> dict[str, str]:
        return {field.code: _words(self.rows[field.code].field) for field in _text_fields(spec)}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter, leave on Escape; other keys stay in the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.leave_button.hasFocus():
                self.left.emit()
            else:
                self.send()


class _LongField(QPlainTextEdit):
    """Several lines; Enter is the form's, Shift+Enter begins a new line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the form."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)


def _make(field: FormField) -> QWidget:
    match field.kind:
        case "choice" | "words":
            box = QComboBox()
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            fill_choices(box, field.choices, str(field.start or ""))
            if field.kind == "words":
                box.setEditable(True)
                box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            return box
        case "long":
            text = _LongField()
            text.setTabChangesFocus(True)
            text.setProperty("lines", "few")
            return text
        case "day":
            day: date = field.start
            edit = QDateEdit(QDate(day.year, day.month, day.day))
            edit.setDisplayFormat(_DAY)
            edit.lineEdit().setTextMargins(_INSET, 0, 0, 0)
            return edit
        case "moment":
            moment: datetime = field.start.astimezone()
            start = QDateTime(
                QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
            )
            when = QDateTimeEdit(start)
            when.setDisplayFormat(f"{_DAY}, HH:mm")
            when.lineEdit().setTextMargins(_INSET, 0, 0, 0)
            return when
    return QLineEdit(field.start or "")


def _text_fields(spec: FormSpec) -> list[FormField]:
    return [field for field in spec.fields if field.kind in {"line", "long"}]


def _place(spec: FormSpec) -> str:
    """Return what keys of a form's texts begin with; one that begins with other words is another.

    Whose they are and about what comes first, as with everything else that is kept.
    """
    starts = [(field.code, field.start) for field in _text_fields(spec)]
    begun = sha256(repr(starts).encode()).hexdigest()[:8]
    return f"{spec.about}/form.{spec.code}.{begun}."


def _words(field: QWidget) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""


def _write(field: QWidget, words: str) -> None:
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(words)
    elif isinstance(field, QLineEdit):
        field.setText(words)


def _read(field: QWidget) -> Any:
    match field:
        case QComboBox():
            typed = field.currentText().strip()
            at = field.findText(typed)
            return field.itemData(at) if at >= 0 else typed
        case QPlainTextEdit():
            return field.toPlainText().strip() or None
        case QDateEdit():
            day = field.date()
            return date(day.year(), day.month(), day.day())
        case QDateTimeEdit():
            seconds = field.dateTime().toSecsSinceEpoch()
            return datetime.fromtimestamp(seconds, UTC)
        case QLineEdit():
            return field.text().strip() or None
    return None
