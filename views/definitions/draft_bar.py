"""The foot of the page: how many changes are not saved, the note, what is wrong, save, discard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.definitions.editors.inputs import QuietLine
from views.definitions.effect_panel import refill, shown_in
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, Sign, make_button
from views.widgets.labels import without_mnemonic

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem


class DraftBar(QFrame):
    """Says where the draft stands and holds what is done with it."""

    save_asked = Signal(str)
    """Emitted with the note for the new version."""
    discard_asked = Signal()
    place_asked = Signal(str)
    """Emitted with the place of a problem that is to be gone to."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        theme = current_theme()
        self._problems: tuple[DraftProblem, ...] = ()
        self._listed = False
        self._sent = ""
        self.sign = Sign("check-circle", "success.text")
        self.state = PlainLabel()
        # As high as the buttons that come and go, or the page above would move with them.
        self.state.setMinimumHeight(theme.scaled(20) + theme.space(1.5))
        self.problems_button = make_button("", self._toggle, kind="link", icon_name="warning")
        self.problems_button.setAccessibleDescription(_("List what keeps the draft from saving"))
        self.note = QuietLine(_("Note"), _("What changed and why, for those who sign"))
        self.note.setMaximumWidth(theme.scaled(420))
        self.note.setMinimumWidth(theme.scaled(80))
        self.note.returnPressed.connect(self._save)
        self.discard_button = make_button(_("Discard"), self.discard_asked.emit, kind="quiet")
        self.save_button = make_button("", self._save, kind="primary", keys="Ctrl+S")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        row.addWidget(self.sign)
        row.addWidget(self.state)
        row.addWidget(self.problems_button)
        row.addStretch(1)
        row.addWidget(self.note, 4)
        row.addWidget(self.discard_button)
        row.addWidget(self.save_button)
        self.hint = KeyHint("Ctrl+S")
        row.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(), theme.space(2), theme.space())
        column.setSpacing(theme.space(0.5))
        column.addLayout(self._list)
        column.addLayout(row)
        # Until the definitions are read there is nothing to say and nothing to press.
        for widget in (self.sign, self.problems_button, self.note, self.discard_button):
            widget.hide()
        self.save_button.hide()
        self.hint.hide()

    def show_state(self, changes: int, next_number: int, in_force: str, *, allowed: bool) -> None:
        """Show how many changes wait, and the number that the next version would get."""
        waiting = changes > 0
        self.sign.show()
        if waiting:
            words = ngettext("Unsaved change: {count}", "Unsaved changes: {count}", changes)
            self.state.setText(words.format(count=changes))
            self.sign.set_sign("pencil-simple", "accent")
        else:
            self.state.setText(in_force)
            self.sign.set_sign("check-circle", "success.text")
        words = _("Save version {number}").format(number=next_number)
        self.save_button.setText(without_mnemonic(words))
        for widget in (self.note, self.discard_button, self.save_button, self.hint):
            widget.setVisible(allowed and waiting)
        self.save_button.setEnabled(allowed and waiting)

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say how many things keep the draft from being saved."""
        self._problems = problems
        words = ngettext("{count} thing to mend", "{count} things to mend", len(problems))
        self.problems_button.setText(words.format(count=len(problems)))
        self.problems_button.setVisible(bool(problems))
        self._show_list()

    def list_problems(self) -> None:
        """List every problem, and focus the first."""
        self._listed = True
        self._show_list()
        for first in shown_in(self._list)[:1]:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def listed(self) -> list[str]:
        """Return the sentences that are listed."""
        return [one.accessibleName() for one in shown_in(self._list)]

    def forget_note(self) -> None:
        """Empty the note that is saved; another that was typed since stays."""
        if self.note.text() == self._sent:
            self.note.clear()

    def _toggle(self) -> None:
        self._listed = not self._listed
        self._show_list()

    def _show_list(self) -> None:
        shown = self._problems if self._listed else ()
        self._listed = self._listed and bool(self._problems)
        refill(self._list, [self._problem_button(one) for one in shown])

    def _problem_button(self, problem: "DraftProblem") -> QWidget:
        button = make_button(
            problem.sentence,
            lambda: self.place_asked.emit(problem.place),
            kind="link",
            icon_name="arrow-right",
        )
        button.setAccessibleName(problem.sentence)
        return button

    def _save(self) -> None:
        if self.save_button.isEnabled():
            self._sent = self.note.text()
            self.save_asked.emit(self._sent)
