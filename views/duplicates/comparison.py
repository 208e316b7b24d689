"""Two records side by side: the arrow keys go through the fields and choose what stays."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.leads.wording import long_moment
from views.theme import current_theme
from views.widgets import ElidedLabel, KeyHint, PlainLabel, Sign, empty_layout, set_look

if TYPE_CHECKING:
    from models.duplicates.comparing import Comparison, FieldPair, RecordSide

_SIDES: Final = ("kept", "gone")
_NONE: Final = -1
_SIGN_PIXELS: Final = 16
_EDGE: Final = 1


class ComparisonView(QFrame):
    """The fields of two records; one of them is current, and in each one side is chosen."""

    moved = Signal(object)
    """Emitted with the `FieldRow` that is current now."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = current_theme()
        self.rows: list[FieldRow] = []
        self._current = _NONE
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.space(2),) * 4)
        self._column.setSpacing(0)

    def show_comparison(self, found: "Comparison") -> None:
        """Show two records, with what is proposed chosen."""
        empty_layout(self._column)
        self._column.addWidget(_heads(found.kept, found.gone))
        self.rows = [FieldRow(pair) for pair in found.fields]
        for row in self.rows:
            self._column.addWidget(row)
            for side, value in zip(_SIDES, row.values, strict=True):
                value.installEventFilter(self)
                value.setProperty("side", side)
        self._column.addStretch(1)
        self._go_to(next((at for at, row in enumerate(self.rows) if row.pair.differs), _NONE))

    def choices(self) -> dict[str, str]:
        """Return what was chosen for each field in which the records differ."""
        return {row.pair.code: row.choice for row in self.rows if row.pair.differs}

    def current_row(self) -> "FieldRow | None":
        """Return the field that the arrow keys act on."""
        return self.rows[self._current] if 0 <= self._current < len(self.rows) else None

    def step(self, by: int) -> None:
        """Go to the next field in which the records differ."""
        at = self._current + by
        if self._current == _NONE:
            return
        while 0 <= at < len(self.rows) and not self.rows[at].pair.differs:
            at += by
        if 0 <= at < len(self.rows):
            self._go_to(at)
            self.moved.emit(self.rows[at])

    def choose(self, choice: str) -> None:
        """Choose what stays of the current field."""
        row = self.current_row()
        if row is not None and row.pair.differs and choice in row.pair.choices:
            row.choose(choice)

    def _go_to(self, at: int) -> None:
        self._current = at
        for place, row in enumerate(self.rows):
            row.set_current(place == at and self.hasFocus())

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by left and right, go by up and down; B keeps both texts."""
        if event.modifiers() not in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Left:
                self.choose("kept")
            case Qt.Key.Key_Right:
                self.choose("gone")
            case Qt.Key.Key_B:
                self.choose("both")
            case Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_Down:
                self.step(1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which field is current."""
        super().focusInEvent(event)
        self._go_to(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing it."""
        super().focusOutEvent(event)
        self._go_to(self._current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose a value by a click."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            for at, row in enumerate(self.rows):
                if watched in row.values:
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self._go_to(at)
                    self.choose(str(watched.property("side")))
                    return True
        return super().eventFilter(watched, event)


class FieldRow(QFrame):
    """One field: its name and both values, of which the chosen one is marked."""

    def __init__(self, pair: "FieldPair") -> None:
        super().__init__()
        self.pair = pair
        self.choice: str = pair.proposed
        self.setProperty("kind", "choice_row")
        theme = current_theme()
        grid = _grid(self)
        name = PlainLabel(pair.name, size="small", tone="muted", wrap=True)
        name.setContentsMargins(0, theme.space(1), 0, 0)
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.values = (_Value(_words(pair.kept)), _Value(_words(pair.gone)))
        for place, value in enumerate(self.values, start=1):
            grid.addWidget(value, 0, place)
        self.both = PlainLabel(_("Both are kept"), size="small", tone="muted")
        self.both.hide()
        grid.addWidget(self.both, 1, 1, 1, 2)
        self.setMinimumHeight(theme.scaled(36))
        self.choose(pair.proposed)

    def choose(self, choice: str) -> None:
        """Mark what stays."""
        self.choice = choice
        for side, value in zip(_SIDES, self.values, strict=True):
            alike = not self.pair.differs
            value.show_state("same" if alike else _state(choice in {side, "both"}))
        self.both.setVisible(choice == "both")
        kept, gone = self.values
        stays = {"kept": kept.text, "gone": gone.text}.get(choice, _("both"))
        self.setAccessibleName(_("{field}: {value}").format(field=self.pair.name, value=stays))

    def set_current(self, current: bool) -> None:
        """Show that the arrow keys act on this field."""
        set_look(self, "current", "true" if current else "false")


class _Value(QFrame):
    """One value with a sign that it stays."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.setProperty("kind", "choice_value")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1), theme.space(0.75), theme.space(1), theme.space(0.75))
        row.setSpacing(theme.space(0.75))
        self._sign = Sign("check", "accent")
        self._label = PlainLabel(text or "–", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)

    def show_state(self, state: str) -> None:
        """Show whether this value stays, goes, or is the same on both sides."""
        set_look(self, "state", state)
        keep = self._sign.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._sign.setSizePolicy(keep)
        self._sign.setVisible(state == "chosen")
        self._label.set_tone("text" if state == "chosen" else "muted")


def _state(chosen: bool) -> str:
    return "chosen" if chosen else "left"


def _words(value: object) -> str:
    from datetime import datetime

    if isinstance(value, datetime):
        return long_moment(value)
    return "" if value is None else str(value)


def _grid(parent: QWidget) -> QGridLayout:
    theme = current_theme()
    grid = QGridLayout(parent)
    grid.setContentsMargins(theme.space(1), theme.space(0.5), theme.space(1), theme.space(0.5))
    grid.setHorizontalSpacing(theme.space(1))
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, theme.scaled(104))
    for column, share in enumerate((0, 1, 1)):
        grid.setColumnStretch(column, share)
    return grid


def _heads(kept: "RecordSide", gone: "RecordSide") -> QWidget:
    # Laid out as the rows below it, of which each has an edge and a name.
    heads = QFrame()
    heads.setProperty("kind", "choice_row")
    grid = _grid(heads)
    grid.addWidget(PlainLabel(), 0, 0)
    for place, (side, words, keys) in enumerate(
        ((kept, _("Stays"), "Left"), (gone, _("Goes into it"), "Right")), start=1
    ):
        head = QWidget()
        column = QVBoxLayout(head)
        theme = current_theme()
        # Above the words of the values, which have a sign before them.
        left = _EDGE + theme.space(1.75) + theme.scaled(_SIGN_PIXELS)
        column.setContentsMargins(left, 0, theme.space(1), theme.space(1))
        column.setSpacing(theme.space(0.25))
        above = QHBoxLayout()
        above.setSpacing(theme.space(1))
        above.addWidget(PlainLabel(words, size="small", tone="muted"))
        above.addWidget(KeyHint(keys))
        above.addStretch(1)
        column.addLayout(above)
        column.addWidget(ElidedLabel(side.name, size="heading", weight="semibold"))
        column.addWidget(PlainLabel(" · ".join(side.facts), size="small", tone="muted", wrap=True))
        grid.addWidget(head, 0, place, Qt.AlignmentFlag.AlignTop)
    return heads
