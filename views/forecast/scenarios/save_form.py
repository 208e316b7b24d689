"""Name and notes of a scenario that is about to be saved, in place of the inputs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, SectionHeader, make_button

LONGEST_NAME = 120


class SaveForm(QWidget):
    """Asks for a name and notes. Enter in the name saves, Escape goes back."""

    submitted = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[str, str] | None = None
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        header = SectionHeader(_("Save scenario"))
        header.add(
            make_button("", self.closed.emit, kind="quiet", icon_name="x", tip=_("Back (Esc)"))
        )
        column.addWidget(header)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.returnPressed.connect(self.submit)
        self.name_row = FormRow(_("Name"), self.name)
        column.addWidget(self.name_row)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(theme.scaled(120))
        column.addWidget(FormRow(_("Notes"), self.notes, _("What is this scenario for?")))
        self.keeps = PlainLabel(
            _("Saved are the batch, every rate with its origin and evidence, seed and target."),
            size="small",
            tone="muted",
            wrap=True,
        )
        column.addWidget(self.keeps)
        actions = QHBoxLayout()
        actions.setSpacing(theme.space(1))
        self.save_button = make_button(_("Save"), self.submit, kind="primary")
        actions.addWidget(self.save_button)
        self.cancel_button = make_button(_("Cancel"), self._cancel)
        actions.addWidget(self.cancel_button)
        actions.addStretch(1)
        column.addLayout(actions)
        column.addStretch(1)

    def ask(self, name: str, notes: str) -> None:
        """Start with what is known, or where the same question was left."""
        self.name_row.set_error("")
        if self._asked != (name, notes):
            self._asked = (name, notes)
            self.name.setText(name)
            self.notes.setPlainText(notes)
        self.name.selectAll()

    def show_error(self, sentence: str) -> None:
        """Say why the scenario could not be saved."""
        self.name_row.set_error(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _cancel(self) -> None:
        """Go back, and begin from what is known the next time."""
        self._asked = None
        self.closed.emit()

    def submit(self) -> None:
        """Save under the name that was typed, or say that one is missing."""
        name = self.name.text().strip()
        if not name:
            self.name_row.set_error(_("A scenario needs a name, so that you find it again."))
            return
        self.submitted.emit(name, self.notes.toPlainText().strip())
