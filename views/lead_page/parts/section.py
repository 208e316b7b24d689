"""A part of a lead's page: a hairline, a heading, and what belongs to it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import current_theme
from views.widgets import PlainLabel, make_line


class Section(QWidget):
    """A heading with what belongs to it below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        theme = current_theme()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space(0.75))
        self.column.addWidget(make_line())
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.space())
        self.title = PlainLabel(title, weight="semibold")
        self.aside = PlainLabel(tone="muted", tabular=True)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.aside)
        self.column.addLayout(self.head)
