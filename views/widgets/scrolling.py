"""Content that scrolls where the window is too small for it, and only then."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from views.theme import theme_changed


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
        theme_changed.connect(self._ask_again_later)

    def heightForWidth(self, width: int) -> int:
        """Return the least height in which everything can be read at `width`."""
        return self._column.minimumHeightForWidth(width)

    def _ask_again_later(self) -> None:
        # While fonts change, the area asks between two labels and would keep the answer.
        QTimer.singleShot(0, self, self._ask_again)

    def _ask_again(self) -> None:
        QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
