"""How busy each role is and who comes and goes, painted week by week on one axis."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from models.language import gettext as _
from models.language import ngettext
from simulation.questions.staffing import RoleWeeks
from views.charts.drawing import pen, text_width, write
from views.charts.numbers import mean_count, percent
from views.theme import Theme
from views.whatif.content import Plan
from views.whatif.drawings import month_ticks, week_labels
from views.whatif.people.hires import Bar, bars_of

_RIGHT = Qt.AlignmentFlag.AlignRight
_BUSY: Final = (0.5, 0.7, 0.85, 0.95)
"""From which shares of their time on people are painted one step darker."""

Handle = Literal["start", "end", "ramp"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board: the weeks of a role, or a bar of its people."""

    role: int
    bar: Bar | None = None


@dataclass(frozen=True)
class Board:
    """A plan's roles, how busy they are, and their people; `staffing` is what was computed."""

    plan: Plan
    staffing: tuple[RoleWeeks, ...]
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, plan: Plan, staffing: tuple[RoleWeeks, ...]) -> "Board":
        """Return the board of a plan; staffing of another set of roles is left out."""
        lines: list[Line] = []
        bars = bars_of(plan.network)
        for role in range(len(plan.network.roles)):
            lines.append(Line(role))
            lines += [Line(role, bar) for bar in bars if bar.role == role]
        fits = len(staffing) == len(plan.network.roles) and all(
            one.utilisation.size == plan.network.weeks for one in staffing
        )
        return cls(plan, staffing if fits else (), tuple(lines))

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.plan.network.weeks

    def reading(self, line: int, week: int | None) -> str:
        """Return a line in words, or one week of a role."""
        one = self.lines[line]
        name = self.plan.network.roles[one.role].name
        if one.bar is not None:
            return f"{name}: {bar_words(self.plan, one.bar)}"
        if not self.staffing:
            return name
        role = self.staffing[one.role]
        if week is None:
            return _("{role}: {share} busy on average").format(
                role=name, share=percent(float(role.utilisation.mean()))
            )
        said = _("{role}, {week}: {share} busy").format(
            role=name, week=week_labels(self.plan)[week], share=percent(role.utilisation[week])
        )
        if role.queue[week] < 0.05:
            return _("{said}, nobody waits").format(said=said)
        return _("{said}, {queue} wait, {most} in 1 of 10 cases").format(
            said=said,
            queue=mean_count(role.queue[week]),
            most=mean_count(role.queue_p90[week]),
        )


def bar_words(plan: Plan, bar: Bar) -> str:
    """Return who a bar stands for, and when they come and go."""
    people = ngettext("{count} person", "{count} people", bar.people).format(count=bar.people)
    labels = week_labels(plan)
    parts = [people]
    if bar.is_hire:
        parts.append(_("from {week}").format(week=labels[bar.start]))
    if bar.end is not None and bar.end < len(labels):
        parts.append(_("until {week}").format(week=labels[max(bar.end, 0)]))
    if bar.ramp_weeks:
        words = ngettext("{count} week to grow in", "{count} weeks to grow in", bar.ramp_weeks)
        parts.append(words.format(count=bar.ramp_weeks))
    if len(parts) == 1:
        parts.append(_("there for good"))
    return ", ".join(parts)


