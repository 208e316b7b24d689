"""The chance of a goal over the values of one input, with the answer and where it stands now."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from models.language import gettext as _
from views.asking.wording import value_words
from views.charts.axes import paint_levels
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import percent, whole_chance
from views.charts.scales import round_step
from views.theme import Theme
from views.whatif.inputs.shown import Unit

_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class CurveDrawing:
    """Chances (0..1) at values in order; the marks are the values."""

    title: str
    unit: str
    points: tuple[tuple[float, float], ...]
    kind: Unit
    """What the values are counted in."""
    wanted: float
    answer: float
    span: tuple[float, float]
    """Where the exact answer lies with 90 %."""
    now: float

    @property
    def marks(self) -> int:
        """How many values were tried."""
        return len(self.points)

    def reading(self, mark: int) -> str:
        """Return the chance at a value."""
        value, share = self.points[mark]
        return _("{value}: {chance}").format(
            value=value_words(value, self.kind), chance=whole_chance(share)
        )

    def description(self) -> str:
        """Return the chart in words."""
        ends = "; ".join(self.reading(mark) for mark in sorted({0, self.marks - 1}))
        return _("{title}. {ends}. {wanted} is reached at {answer}; it is {now} now.").format(
            title=self.title,
            ends=ends,
            wanted=percent(self.wanted),
            answer=value_words(self.answer, self.kind),
            now=value_words(self.now, self.kind),
        )

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the value nearest to a point."""
        plot = _Plot(self, area, theme)
        if not self.points or not plot.area.contains(point):
            return None
        return min(range(self.marks), key=lambda at: abs(plot.x(self.points[at][0]) - point.x()))

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, the wanted chance, the curve, the answer and where the input stands."""
        if self.points:
            _Plot(self, area, theme).paint(painter, pointed)


class _Plot:
    """Where everything of a curve stands within an area; made anew for every painting."""

    def __init__(self, drawing: CurveDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing, self.theme = drawing, theme
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        left = text_width(self.small, percent(1.0)) + theme.space(1)
        self.area = area.adjusted(left, 1.5 * self.line, -theme.space(2), -1.5 * self.line)
        values = [value for value, _share in drawing.points]
        self.low = min((*values, drawing.now))
        self.high = max((*values, drawing.now))
        if self.low == self.high:
            self.high += 1.0

    def x(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.area.left() + share * self.area.width()

    def y(self, share: float) -> float:
        """Return the height of a chance."""
        return self.area.bottom() - share * self.area.height()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything, the quiet parts first."""
        drawing, theme = self.drawing, self.theme
        self._paint_axes(painter)
        low, high = (self.x(min(max(end, self.low), self.high)) for end in drawing.span)
        band = QRectF(low, self.area.top(), max(high - low, 1.0), self.area.height())
        painter.fillRect(band, theme.colour("accent", 0.18))
        painter.setPen(pen(theme.series(0), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        curve = [QPointF(self.x(value), self.y(share)) for value, share in drawing.points]
        painter.drawPolyline(QPolygonF(curve))
        wanted = round(self.y(drawing.wanted)) + 0.5
        painter.setPen(pen(theme.colour("chart.target"), dashed=True))
        painter.drawLine(QPointF(self.area.left(), wanted), QPointF(self.area.right(), wanted))
        self._paint_upright(painter, drawing.now, "muted", dashed=True)
        self._paint_upright(painter, drawing.answer, "accent", dashed=False)
        self._write_words(painter)
        if pointed is not None:
            value, share = drawing.points[pointed]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(QPointF(self.x(value), self.y(share)), 4.0, 4.0)

    def _paint_upright(self, painter: QPainter, value: float, ink: str, *, dashed: bool) -> None:
        x = round(self.x(value)) + 0.5
        painter.setPen(pen(self.theme.colour(ink), dashed=dashed))
        top = self.area.top() - 0.35 * self.line
        painter.drawLine(QPointF(x, top), QPointF(x, self.area.bottom()))

    def _write_words(self, painter: QPainter) -> None:
        """Write at the uprights what they are."""
        drawing = self.drawing
        marks = [(drawing.now, _("now"), "muted"), (drawing.answer, _("answer"), "accent")]
        marks.sort(key=lambda mark: mark[0])
        said = [f"{words} {value_words(value, drawing.kind)}" for value, words, _ink in marks]
        first, second = (text_width(self.small, words) for words in said)
        lefts = beside_each_other(
            (self.x(marks[0][0]), self.x(marks[1][0])),
            (first, second),
            self.area.left(),
            self.area.right() + self.theme.space(1),
            gap=self.theme.scaled(4),
        )
        for left, words, (_value, _words, ink) in zip(lefts, said, marks, strict=True):
            width = text_width(self.small, words) + 1
            box = QRectF(left, self.area.top() - 1.5 * self.line, width, self.line)
            write(painter, box, words, self.small, self.theme.colour(ink))

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self.theme, self.area
        ink = theme.colour("muted")
        levels = [(share, self.y(share), percent(share)) for share in (0.0, 0.5, 1.0)]
        paint_levels(painter, area, levels, theme, edge=area.left() - theme.scaled(60))
        step = round_step(self.high - self.low, max(2, int(area.width() / theme.scaled(90))))
        for number in range(-(-int(self.low / step) // 1), int(self.high / step) + 1):
            value = number * step
            if value < self.low:
                continue
            box = QRectF(0, area.bottom() + theme.space(0.5), theme.scaled(88), self.line)
            box.moveLeft(self.x(value) - box.width() / 2)
            write(painter, box, value_words(value, self.drawing.kind), self.small, ink, _CENTRE)


def beside_each_other(
    marks: tuple[float, float],
    widths: tuple[float, float],
    left: float,
    right: float,
    *,
    gap: float,
) -> tuple[float, float]:
    """Return where words at two marks begin, the left mark first, so that they do not meet.

    They stand on the sides that look away from each other; where an edge leaves no room for that,
    the one makes room for the other.
    """
    first = max(marks[0] - gap - widths[0], left)
    second = max(min(marks[1] + gap, right - widths[1]), first + widths[0] + 2 * gap)
    over = max(second + widths[1] - right, 0.0)
    return first - over, second - over
