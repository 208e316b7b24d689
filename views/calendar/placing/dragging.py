"""What the pointer holds, and which time that makes. Pure, on the layout."""

from dataclasses import dataclass, replace
from datetime import timedelta

from models.appointments.calendar_page import CalendarMeeting
from views.calendar.placing.layout import Layout
from views.calendar.placing.proposals import Kind, Proposal, dragged, marked, of_meeting

_EDGE_PIXELS = 7
_EDGE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Drag:
    """What is held since a point: a meeting, its lower edge, or free time."""

    kind: Kind
    from_x: float
    from_y: float
    meeting: CalendarMeeting | None = None
    grab: timedelta = timedelta()
    is_moving: bool = False

    @property
    def can_move(self) -> bool:
        """Whether dragging may begin: what is over stays where it is."""
        return self.meeting is None or self.meeting.is_movable

    def moving(self) -> "Drag":
        """Return it once the pointer went far enough to mean it."""
        return replace(self, is_moving=True)


def begin_drag(layout: Layout, x: float, y: float) -> Drag:
    """Return what is held at a point."""
    block = layout.block_at(x, y)
    if block is None:
        return Drag("book", x, y)
    column = layout.columns[block.column]
    edge = min(_EDGE_PIXELS, block.box.height * _EDGE_SHARE)
    kind: Kind = "resize" if y >= block.box.bottom - edge else "move"
    grab = column.scale.instant_at(y) - block.meeting.starts_at
    return Drag(kind, x, y, block.meeting, grab)


def drag_to(layout: Layout, drag: Drag, x: float, y: float, grid: int) -> Proposal | None:
    """Return the time that what is held would get at a point."""
    if drag.meeting is None:
        return marked(layout, drag.from_x, drag.from_y, y, grid)
    return dragged(layout, of_meeting(drag.meeting, drag.kind), x, y, drag.grab, grid)
