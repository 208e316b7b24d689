"""The range that each origin forecast, and what happened: a bar and a dot for each Monday."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from models.language import gettext as _
from models.language import ngettext
from views.charts.axes import paint_labels, paint_levels
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import mean_count, span, whole
from views.charts.scales import ticks
from views.theme import Theme


@dataclass(frozen=True, slots=True)
class RangeMark:
    """What was forecast from one origin, and what happened."""

    label: str
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    actual: float

    @property
    def held(self) -> bool:
        """Whether what happened lies in the range of 8 of 10 cases."""
        return self.p10 <= self.actual <= self.p90


@dataclass(frozen=True)
class RangesDrawing:
    """The forecasts of one horizon by origin. A miss is a cross, so that no colour has to tell."""

    title: str
    unit: str
    rows: Sequence[RangeMark]

    @property
    def marks(self) -> int:
        """How many origins there are."""
        return len(self.rows)

    @cached_property
    def top(self) -> float:
        """The largest number that must find room."""
        return max((max(row.p90, row.actual) for row in self.rows), default=1.0) or 1.0

    def reading(self, mark: int) -> str:
        """Return an origin's forecast, what happened, and whether the range held."""
        row = self.rows[mark]
        words = (
            _("{origin}: {middle} ({range}) were forecast, {actual} came: held")
            if row.held
            else _("{origin}: {middle} ({range}) were forecast, {actual} came: missed")
        )
        return words.format(
            origin=row.label,
            middle=mean_count(row.p50),
            range=span(row.p10, row.p90),
            actual=whole(row.actual),
        )

    def description(self) -> str:
        """Return the chart in words: how many held, and the first and last origin."""
        held = sum(row.held for row in self.rows)
        said = [
            f"{self.title}.",
            ngettext(
                "The range of 8 of 10 cases held at {held} of {count} origin.",
                "The range of 8 of 10 cases held at {held} of {count} origins.",
                len(self.rows),
            ).format(held=held, count=len(self.rows)),
        ]
        said += [f"{self.reading(mark)}." for mark in sorted({0, self.marks - 1}) if mark >= 0]
        return " ".join(said)

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the origin whose column the point lies in."""
        plot = _Plot(self, area, theme)
        if self.marks == 0 or not plot.area.contains(point):
            return None
        return min(floor((point.x() - plot.area.left()) / plot.step), self.marks - 1)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, ranges and what happened."""
        if self.marks:
            _Plot(self, area, theme).paint(painter, pointed)


class _Plot:
    """Where everything stands within an area; made anew for every painting."""

    def __init__(self, drawing: RangesDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing = drawing
        self.theme = theme
        self.whole = area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        room = area.height() - 3.5 * self.line
        most = max(2, min(6, int(room / (1.8 * self.line))))
        self.levels = ticks(drawing.top, most, least=1.0)
        left = max(text_width(self.small, whole(level)) for level in self.levels)
        self.area = area.adjusted(
            left + theme.space(1), 1.75 * self.line, -theme.space(1), -1.5 * self.line
        )
        self.step = self.area.width() / max(drawing.marks, 1)

    def x(self, mark: float) -> float:
        """Return the middle of an origin's column."""
        return self.area.left() + (mark + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.area.bottom() - value / self.levels[-1] * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the quiet parts first."""
        self._paint_axes(painter)
        if pointed is not None:
            column = QRectF(self.area)
            column.setLeft(self.area.left() + pointed * self.step)
            column.setWidth(self.step)
            painter.fillRect(column, self.theme.colour("text", 0.12))
        half = max(1.0, min(0.36 * self.step, self.theme.scaled(8)))
        for mark, row in enumerate(self.drawing.rows):
            self._paint_range(painter, self.x(mark), half, row)
        self._paint_actuals(painter, half)
        self._paint_legend(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self.theme, self.area
        levels = [(level, self.y(level), whole(level)) for level in self.levels]
        paint_levels(painter, area, levels, theme, edge=self.whole.left())
        labels = [row.label for row in self.drawing.rows]
        paint_labels(painter, area, labels, theme, end=self.whole.right())

    def _paint_range(self, painter: QPainter, x: float, half: float, row: RangeMark) -> None:
        sequence = self.theme.colours.chart.sequence
        for low, high, fill in (
            (row.p10, row.p90, sequence[1]),
            (row.p25, row.p75, sequence[2]),
        ):
            top, bottom = self.y(high), self.y(low)
            box = QRectF(x - half, top, 2 * half, max(bottom - top, 1.0))
            painter.fillRect(box, QColor(fill))
        y = self.y(row.p50)
        painter.setPen(pen(self.theme.colour("surface"), 1.5))
        painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))

    def _paint_actuals(self, painter: QPainter, half: float) -> None:
        for mark, row in enumerate(self.drawing.rows):
            self._paint_actual(painter, QPointF(self.x(mark), self.y(row.actual)), half, row.held)

    def _paint_actual(self, painter: QPainter, at: QPointF, half: float, held: bool) -> None:
        size = max(2.5, min(half * 0.75, self.theme.scaled(4)))
        ink = self.theme.colour("chart.actual")
        if held:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(at, size, size)
            return
        painter.setPen(pen(self.theme.colour("chart.target"), 2.0))
        painter.drawLine(at + QPointF(-size, -size), at + QPointF(size, size))
        painter.drawLine(at + QPointF(-size, size), at + QPointF(size, -size))

    def _paint_legend(self, painter: QPainter) -> None:
        theme, side = self.theme, float(self.theme.scaled(10))
        at, middle = self.area.left(), self.whole.top() + self.line / 2
        sequence = theme.colours.chart.sequence
        for words, fill, held in (
            (_("8 of 10 cases"), sequence[1], None),
            (_("half of them"), sequence[2], None),
            (_("what came, held"), "", True),
            (_("what came, missed"), "", False),
        ):
            if held is None:
                painter.fillRect(QRectF(at, middle - side / 2, side, side), QColor(fill))
            else:
                self._paint_actual(painter, QPointF(at + side / 2, middle), side / 2, held)
            left = at + side + theme.space(0.75)
            box = QRectF(left, self.whole.top(), self.whole.right() - left, self.line)
            write(painter, box, words, self.small, theme.colour("muted"))
            at = left + text_width(self.small, words) + theme.space(2)
