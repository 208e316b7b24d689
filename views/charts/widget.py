"""A chart on the screen: it follows the theme, and is read by pointer, by keyboard or aloud."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.charts.drawing import Drawing, body_of, paint_chart, pen
from views.theme import Theme, current_theme, theme_changed

_FORWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_REST_MILLISECONDS = 200
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}


class ChartWidget(QWidget):
    """Shows a drawing. Arrow keys, Home and End read its marks; Escape stops reading."""

    read = Signal(str)
    """Emitted with the words for a mark when the pointer or the keyboard comes to it."""

    def __init__(self, least: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._least = least
        self._chosen: int | None = None
        self._pointed: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Nobody listens to a description that changes with every step of a slider.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._describe)
        theme_changed.connect(self._restyle)

    @property
    def drawing(self) -> Drawing | None:
        """What is shown now."""
        return self._drawing

    @property
    def mark(self) -> int | None:
        """The mark that is being read: the one under the pointer, else the one chosen by key."""
        return self._chosen if self._pointed is None else self._pointed

    @property
    def reading(self) -> str:
        """The value being read, in words; empty if none is."""
        mark = self.mark
        return "" if mark is None or self._drawing is None else self._drawing.reading(mark)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another drawing; the mark being read stays the same as far as there is one."""
        self._drawing = drawing
        last = drawing.marks - 1
        self._chosen = None if self._chosen is None else min(self._chosen, last)
        self._pointed = None if self._pointed is None else min(self._pointed, last)
        self.setAccessibleName(drawing.title)
        self._rest.start()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least size at this text scale."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size at this text scale."""
        theme = current_theme()
        return QSize(self._least.width(), theme.scaled(self._least.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, and a ring while the chart has the focus."""
        if self._drawing is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        paint_chart(painter, self._area(theme), self._drawing, theme, self.mark)
        if self.hasFocus():
            painter.setPen(pen(theme.colour("accent"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read the next, previous, first or last mark."""
        key = event.key()
        if self._drawing is None or not self._drawing.marks:
            super().keyPressEvent(event)
            return
        last = self._drawing.marks - 1
        if key in _FORWARD:
            self._choose(0 if self._chosen is None else min(self._chosen + 1, last))
        elif key in _BACK:
            self._choose(last if self._chosen is None else max(self._chosen - 1, 0))
        elif key == Qt.Key.Key_Home:
            self._choose(0)
        elif key == Qt.Key.Key_End:
            self._choose(last)
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the mark under the pointer."""
        self._point(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        """Stop reading at the pointer."""
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring and what was read by key."""
        super().focusOutEvent(event)
        self._choose(None)

    def _area(self, theme: Theme) -> QRectF:
        return QRectF(self.rect()).adjusted(
            theme.space(2), theme.space(1.5), -theme.space(2), -theme.space(1.5)
        )

    def _choose(self, mark: int | None) -> None:
        self._chosen = mark
        self._pointed = None
        self._told()

    def _point(self, at: QPointF | None) -> None:
        theme = current_theme()
        mark = None
        if at is not None and self._drawing is not None:
            mark = self._drawing.mark_at(
                at, body_of(self._area(theme), self._drawing, theme), theme
            )
        if mark != self._pointed:
            self._pointed = mark
            self._told()

    def _told(self) -> None:
        self.update()
        self._describe()
        self.read.emit(self.reading)

    def _describe(self) -> None:
        if self._drawing is not None:
            self.setAccessibleDescription(self.reading or self._drawing.description())

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
