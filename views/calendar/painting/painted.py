"""A list of meetings that is painted as a calendar: where its items stand, and how it scrolls."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip

from models.appointments.calendar_page import CalendarWeek
from models.language import gettext as _
from views.calendar.model import MeetingsModel
from views.calendar.painting.heads import head_of
from views.calendar.painting.placed import paint_scene
from views.calendar.placing.layout import Box, Layout, Measures, lay_out
from views.calendar.placing.scene import Frame, Scene
from views.calendar.words import meeting_sentence
from views.theme import current_theme, theme_changed
from views.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
_HOUR_PIXELS = 48
_COLUMN_PIXELS = 84
_HEAD_PIXELS = 44
_RULER_PIXELS = 60
_MORNING_HOURS = 7


class PaintedMeetings(QListView):
    """Places its items by the scene that it shows; screen readers find them as rows of a list."""

    _scene: Scene | None = None
    """Asked for by Qt while the list is still being made."""

    def __init__(self) -> None:
        super().__init__()
        self.meetings = MeetingsModel(self)
        self.setModel(self.meetings)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Calendar"))
        self._was_scrolled = False
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._repaint)
        theme_changed.connect(self._place_anew)

    @property
    def scene(self) -> Scene | None:
        """All that is shown now; None before the first days are there."""
        return self._scene

    @property
    def placed(self) -> Layout:
        """Where everything stands."""
        return Layout((), (), 0.0, 0.0) if self._scene is None else self._scene.layout

    @property
    def frame_shown(self) -> Frame:
        """How much of the view the headings and the rulers take."""
        theme = current_theme()
        rulers = 2 if self._scene is not None and self._scene.other_zone else 1
        return Frame(theme.scaled(_HEAD_PIXELS), theme.scaled(_RULER_PIXELS), rulers)

    def content_point(self, point: QPointF) -> tuple[float, float]:
        """Return where a point of the viewport lies among the columns."""
        frame = self.frame_shown
        return (
            point.x() - frame.left + self.horizontalOffset(),
            point.y() - frame.head + self.verticalOffset(),
        )

    def view_rect(self, box: Box) -> QRect:
        """Return where a box of the columns stands in the viewport."""
        frame = self.frame_shown
        left = box.left + frame.left - self.horizontalOffset()
        top = box.top + frame.head - self.verticalOffset()
        return QRectF(left, top, box.width, box.height).toRect()

    def is_inside(self, point: QPointF) -> bool:
        """Say whether a point of the viewport lies among the columns."""
        frame = self.frame_shown
        return point.x() >= frame.left and point.y() >= frame.head

    def scroll_to_box(self, box: Box) -> None:
        """Scroll as little as shows a box of the columns."""
        frame = self.frame_shown
        room = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(_nearest(across.value(), room.width() - frame.left, box.left, box.right))
        down.setValue(_nearest(down.value(), room.height() - frame.head, box.top, box.bottom))

    def tip_at(self, point: QPointF) -> str:
        """Return what there is to say at a point of the viewport."""
        if self._scene is None:
            return ""
        x, y = self.content_point(point)
        if self.is_inside(point):
            block = self.placed.block_at(x, y)
            if block is not None:
                return meeting_sentence(block.meeting, self._scene.week.zone)
            column = self.placed.column_at(x)
            holds = () if column is None else column.holds
            held = next((hold for box, hold in holds if box.holds(x, y)), None)
            if held is not None:
                return _("On hold for {who} by {holder}").format(who=held.who, holder=held.holder)
        column = self.placed.column_at(x)
        if column is None or point.x() < self.frame_shown.left:
            return ""
        return self._scene.heads[column.index].whole

    # An item view that places its items itself

    def visualRect(self, index: Index) -> QRect:
        """Return where a meeting stands in the viewport."""
        meeting = self.meetings.meeting(index)
        block = None if meeting is None else self.placed.block_of(meeting.id)
        return QRect() if block is None else self.view_rect(block.box)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the meeting at a point of the viewport."""
        block = self.placed.block_at(*self.content_point(QPointF(point)))
        return QModelIndex() if block is None else self.meetings.index_of(block.meeting.id)

    def scrollTo(
        self,
        index: Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll so that a meeting is seen."""
        meeting = self.meetings.meeting(index)
        block = None if meeting is None else self.placed.block_of(meeting.id)
        if block is not None:
            self.scroll_to_box(block.box)

    def horizontalOffset(self) -> int:
        """Return how far the columns are scrolled."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        """Return how far the hours are scrolled."""
        return self.verticalScrollBar().value()

    def updateGeometries(self) -> None:
        """Give the scroll bars the room that is not seen."""
        frame, room = self.frame_shown, self.viewport().size()
        wide, high = room.width() - frame.left, room.height() - frame.head
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, round(self.placed.width) - wide))
        down.setRange(0, max(0, round(self.placed.height) - high))
        across.setPageStep(max(1, wide))
        down.setPageStep(max(1, high))
        across.setSingleStep(_COLUMN_PIXELS // 2)
        down.setSingleStep(current_theme().scaled(_HOUR_PIXELS) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew in the room there is."""
        super().resizeEvent(event)
        self._place_anew()
        if self._was_scrolled:
            self.keep_in_sight()
        elif self._scene is not None:
            self.scroll_to_morning()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is shown."""
        if self._scene is None:
            return
        painter = QPainter(self.viewport())
        view = Box(0, 0, self.viewport().width(), self.viewport().height())
        offset = QPointF(self.horizontalOffset(), self.verticalOffset())
        scene = replace(self._scene, is_focused=self.hasFocus())
        paint_scene(painter, scene, self.frame_shown, view, offset, current_theme())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys stand."""
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self._repaint()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tooltip what there is no room to write."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(QPointF(event.pos()))), self)
            return True
        return super().viewportEvent(event)

    # For the calendar that builds on it

    def keep_in_sight(self) -> None:
        """Scroll to what must not get out of sight while the room changes."""

    def place(self, week: CalendarWeek) -> Layout:
        """Return where everything of some days would stand in the room there is."""
        measures = Measures(
            current_theme().scaled(_HOUR_PIXELS), current_theme().scaled(_COLUMN_PIXELS)
        )
        room = max(1, self.viewport().width() - self.frame_shown.left)
        return lay_out(week, room, measures)

    def set_scene(self, week: CalendarWeek, now: datetime) -> None:
        """Show other days; nothing of them is chosen yet."""
        other = "" if self._scene is None else self._scene.other_zone
        self._scene = Scene(week, Layout((), (), 0.0, 0.0), (), now, other_zone=other)
        self._place_anew()

    def change_scene(self, **changes: Any) -> None:
        """Show the same days with something else chosen, proposed or later."""
        if self._scene is not None:
            self._scene = replace(self._scene, **changes)
            self._repaint()

    def scroll_to_morning(self) -> None:
        """Scroll to where the first of the shown people begins to work."""
        columns = self.placed.columns
        tops = [box.top for one in columns for box in one.working if box.height > 0]
        first = columns[0].scale if columns else None
        usual = 0.0 if first is None else first.hour_pixels * _MORNING_HOURS
        half = 0.0 if first is None else first.hour_pixels / 2
        room = self.viewport().height() - self.frame_shown.head
        if room > half:
            self._was_scrolled = self.isVisible()
            self.verticalScrollBar().setValue(round(min(tops, default=usual) - half))

    def _place_anew(self) -> None:
        if self._scene is None:
            return
        week, now = self._scene.week, self._scene.now
        layout = self.place(week)
        side_by_side = len(week.days) == 1
        heads = tuple(head_of(one, now, side_by_side=side_by_side) for one in layout.columns)
        self.change_scene(layout=layout, heads=heads)
        self.updateGeometries()

    def _repaint(self) -> None:
        self.viewport().update()


def _nearest(value: int, room: int, low: float, high: float) -> int:
    """Return the scroll value nearest to one at which a stretch is seen, its beginning first."""
    if high > value + room:
        value = round(high - room)
    return min(value, round(low))
