"""What a plan comes to: the sentence, the chart as its proof, and the panels that ask more."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from views.theme import current_theme
from views.whatif.charts_card import ChartsCard
from views.whatif.content import Plan
from views.whatif.dock import Dock
from views.whatif.result_card import ResultCard
from views.widgets.scrolling import bring_into_view

_CHART_PIXELS: Final = 228
_DOCK_PIXELS: Final = 276


class ResultSide(QWidget):
    """The right of the page; where it is higher than the window, what was asked for is scrolled to.

    The panels may have the room of the chart as well: a list, or people by week, can be long.
    """

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        theme = current_theme()
        self.result_card = ResultCard()
        self.charts = ChartsCard(plan)
        self.dock = Dock()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.result_card)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setObjectName("what-if")
        self.split.setProperty("ground", "clear")
        self.split.setHandleWidth(theme.space(1.5))
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.charts)
        self.split.addWidget(self.dock)
        self.split.setSizes([_CHART_PIXELS, _DOCK_PIXELS])
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        column.addWidget(self.split, 1)
        self.charts.chosen.connect(self._show_chart)
        self.dock.shown.connect(lambda _code: bring_into_view(self.dock))
        self.dock.room_asked.connect(self.turn_room)

    def show_panel(self, code: str) -> None:
        """Show a docked panel and go to its first input."""
        self.dock.show_panel(code)
        bring_into_view(self.dock)

    def turn_room(self) -> None:
        """Give the panels the room of the chart, or the chart its room again."""
        alone = not self.charts.isHidden()
        self.charts.setHidden(alone)
        self.dock.show_alone(alone=alone)
        bring_into_view(self.dock if alone else self.charts)

    def _show_chart(self) -> None:
        """Let the chart be seen that somebody has chosen."""
        if self.charts.isHidden():
            self.turn_room()
        bring_into_view(self.charts)
