"""Bars side by side under a title: each with its name, the range of its value, and the evidence."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from models.language import gettext as _
from models.language import ngettext
from views.charts.drawing import head_height, pen, text_width, write
from views.charts.widget import ChartWidget
from views.reports.content import Bar, Chart
from views.theme import Theme, current_theme

MOST_BARS: Final = 14
"""More than these are only in the table."""
_ROW_PIXELS: Final = 24
_WIDTH_PIXELS: Final = 320
_ACTIVATE: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True)
class BarsDrawing:
    """The bars of a chart from the top down, on one scale from 0."""

    chart: Chart

    @property
    def title(self) -> str:
        """What the chart shows."""
        return self.chart.title

    @property
    def unit(self) -> str:
        """What is counted; and how many bars there was no room for."""
        left = len(self.chart.bars) - self.marks
        if left <= 0:
            return self.chart.unit
        more = ngettext("{count} more in the table", "{count} more in the table", left)
        return f"{self.chart.unit}; {more.format(count=left)}"

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that are drawn."""
        return self.chart.bars[:MOST_BARS]

    @property
    def marks(self) -> int:
        """How many bars are drawn."""
        return len(self.bars)

    def reading(self, mark: int) -> str:
        """Return a bar's name and value."""
        bar = self.bars[mark]
        return f"{bar.name}: {bar.text}"

    def description(self) -> str:
        """Return the chart in words."""
        return f"{self.title}. " + "; ".join(self.reading(mark) for mark in range(self.marks))

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the bar in whose row the point lies."""
        if not area.contains(point):
            return None
        mark = int((point.y() - area.top()) / theme.scaled(_ROW_PIXELS))
        return mark if 0 <= mark < self.marks else None

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint the bars with their ranges, names at the left and values at the right."""
        if not self.bars:
            write(
                painter, area, _("Nothing to draw yet."), theme.font("body"), theme.colour("muted")
            )
            return
        names, values = theme.font("body"), theme.font("small", tabular=True)
        left = min(max(text_width(names, bar.name) for bar in self.bars), area.width() * 0.34)
        right = max(text_width(values, bar.text) for bar in self.bars)
        gap = theme.space(1.5)
        room = area.adjusted(left + gap, 0, -right - gap, 0)
        most = self.chart.most or max(max(bar.high or 0.0, bar.value) for bar in self.bars) or 1.0
        row, thick = theme.scaled(_ROW_PIXELS), theme.scaled(12)
        for mark, bar in enumerate(self.bars):
            line = QRectF(area.left(), area.top() + mark * row, area.width(), row)
            if mark == pointed:
                painter.fillRect(line, theme.colour("hover"))
            name = QRectF(line)
            name.setWidth(left)
            write(painter, name, bar.name, names, theme.colour("text"))
            figure = QRectF(line)
            figure.setLeft(area.right() - right)
            write(
                painter,
                figure,
                bar.text,
                values,
                theme.colour("muted"),
                Qt.AlignmentFlag.AlignRight,
            )
            middle = line.center().y()
            body = QRectF(room.left(), middle - thick / 2, 0, thick)
            body.setWidth(max(1.0, min(bar.value / most, 1.0) * room.width()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.chart.sequence[2]))
            painter.drawRect(body)
            self._paint_range(painter, bar, room, middle, most, theme)

    @staticmethod
    def _paint_range(
        painter: QPainter, bar: Bar, room: QRectF, middle: float, most: float, theme: Theme
    ) -> None:
        if bar.low is None or bar.high is None:
            return
        ends = [room.left() + min(end / most, 1.0) * room.width() for end in (bar.low, bar.high)]
        painter.setPen(pen(theme.colour("text"), 1.5))
        painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
        for end in ends:
            painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))


class BarChart(ChartWidget):
    """Shows bars. Arrow keys read them; Enter or a click opens the list behind one."""

    opened = Signal(object, str)
    """Emitted with the `Behind` of a bar and its words."""

    def __init__(self) -> None:
        super().__init__(QSize(_WIDTH_PIXELS, _ROW_PIXELS * 2))

    def show_chart(self, chart: Chart) -> None:
        """Show other bars, as high as they need."""
        self.show_drawing(BarsDrawing(chart))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Ask for a row for each bar."""
        theme = current_theme()
        drawing = self.drawing
        rows = max(1, 0 if drawing is None else drawing.marks)
        height = head_height(theme) + rows * theme.scaled(_ROW_PIXELS) + theme.space(3)
        return QSize(_WIDTH_PIXELS, round(height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list behind the bar that is read."""
        if event.key() in _ACTIVATE and self.mark is not None:
            self._open(self.mark)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list behind the bar that was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.mark is not None:
            self._open(self.mark)

    def _open(self, mark: int) -> None:
        drawing = self.drawing
        if isinstance(drawing, BarsDrawing) and drawing.bars[mark].behind is not None:
            self.opened.emit(
                drawing.bars[mark].behind, f"{drawing.title}, {drawing.bars[mark].name}"
            )
