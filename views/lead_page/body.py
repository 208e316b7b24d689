"""How the parts of a lead's page stand: below each other, in two columns where there is room."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import Card, PlainLabel

_TWO_COLUMNS_FROM: Final = 780


class PageBody(QWidget):
    """The bar, the head, what is next beside where the lead stands, the form, and the columns."""

    def __init__(
        self,
        bar: QLayout,
        head: QWidget,
        next_step: QWidget,
        stage: QWidget,
        form: QWidget,
        columns: tuple[Iterable[QWidget], Iterable[QWidget]],
    ) -> None:
        super().__init__()
        theme = current_theme()
        edge = theme.space(3)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(theme.space(3))
        for widgets in columns:
            self.columns.addWidget(_column_of(widgets), 1)
        self._next_columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._next_columns.setSpacing(theme.space(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.space(1.5), edge, theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addLayout(bar)
        column.addWidget(head)
        column.addWidget(self._next_card(next_step, stage))
        column.addWidget(form)
        column.addLayout(self.columns)
        column.addStretch(1)

    def fit(self, width: int) -> None:
        """Put the columns below each other where there is no room for two."""
        is_wide = width >= current_theme().scaled(_TWO_COLUMNS_FROM)
        directions = QBoxLayout.Direction
        for columns in (self.columns, self._next_columns):
            columns.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _next_card(self, next_step: QWidget, stage: QWidget) -> QWidget:
        theme = current_theme()
        card = Card()
        card.column.setSpacing(theme.space())
        coming = QVBoxLayout()
        coming.setSpacing(theme.space())
        coming.addWidget(PlainLabel(_("Next"), weight="semibold"))
        coming.addWidget(next_step)
        coming.addStretch(1)
        self._next_columns.addLayout(coming, 3)
        self._next_columns.addWidget(stage, 2)
        card.column.addLayout(self._next_columns)
        return card


def _column_of(widgets: Iterable[QWidget]) -> QWidget:
    """Return widgets below each other."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().space(2))
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return whole
