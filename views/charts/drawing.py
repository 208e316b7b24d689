"""What every chart here can do: draw itself anywhere, and say in words what it shows."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout

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


def head_height(theme: Theme, *, narrow: bool = False) -> float:
    """Return how much of a chart its title takes, and its unit where that stands below it."""
    return theme.scaled(20) + theme.space(1) + (theme.scaled(16) if narrow else 0)


def body_of(area: QRectF, drawing: Drawing, theme: Theme) -> QRectF:
    """Return the part of a chart below its title."""
    return area.adjusted(0, head_height(theme, narrow=_is_narrow(area, drawing, theme)), 0, 0)


def _is_narrow(area: QRectF, drawing: Drawing, theme: Theme) -> bool:
    """Return whether the unit does not fit behind the title."""
    return _beside_title(area, drawing, theme).width() < text_width(
        theme.font("small"), drawing.unit
    )


def _beside_title(area: QRectF, drawing: Drawing, theme: Theme) -> QRectF:
    """Return the rest of the line that the title stands on."""
    width = text_width(theme.font("body", "semibold"), drawing.title)
    line = QRectF(area.left(), area.top(), area.width(), theme.scaled(20))
    return line.adjusted(width + theme.space(1.5), 0, 0, 0)


def paint_chart(
    painter: QPainter, area: QRectF, drawing: Drawing, theme: Theme, pointed: int | None = None
) -> None:
    """Paint a drawing under its title; the value that is read takes the place of the unit.

    Where that is too long to stand beside the title, it takes the place of both.
    """
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    rest = _beside_title(area, drawing, theme)
    body = body_of(area, drawing, theme)
    line = QRectF(area.left(), rest.top(), area.width(), rest.height())
    reading = "" if pointed is None else drawing.reading(pointed)
    font = theme.font("small", "medium", tabular=True)
    if text_width(font, reading) > rest.width():
        head = QRectF(line.topLeft(), QPointF(line.right(), body.top()))
        _write_in_lines(painter, head, reading, font, theme.colour("text"))
    else:
        write(painter, line, drawing.title, theme.font("body", "semibold"), theme.colour("text"))
        if reading:
            write(painter, rest, reading, font, theme.colour("text"))
        else:
            if _is_narrow(area, drawing, theme):
                rest = QRectF(line.left(), line.bottom(), line.width(), theme.scaled(16))
            write(painter, rest, drawing.unit, theme.font("small"), theme.colour("muted"))
    drawing.paint(painter, body, theme, pointed)


def _write_in_lines(
    painter: QPainter, area: QRectF, text: str, font: QFont, colour: QColor
) -> None:
    """Write as many lines as fit; the last ends in an ellipsis where there is more to say."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    height = QFontMetricsF(font).height()
    top, begin = area.top(), 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(area.width())
        ends = line.textStart() + line.textLength()
        is_last = top + 2 * height > area.bottom() + 1 or ends >= len(text)
        said = text[begin:] if is_last else text[begin:ends]
        write(painter, QRectF(area.left(), top, area.width(), height), said, font, colour)
        if is_last:
            break
        top, begin = top + height, ends
    layout.endLayout()


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
    room, width = area.width() + 1, metrics.horizontalAdvance(text)
    if width > room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
    left = area.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = area.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left += (area.width() - width) / 2
    painter.setFont(font)
    painter.setPen(colour)
    # Between two rows of pixels the same words would look bolder. They are put at a point: to lay
    # them out in a box takes twice as long, and a picture that is dragged has a hundred of them.
    top = round(area.top() + (area.height() - metrics.height()) / 2)
    painter.drawText(QPointF(left, top + metrics.ascent()), text)


def rule(painter: QPainter, begin: QPointF, end: QPointF, colour: QColor) -> None:
    """Paint a level or upright line of one pixel, to the right of or below its points.

    As a line with smooth edges it would take some thirty times as long.
    """
    x, y = round(begin.x()), round(begin.y())
    painter.fillRect(x, y, max(round(end.x()) - x, 1), max(round(end.y()) - y, 1), colour)


def pen(colour: QColor, width: float = 1.0, *, dashed: bool = False) -> QPen:
    """Return a pen with square corners."""
    made = QPen(colour, width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([4.0, 3.0])
    return made
