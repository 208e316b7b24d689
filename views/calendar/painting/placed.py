"""Paints what was placed: it draws rectangles and words, and reckons no dates."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from models.appointments.calendar_page import HoldRow
from models.language import gettext as _
from views.calendar.painting.edges import paint_heads, paint_rulers
from views.calendar.painting.tiles import away_tile, busy_tile, question_tile
from views.calendar.placing.layout import Block, Box, Column
from views.calendar.placing.scene import Frame, Scene
from views.calendar.placing.stops import STEP_MINUTES
from views.calendar.words import look_of, span_words, their_time
from views.charts.drawing import pen, write
from views.icons import icon
from views.theme import Theme

_CORNER = 4.0
_BAR = 3.0
_LINE = 0.2
"""How strong lines are: hairlines of the theme would be lost on the ground of unknown times."""
_WORDY = 32
"""How high a busy time must be to be named; hatching alone tells the short ones."""


def paint_scene(
    painter: QPainter, scene: Scene, frame: Frame, view: Box, offset: QPointF, theme: Theme
) -> None:
    """Paint the calendar into a view that was scrolled by an offset."""
    painter.fillRect(_rect(view), theme.colour("canvas"))
    body = QRectF(frame.left, frame.head, view.width - frame.left, view.height - frame.head)
    shown = Box(offset.x(), offset.y(), body.width(), body.height())
    columns = [one for one in scene.layout.columns if one.box.touches(shown)]
    painter.save()
    painter.setClipRect(body)
    painter.translate(body.left() - offset.x(), body.top() - offset.y())
    for column in columns:
        _paint_ground(painter, column, shown, theme)
    _paint_hours(painter, columns, scene, shown, theme)
    for column in columns:
        _paint_taken(painter, column, scene, shown, theme)
    for block in scene.layout.blocks:
        if block.box.touches(shown):
            _paint_block(painter, block, scene, theme)
    _paint_now(painter, columns, scene, theme)
    _paint_stop(painter, scene, theme)
    _paint_proposal(painter, scene, theme)
    painter.restore()
    paint_rulers(painter, scene, frame, view, offset.y(), theme)
    paint_heads(painter, columns, scene, frame, view, offset.x(), theme)


# Behind the meetings


def _paint_ground(painter: QPainter, column: Column, shown: Box, theme: Theme) -> None:
    _fill(painter, column.box, shown, theme.colour("rail"))
    for box in column.working:
        _fill(painter, box, shown, theme.colour("surface"))
    for box, words in column.away:
        _fill(painter, box, shown, QBrush(away_tile(theme.name)))
        _words_in_view(painter, box, words, shown, theme)
    if not column.known:
        _fill(painter, column.box, shown, theme.colour("pressed", 0.5))
        _paint_questions(painter, column.box, shown, theme)


def _paint_questions(painter: QPainter, box: Box, shown: Box, theme: Theme) -> None:
    """Fill a column with as many whole question marks side by side as there is room for."""
    tile = question_tile(theme.name, theme.scale)
    width = max(1, box.width // tile.width()) * tile.width()
    left = round(box.left + (box.width - width) / 2)
    painter.setBrushOrigin(QPointF(left, 0))
    inside = Box(max(left, box.left), box.top, min(width, box.width), box.height)
    _fill(painter, inside, shown, QBrush(tile))
    painter.setBrushOrigin(QPointF(0, 0))


def _paint_hours(
    painter: QPainter, columns: Sequence[Column], scene: Scene, shown: Box, theme: Theme
) -> None:
    """Draw the hours across all columns at once, but for days whose hours are others."""
    ruler = scene.ruler_column
    if ruler is None:
        return
    usual = [one for one in columns if one.hours == ruler.hours]
    if usual:
        _draw_hours(painter, usual[0].left, usual[-1].box.right, usual[0], shown, theme)
    for column in columns:
        if column.hours != ruler.hours:
            # The lines of the others went through it.
            _paint_ground(painter, column, shown, theme)
            _draw_hours(painter, column.left, column.box.right, column, shown, theme)
            _paint_own_hours(painter, column, theme)


def _draw_hours(
    painter: QPainter, left: float, right: float, column: Column, shown: Box, theme: Theme
) -> None:
    height = column.scale.hour_pixels
    seen = [round(one.y) for one in column.hours if shown.top - height <= one.y <= shown.bottom]
    painter.setPen(pen(theme.colour("control", _LINE)))
    painter.drawLines([QLineF(left, y, right, y) for y in seen])
    painter.setPen(pen(theme.colour("control", _LINE / 2)))
    halves = [round(y + height / 2) for y in seen]
    painter.drawLines([QLineF(left, y, right, y) for y in halves])


def _paint_own_hours(painter: QPainter, column: Column, theme: Theme) -> None:
    """Write the hours into a column of which they are others than those of the rulers."""
    font = theme.font("small", tabular=True)
    for one in column.hours:
        line = QRectF(column.left, one.y + 1, column.width - theme.space(0.5), theme.scaled(14))
        words = _("{time} again").format(time=one.words) if one.repeated else one.words
        colour = theme.colour("warning.text" if one.repeated else "faint")
        write(painter, line, words, font, colour, Qt.AlignmentFlag.AlignRight)


def _paint_taken(painter: QPainter, column: Column, scene: Scene, shown: Box, theme: Theme) -> None:
    busy = QBrush(busy_tile(theme.name))
    for box in column.busy:
        if box.touches(shown):
            _paint_busy(painter, box, shown, busy, theme)
    for box, hold in column.holds:
        _paint_hold(painter, box, hold, theme)
    painter.setPen(pen(theme.colour("control", _LINE)))
    edge = round(column.left + column.width) - 1
    painter.drawLine(QPointF(edge, 0), QPointF(edge, scene.layout.height))


def _fill(painter: QPainter, box: Box, shown: Box, look: QBrush | QColor) -> None:
    """Fill as much of a box as is seen."""
    left, top = max(box.left, shown.left), max(box.top, shown.top)
    right, bottom = min(box.right, shown.right), min(box.bottom, shown.bottom)
    if left < right and top < bottom:
        painter.fillRect(QRectF(left, top, right - left, bottom - top), look)


def _paint_busy(painter: QPainter, box: Box, shown: Box, look: QBrush, theme: Theme) -> None:
    _fill(painter, Box(box.left + 1, box.top, box.width - 3, box.height), shown, look)
    if box.height >= theme.scaled(_WORDY):
        label = QRectF(box.left + 1, box.top, min(box.width, theme.scaled(40)), theme.scaled(16))
        painter.fillRect(label, theme.colour("pressed"))
        font = theme.font("small")
        write(painter, label.adjusted(4, 0, 0, 0), _("Busy"), font, theme.colour("muted"))


def _paint_hold(painter: QPainter, box: Box, hold: HoldRow, theme: Theme) -> None:
    area = _rect(box).adjusted(2.5, 0.5, -3.5, -0.5)
    painter.setPen(pen(theme.colour("control"), dashed=True))
    painter.setBrush(theme.colour("surface", 0.6))
    painter.drawRoundedRect(area, _CORNER, _CORNER)
    words = _("On hold: {who}").format(who=hold.who)
    line = QRectF(area.left() + 4, area.top(), area.width() - 6, theme.scaled(16))
    write(painter, line, words, theme.font("small"), theme.colour("muted"))


def _words_in_view(painter: QPainter, box: Box, words: str, shown: Box, theme: Theme) -> None:
    top = max(box.top, shown.top)
    line = QRectF(
        box.left + theme.space(), top + theme.space(0.5), box.width - 12, theme.scaled(18)
    )
    if line.bottom() < box.bottom:
        write(painter, line, words, theme.font("small", "medium"), theme.colour("muted"))


# Meetings


def _paint_block(painter: QPainter, block: Block, scene: Scene, theme: Theme) -> None:
    meeting, look = block.meeting, look_of(block.meeting.state)
    away = scene.proposal is not None and scene.proposal.meeting == meeting
    area = _rect(block.box).adjusted(0.5, 0.5, -0.5, -1.5)
    painter.setOpacity(0.45 if away else 1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.colour(look.edge), dashed=look.dashed))
    painter.setBrush(theme.colour(look.ground))
    painter.drawRoundedRect(area, _CORNER, _CORNER)
    if not look.quiet:
        bar = QRectF(area.left(), area.top() + 2, _BAR, area.height() - 4)
        painter.fillRect(bar, theme.colour(look.ink))
    _paint_words(painter, area, block, scene, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setOpacity(1.0)
    chosen = scene.stop.meeting if scene.stop is not None else None
    if chosen is not None and chosen.id == meeting.id:
        _ring(painter, area, scene, theme)


def _paint_words(painter: QPainter, area: QRectF, block: Block, scene: Scene, theme: Theme) -> None:
    meeting, look = block.meeting, look_of(block.meeting.state)
    ink = theme.colour("faint" if look.ink == "faint" else "text")
    line = theme.scaled(16)
    inside = area.adjusted(_BAR + 4, min(3.0, max(0.0, (area.height() - line) / 2)), -3, 0)
    side = theme.scaled(13)
    sign = QRectF(inside.left(), inside.top() + (line - side) / 2, side, side)
    icon(look.icon, look.ink).paint(painter, sign.toRect())
    first = QRectF(inside.left() + side + 4, inside.top(), inside.width() - side - 4, line)
    bold = theme.font("small", "semibold")
    bold.setStrikeOut(meeting.is_off)
    when = span_words(meeting.starts_at, meeting.ends_at, scene.week.zone)
    theirs = their_time(meeting.starts_at, meeting.zone, scene.week.zone)
    lines = [(f"{when} \N{MIDDLE DOT} {theirs}" if theirs else when, "muted")]
    if meeting.company:
        lines.append((meeting.company, "muted"))
    if meeting.purpose:
        lines.append((meeting.purpose, "muted"))
    if meeting.is_movable and meeting.unprepared:
        words = _("{count} to prepare").format(count=meeting.unprepared)
        lines.insert(1, (words, "warning.text"))
    room = int((area.height() - (inside.top() - area.top())) // line) - 1
    title = meeting.who if room > 0 else f"{meeting.who}  {when[:5]}"
    write(painter, first, title, bold, ink)
    for at, (words, ink_name) in enumerate(lines[: max(0, room)], 1):
        rest = QRectF(inside.left(), inside.top() + at * line, inside.width(), line)
        colour = theme.colour("faint" if look.ink == "faint" else ink_name)
        write(painter, rest, words, theme.font("small", tabular=True), colour)


# What moves over them


def _paint_now(painter: QPainter, columns: Sequence[Column], scene: Scene, theme: Theme) -> None:
    for column in columns:
        if column.day.starts_at <= scene.now < column.day.ends_at:
            y = round(column.scale.y_of(scene.now))
            painter.setPen(pen(theme.colour("danger.text"), 2.0))
            painter.drawLine(QPointF(column.left, y), QPointF(column.left + column.width, y))
            painter.setBrush(theme.colour("danger.text"))
            painter.drawEllipse(QPointF(column.left + 3, y), 3, 3)


def _paint_stop(painter: QPainter, scene: Scene, theme: Theme) -> None:
    stop = scene.stop
    if stop is None or stop.meeting is not None or scene.proposal is not None:
        return
    column = scene.layout.columns[stop.column]
    height = column.scale.hour_pixels * STEP_MINUTES / 60
    area = QRectF(column.left, column.scale.y_of(stop.instant), column.width, height)
    area.adjust(1.5, 0.5, -2.5, -0.5)
    painter.fillRect(area, theme.colour("accent_soft", 0.55))
    _ring(painter, area, scene, theme)


def _ring(painter: QPainter, area: QRectF, scene: Scene, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = theme.colour("accent" if scene.is_focused else "control")
    painter.setPen(pen(colour, 2.0))
    painter.drawRoundedRect(area, _CORNER, _CORNER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_proposal(painter: QPainter, scene: Scene, theme: Theme) -> None:
    proposal = scene.proposal
    if proposal is None:
        return
    for column in scene.layout.columns:
        day = column.day
        if column.closer.id != proposal.closer_id:
            continue
        if proposal.starts_at >= day.ends_at or proposal.ends_at <= day.starts_at:
            continue
        box = column.box_of(proposal.starts_at, proposal.ends_at)
        area = _rect(box).adjusted(2, 1, -3, -1)
        state = "danger" if scene.is_refused else "success"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(theme.colour(f"{state}.text"), 2.0))
        painter.setBrush(theme.colour(f"{state}.ground", 0.9))
        painter.drawRoundedRect(area, _CORNER, _CORNER)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        line = QRectF(area.left() + 8, area.top() + 1, area.width() - 12, theme.scaled(16))
        words = span_words(proposal.starts_at, proposal.ends_at, scene.week.zone)
        sign = "\N{MULTIPLICATION SIGN} " if scene.is_refused else ""
        font = theme.font("small", "semibold", tabular=True)
        write(painter, line, f"{sign}{words}", font, theme.colour(f"{state}.text"))


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
