"""The steps of a cadence: how long to wait, which medium, with what text, and what to do."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import Medium, label
from views.settings.fields import NumberLine, SavedLine
from views.settings.line_trouble import LineTrouble
from views.theme import current_theme
from views.widgets import FormRow, NumberLabel, PlainLabel, fill_choices, make_button
from views.widgets.tab_order import order_tabs_before

if TYPE_CHECKING:
    from models.cadences.rows import StepRow
    from models.cadences.shaping import StepDraft
    from models.ids import TemplateId
    from models.templates.rows import TemplateRow


class StepsEditor(QWidget):
    """One step in two lines; each change is told by its place."""

    edited = Signal(int, object)
    """Emitted with the place and the `StepDraft` of a step that was changed."""
    moved = Signal(int, int)
    """Emitted with the place of a step and the one it is to have."""
    removed = Signal(int)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._shown: object = None
        self.lines: list[StepLine] = []
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1.5))
        self.row = FormRow(_("Steps"), inside)
        self.row.label.hide()
        self.empty = PlainLabel(
            _("There is no step yet; nothing would ever be due."), tone="muted", wrap=True
        )
        self.add_button = make_button(_("Add a step"), self.added.emit, icon_name="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.empty)
        column.addWidget(self.row)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_steps(
        self, cadence_id: int, steps: "tuple[StepRow, ...]", templates: "tuple[TemplateRow, ...]"
    ) -> None:
        """Show the steps of a cadence; a line stays with its step, and with what is typed in it."""
        shown = (cadence_id, steps, templates)
        if shown == self._shown:
            return
        self._shown = shown
        before = self.lines
        kept = {line.step_id: line for line in before}
        self.lines = [kept.get(step.id) or self._make(step.id) for step in steps]
        for at, (line, step) in enumerate(zip(self.lines, steps, strict=True)):
            if self._column.indexOf(line) != at:
                self._column.insertWidget(at, line)
            line.show_step(step, at, len(steps), templates)
            line.show()
        order_tabs_before(self.add_button, self.lines)
        for at, line in enumerate(before):
            if line not in self.lines:
                self._drop(line, at)
        self.row.set_error("")
        self.empty.setVisible(not steps)

    def place(self, at: int) -> "StepPlace":
        """Return where it is said what is wrong with a step, whichever line shows it by then."""
        return StepPlace(self, at)

    def _make(self, step_id: int) -> "StepLine":
        line = StepLine(step_id)
        line.edited.connect(lambda draft: self.edited.emit(self.lines.index(line), draft))
        for button, by in ((line.up_button, -1), (line.down_button, 1)):
            button.clicked.connect(lambda _checked=False, by=by: self._move(line, by))
        line.remove_button.clicked.connect(
            lambda _checked=False: self.removed.emit(self.lines.index(line))
        )
        return line

    def _move(self, line: "StepLine", by: int) -> None:
        at = self.lines.index(line)
        self.moved.emit(at, at + by)

    def _drop(self, gone: "StepLine", at: int) -> None:
        """Take away the line of a step that is gone; the keys go to the one in its place."""
        # What is typed in it is of no step any more.
        gone.blockSignals(True)
        # First the keys: a line that goes with them would hand them on, and the page would scroll.
        if self.lines:
            self.lines[min(at, len(self.lines) - 1)].take_focus_from(gone)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()


class StepPlace:
    """A step by its place; its line may be another one by the time something is said of it."""

    def __init__(self, editor: StepsEditor, at: int) -> None:
        self._editor = editor
        self._at = at

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with the step; an empty sentence takes it back."""
        if self._at < len(self._editor.lines):
            self._editor.lines[self._at].set_error(sentence)


