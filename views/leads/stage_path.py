"""How far a lead has come: one mark a stage, those behind it filled."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.language import gettext as _
from views.theme import current_theme

_PIXELS: Final = 6
_GAP: Final = 3


class StagePath(QWidget):
    """A row of bars; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._place = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, names: Sequence[str], place: int) -> None:
        """Show a place among the stages."""
        self._count, self._place = len(names), place
        if 0 <= place < len(names):
            self.setAccessibleName(
                _("{stage}, stage {place} of {count}").format(
                    stage=names[place], place=place + 1, count=len(names)
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        """Stay low."""
        return QSize(120, current_theme().scaled(_PIXELS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint one bar a stage."""
        if not self._count:
            return
        theme = current_theme()
        wide = (self.width() - _GAP * (self._count - 1)) / self._count
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(self._count):
            reached = place <= self._place
            painter.setBrush(theme.colour("accent_fill" if reached else "pressed"))
            painter.drawRoundedRect(QRectF(place * (wide + _GAP), 0, wide, self.height()), 2, 2)
        painter.end()
