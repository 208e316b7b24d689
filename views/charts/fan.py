"""A number week by week as a fan: median, middle half and 8 of 10 cases, targets and actuals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from models.language import gettext as _
from views.charts.drawing import paint_chart
from views.charts.fan_plot import FanPlot
from views.charts.numbers import whole
from views.theme import Theme
from views.theme.apply import load_fonts

PICTURE_SIZE = QSize(960, 480)


@dataclass(frozen=True, slots=True)
class TargetSpan:
    """A target that holds from one week to another, both included."""

    first: int
    last: int
    value: float
    words: str


@dataclass(frozen=True)
class FanDrawing:
    """Quantiles of each week; all sequences are as long as `labels`.

    `actuals` are what happened so far and may be shorter. `paths` are single cases. `months` are
    the weeks at which an axis of dates is labelled; without them every so many labels are shown.
    `quarters` are the weeks in which fiscal quarters begin, with their names.
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
    targets: tuple[TargetSpan, ...] = ()
    paths: Sequence[Sequence[float]] = ()
    months: tuple[tuple[int, str], ...] = ()
    quarters: tuple[tuple[int, str], ...] = ()
    number: Callable[[float], str] = whole
    """How quantiles, targets and the axis are written; those of counts are whole."""

    @property
    def marks(self) -> int:
        """How many weeks there are."""
        return len(self.labels)

    @cached_property
    def top(self) -> float:
        """The largest number that must find room."""
        wanted = (span.value for span in self.targets)
        return max((*self.p90, *self.actuals, *wanted, self.target or 0.0, 1.0))

    @cached_property
    def bottom(self) -> float:
        """The smallest number that must find room, 0 or below."""
        return min((*self.p10, *self.actuals, 0.0))

    def reading(self, mark: int) -> str:
        """Return a week's median and ranges, and what happened."""
        said = _("{week}: {middle}, {range} in 8 of 10 cases, {half} in half of them").format(
            week=self.labels[mark],
            middle=self.number(self.p50[mark]),
            range=self.range_text(self.p10[mark], self.p90[mark]),
            half=self.range_text(self.p25[mark], self.p75[mark]),
        )
        if mark < len(self.actuals):
            said += _("; in fact {actual}").format(actual=self.number(self.actuals[mark]))
        for span in self.targets:
            if span.first <= mark <= span.last:
                said += f"; {span.words}"
        return said

    def range_text(self, low: float, high: float) -> str:
        """Return a range, or the one number where both ends are written alike."""
        ends = self.number(low), self.number(high)
        return ends[0] if ends[0] == ends[1] else "\u2013".join(ends)

    def description(self) -> str:
        """Return the chart in words: where it begins, stands when a target ends, and ends."""
        ends = {0, self.marks - 1, *(span.last for span in self.targets)}
        said = [f"{self.title}."]
        said += [f"{self.reading(mark)}." for mark in sorted(ends) if 0 <= mark < self.marks]
        if self.target is not None:
            said.append(_("The target is {target}.").format(target=self.number(self.target)))
        return " ".join(said)

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the week whose column the point lies in."""
        plot = FanPlot(self, area, theme)
        if self.marks == 0 or not plot.area.contains(point):
            return None
        return min(floor((point.x() - plot.area.left()) / plot.step), self.marks - 1)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, bands, single cases, median, targets and actuals."""
        if self.marks:
            FanPlot(self, area, theme).paint(painter, pointed)


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
