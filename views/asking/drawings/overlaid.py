"""Several plans' fans in one chart: medians as lines, 8 of 10 cases as bands, names at the ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from models.language import gettext as _
from views.charts.axes import paint_labels, paint_levels
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import whole
from views.charts.scales import axis_levels
from views.theme import Theme

_DASHES = ((), (6.0, 3.0), (2.0, 2.0), (8.0, 3.0, 2.0, 3.0))


@dataclass(frozen=True, slots=True)
class FanLine:
    """One plan: its name, median, and the ends of 8 of 10 cases, week by week."""

    name: str
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class OverlaidDrawing:
    """Plans over the weeks `labels`; each has its colour and its own kind of line."""

    title: str
    unit: str
    labels: Sequence[str]
    lines: tuple[FanLine, ...]
    number: Callable[[float], str] = whole

    @property
    def marks(self) -> int:
        """How many weeks there are."""
        return len(self.labels)

    def reading(self, mark: int) -> str:
        """Return what each plan has in a week."""
        told = "; ".join(
            _("{name} {middle} ({low}\u2013{high})").format(
                name=line.name,
                middle=self.number(line.middle[mark]),
                low=self.number(line.low[mark]),
                high=self.number(line.high[mark]),
            )
            for line in self.lines
        )
        return f"{self.labels[mark]}: {told}"

    def description(self) -> str:
        """Return the chart in words: where it ends."""
        return f"{self.title}. {self.reading(self.marks - 1)}." if self.marks else self.title

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the week whose column the point lies in."""
        plot = _Plot(self, area, theme)
        if not self.marks or not plot.area.contains(point):
            return None
        return min(floor((point.x() - plot.area.left()) / plot.step), self.marks - 1)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, bands, medians and names."""
        if self.marks:
            _Plot(self, area, theme).paint(painter, pointed)


class _Plot:
    """Where everything stands within an area; made anew for every painting."""

    def __init__(self, drawing: OverlaidDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing, self.theme, self.whole = drawing, theme, area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        values = [value for line in drawing.lines for value in (*line.low, *line.high)]
        low, high = min((0.0, *values)), max((1.0, *values))
        room = max(2, min(6, int((area.height() - 2 * self.line) / (1.8 * self.line))))
        self.levels, (self.lowest, self.highest) = axis_levels(low, high, room)
        left = max(text_width(self.small, drawing.number(level)) for level in self.levels)
        names = max(text_width(self.small, self._end(line)) for line in drawing.lines)
        right = min(names, area.width() * 0.3)
        self.area = area.adjusted(
            left + theme.space(1), self.line / 2, -right - theme.space(1.5), -1.5 * self.line
        )
        self.step = max(self.area.width(), 1.0) / max(drawing.marks, 1)

    def x(self, mark: float) -> float:
        """Return the middle of a week's column."""
        return self.area.left() + (mark + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the height of a value."""
        extent = self.highest - self.lowest
        return self.area.bottom() - (value - self.lowest) / extent * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the bands first."""
        self._paint_axes(painter)
        for number, line in enumerate(self.drawing.lines):
            self._paint_band(painter, line, self.theme.series(number))
        if pointed is not None:
            x = round(self.x(pointed)) + 0.5
            painter.setPen(pen(self.theme.colour("text", 0.5)))
            painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
        for number, line in enumerate(self.drawing.lines):
            made = pen(self.theme.series(number), 1.6)
            if _DASHES[number % len(_DASHES)]:
                made.setDashPattern(list(_DASHES[number % len(_DASHES)]))
            painter.setPen(made)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            points = [QPointF(self.x(at), self.y(value)) for at, value in enumerate(line.middle)]
            painter.drawPolyline(QPolygonF(points))
        self._paint_names(painter)

    def _paint_band(self, painter: QPainter, line: FanLine, colour: QColor) -> None:
        marks = range(self.drawing.marks)
        upper = [QPointF(self.x(mark), self.y(line.high[mark])) for mark in marks]
        lower = [QPointF(self.x(mark), self.y(line.low[mark])) for mark in reversed(marks)]
        fill = QColor(colour)
        fill.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*upper, *lower]))

    def _end(self, line: FanLine) -> str:
        return f"{line.name} {self.drawing.number(line.middle[-1])}"

    def _paint_names(self, painter: QPainter) -> None:
        """Write each name beside its end, pushed apart where they would touch."""
        lines = self.drawing.lines
        order = sorted(range(len(lines)), key=lambda at: lines[at].middle[-1])
        below = self.whole.bottom()
        for number in order:
            middle = min(self.y(lines[number].middle[-1]), below - self.line)
            below = middle
            box = QRectF(self.area.right() + self.theme.space(0.75), 0, 0, self.line)
            box.moveTop(middle - self.line / 2)
            box.setRight(self.whole.right() + 1)
            self._write_end(painter, box, lines[number])
            painter.setPen(pen(self.theme.series(number), 3.0))
            x = self.area.right() + self.theme.space(0.25)
            painter.drawLine(QPointF(x, middle - 5), QPointF(x, middle + 5))

    def _write_end(self, painter: QPainter, box: QRectF, line: FanLine) -> None:
        """Write a name and its number; a long name gives way, the number never."""
        ink, said = self.theme.colour("text"), self.drawing.number(line.middle[-1])
        fitting = QRectF(box)
        fitting.setRight(box.right() - text_width(self.small, f" {said}"))
        name = QFontMetricsF(self.small).elidedText(
            line.name, Qt.TextElideMode.ElideRight, fitting.width()
        )
        write(painter, box, f"{name} {said}", self.small, ink)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self.theme, self.area
        levels = [(level, self.y(level), self.drawing.number(level)) for level in self.levels]
        paint_levels(painter, area, levels, theme, edge=self.whole.left())
        paint_labels(painter, area, self.drawing.labels, theme, end=self.whole.right())
