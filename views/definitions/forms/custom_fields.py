"""The team's own fields: they hold at once, each change undoable, and are no part of the draft."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.definitions.versions.draft import DefinitionsDraft
from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from models.vocabulary import FieldKind, KnownWhen
from views.definitions.desk import DraftDesk
from views.definitions.editors.inputs import QuietChoice, QuietLine
from views.definitions.effect_panel import refill, shown_in
from views.definitions.forms.part import PartForm
from views.definitions.words import kind_words, known_when_words
from views.runner import Runner
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.fields.custom import CustomFieldRow
    from models.ids import CustomFieldId

Change = Callable[[Any], Any]


class CustomFieldsForm(PartForm):
    """One line a field: its name, what it holds, when it becomes known, its choices."""

    def __init__(self, desk: DraftDesk, runner: Runner) -> None:
        super().__init__(
            desk,
            _("Custom fields"),
            _(
                "Fields of leads and companies that are your own. They can be imported, filtered, "
                "scored and asked for by gates. Changes here hold at once; undo takes them back."
            ),
        )
        self._runner = runner
        self._rows: tuple[CustomFieldRow, ...] = ()
        self.empty = PlainLabel(_("There is no field of your own yet."), tone="muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(current_theme().space(1.5))
        self.new = NewFieldForm()
        self.new.add_asked.connect(self._add)
        self.column.addWidget(self.empty)
        self.column.addLayout(self._lines)
        self.column.addWidget(self.new)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the fields that there are; they do not follow the draft."""
        rows = self.desk.content.custom_fields
        self.empty.setVisible(not rows)
        if rows != self._rows:
            self._rows = rows
            refill(self._lines, [self._line(row) for row in rows])

    def lines(self) -> list["FieldLine"]:
        """Return the lines that are shown."""
        return [one for one in shown_in(self._lines) if isinstance(one, FieldLine)]

    def _line(self, row: "CustomFieldRow") -> QWidget:
        line = FieldLine(row)
        field_id = row.id
        line.renamed.connect(lambda name: self._rename(line, field_id, name))
        line.known_when_chosen.connect(lambda code: self._set_known_when(line, field_id, code))
        line.choices_changed.connect(lambda words: self._set_choices(line, row, words))
        line.choice_replaced.connect(
            lambda choice, other: self._replace_choice(line, row, choice, other)
        )
        line.remove_asked.connect(lambda: self._remove(line, field_id))
        return line

    def _add(self, belongs_to: str, name: str, kind: str, moment: str, choices: Any) -> None:
        def change(session: Any) -> None:
            from models.fields.custom import add_custom_field

            add_custom_field(
                session, belongs_to, name, kind, known_when=moment, choices=tuple(choices)
            )

        self._runner.change(change, lambda _done: self.new.clear(), failed=self.new.refuse)

    def _rename(self, line: "FieldLine", field_id: "CustomFieldId", name: str) -> None:
        def change(session: Any) -> None:
            from models.fields.shaping import rename_field

            rename_field(session, field_id, name)

        self._change(line, change)

    def _set_known_when(self, line: "FieldLine", field_id: "CustomFieldId", code: str) -> None:
        def change(session: Any) -> None:
            from models.fields.shaping import set_known_when

            set_known_when(session, field_id, code)

        self._change(line, change)

    def _set_choices(
        self, line: "FieldLine", row: "CustomFieldRow", words: tuple[str, ...]
    ) -> None:
        def change(session: Any) -> None:
            from models.fields.choosing import change_choices

            change_choices(session, row.id, words)

        self._change(line, change)

    def _replace_choice(
        self, line: "FieldLine", row: "CustomFieldRow", choice: str, replacement: str
    ) -> None:
        def change(session: Any) -> None:
            from models.fields.shaping import remove_choice

            remove_choice(session, row.id, choice, replacement)

        self._change(line, change)

    def _remove(self, line: "FieldLine", field_id: "CustomFieldId") -> None:
        def change(session: Any) -> None:
            from models.fields.shaping import remove_field

            remove_field(session, field_id)

        self._change(line, change)

    def _change(self, line: "FieldLine", change: Change) -> None:
        self._runner.change(change, failed=line.refuse)


