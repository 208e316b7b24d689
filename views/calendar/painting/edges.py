"""Paints what stands around the columns: rulers at the left, headings above."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from models.wall_time import city_of
from views.calendar.placing.layout import Box, Column, HourLine, hours_of
from views.calendar.placing.scene import Frame, Scene
from views.charts.drawing import pen, write
from views.theme import Theme


def paint_rulers(
    painter: QPainter, scene: Scene, frame: Frame, view: Box, top: float, theme: Theme
) -> None:
    """Paint the hours of both zones beside the columns, for the day that is selected."""
    area = QRectF(0, frame.head, frame.left, view.height - frame.head)
    painter.fillRect(area, theme.colour("canvas"))
    column = scene.ruler_column
    if column is None:
        return
    painter.save()
    painter.setClipRect(area)
    zones = [scene.week.zone, scene.other_zone][: frame.rulers]
    for at, zone in enumerate(zones):
        left = (frame.rulers - 1 - at) * frame.ruler
        for one in column.hours if at == 0 else hours_of(column.scale, zone):
            y = frame.head + one.y - top
            line = QRectF(left, y - theme.scaled(8), frame.ruler - theme.space(0.75), 0)
            line.setHeight(theme.scaled(16))
            if line.top() < frame.head - theme.scaled(4) or line.top() > area.bottom():
                continue
            _paint_hour(painter, line, one, theme, is_mine=at == 0)
    painter.setPen(pen(theme.colour("line")))
    painter.drawLine(area.topRight(), area.bottomRight())
    painter.restore()


def _paint_hour(
    painter: QPainter, line: QRectF, hour: HourLine, theme: Theme, *, is_mine: bool
) -> None:
    tone = "warning.text" if hour.repeated else ("muted" if is_mine else "faint")
    font = theme.font("small", tabular=True)
    write(painter, line, hour.words, font, theme.colour(tone), Qt.AlignmentFlag.AlignRight)


def paint_heads(
    painter: QPainter,
    columns: Sequence[Column],
    scene: Scene,
    frame: Frame,
    view: Box,
    left: float,
    theme: Theme,
) -> None:
    """Paint the days or the closers above the columns, with what must be known of each."""
    area = QRectF(0, 0, view.width, frame.head)
    painter.fillRect(area, theme.colour("canvas"))
    painter.save()
    painter.setClipRect(QRectF(frame.left, 0, view.width - frame.left, frame.head))
    shown = scene.stop.column if scene.stop is not None else -1
    for column in columns:
        head = scene.heads[column.index]
        x = frame.left + column.left - left
        room = column.width - theme.space()
        title = QRectF(x + theme.space(0.5), theme.space(0.5), room, theme.scaled(20))
        stands_out = column.index == shown or head.is_today
        ink = "accent" if head.is_today else "text"
        write(
            painter,
            title,
            head.title,
            theme.font("body", "semibold" if stands_out else "medium"),
            theme.colour(ink),
        )
        note = QRectF(title.left(), title.bottom(), room, theme.scaled(16))
        write(painter, note, head.note, theme.font("small"), theme.colour(head.tone))
        if column.index == shown:
            mark = QRectF(x, frame.head - 3, column.width - 1, 3)
            painter.fillRect(mark, theme.colour("accent_fill"))
    painter.restore()
    zones = [scene.week.zone, scene.other_zone][: frame.rulers]
    for at, zone in enumerate(zones):
        x = (frame.rulers - 1 - at) * frame.ruler
        line = QRectF(x, frame.head - theme.scaled(20), frame.ruler - theme.space(0.75), 0)
        line.setHeight(theme.scaled(16))
        tone = theme.colour("muted" if at == 0 else "faint")
        write(painter, line, city_of(zone), theme.font("small"), tone, Qt.AlignmentFlag.AlignRight)
    painter.setPen(pen(theme.colour("line")))
    painter.drawLine(QPointF(0, frame.head - 1), QPointF(view.width, frame.head - 1))
