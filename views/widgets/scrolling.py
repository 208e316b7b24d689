"""Content that scrolls where the window is too small for it, and only then."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from views.theme import theme_changed


def scrolled(content: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return `content` in an area that scrolls when even its least size does not fit.

    Each time a widget gets a parent, all that is in it is styled anew; so the content comes last,
    and where the area's own `parent` is known already, it had better be told.
    """
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    holder = _Holder()
    area.setWidget(holder)
    holder.setAutoFillBackground(False)
    holder.hold(content)
    return area


def bring_into_view(widget: QWidget, around: int = 0) -> None:
    """Scroll all areas that `widget` stands in so that it is seen, once its layout has settled."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget, around))


def _scroll_to(widget: QWidget, around: int) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, around)
        above = above.parentWidget()


class _Holder(QWidget):
    """Asks for the least height at a width.

    A scroll area would ask for the preferred one, and scroll what could have been drawn smaller.
    """

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme_changed.connect(self._ask_again_later)

    def hold(self, content: QWidget) -> None:
        """Take the one content in."""
        self._column.addWidget(content)
        self.setFocusProxy(content)

    def heightForWidth(self, width: int) -> int:
        """Return the least height in which everything can be read at `width`."""
        return self._column.minimumHeightForWidth(width)

    def _ask_again_later(self) -> None:
        # While fonts change, the area asks between two labels and would keep the answer.
        QTimer.singleShot(0, self, self._ask_again)

    def _ask_again(self) -> None:
        QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