class FieldLine(QFrame):
    """One field, edited in place; Enter or leaving the input keeps what was typed."""

    renamed = Signal(str)
    known_when_chosen = Signal(str)
    choices_changed = Signal(tuple)
    choice_replaced = Signal(str, str)
    """Emitted with a choice that goes, and the one that its values get."""
    remove_asked = Signal()

    def __init__(self, row: "CustomFieldRow") -> None:
        super().__init__()
        theme = current_theme()
        self._row = row
        self.name = QuietLine(_("Name"))
        self.name.setText(row.name)
        self.known_when = QuietChoice(
            _("Becomes known"), [(str(one), known_when_words(one)) for one in KnownWhen]
        )
        self.known_when.show_key(row.known_when)
        self.choices = QuietLine(_("Choices"), _("with commas between"))
        self.choices.setText(", ".join(row.choices))
        self.choices.setVisible(row.kind == FieldKind.CHOICE)
        owner = _("Lead") if row.belongs_to == "lead" else _("Company")
        self.kind = PlainLabel(f"{owner} · {kind_words(row.kind)}", tone="muted")
        self.remove_button = make_button("", self.remove_asked.emit, kind="quiet", icon_name="x")
        self.remove_button.setAccessibleName(_("Remove {name}").format(name=row.name))
        set_tip(self.remove_button, _("Remove the field with its values"))
        self.problem = PlainLabel(size="small", tone="danger", wrap=True)
        self.problem.hide()
        self.replacement = QuietChoice(_("Choice that takes its place"))
        self.replace_button = make_button(_("Remove the choice"), self._replace)
        self.question = QWidget()
        answer = QHBoxLayout(self.question)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(theme.space())
        answer.addWidget(self.replacement, 1)
        answer.addWidget(self.replace_button)
        self.question.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(theme.space(0.5))
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.kind, 0, 1)
        grid.addWidget(self.known_when, 0, 2)
        grid.addWidget(self.remove_button, 0, 3)
        grid.addWidget(self.choices, 1, 0, 1, 3)
        grid.addWidget(self.problem, 2, 0, 1, 3)
        grid.addWidget(self.question, 3, 0, 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        self.name.editingFinished.connect(self._rename)
        self.known_when.chosen.connect(lambda code: self.known_when_chosen.emit(str(code)))
        self.choices.editingFinished.connect(self._choose)

    def refuse(self, error: Exception) -> None:
        """Say why a change was refused; what was typed stays to be mended."""
        if not isinstance(error, KnownError):
            raise error
        self.problem.setText(str(error))
        self.problem.show()
        gone = self._gone()
        # A choice that values hold may go as soon as it is known which one they get.
        if gone and len(self._words()) > 1 and not getattr(error, "places", ("",)):
            self.replacement.offer([(one, one) for one in self._row.choices if one != gone])
            self.replacement.setCurrentIndex(0)
            self.question.show()
            self.replacement.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to what is stored on Escape, where something else was typed."""
        typed = self.name.text() != self._row.name or self._words() != self._row.choices
        if event.key() == Qt.Key.Key_Escape and typed:
            self.name.setText(self._row.name)
            self.choices.setText(", ".join(self._row.choices))
            self.problem.hide()
            self.question.hide()
            return
        super().keyPressEvent(event)

    def _gone(self) -> str:
        """Return the choice that was taken off the list, where it was one."""
        gone = [one for one in self._row.choices if one not in self._words()]
        return gone[0] if len(gone) == 1 else ""

    def _replace(self) -> None:
        self.choice_replaced.emit(self._gone(), str(self.replacement.currentData()))

    def _rename(self) -> None:
        if self.name.text().strip() != self._row.name:
            self.renamed.emit(self.name.text())

    def _choose(self) -> None:
        if self._row.kind == FieldKind.CHOICE and self._words() != self._row.choices:
            self.choices_changed.emit(self._words())

    def _words(self) -> tuple[str, ...]:
        return _words_in(self.choices.text())


class NewFieldForm(QFrame):
    """Asks what a new field is."""

    add_asked = Signal(str, str, str, str, tuple)
    """Emitted with the owner, name, kind, when it becomes known, and the choices."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", "card")
        self.owner = QuietChoice(_("Of"), (("lead", _("Lead")), ("company", _("Company"))))
        self.owner.show_key("lead")
        self.name = QuietLine(_("Name"))
        self.kind = QuietChoice(_("Holds"), [(str(one), kind_words(one)) for one in FieldKind])
        self.kind.show_key(FieldKind.TEXT.value)
        self.kind.chosen.connect(lambda _kind: self._show_choices())
        self.moment = QuietChoice(
            _("Becomes known"), [(str(one), known_when_words(one)) for one in KnownWhen]
        )
        self.moment.show_key(KnownWhen.AT_CAPTURE.value)
        self.choices = QuietLine(_("Choices"))
        self.add_button = make_button(_("Add the field"), self._add, icon_name="plus", keys="Alt+R")
        self.name_row = FormRow(_("Name of the new field"), self.name)
        self.choices_row = FormRow(_("Choices"), self.choices, _("with commas between"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addWidget(self.name_row)
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        for label, field in (
            (_("Of"), self.owner),
            (_("Holds"), self.kind),
            (_("Becomes known"), self.moment),
        ):
            row.addWidget(FormRow(label, field), 1)
        column.addLayout(row)
        column.addWidget(self.choices_row)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.name.returnPressed.connect(self._add)
        self.choices.returnPressed.connect(self._add)
        self._show_choices()

    def clear(self) -> None:
        """Be ready for another field."""
        self.name.clear()
        self.choices.clear()
        self._forget_errors()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: Exception) -> None:
        """Say why the field was refused, at what it is about."""
        if not isinstance(error, KnownError):
            raise error
        self._forget_errors()
        field = error.field if isinstance(error, InvalidValueError) else ""
        row = self.choices_row if field.startswith("choice") else self.name_row
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_errors(self) -> None:
        self.name_row.set_error("")
        self.choices_row.set_error("")

    def _show_choices(self) -> None:
        self.choices_row.setVisible(self.kind.currentData() == FieldKind.CHOICE.value)

    def _add(self) -> None:
        kind = str(self.kind.currentData())
        choices = _words_in(self.choices.text()) if kind == FieldKind.CHOICE.value else ()
        self.add_asked.emit(
            str(self.owner.currentData()),
            self.name.text(),
            kind,
            str(self.moment.currentData()),
            choices,
        )


def _words_in(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
