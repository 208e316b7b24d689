"""A list whose rows are edited in place: add, remove, and move by Alt+Up and Alt+Down."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.definitions.editing import row_moved, with_row, without_row
from views.definitions.editors.inputs import focusable, takes_focus
from views.theme import current_theme
from views.widgets import NumberLabel, PlainLabel, make_button
from views.widgets.labels import keys_here, set_tip
from views.widgets.tab_order import order_tabs_before

_LINES_AT_ONCE: Final = 3
"""A line of a scoring rule takes some 15 ms to make."""
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RowEditor(QWidget):
    """Edits one row; a subclass lays out its inputs and shows a row in them."""

    edited = Signal(object)
    """Emitted with the row as a person made it."""

    def show_row(self, row: Any) -> None:
        """Show a row without telling anyone."""
        raise NotImplementedError

    def first_input(self) -> QWidget | None:
        """Return what is to have the focus when the row is gone to."""
        found = focusable(self)
        return found[0] if found else None


class RowsForm(QWidget):
    """Rows of one kind, each with its number, its inputs and what is wrong with it."""

    inputs_made = Signal(list)
    """Emitted with the inputs of a row that was not there before."""
    edited = Signal(tuple)
    """Emitted with all rows after one of them was changed, added, removed or moved."""

    def __init__(
        self,
        make_editor: Callable[[], RowEditor],
        fresh_row: Callable[[], Any],
        add_text: str,
        *,
        numbered: bool = True,
        add_keys: str = "",
        fixed: bool = False,
    ) -> None:
        """Make the list; the rows of a `fixed` one are edited, never added, removed or moved."""
        super().__init__()
        theme = current_theme()
        self._make_editor = make_editor
        self._fresh_row = fresh_row
        self._numbered = numbered and not fixed
        self._fixed = fixed
        self._rows: tuple[Any, ...] = ()
        self._lines: list[_Line] = []
        self._problems: Mapping[int, str] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(
            lambda: self._make_lines(self._rows, len(self._lines) + _LINES_AT_ONCE)
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space(0.5))
        self.add_button = make_button(
            add_text, self.add_row, kind="leading", icon_name="plus", keys=add_keys
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space(0.5))
        whole.addLayout(self._column)
        whole.addLayout(foot)
        # Not before it stands in the form: shown alone it would be a window for a moment.
        self.add_button.setVisible(not fixed)

    @property
    def editors(self) -> list[RowEditor]:
        """The editors of the rows, in order."""
        self._complete()
        return [line.editor for line in self._lines]

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        """Show these rows; editors that are there already are used again."""
        before, self._rows = self._rows, rows
        while len(self._lines) > len(rows):
            line = self._lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rest.stop()
        self._make_lines(before, len(self._lines) + _LINES_AT_ONCE)

    def _make_lines(self, before: tuple[Any, ...], at_most: int) -> None:
        """Make what is missing, no more lines at once than the window thread has time for."""
        wanted = min(len(self._rows), at_most)
        if len(self._lines) < wanted:
            while len(self._lines) < wanted:
                self._lines.append(self._make_line(len(self._lines)))
            order_tabs_before(self.add_button, self._lines)
        for at, (line, row) in enumerate(zip(self._lines, self._rows, strict=False)):
            # Every key stroke comes through here; only what it changed is shown anew.
            if at >= len(before) or before[at] != row or line.is_new:
                line.editor.show_row(row)
            if line.is_new:
                line.is_new = False
                self._watch(line)
        if len(self._lines) < len(self._rows):
            self._rest.start()

    def _complete(self) -> None:
        """Make all lines now, because one of them is to be gone to."""
        self._rest.stop()
        self._make_lines(self._rows, len(self._rows))

    def refresh(self) -> None:
        """Show every row anew, where what can be chosen in it is not what it was."""
        for line, row in zip(self._lines, self._rows, strict=False):
            line.editor.show_row(row)

    def show_problems(self, problems: Mapping[int, str]) -> None:
        """Say under each row what is wrong with it; nothing takes it back."""
        self._problems = problems
        for at, line in enumerate(self._lines):
            line.show_problem(problems.get(at, ""))

    def go_to(self, at: int) -> None:
        """Focus a row; behind the last one, what adds another."""
        self._complete()
        target = self._lines[at].editor.first_input() if 0 <= at < len(self._lines) else None
        (target or self.add_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_row(self) -> None:
        """Add a row at the end and go to it."""
        self._change((*self._rows, self._fresh_row()))
        self.go_to(len(self._rows) - 1)

    def remove_row(self, at: int) -> None:
        """Take a row away; the focus goes to the one that takes its place."""
        self._change(without_row(self._rows, at))
        self.go_to(min(at, len(self._rows) - 1))

    def move_row(self, at: int, steps: int) -> None:
        """Move a row up or down; the focus goes with it."""
        to = at + steps
        if not 0 <= to < len(self._rows):
            return
        self._complete()
        inputs = focusable(self._lines[at].editor)
        held = next((place for place, one in enumerate(inputs) if one.hasFocus()), 0)
        self._change(row_moved(self._rows, at, to))
        others = focusable(self._lines[to].editor)
        if others:
            others[min(held, len(others) - 1)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and remove rows by keys, whatever input of theirs has the focus."""
        pressed = event.type() == QEvent.Type.KeyPress and not self._fixed
        if pressed and isinstance(event, QKeyEvent):
            at = self._line_of(watched)
            if at >= 0 and self._take_key(event, at):
                return True
        return super().eventFilter(watched, event)

    def _watch(self, line: "_Line") -> None:
        inputs = [one for one in line.findChildren(QWidget) if takes_focus(one)]
        for one in inputs:
            one.installEventFilter(self)
        self.inputs_made.emit(inputs)

    def _take_key(self, event: QKeyEvent, at: int) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.move_row(at, _STEPS[event.key()])
            return True
        if modifiers == Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Delete:
            self.remove_row(at)
            return True
        return False

    def _line_of(self, watched: QObject) -> int:
        for at, line in enumerate(self._lines):
            if isinstance(watched, QWidget) and line.isAncestorOf(watched):
                return at
        return -1

    def _make_line(self, at: int) -> "_Line":
        line = _Line(self._make_editor(), at + 1 if self._numbered else 0)
        line.editor.edited.connect(lambda row: self._change(with_row(self._rows, at, row)))
        line.remove_button.setVisible(not self._fixed)
        line.remove_button.clicked.connect(lambda _checked=False: self.remove_row(at))
        self._column.addWidget(line)
        line.show_problem(self._problems.get(at, ""))
        return line

    def _change(self, rows: tuple[Any, ...]) -> None:
        # Whoever listens shows the rows again; where nobody does, they are shown all the same.
        self.show_rows(rows)
        self.edited.emit(rows)


class _Line(QWidget):
    """A row's number, its editor, what removes it, and what is wrong."""

    def __init__(self, editor: RowEditor, number: int) -> None:
        super().__init__()
        theme = current_theme()
        self.editor = editor
        self.is_new = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.space(0.5))
        if number:
            label = NumberLabel(str(number), tone="muted")
            label.setMinimumWidth(theme.scaled(20))
            label.setMinimumHeight(theme.scaled(30))
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            row.addSpacing(theme.space(0.5))
        row.addWidget(editor, 1)
        self.remove_button = make_button("", kind="quiet", icon_name="x")
        self.remove_button.setAccessibleName(_("Remove"))
        tip = _("Remove. {up} and {down} move the row.").format(
            up=keys_here("Alt+Up"), down=keys_here("Alt+Down")
        )
        set_tip(self.remove_button, tip, "Alt+Del")
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.problem = PlainLabel(size="small", tone="danger", wrap=True)
        self.problem.setContentsMargins(theme.scaled(24 if number else 0), 0, 0, theme.space(0.5))
        self.problem.hide()
        column.addWidget(self.problem)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the row, or nothing."""
        self.problem.say(sentence)
        self.editor.setAccessibleDescription(sentence)
