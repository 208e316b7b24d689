"""Where everything of one fan stands within an area, and how it is painted."""

from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from models.language import gettext as _
from views.charts.axes import paint_labels, paint_levels
from views.charts.drawing import pen, rule, text_width, write
from views.charts.scales import axis_levels
from views.theme import Theme

if TYPE_CHECKING:
    from views.charts.fan import FanDrawing

_BELOW_NAMES: Final = 1.0


class FanPlot:
    """The places of one fan; made anew for every painting."""

    def __init__(self, drawing: "FanDrawing", area: QRectF, theme: Theme) -> None:
        self.drawing = drawing
        self.theme = theme
        self.whole = area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        room = area.height() - 2 * self.line
        most = max(2, min(6, int(room / (1.8 * self.line))))
        self.levels, (self.lowest, self.highest) = axis_levels(drawing.bottom, drawing.top, most)
        left = max(text_width(self.small, drawing.number(level)) for level in self.levels)
        # The highest level runs below the names of the quarters and not through them.
        above = self.line * (_BELOW_NAMES if drawing.quarters else 0.5)
        right = max((text_width(self.small, text) for text, _value in self._ends()), default=0.0)
        self.area = area.adjusted(
            left + theme.space(1), above, -right - theme.space(1), -1.5 * self.line
        )
        self.step = self.area.width() / max(drawing.marks, 1)

    def x(self, mark: float) -> float:
        """Return the middle of a week's column."""
        return self.area.left() + (mark + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the height of a value."""
        extent = self.highest - self.lowest
        return self.area.bottom() - (value - self.lowest) / extent * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the quiet parts first."""
        drawing, colours = self.drawing, self.theme.colours.chart
        self._paint_axes(painter)
        self._paint_quarters(painter)
        painter.save()
        # A single case may leave the axis, which is made for the bands.
        painter.setClipRect(self.area)
        self._paint_band(painter, drawing.p10, drawing.p90, QColor(colours.sequence[0]))
        self._paint_band(painter, drawing.p25, drawing.p75, QColor(colours.sequence[1]))
        if pointed is not None:
            column = QRectF(self.area)
            column.setLeft(self.area.left() + pointed * self.step)
            column.setWidth(self.step)
            painter.fillRect(column, self.theme.colour("text", 0.12))
        for path in drawing.paths:
            self._paint_line(painter, path, self.theme.colour("muted", 0.35), width=1.0)
        painter.restore()
        self._paint_line(painter, drawing.p50, self.theme.series(0))
        self._paint_line(painter, drawing.actuals, self.theme.colour("chart.actual"))
        self._paint_targets(painter)
        self._paint_ends(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self.theme, self.area
        levels = [(level, self.y(level), self.drawing.number(level)) for level in self.levels]
        paint_levels(painter, area, levels, theme, edge=self.whole.left())
        if self.drawing.months:
            self._paint_months(painter, theme.colour("muted"))
        else:
            paint_labels(painter, area, self.drawing.labels, theme, end=self.whole.right())

    def _paint_months(self, painter: QPainter, ink: QColor) -> None:
        free = self.area.left()
        for mark, words in self.drawing.months:
            left = self.area.left() + mark * self.step
            width = text_width(self.small, words)
            if left < free or left + width > self.whole.right():
                continue
            top = self.area.bottom()
            axis = self.theme.colour("chart.axis")
            rule(painter, QPointF(left, top), QPointF(left, top + 4), axis)
            box = QRectF(left, top + self.theme.space(0.5), width + 2, self.line)
            write(painter, box, words, self.small, ink)
            free = left + width + self.theme.space(1)

    def _paint_quarters(self, painter: QPainter) -> None:
        """Paint where fiscal quarters begin, named where there is room."""
        colour = self.theme.colour("chart.axis", 0.35)
        end = self.area.right()
        for mark, words in reversed(self.drawing.quarters):
            left = self.area.left() + mark * self.step
            if mark:
                top, bottom = QPointF(left, self.whole.top()), QPointF(left, self.area.bottom())
                rule(painter, top, bottom, colour)
            box = QRectF(left + self.theme.space(0.5), self.whole.top(), 0, self.line)
            box.setRight(box.left() + text_width(self.small, words) + 2)
            if box.right() <= end:
                write(painter, box, words, self.small, self.theme.colour("faint"))
            end = left

    def _paint_band(
        self, painter: QPainter, low: Sequence[float], high: Sequence[float], fill: QColor
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*self._points(high), *reversed(self._points(low))]))

    def _paint_line(
        self, painter: QPainter, values: Sequence[float], colour: QColor, *, width: float = 1.5
    ) -> None:
        painter.setPen(pen(colour, width))
        painter.drawPolyline(QPolygonF(self._points(values)))

    def _points(self, values: Sequence[float]) -> list[QPointF]:
        # Some thousand points a frame: as x() and y() say, without calling them for each.
        scale = self.area.height() / (self.highest - self.lowest)
        zero = self.area.bottom() + self.lowest * scale
        first = self.area.left() + self.step / 2
        step = self.step
        return [
            QPointF(first + mark * step, zero - value * scale) for mark, value in enumerate(values)
        ]

    def _paint_targets(self, painter: QPainter) -> None:
        drawing = self.drawing
        if drawing.target is not None:
            words = _("target {target}").format(target=drawing.number(drawing.target))
            self._paint_target(painter, drawing.target, 0, drawing.marks - 1, words)
        free = self.area.left()
        for number, span in enumerate(drawing.targets):
            left = self.area.left() + span.first * self.step
            width = text_width(self.small, span.words) + self.theme.space(2)
            # The last one says what all come to; others where there is room for their words.
            is_last = number == len(drawing.targets) - 1
            fits = left >= free and (is_last or width <= (span.last - span.first + 1) * self.step)
            self._paint_target(
                painter, span.value, span.first, span.last, span.words if fits or is_last else ""
            )
            free = left + width if fits else free

    def _paint_target(
        self, painter: QPainter, value: float, first: int, last: int, words: str
    ) -> None:
        colour = self.theme.colour("chart.target")
        y = round(self.y(value)) + 0.5
        left = self.area.left() + first * self.step
        right = self.area.left() + (last + 1) * self.step
        painter.setPen(pen(colour, dashed=True))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        if not words:
            return
        box = QRectF(left + self.theme.space(1), y - self.line - 1, 0, self.line)
        box.setRight(box.left() + text_width(self.small, words) + 2)
        if box.right() > self.area.right():
            box.moveRight(self.area.right())
        below = box.translated(0, self.line + 2)
        room = below.bottom() <= self.area.bottom()
        if box.top() < self.whole.top() or (room and self._covered(below) < self._covered(box)):
            box = below
        # Words across bands and lines are read on a ground of their own.
        painter.fillRect(box.adjusted(-2, 1, 2, -1), self.theme.colour("surface", 0.82))
        write(painter, box, words, self.small, colour)

    def _covered(self, box: QRectF) -> float:
        """Return how much of a box the fan runs through, each week by the height of its band."""
        drawing, inside = self.drawing, 0.0
        first = floor((box.left() - self.area.left()) / self.step)
        last = floor((box.right() - self.area.left()) / self.step)
        for mark in range(max(first, 0), min(last + 1, drawing.marks)):
            top, bottom = self.y(drawing.p90[mark]), self.y(drawing.p10[mark])
            inside += max(0.0, min(box.bottom(), bottom) - max(box.top(), top))
        return inside

    def _paint_ends(self, painter: QPainter) -> None:
        """Write the last week's values beside their lines, pushed apart where they would touch."""
        theme = self.theme
        below = self.whole.bottom()
        for words, value in self._ends():
            middle = min(self.y(value), below - self.line)
            below = middle
            box = QRectF(self.area.right() + theme.space(0.5), 0, 0, self.line)
            box.moveTop(middle - self.line / 2)
            box.setRight(self.whole.right() + 1)
            write(painter, box, words, self.small, theme.colour("muted"))

    def _ends(self) -> list[tuple[str, float]]:
        """Return what is written beside the last week, from the lowest up."""
        drawing = self.drawing
        if not drawing.marks:
            return []
        named = (("P10", drawing.p10), ("P50", drawing.p50), ("P90", drawing.p90))
        return [(f"{name} {drawing.number(values[-1])}", values[-1]) for name, values in named]
