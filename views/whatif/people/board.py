"""The people of a plan on a timeline, moved by pointer or by keys, under how busy they are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.language import gettext as _
from simulation.network import Network
from simulation.questions.staffing import RoleWeeks
from views.charts.drawing import pen
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan
from views.whatif.people.board_plot import Board, BoardPlot, Handle
from views.whatif.people.hires import (
    Bar,
    bars_of,
    with_end,
    with_hire,
    with_one_leaving,
    with_ramp,
    with_start,
    without_group,
)

_MANY_WEEKS: Final = 4
_REST_MILLISECONDS: Final = 200


class PeopleBoard(QWidget):
    """Up and Down go through the lines, Left and Right move a hire by a week or read the weeks."""

    edited = Signal(object, str)
    """Emitted with the changed `Plan` and what was moved."""
    gesture = Signal()
    """Emitted when a new movement begins."""
    read = Signal(str)
    """Emitted with the words for what is pointed at or chosen; empty for nothing."""
    role_chosen = Signal(int)
    """Emitted with the role that the chosen line belongs to."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._board = Board.of(plan, ())
        self._line = 0
        self._week = 0
        self._pointed: tuple[int, int] | None = None
        self._drag: tuple[Bar, Handle] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("People by week"))
        # Nobody listens to a description that changes with every step of a slider.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._describe)
        theme_changed.connect(self._restyle)
        self._describe()

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._board

    @property
    def chosen_role(self) -> int:
        """The role of the chosen line."""
        lines = self._board.lines
        return lines[self._line].role if lines else 0

    @property
    def chosen_week(self) -> int:
        """The week that a new hire would begin in."""
        bar = self._chosen_bar()
        return bar.start if bar is not None and bar.is_hire else self._week

    @property
    def reading(self) -> str:
        """What is read: what is pointed at, else what is chosen."""
        if not self._board.lines:
            return ""
        if self._pointed is not None:
            return self._board.reading(*self._pointed)
        return self._board.reading(self._line, self._week) if self.hasFocus() else ""

    def show_plan(self, plan: Plan) -> None:
        """Show other people, under how busy they were a moment ago."""
        before, network = self._network, plan.network
        if (before.roles, before.weeks, before.starts_on) == (
            network.roles,
            network.weeks,
            network.starts_on,
        ):
            # Nothing here looks different, and a drag elsewhere need not wait for painting.
            self._board = replace(self._board, plan=plan)
            return
        lines, staffing = len(self._board.lines), self._board.staffing
        self._put(Board.of(plan, staffing))
        if len(self._board.lines) != lines:
            self.updateGeometry()

    def show_staffing(self, staffing: tuple[RoleWeeks, ...]) -> None:
        """Show how busy the roles are."""
        self._put(Board.of(self._board.plan, staffing))

    def choose_role(self, role: int) -> None:
        """Choose the weeks of a role."""
        lines = enumerate(self._board.lines)
        self._choose(next((at for at, one in lines if one.role == role), 0))

    def hire(self) -> None:
        """Hire one more person of the chosen role."""
        if not self._board.lines:
            return
        self.gesture.emit()
        before, role, week = self._network, self.chosen_role, self.chosen_week
        self._change(with_hire(before, role, week), f"hire {role}")
        self._choose_newest(role)

    def let_one_leave(self) -> None:
        """Let one of the chosen people leave, where the weeks are read or halfway."""
        bar = self._chosen_bar() or self._first_bar(self.chosen_role)
        if bar is None:
            return
        self.gesture.emit()
        week = max(self._week, bar.start + 1, 1) or self._board.weeks // 2
        self._change(with_one_leaving(self._network, bar.role, bar.group, week), "leave")
        self._choose_newest(bar.role)

    def remove(self) -> None:
        """Take the chosen hires or leavers out of the plan; who is there for good stays."""
        bar = self._chosen_bar()
        if bar is None or (not bar.is_hire and bar.end is None):
            return
        self.gesture.emit()
        if bar.is_hire:
            self._change(without_group(self._network, bar.role, bar.group), "remove")
        else:
            self._change(with_end(self._network, bar.role, bar.group, None), "remove")
        self._choose(min(self._line, len(self._board.lines) - 1))

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the lines, move what is chosen, add, let leave, remove."""
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Up: lambda: self._choose(self._line - 1),
            Qt.Key.Key_Down: lambda: self._choose(self._line + 1),
            Qt.Key.Key_Plus: self.hire,
            Qt.Key.Key_L: self.let_one_leave,
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_Backspace: self.remove,
        }
        weeks = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -_MANY_WEEKS,
            Qt.Key.Key_PageDown: _MANY_WEEKS,
            Qt.Key.Key_Home: -self._board.weeks,
            Qt.Key.Key_End: self._board.weeks,
        }
        act = keys.get(event.key())
        by = weeks.get(Qt.Key(event.key()))
        if act is not None:
            act()
        elif by is not None:
            self._step(by, event.modifiers())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a line, and take hold of a mark."""
        plot, at = self.plot, event.position()
        line = plot.line_at(at.y())
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._week = plot.week_at(at.x())
        self._choose(line)
        bar, handle = self._board.lines[line].bar, plot.handle_at(line, at.x())
        if bar is not None and handle is not None:
            self.gesture.emit()
            self._drag = (bar, handle)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a mark, or read what is under the pointer."""
        plot, at = self.plot, event.position()
        if self._drag is not None:
            bar, handle = self._drag
            self._move(bar, handle, round((at.x() - plot.area.left()) / max(plot.step, 0.1)))
            return
        line = plot.line_at(at.y())
        self._point(None if line is None else (line, plot.week_at(at.x())))
        takes = line is not None and plot.handle_at(line, at.x()) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if takes else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the mark."""
        if self._drag is not None:
            self._drag = None
            self.gesture.emit()

    def leaveEvent(self, _event: QEvent) -> None:
        """Stop reading at the pointer."""
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what is chosen."""
        super().focusInEvent(event)
        self._told()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing what is chosen."""
        super().focusOutEvent(event)
        self._told()

    # Painting

    def sizeHint(self) -> QSize:
        """Return the room that all lines take."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the room that all lines take."""
        theme = current_theme()
        plot = BoardPlot(self._board, QRectF(0, 0, 400, 100), theme)
        return QSize(theme.scaled(200), round(plot.bottom + theme.scaled(18)) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, and a ring while the board has the focus."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, week = (self._line, self._week) if self.hasFocus() else (None, None)
        if self._pointed is not None:
            chosen, week = self._pointed
        self.plot.paint(painter, chosen, week)
        if self.hasFocus():
            painter.setPen(pen(theme.colour("accent"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    # Inside

    @property
    def _network(self) -> Network:
        return self._board.plan.network

    @property
    def plot(self) -> BoardPlot:
        """Where everything stands at this size."""
        space = current_theme().space(0.5)
        area = QRectF(self.rect()).adjusted(space, 2, -space, -2)
        return BoardPlot(self._board, area, current_theme())

    def _chosen_bar(self) -> Bar | None:
        lines = self._board.lines
        return lines[self._line].bar if self._line < len(lines) else None

    def _first_bar(self, role: int) -> Bar | None:
        return next((bar for bar in bars_of(self._network) if bar.role == role), None)

    def _put(self, board: Board) -> None:
        same = len(board.lines) == len(self._board.lines) and board.weeks == self._board.weeks
        self._board = board
        self._line = min(self._line, max(0, len(board.lines) - 1))
        self._week = min(self._week, board.weeks - 1)
        # What was pointed at may be another line by now.
        self._pointed = self._pointed if same else None
        self._rest.start()
        self.update()

    def _step(self, by: int, modifiers: Qt.KeyboardModifier) -> None:
        bar = self._chosen_bar()
        if bar is None:
            self._week = min(max(self._week + by, 0), self._board.weeks - 1)
            self._told()
        elif modifiers & Qt.KeyboardModifier.ControlModifier and bar.is_hire:
            self._move(bar, "ramp", bar.start + bar.ramp_weeks + by)
        elif bar.is_hire and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._move(bar, "start", bar.start + by)
        elif bar.is_hire or bar.end is not None:
            end = self._board.weeks if bar.end is None else bar.end
            self._move(bar, "end", end + by)

    def _move(self, bar: Bar, handle: Handle, week: int) -> None:
        network = self._network
        if handle == "start":
            moved = with_start(network, bar.role, bar.group, week)
        elif handle == "end":
            moved = with_end(network, bar.role, bar.group, week)
        else:
            moved = with_ramp(network, bar.role, bar.group, week - bar.start)
        self._change(moved, f"{handle} {bar.role} {bar.group}")
        self._choose_group(bar.role, bar.group)

    def _change(self, network: Network, what: str) -> None:
        if network != self._network:
            self.edited.emit(self._board.plan.with_network(network), what)

    def _choose_newest(self, role: int) -> None:
        self._choose_group(role, len(self._network.roles[role].staff) - 1)

    def _choose_group(self, role: int, group: int) -> None:
        """Stay on some people, whose line may be another one now."""
        for number, line in enumerate(self._board.lines):
            if line.role == role and line.bar is not None and group in line.bar.groups:
                self._choose(number)

    def _choose(self, line: int) -> None:
        self._line = min(max(line, 0), max(0, len(self._board.lines) - 1))
        self._pointed = None
        self._told()
        self.role_chosen.emit(self.chosen_role)

    def _point(self, at: tuple[int, int] | None) -> None:
        if at != self._pointed:
            self._pointed = at
            self._told()

    def _told(self) -> None:
        self.update()
        self._describe()
        self.read.emit(self.reading)

    def _describe(self) -> None:
        said = [self.reading] if self.reading else []
        if not said and self._board.lines:
            said = [self._board.reading(at, None) for at in range(len(self._board.lines))]
        self.setAccessibleDescription("; ".join(said))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