class BoardPlot:
    """Where everything of a board stands; made anew for every painting."""

    def __init__(self, board: Board, area: QRectF, theme: Theme) -> None:
        self.board = board
        self.theme = theme
        self.small = theme.font("small", tabular=True)
        self.body = theme.font("body")
        names = [role.name for role in board.plan.network.roles]
        widest = max((text_width(self.body, name) for name in names), default=0.0)
        left = min(widest, area.width() * 0.32) + theme.space(1.5)
        self.whole = area
        self.area = area.adjusted(left, 0, -theme.space(0.5), -theme.scaled(18))
        self.step = self.area.width() / max(board.weeks, 1)
        self.tops: list[float] = []
        top = area.top()
        for line in board.lines:
            if line.bar is None and self.tops:
                top += theme.space(0.5)
            self.tops.append(top)
            top += self.height_of(line)
        self.bottom = top

    def height_of(self, line: Line) -> float:
        """Return how high a line is."""
        return float(self.theme.scaled(19 if line.bar is None else 15))

    def x(self, week: float) -> float:
        """Return where a week begins."""
        return self.area.left() + min(max(week, 0.0), float(self.board.weeks)) * self.step

    def week_at(self, x: float) -> int:
        """Return the week at a place, the nearest one beyond the ends."""
        week = int((x - self.area.left()) // self.step) if self.step > 0 else 0
        return min(max(week, 0), self.board.weeks - 1)

    def line_at(self, y: float) -> int | None:
        """Return the line at a height."""
        for number, (line, top) in enumerate(zip(self.board.lines, self.tops, strict=True)):
            if top <= y < top + self.height_of(line):
                return number
        return None

    def handle_at(self, line: int, x: float) -> Handle | None:
        """Return which mark of a bar is at a place: its start, its end, or the end of its ramp."""
        bar = self.board.lines[line].bar
        if bar is None:
            return None
        reach = max(6.0, self.step)
        marks: list[tuple[float, Handle]] = []
        if bar.end is not None or bar.is_hire:
            end = self.board.weeks if bar.end is None else bar.end
            marks.append((abs(x - self.x(end)), "end"))
        if bar.is_hire:
            marks.append((abs(x - self.x(bar.start)), "start"))
            if bar.ramp_weeks:
                marks.append((abs(x - self.x(bar.start + bar.ramp_weeks)), "ramp"))
        near = min(marks, default=None)
        if near is not None and near[0] <= reach:
            return near[1]
        inside = self.x(bar.start) <= x <= self.x(bar.end or self.board.weeks)
        return "start" if bar.is_hire and inside else None

    def paint(self, painter: QPainter, chosen: int | None, week: int | None) -> None:
        """Paint all lines; the chosen one stands out, and in it the week that is read."""
        for number, line in enumerate(self.board.lines):
            if line.bar is None:
                self._paint_weeks(painter, number, line, week if number == chosen else None)
            else:
                self._paint_bar(painter, number, line.bar, is_chosen=number == chosen)
        self._paint_months(painter)

    def _box(self, number: int) -> QRectF:
        height = self.height_of(self.board.lines[number])
        return QRectF(self.area.left(), self.tops[number], self.area.width(), height)

    def _paint_weeks(self, painter: QPainter, number: int, line: Line, pointed: int | None) -> None:
        theme, box = self.theme, self._box(number)
        name = QRectF(self.whole.left(), box.top(), 0, box.height())
        name.setRight(self.area.left() - theme.space(1))
        role = self.board.plan.network.roles[line.role]
        write(painter, name, role.name, self.body, theme.colour("text"))
        strip = box.adjusted(0, theme.space(0.5), 0, -theme.space(0.25))
        if not self.board.staffing:
            painter.fillRect(strip, theme.colour("hover"))
            return
        weeks = self.board.staffing[line.role]
        colours = [QColor(value) for value in theme.colours.chart.sequence]
        shades = [sum(busy >= limit for limit in _BUSY) for busy in weeks.utilisation.tolist()]
        first = 0
        for shade, alike in groupby(shades):
            after = first + len(list(alike))
            left, right = round(self.x(first)), round(self.x(after))
            cells = QRectF(left, strip.top(), right - left, strip.height())
            painter.fillRect(cells, colours[shade])
            first = after
        self._paint_binding(painter, strip, weeks)
        if pointed is not None:
            cell = QRectF(self.x(pointed), box.top() + 1, self.step, box.height() - 2)
            painter.setPen(pen(theme.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell)

    def _paint_binding(self, painter: QPainter, strip: QRectF, weeks: RoleWeeks) -> None:
        """Mark the weeks in which leads are left waiting by a thick line and a sign."""
        colour = self.theme.colour("chart.target")
        binding = weeks.binding_weeks
        if not binding:
            return
        cuts = [0, *(at for at, (a, b) in enumerate(pairwise(binding), 1) if b > a + 1)]
        for begin, end in pairwise([*cuts, len(binding)]):
            left, right = self.x(binding[begin]), self.x(binding[end - 1] + 1)
            y = strip.top() - 1.5
            painter.setPen(pen(colour, 3.0))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            side = min(5.0, max(right - left, 3.0))
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(left, y),
                        QPointF(left + side, y),
                        QPointF(left, y + side + 2),
                    ]
                )
            )

    def _paint_bar(self, painter: QPainter, number: int, bar: Bar, *, is_chosen: bool) -> None:
        theme = self.theme
        row = self._box(number)
        box = row.adjusted(0, 1, 0, -1)
        box.setLeft(self.x(bar.start))
        box.setRight(self.x(self.board.weeks if bar.end is None else bar.end))
        painter.setPen(pen(theme.colour("accent" if is_chosen else "line"), 1.5))
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(box, 3, 3)
        if bar.ramp_weeks:
            ramp = QRectF(box)
            ramp.setRight(min(self.x(bar.start + bar.ramp_weeks), box.right()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface", 0.75))
            # It grows from nothing to the whole height.
            painter.drawPolygon(QPolygonF([ramp.topLeft(), ramp.topRight(), ramp.bottomLeft()]))
        marks = [box.left()] if bar.is_hire else []
        if bar.end is not None:
            marks.append(box.right())
        for x in marks:
            mark = QRectF(x - 1.5, row.top() + 1, 3.0, row.height() - 2)
            painter.fillRect(mark, theme.colour("accent"))
        self._write_bar(painter, row, box, bar)

    def _write_bar(self, painter: QPainter, row: QRectF, box: QRectF, bar: Bar) -> None:
        """Write who it is within the bar, or beside it where it is too short."""
        words = short_words(bar)
        width = text_width(self.small, words) + self.theme.space(1)
        place = QRectF(box.left() + self.theme.space(0.75), row.top(), width, row.height())
        if box.width() >= width + self.theme.space(1):
            write(painter, place, words, self.small, self.theme.colour("on_accent_soft"))
            return
        align = Qt.AlignmentFlag.AlignLeft
        if box.right() + width < self.area.right():
            place.moveLeft(box.right() + self.theme.space(0.75))
        else:
            place.moveRight(box.left() - self.theme.space(0.75))
            align = _RIGHT
        write(painter, place, words, self.small, self.theme.colour("muted"), align)

    def _paint_months(self, painter: QPainter) -> None:
        free = self.area.left()
        ink = self.theme.colour("muted")
        for week, words in month_ticks(self.board.plan):
            left, width = self.x(week), text_width(self.small, words)
            if left < free or left + width > self.whole.right():
                continue
            box = QRectF(left, self.bottom + 2, width + 2, self.theme.scaled(16))
            write(painter, box, words, self.small, ink)
            free = left + width + self.theme.space(1)


def short_words(bar: Bar) -> str:
    """Return who a bar stands for, as short as it can be said."""
    if bar.is_hire:
        return f"+{bar.people}"
    if bar.end is not None:
        return ngettext("{count} leaves", "{count} leave", bar.people).format(count=bar.people)
    return ngettext("{count} person", "{count} people", bar.people).format(count=bar.people)
