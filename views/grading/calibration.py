"""Calibration drawn: what ranges of every width held, and in which tenth the actuals fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from models.language import gettext as _
from simulation.grading.calibration import SHARES, TENTHS
from simulation.grading.grades import Measured
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import percent
from views.grading.sentences import round_percent, with_error
from views.theme import Theme

_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class CoverageDrawing:
    """Promised against held: honest ranges lie on the diagonal, too narrow ones below it."""

    title: str
    unit: str
    observed: Sequence[Measured]

    @property
    def marks(self) -> int:
        """How many widths of ranges there are."""
        return len(self.observed)

    def reading(self, mark: int) -> str:
        """Return what ranges of a width held."""
        one = self.observed[mark]
        return _("Ranges of {promised} held {held}").format(
            promised=percent(SHARES[mark]), held=with_error(one.value, one.error)
        )

    def description(self) -> str:
        """Return the chart in words."""
        return " ".join(
            [f"{self.title}.", *(f"{self.reading(mark)}." for mark in range(self.marks))]
        )

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the width of ranges that is nearest to the pointer."""
        plot = _square(area, theme, _("held"))
        if not plot.contains(point) or not self.marks:
            return None
        share = (point.x() - plot.left()) / max(plot.width(), 1.0)
        return min(range(self.marks), key=lambda mark: abs(SHARES[mark] - share))

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint axes, the diagonal, and each width with two standard errors."""
        plot = _square(area, theme, _("held"))
        _paint_grid(painter, area, plot, theme)

        def at(share: float, held: float) -> QPointF:
            return QPointF(
                plot.left() + share * plot.width(),
                plot.bottom() - min(max(held, 0.0), 1.0) * plot.height(),
            )

        painter.setPen(pen(theme.colour("chart.target"), dashed=True))
        painter.drawLine(at(0.0, 0.0), at(1.0, 1.0))
        ink = theme.series(0)
        for mark, one in enumerate(self.observed):
            share = SHARES[mark]
            painter.setPen(pen(ink, 3.0 if mark == pointed else 1.5))
            painter.drawLine(
                at(share, one.value - 2 * one.error), at(share, one.value + 2 * one.error)
            )
            painter.setBrush(ink)
            size = theme.scaled(5 if mark == pointed else 3)
            painter.drawEllipse(at(share, one.value), size, size)


@dataclass(frozen=True)
class TenthsDrawing:
    """Share of the actuals in each tenth of their forecasts: level where forecasts are right."""

    title: str
    unit: str
    tenths: Sequence[Measured]

    @property
    def marks(self) -> int:
        """How many tenths there are."""
        return len(self.tenths)

    def reading(self, mark: int) -> str:
        """Return how many actuals fell into a tenth."""
        one = self.tenths[mark]
        return _("Tenth {number}, between {low} and {high} of the forecast: {share}").format(
            number=mark + 1,
            low=round_percent(mark / TENTHS),
            high=round_percent((mark + 1) / TENTHS),
            share=with_error(one.value, one.error),
        )

    def description(self) -> str:
        """Return the chart in words: how much fell below, in the middle and above."""
        shares = [one.value for one in self.tenths]
        return _(
            "{title}. {low} fell into the lowest two tenths, {middle} into the six between, "
            "{high} into the highest two; 20, 60 and 20 of 100 are right."
        ).format(
            title=self.title,
            low=round_percent(sum(shares[:2])),
            middle=round_percent(sum(shares[2:-2])),
            high=round_percent(sum(shares[-2:])),
        )

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the tenth whose column the point lies in."""
        plot = _square(area, theme, "")
        if not plot.contains(point) or not self.marks:
            return None
        return min(floor((point.x() - plot.left()) / plot.width() * self.marks), self.marks - 1)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint the bars and the level of a tenth."""
        plot = _square(area, theme, "")
        top = max(0.2, *(one.value for one in self.tenths)) * 1.1
        width = plot.width() / max(self.marks, 1)
        strong, quiet = theme.series(0), QColor(theme.colours.chart.sequence[2])
        for mark, one in enumerate(self.tenths):
            height = one.value / top * plot.height()
            box = QRectF(plot.left() + mark * width + 1, plot.bottom() - height, width - 2, height)
            painter.fillRect(box, strong if mark == pointed else quiet)
        painter.setPen(pen(theme.colour("chart.axis")))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        level = round(plot.bottom() - 1.0 / TENTHS / top * plot.height()) + 0.5
        painter.setPen(pen(theme.colour("chart.target"), dashed=True))
        painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level))
        small, line = theme.font("small", tabular=True), float(theme.scaled(16))
        ink = theme.colour("muted")
        label = QRectF(area.left(), level - line / 2, plot.left() - area.left(), line)
        label.adjust(0, 0, -theme.space(0.75), 0)
        write(painter, label, percent(1.0 / TENTHS), small, ink, _RIGHT)
        foot = QRectF(plot.left(), plot.bottom() + theme.space(0.5), plot.width(), line)
        write(painter, foot, _("below the forecast"), small, ink)
        write(painter, foot, _("above it"), small, ink, _RIGHT)


def _square(area: QRectF, theme: Theme, axis: str) -> QRectF:
    """Return where the plot stands within an area."""
    small, line = theme.font("small", tabular=True), float(theme.scaled(16))
    left = max(text_width(small, percent(1.0)), text_width(small, axis)) + theme.space(1)
    feet = (2 if axis else 1) * line + theme.space(0.75)
    return area.adjusted(left, line / 2, -theme.space(1.5), -feet)


def _paint_grid(painter: QPainter, area: QRectF, plot: QRectF, theme: Theme) -> None:
    small, line = theme.font("small", tabular=True), float(theme.scaled(16))
    ink = theme.colour("muted")
    for share in _QUARTERS:
        y = round(plot.bottom() - share * plot.height()) + 0.5
        painter.setPen(pen(theme.colour("chart.grid" if share else "chart.axis")))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        label = QRectF(area.left(), y - line / 2, plot.left() - area.left(), line)
        label.adjust(0, 0, -theme.space(0.75), 0)
        write(painter, label, percent(share), small, ink, _RIGHT)
        x = plot.left() + share * plot.width()
        box = QRectF(x - theme.scaled(24), plot.bottom(), theme.scaled(48), line)
        box.translate(0, theme.space(0.5))
        write(painter, box, percent(share), small, ink, _CENTRE)
    foot = QRectF(plot.left(), area.bottom() - line, plot.width(), line)
    write(painter, foot, _("promised"), small, ink, _CENTRE)