class StepLine(QWidget):
    """One step."""

    edited = Signal(object)
    """Emitted with the `StepDraft` that the person made of it."""

    def __init__(self, step_id: int) -> None:
        super().__init__()
        theme = current_theme()
        self.step_id = step_id
        self._wait_days = 0
        self._offered: object = None
        self.wait = NumberLine()
        self.wait.setMaximumWidth(theme.scaled(48))
        self.medium = QComboBox()
        fill_choices(self.medium, tuple((one.value, label(one)) for one in Medium))
        self.template = QComboBox()
        self.template.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.template.setMinimumContentsLength(8)
        self.instruction = SavedLine(_("What to do, for example: mention the guide"))
        self.up_button = make_button("", kind="quiet", icon_name="arrow-up", tip=_("Earlier"))
        self.down_button = make_button("", kind="quiet", icon_name="arrow-down", tip=_("Later"))
        self.remove_button = make_button("", kind="quiet", icon_name="x", tip=_("Remove"))
        self._above = QHBoxLayout()
        self._above.setSpacing(theme.space())
        self._figure = NumberLabel("", tone="muted")
        self._figure.setMinimumWidth(theme.scaled(20))
        self._after = PlainLabel(tone="muted")
        for widget in (self._figure, self.wait, self._after, self.medium):
            self._above.addWidget(widget)
        self._above.addWidget(self.template, 1)
        self._above.addStretch(0)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.setContentsMargins(theme.scaled(20) + theme.space(), 0, 0, 0)
        below.addWidget(self.instruction, 1)
        for button in (self.up_button, self.down_button, self.remove_button):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(self._above)
        column.addLayout(below)
        self.problem = LineTrouble(self.wait, self.instruction)
        self.problem.setContentsMargins(theme.scaled(20) + theme.space(), 0, 0, 0)
        column.addWidget(self.problem)
        self.wait.saved_number.connect(self._take_wait)
        # What cannot be read keeps nothing else of the step from being saved.
        self.wait.wrong.connect(lambda _said: self._hold_wait())
        self.medium.activated.connect(lambda _at: self._tell(keep_text=False))
        self.template.activated.connect(lambda _at: self._tell())
        self.instruction.saved.connect(lambda _text: self._tell())

    def show_step(
        self, step: "StepRow", at: int, count: int, templates: "tuple[TemplateRow, ...]"
    ) -> None:
        """Show the step as it is, and where it stands; what is being typed stays."""
        self._wait_days = step.wait_days
        number = _("step {number}").format(number=at + 1)
        for widget, words in (
            (self.wait, _("Working days before {step}")),
            (self.medium, _("Medium of {step}")),
            (self.template, _("Text of {step}")),
            (self.instruction, _("What to do in {step}")),
        ):
            widget.setAccessibleName(words.format(step=number))
        self._figure.setText(str(at + 1))
        self._after.setText(_("days after the start") if at == 0 else _("days later"))
        self.wait.show_number(step.wait_days)
        self.instruction.show_text(step.instruction or "")
        self.medium.setCurrentIndex(max(0, self.medium.findData(step.medium)))
        self._offer(tuple((row.name, row.id) for row in templates if row.medium == step.medium))
        self.template.setCurrentIndex(max(0, self.template.findData(step.template_id)))
        is_call = step.medium == Medium.CALL
        self.template.setHidden(is_call)
        self._above.setStretch(self._above.count() - 1, 1 if is_call else 0)
        self.up_button.setEnabled(at > 0)
        self.down_button.setEnabled(at < count - 1)

    def _offer(self, texts: "tuple[tuple[str, TemplateId], ...]") -> None:
        if texts == self._offered:
            return
        self._offered = texts
        self.template.clear()
        self.template.addItem(_("No text"), None)
        for name, template_id in texts:
            self.template.addItem(name, template_id)

    def set_error(self, sentence: str) -> None:
        """Say under the step what is wrong with it; an empty sentence takes it back."""
        self.problem.set_error(sentence)

    def take_focus_from(self, before: "StepLine") -> None:
        """Have the keys where the line had them in whose place this one stands."""
        if not any(one.hasFocus() for one in before.findChildren(QWidget)):
            return
        fields = (before.wait, before.medium, before.template)
        mine = (self.wait, self.medium, self.template)
        at = next((at for at, one in enumerate(fields) if one.hasFocus()), -1)
        taker = mine[at] if at >= 0 and not mine[at].isHidden() else self.instruction
        taker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_wait(self, days: int | None) -> None:
        self._wait_days = 0 if days is None else days
        self._tell()

    def _hold_wait(self) -> None:
        self._wait_days = int(self.wait.held)

    def _tell(self, *, keep_text: bool = True) -> None:
        self.edited.emit(self._draft(self.template.currentData() if keep_text else None))

    def _draft(self, template_id: Any) -> "StepDraft":
        from models.cadences.shaping import StepDraft

        return StepDraft(
            medium=self.medium.currentData(),
            wait_days=self._wait_days,
            instruction=self.instruction.text(),
            template_id=template_id,
        )
