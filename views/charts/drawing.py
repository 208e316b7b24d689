"""What every chart here can do: draw itself anywhere, and say in words what it shows."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from views.theme.tokens import Theme


class Drawing(Protocol):
    """An immutable picture of some data. Its marks (bars, rows) are numbered from 0."""

    @property
    def title(self) -> str:
        """What the chart shows."""

    @property
    def unit(self) -> str:
        """What is counted, and of what."""

    @property
    def marks(self) -> int:
        """How many marks can be read."""

    def reading(self, mark: int) -> str:
        """Return the value of a mark as a sentence."""

    def description(self) -> str:
        """Return the whole chart in words."""

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the mark under a point of the area it was painted into."""

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint into an area; the mark `pointed` stands out."""


def head_height(theme: Theme) -> float:
    """Return how much of a chart its title takes."""
    return theme.scaled(20) + theme.space(1)


def body_of(area: QRectF, theme: Theme) -> QRectF:
    """Return the part of a chart below its title."""
    return area.adjusted(0, head_height(theme), 0, 0)


def paint_chart(
    painter: QPainter, area: QRectF, drawing: Drawing, theme: Theme, pointed: int | None = None
) -> None:
    """Paint a drawing under its title; the value that is read takes the place of the unit."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    line = QRectF(area.left(), area.top(), area.width(), theme.scaled(20))
    title_font = theme.font("body", "semibold")
    width = text_width(title_font, drawing.title)
    write(painter, line, drawing.title, title_font, theme.colour("text"))
    rest = line.adjusted(width + theme.space(1.5), 0, 0, 0)
    if pointed is None:
        write(painter, rest, drawing.unit, theme.font("small"), theme.colour("muted"))
    else:
        font = theme.font("small", "medium", tabular=True)
        write(painter, rest, drawing.reading(pointed), font, theme.colour("text"))
    drawing.paint(painter, body_of(area, theme), theme, pointed)


def text_width(font: QFont, text: str) -> float:
    """Return how wide `text` is in `font`."""
    return QFontMetricsF(font).horizontalAdvance(text)


def write(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write one line of plain text, vertically centred; what does not fit ends in an ellipsis."""
    metrics = QFontMetricsF(font)
    fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1)
    painter.setFont(font)
    painter.setPen(colour)
    # Between two rows of pixels the same words would look bolder.
    top = round(area.top() + (area.height() - metrics.height()) / 2)
    line = QRectF(area.left(), top, area.width(), metrics.height())
    painter.drawText(line, align | Qt.AlignmentFlag.AlignTop, fitting)


def pen(colour: QColor, width: float = 1.0, *, dashed: bool = False) -> QPen:
    """Return a pen with square corners."""
    made = QPen(colour, width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([4.0, 3.0])
    return made
