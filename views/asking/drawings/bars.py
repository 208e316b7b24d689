"""Named bars from a zero line: what inputs do, what hires buy, what learning is worth."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from models.language import gettext as _
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import short, whole
from views.charts.scales import round_step
from views.charts.widget import ChartWidget
from views.theme import Theme, current_theme

_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_LABEL_SHARE: Final = 0.36
_AROUND_PIXELS: Final = 92
"""Title, legend, axis and edges."""
_ROW_PIXELS: Final = 20
_LONG: Final = 1_000.0
"""Steps from which numbers are shortened, so that neighbours leave each other room."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: bars from zero to a value, each in a tone, the last on top; and its figure."""

    name: str
    bars: tuple[tuple[float, int], ...]
    figure: str
    reading: str
    """The row as a sentence."""
    whisker: tuple[float, float] | None = None
    """Where the value lies with 90 %."""


@dataclass(frozen=True)
class BarsDrawing:
    """Rows of bars; `legend` names the tones (series of the theme) where there are several."""

    title: str
    unit: str
    rows: tuple[BarRow, ...]
    legend: tuple[tuple[int, str], ...] = ()
    as_percent: bool = False

    @property
    def marks(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def least_pixels(self) -> int:
        """How high a chart of it must be, at the usual size of text, for its rows to be read."""
        return _AROUND_PIXELS + _ROW_PIXELS * self.marks

    def reading(self, mark: int) -> str:
        """Return a row as a sentence."""
        return self.rows[mark].reading

    def description(self) -> str:
        """Return the chart in words."""
        return f"{self.title}. " + " ".join(f"{row.reading}." for row in self.rows)

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the row that the point lies in."""
        plot = Plot(self, area, theme)
        if not self.rows or not area.contains(point):
            return None
        mark = int((point.y() - plot.area.top()) / plot.pitch)
        return mark if point.y() >= plot.area.top() and mark < self.marks else None

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint the legend, the rows and the axis."""
        if self.rows:
            Plot(self, area, theme).paint(painter, pointed)


def show_bars(chart: ChartWidget, drawing: BarsDrawing) -> None:
    """Show bars in a chart that is high enough to read every row of them."""
    chart.setMinimumHeight(current_theme().scaled(drawing.least_pixels))
    chart.show_drawing(drawing)


class Plot:
    """Where everything of the bars stands within an area; made anew for every painting."""

    def __init__(self, drawing: BarsDrawing, area: QRectF, theme: Theme) -> None:
        self.drawing, self.theme, self.whole = drawing, theme, area
        self.small = theme.font("small", tabular=True)
        self.line = float(theme.scaled(16))
        rows = drawing.rows
        names = max((text_width(self.small, row.name) for row in rows), default=0.0)
        figures = max((text_width(self.small, row.figure) for row in rows), default=0.0)
        left = min(names, area.width() * _LABEL_SHARE) + theme.space(1.5)
        head = self.line + theme.space(0.5) if drawing.legend else 0.0
        self.area = area.adjusted(left, head, -figures - theme.space(1.5), -self.line)
        self.pitch = min(self.area.height() / max(len(rows), 1), float(theme.scaled(30)))
        self.thick = min(max(self.pitch * 0.62, 3.0), theme.scaled(16))
        ends = [value for row in rows for value, _tone in row.bars]
        ends += [value for row in rows if row.whisker for value in row.whisker]
        self.low, self.high = min((0.0, *ends)), max((0.0, *ends))
        if self.low == self.high:
            self.high = 1.0

    def x(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.area.left() + share * self.area.width()

    def paint(self, painter: QPainter, pointed: int | None) -> None:
        """Paint everything."""
        self._paint_legend(painter)
        self._paint_axis(painter)
        for mark, row in enumerate(self.drawing.rows):
            self._paint_row(painter, mark, row, pointed=mark == pointed)

    def _paint_legend(self, painter: QPainter) -> None:
        left = self.area.left()
        for tone, words in self.drawing.legend:
            side = self.line * 0.6
            top = self.whole.top() + (self.line - side) / 2
            painter.fillRect(QRectF(left, top, side, side), self._tone(tone))
            left += side + self.theme.space(0.75)
            width = text_width(self.small, words)
            box = QRectF(left, self.whole.top(), width + 2, self.line)
            write(painter, box, words, self.small, self.theme.colour("muted"))
            left += width + self.theme.space(2)

    def _paint_axis(self, painter: QPainter) -> None:
        theme = self.theme
        bottom = self.area.top() + self.pitch * self.drawing.marks
        step = self.step
        first = -int(-self.low / step)
        free = self.whole.left()
        for number in range(first, int(self.high / step) + 1):
            x = round(self.x(number * step)) + 0.5
            painter.setPen(pen(theme.colour("chart.grid" if number else "chart.axis")))
            painter.drawLine(QPointF(x, self.area.top()), QPointF(x, bottom))
            said = self._number(number * step, step)
            width = text_width(self.small, said) + 2
            box = QRectF(x - width / 2, bottom, width, self.line)
            if box.left() >= free:
                write(painter, box, said, self.small, theme.colour("muted"), _CENTRE)
                free = box.right() + theme.space(0.5)

    @property
    def step(self) -> float:
        """Return the step of the axis: wide enough to be read, and never only the zero."""
        extent, pieces = self.high - self.low, int(self.area.width() / self.theme.scaled(80))
        step = round_step(extent, max(2, pieces))
        while step > max(self.high, -self.low):
            pieces += 1
            step = round_step(extent, pieces)
        return step

    def _number(self, value: float, step: float) -> str:
        if self.drawing.as_percent:
            return _("{share}\u202f%").format(share=f"{value * 100:.0f}")
        if step >= _LONG:
            return short(value)
        return whole(value) if step >= 1.0 else f"{value:.1f}" if step >= 0.1 else f"{value:.2f}"

    def _paint_row(self, painter: QPainter, mark: int, row: BarRow, *, pointed: bool) -> None:
        theme = self.theme
        top = self.area.top() + mark * self.pitch
        line = QRectF(self.whole.left(), top, self.whole.width(), self.pitch)
        if pointed:
            painter.fillRect(line, theme.colour("text", 0.08))
        name = QRectF(line)
        name.setRight(self.area.left() - theme.space(1))
        write(painter, name, row.name, self.small, theme.colour("text"))
        middle = top + self.pitch / 2
        for value, tone in row.bars:
            ends = sorted((self.x(0.0), self.x(value)))
            bar = QRectF(ends[0], middle - self.thick / 2, ends[1] - ends[0], self.thick)
            painter.fillRect(bar, self._tone(tone))
        if row.whisker is not None:
            low, high = (round(self.x(end)) + 0.5 for end in row.whisker)
            y = round(middle) + 0.5
            painter.setPen(pen(theme.colour("text")))
            painter.drawLine(QPointF(low, y), QPointF(high, y))
            for x in (low, high):
                painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 3))
        write(painter, line, row.figure, self.small, theme.colour("text"), _RIGHT)

    def _tone(self, tone: int) -> QColor:
        """Return a series of the theme, or below 0 a step of its sequence."""
        sequence = self.theme.colours.chart.sequence
        return self.theme.series(tone) if tone >= 0 else QColor(sequence[-tone - 1])
