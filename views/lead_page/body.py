"""How the parts of a lead's page stand: below each other, in two columns where there is room."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.lead_page.parts.head import LeadHead
from views.theme import current_theme
from views.widgets import Card, PlainLabel

_TWO_COLUMNS_FROM: Final = 780
_WHOLE_BAR_FROM: Final = 520


class PageBody(QWidget):
    """The bar, the head, what is next beside where the lead stands, the form, and the columns."""

    def __init__(
        self,
        bar: QLayout,
        head: LeadHead,
        next_step: QWidget,
        stage: QWidget,
        form: QWidget,
        columns: tuple[Iterable[QWidget], Iterable[QWidget]],
        *,
        spare: Iterable[QWidget] = (),
    ) -> None:
        """`spare` are those of the bar that stand in its menu as well."""
        super().__init__()
        self._head, self._spare = head, tuple(spare)
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
        """Put the columns below each other where there is no room for two, and narrow the head."""
        theme = current_theme()
        is_wide = width >= theme.scaled(_TWO_COLUMNS_FROM)
        self._head.fit(is_wide=is_wide)
        for widget in self._spare:
            widget.setVisible(width >= theme.scaled(_WHOLE_BAR_FROM))
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
