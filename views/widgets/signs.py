"""An icon that stands by itself, as a sign beside words."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.icons import icon
from views.theme import current_theme


class Sign(QWidget):
    """An icon of the size of the text beside it, or larger."""

    def __init__(self, name: str, colour: str = "muted", *, pixels: int = 16) -> None:
        super().__init__()
        self._pixels = pixels
        self._icon = icon(name, colour)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        side = current_theme().scaled(self._pixels)
        return QSize(side, side)

    def set_sign(self, name: str, colour: str = "muted") -> None:
        """Show another icon."""
        self._icon = icon(name, colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon; it asks the theme for its colour."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
