"""A number week by week as a fan: median, the middle half and 8 of 10 cases, target and actuals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from models.language import gettext as _
from views.charts.drawing import paint_chart, pen, text_width, write
from views.charts.numbers import mean_count, span, whole
from views.charts.scales import ticks
from views.theme import Theme
from views.theme.apply import load_fonts

PICTURE_SIZE = QSize(960, 480)
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class FanDrawing:
    """Quantiles of each week; all sequences are as long as `labels`.

    `actuals` are what happened so far and may be shorter.
    """

    title: str
    unit: str
    labels: Sequence[str]
    p10: Sequence[float]
    p25: Sequence[float]
    p50: Sequence[float]
    p75: Sequence[float]
    p90: Sequence[float]
    target: float | None = None
    actuals: Sequence[float] = ()

    @property
    def marks(self) -> int:
        """How many weeks there are."""
        return len(self.labels)

    @cached_property
    def top(self) -> float:
        """The largest number that must find room."""
        return max((*self.p90, *self.actuals, self.target or 0.0, 1.0))

    def reading(self, mark: int) -> str:
        """Return a week's median and ranges, and what happened."""
        said = _("{week}: {middle}, {range} in 8 of 10 cases, {half} in half of them").format(
            week=self.labels[mark],
            middle=mean_count(self.p50[mark]),
            range=span(self.p10[mark], self.p90[mark]),
            half=span(self.p25[mark], self.p75[mark]),
        )
        if mark < len(self.actuals):
            said += _("; in fact {actual}").format(actual=whole(self.actuals[mark]))
        return said

    def description(self) -> str:
        """Return the chart in words: where it begins and ends."""
        said = [f"{self.title}."]
        said += [f"{self.reading(mark)}." for mark in sorted({0, self.marks - 1}) if mark >= 0]
        if self.target is not None:
            said.append(_("The target is {target}.").format(target=whole(self.target)))
        return " ".join(said)

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the week whose column the point lies in."""
        plot = _Plot(self, area, theme)
        if self.marks == 0 or not plot.area.contains(point):
            return None
        return min(floor((point.x() - plot.area.left()) / plot.step), self.marks - 1)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, bands, median, target and actuals."""
        if self.marks:
            _Plot(self, area, theme).paint(painter, pointed)


class _Plot:
    """Where everything of one fan stands within an area; made anew for every painting."""

    def __init__(self, drawing: FanDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing = drawing
        self.theme = theme
        self.whole = area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        room = area.height() - 2 * self.line
        self.levels = ticks(drawing.top, max(2, min(6, int(room / (1.8 * self.line)))))
        left = max(text_width(self.small, whole(level)) for level in self.levels)
        right = max((text_width(self.small, text) for text, _value in self._ends()), default=0.0)
        self.area = area.adjusted(
            left + theme.space(1), self.line / 2, -right - theme.space(1), -1.5 * self.line
        )
        self.step = self.area.width() / max(drawing.marks, 1)

    def x(self, mark: float) -> float:
        """Return the middle of a week's column."""
        return self.area.left() + (mark + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.area.bottom() - value / self.levels[-1] * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the quiet parts first."""
        drawing, colours = self.drawing, self.theme.colours.chart
        self._paint_axes(painter)
        self._paint_band(painter, drawing.p10, drawing.p90, QColor(colours.sequence[0]))
        self._paint_band(painter, drawing.p25, drawing.p75, QColor(colours.sequence[1]))
        if pointed is not None:
            column = QRectF(self.area)
            column.setLeft(self.area.left() + pointed * self.step)
            column.setWidth(self.step)
            painter.fillRect(column, self.theme.colour("text", 0.12))
        self._paint_line(painter, drawing.p50, self.theme.series(0))
        self._paint_line(painter, drawing.actuals, self.theme.colour("chart.actual"))
        self._paint_target(painter)
        self._paint_ends(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self.theme, self.area
        ink = theme.colour("muted")
        for level in self.levels:
            y = round(self.y(level)) + 0.5
            painter.setPen(pen(theme.colour("chart.grid" if level else "chart.axis")))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            label = QRectF(self.whole.left(), y - self.line / 2, 0, self.line)
            label.setRight(area.left() - theme.space(0.75))
            write(painter, label, whole(level), self.small, ink, _RIGHT)
        labels = self.drawing.labels
        widest = max(text_width(self.small, label) for label in labels) + theme.space(2)
        every = max(1, -(-int(widest) // max(int(self.step), 1)))
        for mark in range(0, len(labels), every):
            box = QRectF(self.x(mark) - widest / 2, area.bottom(), widest, self.line)
            box.translate(0, theme.space(0.5))
            if box.right() <= self.whole.right():
                write(painter, box, labels[mark], self.small, ink, _CENTRE)

    def _paint_band(
        self, painter: QPainter, low: Sequence[float], high: Sequence[float], fill: QColor
    ) -> None:
        marks = range(self.drawing.marks)
        upper = [QPointF(self.x(mark), self.y(high[mark])) for mark in marks]
        lower = [QPointF(self.x(mark), self.y(low[mark])) for mark in reversed(marks)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*upper, *lower]))

    def _paint_line(self, painter: QPainter, values: Sequence[float], colour: QColor) -> None:
        points = [QPointF(self.x(mark), self.y(value)) for mark, value in enumerate(values)]
        painter.setPen(pen(colour, 1.5))
        painter.drawPolyline(QPolygonF(points))

    def _paint_target(self, painter: QPainter) -> None:
        if self.drawing.target is None:
            return
        colour = self.theme.colour("chart.target")
        y = round(self.y(self.drawing.target)) + 0.5
        painter.setPen(pen(colour, dashed=True))
        painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
        words = _("target {target}").format(target=whole(self.drawing.target))
        box = QRectF(self.area.left() + self.theme.space(1), y - self.line, 0, self.line)
        box.setRight(self.area.right())
        write(painter, box, words, self.small, colour)

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
        return [(f"{name} {mean_count(values[-1])}", values[-1]) for name, values in named]


def fan_picture(
    drawing: FanDrawing, theme: Theme, size: QSize = PICTURE_SIZE, pixel_ratio: float = 2.0
) -> QImage:
    """Return a fan chart as a picture of its own; `size` is in points, not pixels."""
    load_fonts()
    image = QImage(size * pixel_ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    edge = theme.space(3)
    area = QRectF(0, 0, size.width(), size.height()).adjusted(edge, edge, -edge, -edge)
    paint_chart(painter, area, drawing, theme)
    painter.end()
    return image
