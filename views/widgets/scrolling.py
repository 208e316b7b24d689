"""Content that scrolls where the window is too small for it, and only then."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(content: QWidget) -> QScrollArea:
    """Return `content` in an area that scrolls when even its least size does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    holder = _Holder(content)
    area.setWidget(holder)
    holder.setAutoFillBackground(False)
    return area


class _Holder(QWidget):
    """Asks for the least height at a width.

    A scroll area would ask for the preferred one, and scroll what could have been drawn smaller.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(content)
        self.setFocusProxy(content)

    def heightForWidth(self, width: int) -> int:
        """Return the least height in which everything can be read at `width`."""
        return self._column.minimumHeightForWidth(width)
