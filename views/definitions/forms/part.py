"""What every part of the page is: a form over the draft that shows problems at their places."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.definitions.versions.draft import DefinitionsDraft
from views.definitions.desk import DraftDesk
from views.definitions.editors.inputs import takes_focus
from views.definitions.editors.rows import RowsForm
from views.definitions.places import Place
from views.theme import current_theme, theme_changed
from views.widgets import PlainLabel
from views.widgets.focusing import focus_first

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem


_WIDEST_PIXELS: Final = 880


class PartForm(QWidget):
    """One part of the definitions as a form; `column` takes what it is made of."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, desk: DraftDesk, title: str, lead: str = "") -> None:
        super().__init__()
        theme = current_theme()
        self.desk = desk
        self._watches = False
        self.title = PlainLabel(title, size="title", weight="semibold", wrap=True)
        self.lead = PlainLabel(lead, tone="muted", wrap=True)
        if not lead:
            # Shown by itself before it has its place, it would be a window for a moment.
            self.lead.hide()
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.space(0.5))
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(self.title, 1)
        head.addLayout(self.tools)
        self.fields = QWidget()
        self.column = QVBoxLayout(self.fields)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space(1.5))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.space(3), theme.space(2)) * 2)
        whole.setSpacing(theme.space(1))
        whole.addLayout(head)
        whole.addWidget(self.lead)
        whole.addSpacing(theme.space(0.5))
        whole.addWidget(self.fields)
        whole.addStretch(1)
        self._limit_width()
        theme_changed.connect(self._limit_width)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the draft in the form, without telling anyone."""
        raise NotImplementedError

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what keeps the draft from being written, each at its place."""

    def go_to(self, place: Place) -> None:
        """Focus the place, as far as the form has it."""
        self.focus_in()

    def focus_in(self) -> None:
        """Focus the first input."""
        focus_first(self.fields)

    def set_allowed(self, allowed: bool) -> None:
        """Let the form be edited, or only read."""
        self.fields.setEnabled(allowed)
        for at in range(self.tools.count()):
            item = self.tools.itemAt(at)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setEnabled(allowed)

    def _limit_width(self) -> None:
        """Keep lines as short as on paper; the form stands in the middle of wider rooms."""
        self.setMaximumWidth(current_theme().scaled(_WIDEST_PIXELS))

    def watch_visits(self) -> None:
        """Make every visit to an input a step of its own for undo, of those to come as well."""
        if self._watches:
            return
        self._watches = True
        self._watch([one for one in self.fields.findChildren(QWidget) if takes_focus(one)])
        for rows in self.fields.findChildren(RowsForm):
            rows.inputs_made.connect(self._watch)

    def _watch(self, inputs: list[QWidget]) -> None:
        for one in inputs:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when another input is gone to, and leave undo to the draft."""
        if event.type() == QEvent.Type.FocusIn:
            self.desk.begin_visit()
        elif self.desk.takes(event):
            return True
        return super().eventFilter(watched, event)


def heading(text: str, lead: str = "") -> QWidget:
    """Return a heading inside a form, with a sentence below it."""
    theme = current_theme()
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, theme.space(), 0, 0)
    column.setSpacing(theme.space(0.25))
    column.addWidget(PlainLabel(text, size="heading", weight="semibold"))
    if lead:
        column.addWidget(PlainLabel(lead, tone="muted", wrap=True))
    return box
