"""The conditions of a list as parts of its sentence; F adds one, Backspace takes one away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.conditions.condition import Condition, Operator
from models.language import gettext as _
from views.definitions.content import Known
from views.definitions.editors.condition import ConditionEditor
from views.leads.filters.field_picker import FieldPicker
from views.runner import Runner
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, make_button, make_frame, set_tip, without_mnemonic

if TYPE_CHECKING:
    from models.conditions.catalogue import FieldRow

_TAKE_KEYS: Final = "Ctrl+Return"
_CHECKED_ELSEWHERE: Final = frozenset({"stage", "status", "owner", "channel", "name"})


@dataclass(frozen=True, slots=True)
class _Sentences:
    """A list's conditions in words, and the fields that can be asked for."""

    words: tuple[str, ...]
    fields: "tuple[FieldRow, ...]"
    operators: dict[Operator, str]


class ConditionLine(QWidget):
    """Shows conditions as words, and lets them be added, changed and taken away."""

    changed = Signal(object)
    """Emitted with the tuple of `Condition` that is wanted now."""
    done = Signal()
    """Emitted when a person is through with adding, so that the list has the keys again."""

    def __init__(
        self, runner: Runner, *, checked_elsewhere: frozenset[str] = _CHECKED_ELSEWHERE
    ) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._elsewhere = checked_elsewhere
        self._conditions: tuple[Condition, ...] = ()
        self._known: Known | None = None
        self._place: int | None = None
        self._draft: Condition | None = None
        self.add_button = make_button(_("Condition…"), self.begin, kind="leading", icon_name="plus")
        set_tip(self.add_button, _("Add a condition on any field"), "F")
        self._chips: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(0.5))
        self._row.addWidget(self.add_button)
        self._row.addStretch(1)
        self.frame = make_frame("card")
        inside = QVBoxLayout(self.frame)
        inside.setContentsMargins(*(theme.space(1.5),) * 4)
        inside.setSpacing(theme.space())
        self.picker = FieldPicker(_("Which field? Type a piece of its name"))
        self.picker.setMaximumWidth(theme.scaled(420))
        self.problem = PlainLabel("", size="small", tone="danger", wrap=True)
        self.take_button = make_button(_("Use it"), self._take, kind="primary")
        set_tip(self.take_button, _("Show the leads that meet it"), _TAKE_KEYS)
        self.leave_button = make_button(_("Cancel"), self._leave, kind="quiet")
        self._editing = QWidget()
        self._editing_row = QHBoxLayout(self._editing)
        self._editing_row.setContentsMargins(0, 0, 0, 0)
        acts = QHBoxLayout()
        acts.addWidget(self.take_button)
        acts.addWidget(KeyHint(_TAKE_KEYS))
        acts.addWidget(self.leave_button)
        self._editing_row.addLayout(acts)
        self._editing_row.setAlignment(acts, Qt.AlignmentFlag.AlignTop)
        self.editor: ConditionEditor | None = None
        for widget in (self.picker, self._editing, self.problem):
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addLayout(self._row)
        column.addWidget(self.frame)
        self.frame.hide()
        self.picker.picked.connect(self._edit_field)
        self.picker.left.connect(self._leave)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions as they are set."""
        return self._conditions

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show conditions without telling anyone."""
        self._conditions = tuple(conditions)
        self._read_words()

    def begin(self) -> None:
        """Ask for the field of a further condition."""
        self._place, self._draft = None, None
        self._read(self._offer)

    def take_last_away(self) -> None:
        """Leave the last condition out."""
        if self._conditions:
            self._set(self._conditions[:-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Ctrl+Enter, leave on Escape."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.frame.isHidden():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and ctrl:
            self._take()
        else:
            super().keyPressEvent(event)

    # Inside

    def _read_words(self) -> None:
        self._read(lambda found: self._show_words(found.words))

    def _read(self, then: Any) -> None:
        conditions, elsewhere = self._conditions, self._elsewhere

        def query(session: Any) -> _Sentences:
            from models.conditions.catalogue import fields_known
            from models.conditions.sentences import sentence
            from models.conditions.wording import operator_words

            return _Sentences(
                tuple(sentence(session, one) for one in conditions),
                tuple(row for row in fields_known(session) if row.code not in elsewhere),
                {operator: operator_words(operator) for operator in Operator},
            )

        def take(found: _Sentences) -> None:
            self._known = Known(found.fields, found.operators, (), {}, (), {})
            then(found)

        self._runner.read(query, take, lane=f"conditions of {id(self)}")

    def _show_words(self, words: Sequence[str]) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place, text) for place, text in enumerate(words)]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(place, chip)

    def _chip(self, place: int, words: str) -> QPushButton:
        chip = _ConditionChip(without_mnemonic(words))
        chip.setProperty("kind", "condition")
        chip.setAutoDefault(False)
        set_tip(chip, _("Change this condition, or take it away"), "Backspace")
        chip.clicked.connect(lambda _checked=False: self._edit(place))
        chip.taken_away.connect(lambda: self._without(place))
        return chip

    def _without(self, place: int) -> None:
        self._set(self._conditions[:place] + self._conditions[place + 1 :])
        self.done.emit()

    def _set(self, conditions: tuple[Condition, ...]) -> None:
        self._conditions = conditions
        self._read_words()
        self.changed.emit(conditions)

    def _offer(self, found: _Sentences) -> None:
        self.picker.offer([(row.code, f"{row.label}  ·  {row.group}") for row in found.fields])
        self.problem.setText("")
        self.picker.show()
        self._editing.hide()
        self.problem.hide()
        self.frame.show()
        self.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, place: int) -> None:
        self._place = place
        self._show_editor(self._conditions[place])

    def _edit_field(self, code: str) -> None:
        row = next((one for one in self._fields() if one.code == code), None)
        if row is not None:
            wanted = ("yes",) if row.kind == "yes_no" else ()
            self._show_editor(Condition(code, row.operators[0], wanted))

    def _fields(self) -> "tuple[FieldRow, ...]":
        return () if self._known is None else self._known.fields

    def _show_editor(self, condition: Condition) -> None:
        if self._known is None:
            return
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = ConditionEditor(self._known)
        self.editor.edited.connect(self._note)
        self._editing_row.insertWidget(0, self.editor, 1)
        self._draft = condition
        self.editor.show_condition(condition)
        self.picker.hide()
        self._editing.show()
        self.problem.hide()
        self.frame.show()
        asking: tuple[QWidget, ...] = (self.editor.line, self.editor.chip, self.editor.operator)
        first = next(widget for widget in asking if not widget.isHidden())
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note(self, condition: Condition) -> None:
        self._draft = condition

    def _take(self) -> None:
        """Have the condition checked, and show the list that it leaves."""
        draft = self._draft
        if draft is None:
            return

        def query(session: Any) -> Condition:
            from models.conditions.matching import checked

            return checked(session, draft)

        self._runner.read(query, self._use, failed=self._refuse, lane="condition")

    def _use(self, condition: Condition) -> None:
        kept = list(self._conditions)
        if self._place is None:
            kept.append(condition)
        else:
            kept[self._place] = condition
        self.frame.hide()
        self._set(tuple(kept))
        self.done.emit()

    def _refuse(self, error: Exception) -> None:
        self.problem.setText(str(error))
        self.problem.show()

    def _leave(self) -> None:
        self.frame.hide()
        self.done.emit()


class _ConditionChip(QPushButton):
    """A condition in words that Backspace and Delete take away."""

    taken_away = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the condition away."""
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.taken_away.emit()
            return
        super().keyPressEvent(event)
