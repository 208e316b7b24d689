"""The calendar at work: keys walk through it, and what is dragged gets another time."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from models.appointments.calendar_page import CalendarMeeting, CalendarWeek
from models.ids import AppointmentId, MemberId
from models.language import gettext as _
from views.calendar.painting.painted import PaintedMeetings
from views.calendar.placing import stops as walking
from views.calendar.placing.dragging import Drag, begin_drag, drag_to
from views.calendar.placing.layout import Box, Column
from views.calendar.placing.proposals import Proposal
from views.calendar.placing.stops import STEP_MINUTES, Stop
from views.calendar.words import meeting_sentence, wall, whole_day_words

_SIDE_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, **_SIDE_STEPS}
_DRAG_SCROLL_PIXELS = 24


class CalendarView(PaintedMeetings):
    """Shows days or closers side by side. Arrows walk through meetings and free time."""

    went_to = Signal(object)
    """Emitted with the `Stop` that the keys or the pointer came to."""
    opened = Signal(object)
    """Emitted with the `CalendarMeeting` that is to be opened."""
    proposed = Signal(object)
    """Emitted with the `Proposal` while it is dragged; None when it is given up."""
    dropped = Signal(object)
    """Emitted with the `Proposal` that was let go of."""
    left_days = Signal(int)
    """Emitted with -1 or 1 when a key goes beyond the first or the last column."""

    def __init__(self) -> None:
        super().__init__()
        self._drag: Drag | None = None

    @property
    def stop(self) -> Stop | None:
        """Where the keys stand."""
        return None if self.scene is None else self.scene.stop

    @property
    def chosen_meeting(self) -> CalendarMeeting | None:
        """The meeting on which the keys stand, if any."""
        return None if self.stop is None else self.stop.meeting

    @property
    def chosen_closer_id(self) -> MemberId | None:
        """Whose column the keys are in."""
        column = self._chosen_column
        return None if column is None else column.closer.id

    @property
    def chosen_day(self) -> date | None:
        """On which day the keys are."""
        column = self._chosen_column
        return None if column is None else column.day.day

    @property
    def _chosen_column(self) -> Column | None:
        stop, columns = self.stop, self.placed.columns
        return columns[stop.column] if stop is not None and stop.column < len(columns) else None

    @property
    def proposal(self) -> Proposal | None:
        """The time that is about to be given, if any."""
        return None if self.scene is None else self.scene.proposal

    def show_week(self, week: CalendarWeek, now: datetime, aim: datetime | None = None) -> None:
        """Show other days, or the same anew; the keys go to `aim`, else stay where they were."""
        before, closer_id = self.stop, self.chosen_closer_id
        self._drag = None
        self.set_scene(week, now)
        self.meetings.show_week(week)
        if self.placed.columns:
            kept = before if aim is None else None
            instant = aim or (now if before is None else before.instant)
            again = self._stop_again(kept, closer_id, instant)
            self.go_to(again, scroll=before is not None)
        if not self._was_scrolled:
            self.scroll_to_morning()

    def show_proposal(self, proposal: Proposal | None, *, is_refused: bool = False) -> None:
        """Show a time that is about to be given, and whether the rules refuse it."""
        self.change_scene(proposal=proposal, is_refused=is_refused)
        if proposal is not None and self._drag is None:
            self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll to the proposed time, else to the chosen meeting."""
        proposal, stop = self.proposal, self.stop
        column = None
        if proposal is not None:
            column = self.placed.column_of(proposal.closer_id, proposal.starts_at)
        if proposal is not None and column is not None:
            self.scroll_to_box(column.box_of(proposal.starts_at, proposal.ends_at))
        elif stop is not None and stop.meeting is not None:
            self.scroll_to_box(self._box_of(stop))

    def give_up(self) -> None:
        """Take the proposed time back; everything is where it was."""
        self._drag = None
        if self.proposal is not None:
            self.show_proposal(None)
            self.proposed.emit(None)

    def choose_meeting(self, appointment_id: AppointmentId) -> bool:
        """Stand on a meeting; return whether it is shown."""
        block = self.placed.block_of(appointment_id)
        if block is None:
            return False
        self.go_to(Stop(block.column, block.meeting.starts_at, block.meeting))
        return True

    def go_to(self, stop: Stop, *, scroll: bool = True) -> None:
        """Stand on a stop, and scroll so that it is seen."""
        self.change_scene(stop=stop)
        self._settle_other_zone(stop)
        index = QModelIndex()
        if stop.meeting is not None:
            index = self.meetings.index_of(stop.meeting.id)
        self.setCurrentIndex(index)
        self.setAccessibleDescription(self.words_of(stop))
        if scroll:
            self.scroll_to_box(self._box_of(stop))
        self.went_to.emit(stop)

    def words_of(self, stop: Stop) -> str:
        """Return in a sentence what stands at a stop."""
        if self.scene is None:
            return ""
        zone = self.scene.week.zone
        if stop.meeting is not None:
            return meeting_sentence(stop.meeting, zone)
        column = self.placed.columns[stop.column]
        return _("{day}, {time}, {closer}: no meeting").format(
            day=whole_day_words(column.day.day),
            time=wall(stop.instant, zone),
            closer=column.closer.name,
        )

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through meetings and free time; what other keys do is for the page to say."""
        act = self._act_of(event)
        if act is None or self.proposal is not None:
            event.ignore()
            return
        act()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer, and hold it."""
        if event.button() != Qt.MouseButton.LeftButton or self.proposal is not None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        x, y = self.content_point(event.position())
        column = self.placed.column_at(x)
        if column is None or not self.is_inside(event.position()):
            return
        block = self.placed.block_at(x, y)
        if block is None:
            instant = column.scale.instant_at(y)
            self.go_to(walking.at_instant(self.placed, column, instant), scroll=False)
        else:
            self.go_to(Stop(block.column, block.meeting.starts_at, block.meeting), scroll=False)
        self._drag = begin_drag(self.placed, x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; while nothing is, show where an edge can be taken hold of."""
        x, y = self.content_point(event.position())
        drag = self._drag
        if drag is None:
            self._show_what_can_be_held(event.position())
            return
        if not drag.is_moving:
            far = abs(x - drag.from_x) + abs(y - drag.from_y)
            if far < QApplication.startDragDistance() or not drag.can_move:
                return
            self._drag = drag.moving()
        proposal = drag_to(self.placed, drag, x, y, self._grid)
        if proposal is not None and proposal != self.proposal:
            self.change_scene(proposal=proposal, is_refused=False)
            self.proposed.emit(proposal)
        point = Box(x, y - _DRAG_SCROLL_PIXELS, 1, 2 * _DRAG_SCROLL_PIXELS)
        self.scroll_to_box(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what was dragged."""
        drag, self._drag = self._drag, None
        if event.button() != Qt.MouseButton.LeftButton or drag is None or not drag.is_moving:
            return
        if self.proposal is not None and self.proposal.changes:
            self.dropped.emit(self.proposal)
        else:
            self.give_up()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open the meeting that is pointed at."""
        self._drag = None
        if self.stop is not None and self.stop.meeting is not None:
            self.opened.emit(self.stop.meeting)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Start none of Qt's own drags: blocks are dragged within the calendar only."""

    # Inside

    @property
    def _grid(self) -> int:
        return STEP_MINUTES if self.scene is None else self.scene.week.grid_minutes

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        stop, placed = self.stop, self.placed
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if stop is None:
            return None
        key = Qt.Key(event.key())
        steps = _STEPS.get(key, 0)
        if modifiers == Qt.KeyboardModifier.ControlModifier and steps:
            return lambda: self.go_to(walking.next_meeting(placed, stop, steps))
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return None
        if key in _SIDE_STEPS:
            return lambda: self._go_sideways(stop, steps)
        if steps:
            return lambda: self.go_to(walking.up_or_down(placed, stop, steps))
        if key == Qt.Key.Key_Home:
            return lambda: self.go_to(walking.first_of_day(placed, stop))
        if key == Qt.Key.Key_End:
            return lambda: self.go_to(walking.last_of_day(placed, stop))
        return None

    def _go_sideways(self, stop: Stop, steps: int) -> None:
        found = walking.sideways(self.placed, stop, steps)
        if found is None:
            self.left_days.emit(steps)
        else:
            self.go_to(found)

    def _show_what_can_be_held(self, point: QPointF) -> None:
        x, y = self.content_point(point)
        drag = begin_drag(self.placed, x, y)
        edge = drag.kind == "resize" and drag.can_move and self.is_inside(point)
        shape = Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _stop_again(self, before: Stop | None, closer_id: MemberId | None, aim: datetime) -> Stop:
        """Return where the keys are to stand: on what they stood on, else at a time."""
        placed = self.placed
        if before is not None and before.meeting is not None:
            block = placed.block_of(before.meeting.id)
            if block is not None:
                return Stop(block.column, block.meeting.starts_at, block.meeting)
        here = [one for one in placed.columns if one.day.starts_at <= aim < one.day.ends_at]
        same = next((one for one in here if one.closer.id == closer_id), None)
        column = same or (here[0] if here else None)
        if column is not None:
            return walking.at_instant(placed, column, aim)
        return self._begin_in(placed.columns[0], closer_id)

    def _begin_in(self, column: Column, closer_id: MemberId | None) -> Stop:
        mine = (one for one in self.placed.columns if one.closer.id == closer_id)
        chosen = next(mine, column)
        return walking.first_of_day(self.placed, Stop(chosen.index, chosen.day.starts_at))

    def _box_of(self, stop: Stop) -> Box:
        block = None if stop.meeting is None else self.placed.block_of(stop.meeting.id)
        if block is not None:
            return block.box
        column = self.placed.columns[stop.column]
        height = column.scale.hour_pixels * STEP_MINUTES / 60
        return Box(column.left, column.scale.y_of(stop.instant), column.width, height)

    def _settle_other_zone(self, stop: Stop) -> None:
        """Let the second ruler follow what is chosen: the prospect's zone, else the closer's."""
        if self.scene is None:
            return
        mine = self.scene.week.zone
        column = self.placed.columns[stop.column]
        wanted = [column.closer.zone]
        if stop.meeting is not None:
            wanted.insert(0, stop.meeting.zone)
        if not self.scene.other_zone:
            wanted += [one.meeting.zone for one in self.placed.blocks]
        found = next((zone for zone in wanted if zone != mine), "")
        # A ruler that comes and goes would shift the columns under the pointer.
        if found and found != self.scene.other_zone:
            first = not self.scene.other_zone
            self.change_scene(other_zone=found)
            if first:
                self._place_anew()
