"""The axes that charts with values to the left and labels below have in common."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from views.charts.drawing import rule, text_width, write
from views.theme import Theme

_LINE_PIXELS = 16


def paint_levels(
    painter: QPainter,
    area: QRectF,
    levels: Iterable[tuple[float, float, str]],
    theme: Theme,
    *,
    edge: float,
) -> None:
    """Paint a line across the area for each level, and its words between `edge` and the area.

    A level is a value, its height, and its words; that of 0 is the axis itself.
    """
    small, line = theme.font("small", tabular=True), float(theme.scaled(_LINE_PIXELS))
    for value, height, words in levels:
        y = round(height)
        grey = theme.colour("chart.grid" if value else "chart.axis")
        rule(painter, QPointF(area.left(), y), QPointF(area.right(), y), grey)
        box = QRectF(edge, y + 0.5 - line / 2, 0, line)
        box.setRight(area.left() - theme.space(0.75))
        write(painter, box, words, small, theme.colour("muted"), Qt.AlignmentFlag.AlignRight)


def paint_labels(
    painter: QPainter, area: QRectF, labels: Sequence[str], theme: Theme, *, end: float
) -> None:
    """Write labels below the columns of an area, as many as have room, none beyond `end`."""
    small, line = theme.font("small", tabular=True), float(theme.scaled(_LINE_PIXELS))
    step = area.width() / max(len(labels), 1)
    widest = max((text_width(small, label) for label in labels), default=0.0) + theme.space(2)
    every = max(1, -(-int(widest) // max(int(step), 1)))
    for mark in range(0, len(labels), every):
        middle = area.left() + (mark + 0.5) * step
        box = QRectF(middle - widest / 2, area.bottom() + theme.space(0.5), widest, line)
        if box.right() <= end:
            ink = theme.colour("muted")
            write(painter, box, labels[mark], small, ink, Qt.AlignmentFlag.AlignHCenter)
