"""Chances held against what came: a dot a group of leads, its 90 % range, and the diagonal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from models.language import gettext as _
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import percent, percent_span, whole
from views.theme.tokens import Theme

Point = tuple[float, float, float, float, int]
"""What was said, what came, the low and high end of its 90 % range, and how many leads."""
_ENDS: Final = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where the axes end: small chances would all lie in one corner. A quarter of each is round."""
_LEVELS: Final = 5
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class ReliabilityDrawing:
    """Dots on the diagonal held what they said; below it less came than was said."""

    title: str
    unit: str
    points: Sequence[Point]

    @cached_property
    def end(self) -> float:
        """Where both axes end."""
        farthest = max((max(said, high) for said, _came, _low, high, _of in self.points), default=1)
        return next(end for end in _ENDS if end >= min(farthest, 1.0))

    @property
    def levels(self) -> tuple[float, ...]:
        """The shares that both axes are marked at."""
        return tuple(self.end * level / (_LEVELS - 1) for level in range(_LEVELS))

    @property
    def marks(self) -> int:
        """How many groups of leads there are."""
        return len(self.points)

    def reading(self, mark: int) -> str:
        """Return what was said of a group of leads, and what came."""
        said, came, low, high, leads = self.points[mark]
        return _("Said {said}, came {came} ({range}) of {leads} leads").format(
            said=percent(said),
            came=percent(came),
            range=percent_span(low, high),
            leads=whole(leads),
        )

    def description(self) -> str:
        """Return the chart in words."""
        readings = (f"{self.reading(mark)}." for mark in range(self.marks))
        return " ".join((f"{self.title}.", *readings))

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the group whose chance is nearest to the pointer."""
        plot = _plot(area, theme)
        if not plot.contains(point) or not self.points:
            return None
        share = (point.x() - plot.left()) / max(plot.width(), 1.0) * self.end
        return min(range(self.marks), key=lambda mark: abs(self.points[mark][0] - share))

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, diagonal, ranges and dots."""
        plot = _plot(area, theme)
        self._paint_axes(painter, area, plot, theme)
        painter.setPen(pen(theme.colour("chart.target"), dashed=True))
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        ink = theme.series(0)
        for mark, (said, came, low, high, _leads) in enumerate(self.points):
            painter.setPen(pen(ink, 3.0 if mark == pointed else 1.5))
            painter.drawLine(self._at(plot, said, low), self._at(plot, said, high))
            painter.setBrush(ink)
            size = theme.scaled(5 if mark == pointed else 3)
            painter.drawEllipse(self._at(plot, said, came), size, size)

    def _at(self, plot: QRectF, along: float, up: float) -> QPointF:
        return QPointF(
            plot.left() + along / self.end * plot.width(),
            plot.bottom() - min(up / self.end, 1.0) * plot.height(),
        )

    def _paint_axes(self, painter: QPainter, area: QRectF, plot: QRectF, theme: Theme) -> None:
        small, line = theme.font("small", tabular=True), float(theme.scaled(16))
        ink = theme.colour("muted")
        for share in self.levels:
            at = self._at(plot, share, share)
            painter.setPen(pen(theme.colour("chart.grid" if share else "chart.axis")))
            y = round(at.y()) + 0.5
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            label = QRectF(area.left(), y - line / 2, plot.left() - area.left(), line)
            label.adjust(0, 0, -theme.space(0.75), 0)
            write(painter, label, percent(share), small, ink, _RIGHT)
            box = QRectF(at.x() - theme.scaled(28), plot.bottom(), theme.scaled(56), line)
            write(painter, box.translated(0, theme.space(0.5)), percent(share), small, ink, _CENTRE)
        foot = QRectF(plot.left(), area.bottom() - line, plot.width(), line)
        write(painter, foot, _("chance that was said"), small, ink, _CENTRE)
        head = QRectF(area.left(), area.top(), plot.right() - area.left(), line)
        write(painter, head, _("share that came"), small, ink)


def _plot(area: QRectF, theme: Theme) -> QRectF:
    """Return where the plot stands within an area."""
    small, line = theme.font("small", tabular=True), float(theme.scaled(16))
    left = text_width(small, percent(0.125)) + theme.space(1)
    feet = 2 * line + theme.space(0.75)
    return area.adjusted(left, 1.5 * line, -theme.scaled(24), -feet)
