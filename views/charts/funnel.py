"""A funnel as bars, one under the other, with the counts of each stage and the rate to the next."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from models.language import gettext as _
from views.charts.drawing import rule, text_width, write
from views.charts.numbers import count_with_range, mean_count, percent, span
from views.theme import Theme

_RIGHT = Qt.AlignmentFlag.AlignRight
_MOST_FOR_WORDS = 0.6
_MOST_FOR_NAMES = 0.35
"""Share of a chart's width that names and counts may take from the bars."""
_LEAST_GAP = 0.75
"""Height between two rows in which the rate can be read, as a share of a line."""


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A stage: how many reach it (mean, P10, P90) and at which rate (0..1) from the one before."""

    name: str
    mean: float
    low: float
    high: float
    rate: float | None
    rate_span: str = ""
    """The range of the rate, where it is not known exactly."""
    waiting: str = ""
    """What waits at this stage, in words; written where it passes on."""


@dataclass(frozen=True)
class FunnelDrawing:
    """The stages in order; the first is the batch itself."""

    title: str
    unit: str
    rows: tuple[FunnelRow, ...]

    @property
    def marks(self) -> int:
        """How many stages there are."""
        return len(self.rows)

    def reading(self, mark: int) -> str:
        """Return a stage's count, range, and share of the batch."""
        row = self.rows[mark]
        if row.mean == row.low == row.high:
            return _("{name}: {count}").format(name=row.name, count=mean_count(row.mean))
        said = _("{name}: {mean} on average, {range} in 8 of 10 cases").format(
            name=row.name, mean=mean_count(row.mean), range=span(row.low, row.high)
        )
        first = self.rows[0]
        if mark > 0 and first.mean > 0:
            said += _(", {share} of {first}").format(
                share=percent(row.mean / first.mean), first=first.name
            )
        return f"{said}; {row.waiting}" if row.waiting else said

    def description(self) -> str:
        """Return the chart in words."""
        readings = "; ".join(self.reading(mark) for mark in range(self.marks))
        return f"{self.title}. {readings}."

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the stage in whose row the point lies."""
        if not self.rows or not area.contains(point):
            return None
        layout = _Layout(self, area, theme)
        mark = int((point.y() - layout.top(0) + layout.gap / 2) / layout.pitch)
        return mark if 0 <= mark < self.marks else None

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint the stages."""
        layout = _Layout(self, area, theme)
        for mark in range(self.marks - 1):
            layout.paint_passage(painter, mark)
        for mark in range(self.marks):
            layout.paint_stage(painter, mark, pointed=mark == pointed)


class _Layout:
    def __init__(self, drawing: FunnelDrawing, area: QRectF, theme: Theme) -> None:
        self.rows = drawing.rows
        self.theme = theme
        self.area = area
        self.body = theme.font("body")
        self.figures = theme.font("body", "medium", tabular=True)
        self.small = theme.font("small", tabular=True)
        self.line = theme.scaled(16.0)
        self.counts = [count_with_range(row.mean, row.low, row.high) for row in self.rows]
        names = max(text_width(self.body, row.name) for row in self.rows)
        counts = max(text_width(self.figures, count) for count in self.counts)
        names = min(names, area.width() * _MOST_FOR_NAMES)
        if names + counts > area.width() * _MOST_FOR_WORDS:
            # The ranges are drawn and read; without bars there would be no chart.
            self.counts = [mean_count(row.mean) for row in self.rows]
            counts = max(text_width(self.figures, count) for count in self.counts)
        left = names + theme.space(2)
        right = counts + theme.space(2)
        self.bars = area.adjusted(left, 0, -right, 0)
        rows = max(len(self.rows), 1)
        # The last row has no passage under it.
        self.pitch = min(area.height() / (rows - 0.42), theme.scaled(64.0))
        self.thick = min(max(self.pitch * 0.54, 8.0), theme.scaled(32.0))
        self.gap = self.pitch - self.thick
        self.most = max((row.high for row in self.rows), default=1.0) or 1.0

    def top(self, mark: int) -> float:
        return self.area.top() + mark * self.pitch

    def length(self, count: float) -> float:
        return count / self.most * self.bars.width()

    def paint_passage(self, painter: QPainter, mark: int) -> None:
        """Paint the narrowing to the next stage, and the rate in it."""
        upper, lower = self.rows[mark], self.rows[mark + 1]
        left, start, end = self.bars.left(), self.top(mark) + self.thick, self.top(mark + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.colours.chart.sequence[0]))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left, start),
                    QPointF(left + self.length(upper.mean), start),
                    QPointF(left + self.length(lower.mean), end),
                    QPointF(left, end),
                ]
            )
        )
        if lower.rate is None:
            return
        words = percent(lower.rate) + (f"  ({lower.rate_span})" if lower.rate_span else "")
        if upper.waiting:
            words += f" \u00b7 {upper.waiting}"
        if self.gap < _LEAST_GAP * self.line:
            # Between the rows of a small funnel words would run through the counts.
            return
        # Between the rows there is nothing else, so the words may go on to the edge.
        box = QRectF(left + self.theme.space(1), start, 0, self.gap)
        box.setRight(self.area.right())
        write(painter, box, "\u2193 " + words, self.small, self.theme.colour("muted"))

    def paint_stage(self, painter: QPainter, mark: int, *, pointed: bool) -> None:
        """Paint a stage's name, bar, range and count."""
        theme, row, top = self.theme, self.rows[mark], self.top(mark)
        line = QRectF(self.area.left(), top, self.area.width(), self.thick)
        if pointed:
            painter.fillRect(line, theme.colour("hover"))
        name = QRectF(line)
        name.setRight(self.bars.left() - theme.space(1))
        write(painter, name, row.name, self.body, theme.colour("text"))
        left, middle = self.bars.left(), top + self.thick / 2
        bar = QRectF(left, top, max(self.length(row.mean), 1.0), self.thick)
        painter.fillRect(bar, theme.series(0) if pointed else self._fill())
        if row.high > row.low:
            self._paint_whisker(painter, row, middle)
        write(painter, line, self.counts[mark], self.figures, theme.colour("text"), _RIGHT)

    def _fill(self) -> QColor:
        return QColor(self.theme.colours.chart.sequence[2])

    def _paint_whisker(self, painter: QPainter, row: FunnelRow, middle: float) -> None:
        low = round(self.bars.left() + self.length(row.low))
        high = round(self.bars.left() + self.length(row.high))
        middle, ink = round(middle), self.theme.colour("text")
        rule(painter, QPointF(low, middle), QPointF(high, middle), ink)
        for x in (low, high):
            rule(painter, QPointF(x, middle - 4), QPointF(x, middle + 5), ink)
