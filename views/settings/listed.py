"""What sections with a list of their own look like: the list on the left, forms on the right."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from views.settings.choice_list import ChoiceList
from views.theme import Theme, current_theme, theme_changed
from views.widgets import make_button
from views.widgets.focusing import focus_first
from views.widgets.labels import set_tip

_LIST_PIXELS: Final = 208
_LEAST_PIXELS: Final = 120


class ListedSection(QWidget):
    """A list with what adds to it, and the form of what is chosen. Insert adds, too."""

    def __init__(
        self,
        name: str,
        add_text: str,
        add: Callable[[], object],
        insert: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        theme = current_theme()
        self.list = ChoiceList(name)
        self.add_button = make_button(add_text, add, icon_name="plus")
        set_tip(self.add_button, add_text, "Ins")
        self.forms = QStackedWidget()
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(theme.space(0.5))
        self._buttons.addWidget(self.add_button)
        column.addLayout(self._buttons)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._side)
        row.addWidget(self.forms, 1)
        self.setFocusProxy(self.list)
        self.list.add_asked.connect(insert or add)
        self.list.entered.connect(self._go_in)
        self._fit(theme)
        theme_changed.connect(self._fit)

    def add_beside(self, button: QPushButton) -> None:
        """Put another button below what adds to the list."""
        self._buttons.addWidget(button)

    def _go_in(self) -> None:
        shown = self.forms.currentWidget()
        if shown is not None:
            focus_first(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form more of the room where there is little."""
        super().resizeEvent(event)
        self._fit(current_theme())

    def _fit(self, theme: Theme) -> None:
        least, most = theme.scaled(_LEAST_PIXELS), theme.scaled(_LIST_PIXELS)
        self._side.setFixedWidth(max(least, min(most, self.width() // 4)))
