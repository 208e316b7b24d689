"""Where everything of a distribution stands within an area, and how it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from models.language import gettext as _
from views.charts.axes import paint_levels
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import chance, percent, whole
from views.charts.scales import count_step, ticks

if TYPE_CHECKING:
    from views.charts.distribution import DistributionDrawing
    from views.theme import Theme

_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class DistributionPlot:
    """The plot of one distribution; made anew for every painting, it holds no state."""

    def __init__(self, drawing: DistributionDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing = drawing
        self.theme = theme
        self.whole = area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        peak = max(*drawing.shares, *drawing.other_shares, 0.01)
        head = 3 * self.line + theme.space(2.5)
        feet = 2 * self.line + theme.space(0.75)
        room = area.height() - head - feet
        self.levels = ticks(peak, max(1, min(5, int(room / (1.6 * self.line)))))
        labels = max(text_width(self.small, percent(level)) for level in self.levels)
        self.area = area.adjusted(labels + theme.space(1), head, -theme.space(1), -feet)
        self.bar = max(self.area.width(), 1.0) / drawing.bins.number

    @property
    def columns(self) -> QRectF:
        """The area in which the pointer reads a bar."""
        return self.area.adjusted(0, -2 * self.line, 0, self.line)

    def x(self, count: float) -> float:
        """Return where the bar of a count begins, or the edge beyond which it lies."""
        bins = self.drawing.bins
        bars = min(max((count - bins.first) / bins.width, 0.0), float(bins.number))
        return self.area.left() + bars * self.bar

    def middle(self, count: float) -> float:
        """Return the middle of a count."""
        return (self.x(count) + self.x(count + 1)) / 2

    def y(self, share: float) -> float:
        """Return the height of a share."""
        return self.area.bottom() - share / self.levels[-1] * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the quiet parts first."""
        if self.area.height() < self.line:
            return
        self._paint_axes(painter)
        self._paint_bars(painter, pointed)
        self._paint_outline(painter)
        self._paint_target(painter)
        self._paint_range(painter)
        self._paint_legend(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area, bins = self.theme, self.area, self.drawing.bins
        ink = theme.colour("muted")
        levels = [(level, self.y(level), percent(level)) for level in self.levels]
        paint_levels(painter, area, levels, theme, edge=self.whole.left())
        widest = text_width(self.small, whole(bins.end)) + theme.space(2)
        step = count_step(bins.end - bins.first, max(2, int(area.width() / widest)))
        step = max(step, bins.width)
        for count in range(-(-bins.first // step) * step, bins.end, step):
            # A wide bin is labelled where it begins, a single count under its bar.
            x = self.middle(count) if bins.width == 1 else self.x(count)
            box = QRectF(x - widest, area.bottom() + theme.space(0.5), 2 * widest, self.line)
            write(painter, box, whole(count), self.small, ink, _CENTRE)
        foot = QRectF(area.left(), self.whole.bottom() - self.line, area.width(), self.line)
        write(painter, foot, self.drawing.axis, self.small, ink, _CENTRE)

    def _paint_bars(self, painter: QPainter, pointed: int | None) -> None:
        area, bins = self.area, self.drawing.bins
        strong, quiet = self.theme.series(0), QColor(self.theme.colours.chart.sequence[1])
        gap = 0.0 if self.bar < 4 else min(max(1.0, self.bar * 0.12), 6.0)
        for mark, share in enumerate(self.drawing.shares):
            top = self.y(share)
            left = area.left() + mark * self.bar + gap / 2
            box = QRectF(left, top, self.bar - gap, area.bottom() - top)
            painter.fillRect(box, strong if bins.low(mark) >= self.drawing.target else quiet)
        if pointed is not None:
            column = QRectF(area.left() + pointed * self.bar, area.top(), self.bar, area.height())
            painter.fillRect(column, self.theme.colour("text", 0.12))

    def _paint_outline(self, painter: QPainter) -> None:
        steps = QPolygonF()
        for mark, share in enumerate(self.drawing.other_shares):
            left, y = self.area.left() + mark * self.bar, self.y(share)
            steps.append(QPointF(left, y))
            steps.append(QPointF(left + self.bar, y))
        painter.setPen(pen(self.theme.colour("chart.actual"), 1.5))
        painter.drawPolyline(steps)

    def _paint_target(self, painter: QPainter) -> None:
        drawing, area, theme = self.drawing, self.area, self.theme
        if not drawing.bins.first < drawing.target < drawing.bins.end:
            return
        x = round(self.x(drawing.target)) + 0.5
        top = area.top() - self.line - theme.space(0.5)
        colour = theme.colour("chart.target")
        painter.setPen(pen(colour, dashed=True))
        painter.drawLine(QPointF(x, top), QPointF(x, area.bottom()))
        words = _("{target} or more: {share}").format(
            target=whole(drawing.target), share=chance(drawing.main.at_least(drawing.target))
        )
        font = theme.font("small", "medium", tabular=True)
        width = text_width(font, words) + theme.space(0.5)
        fits = x + theme.space(0.75) + width <= self.whole.right()
        left = x + theme.space(0.75) if fits else x - theme.space(0.75) - width
        box = QRectF(left, top, width, self.line)
        write(painter, box, words, font, colour, _LEFT if fits else _RIGHT)

    def _paint_range(self, painter: QPainter) -> None:
        main, theme = self.drawing.main, self.theme
        ink = theme.colour("text")
        lane = self.whole.top() + 2 * self.line + theme.space(1.5)
        low, middle, high = (round(self.middle(at)) + 0.5 for at in (main.p10, main.p50, main.p90))
        painter.setPen(pen(ink))
        painter.drawLine(QPointF(low, lane), QPointF(high, lane))
        for x in (low, high):
            painter.drawLine(QPointF(x, lane - 4), QPointF(x, lane + 4))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(middle, lane), 2.5, 2.5)
        labels = (f"P10 {whole(main.p10)}", f"P50 {whole(main.p50)}", f"P90 {whole(main.p90)}")
        widths = [text_width(self.small, label) for label in labels]
        gap = theme.space(1)
        # The middle label stays over its dot; the outer two give way sideways.
        centre = self._kept_inside(middle, widths[1])
        left = min(low, centre - (widths[1] + widths[0]) / 2 - gap)
        right = max(high, centre + (widths[1] + widths[2]) / 2 + gap)
        row = lane - self.line - theme.space(0.5)
        for at, width, label in zip((left, centre, right), widths, labels, strict=True):
            box = QRectF(at - width / 2 - 1, row, width + 2, self.line)
            write(painter, box, label, self.small, ink, _CENTRE)

    def _kept_inside(self, x: float, width: float) -> float:
        return min(max(x, self.whole.left() + width), self.whole.right() - width)

    def _paint_legend(self, painter: QPainter) -> None:
        theme = self.theme
        at, side = self.whole.left(), float(theme.scaled(10))
        top = round(self.whole.top() + (self.line - side) / 2) + 0.5
        for shown in (self.drawing.main, self.drawing.other):
            box = QRectF(at + 0.5, top, side, side)
            if shown is self.drawing.main:
                painter.fillRect(box, theme.series(0))
            else:
                painter.setPen(pen(theme.colour("chart.actual"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
            words = QRectF(self.whole)
            words.setHeight(self.line)
            words.setLeft(box.right() + theme.space(0.75))
            write(painter, words, shown.name, self.small, theme.colour("muted"))
            at = words.left() + text_width(self.small, shown.name) + theme.space(2.5)
