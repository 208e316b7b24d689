"""The columns of the Definitions page, and what stands around its form."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, make_frame, make_line, scrolled
from views.widgets.labels import set_look

_SIZES: Final = (216, 584, 288)
_LEAST: Final = (150, 270, 232)


def three_columns(*columns: QWidget) -> QSplitter:
    """Return list, form and effect beside one another; the form takes the room that is left."""
    theme = current_theme()
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setObjectName("definitions")
    splitter.setProperty("ground", "clear")
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(theme.space())
    for at, column in enumerate(columns):
        column.setMinimumWidth(theme.scaled(_LEAST[at]))
        splitter.addWidget(column)
        splitter.setStretchFactor(at, 1 if at == 1 else 0)
    splitter.setSizes(list(_SIZES))
    return splitter


def list_column(parts: QWidget, add_button: QPushButton) -> QWidget:
    """Return the parts under their heading, with what adds a stage beside it."""
    theme = current_theme()
    column = QWidget()
    inside = QVBoxLayout(column)
    inside.setContentsMargins(theme.space(2), 0, 0, 0)
    inside.setSpacing(0)
    above = QHBoxLayout()
    above.setContentsMargins(theme.space(), 0, 0, 0)
    above.addWidget(PlainLabel(_("Stages"), size="small", tone="muted", weight="medium"), 1)
    above.addWidget(add_button)
    inside.addLayout(above)
    inside.addWidget(parts, 1)
    return column


def form_column(form: QWidget) -> QWidget:
    """Return the form on paper of its own."""
    paper = make_frame("card")
    inside = QVBoxLayout(paper)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(form)
    return paper


def effect_column(effect: QWidget, example: QWidget) -> QWidget:
    """Return the effect above the example."""
    theme = current_theme()
    beside = QWidget()
    column = QVBoxLayout(beside)
    column.setContentsMargins(theme.space(), theme.space(0.5), theme.space(3), theme.space(2))
    column.setSpacing(theme.space(2))
    column.addWidget(effect)
    column.addWidget(make_line())
    column.addWidget(example)
    column.addStretch(1)
    return scrolled(beside)


class FormOrDocument(QStackedWidget):
    """The form or the document; both scroll inside, so neither asks for a height of its own."""

    def hasHeightForWidth(self) -> bool:
        """Keep the foot of the page in sight when lines wrap."""
        return False


class ReadOnlyNotice(QFrame):
    """Says why the definitions can only be read."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "ground", "info")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(), theme.space(1.5), theme.space())
        row.setSpacing(theme.space())
        row.addWidget(Sign("lock-simple"))
        self.sentence = PlainLabel(wrap=True)
        row.addWidget(self.sentence, 1)
        self.hide()

    def show_reason(self, reason: str) -> None:
        """Show the reason; none hides the line."""
        self.sentence.setText(reason)
        self.setVisible(bool(reason))
