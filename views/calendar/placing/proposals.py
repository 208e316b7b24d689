"""A time that somebody is about to give a meeting, or a new one: by dragging or by key. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from models.appointments.calendar_page import CalendarMeeting
from models.ids import MemberId
from views.calendar.placing.layout import Column, Layout

Kind = Literal["move", "resize", "book"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The time that would hold; `meeting` is the one that gets it, none for a new one."""

    kind: Kind
    closer_id: MemberId
    starts_at: datetime
    ends_at: datetime
    meeting: CalendarMeeting | None = None

    @property
    def minutes(self) -> int:
        """How long the meeting would be."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def changes(self) -> bool:
        """Whether anything would be other than it is."""
        if self.meeting is None:
            return True
        held = (self.meeting.closer_id, self.meeting.starts_at, self.meeting.ends_at)
        return (self.closer_id, self.starts_at, self.ends_at) != held


def of_meeting(meeting: CalendarMeeting, kind: Kind = "move") -> Proposal:
    """Return the time that a meeting has, to begin from."""
    return Proposal(kind, meeting.closer_id, meeting.starts_at, meeting.ends_at, meeting)


def dragged(
    layout: Layout, proposal: Proposal, x: float, y: float, grab: timedelta, grid: int
) -> Proposal:
    """Return the time under the pointer; `grab` is how far below its start a block is held."""
    column = layout.column_at(x)
    if column is None:
        return proposal
    under = column.scale.instant_at(y)
    if proposal.kind == "move":
        start = column.scale.nearest_on_grid(under - grab, grid)
        return _starting(proposal, column, start)
    # The end of a block is dragged within its own column.
    home = layout.column_of(proposal.closer_id, proposal.starts_at) or column
    end = home.scale.nearest_on_grid(home.scale.instant_at(y), grid)
    return _ending(proposal, end, grid)


def marked(layout: Layout, x: float, from_y: float, to_y: float, grid: int) -> Proposal | None:
    """Return the free stretch that was drawn with the pointer, as a new booking."""
    column = layout.column_at(x)
    if column is None:
        return None
    first, last = sorted((column.scale.instant_at(from_y), column.scale.instant_at(to_y)))
    start = column.scale.on_grid(first, grid)
    end = max(column.scale.next_on_grid(last, grid), start + timedelta(minutes=grid))
    return Proposal("book", column.closer.id, start, min(end, column.day.ends_at))


def moved_by(layout: Layout, proposal: Proposal, steps: int, grid: int) -> Proposal:
    """Return the time some steps of the grid later or earlier."""
    column = layout.column_of(proposal.closer_id, proposal.starts_at)
    if column is None:
        return proposal
    start = proposal.starts_at
    for _step in range(abs(steps)):
        start = (
            column.scale.next_on_grid(start, grid)
            if steps > 0
            else column.scale.on_grid(start - timedelta(seconds=1), grid)
        )
    return replace(_at(proposal, start), kind="move" if proposal.meeting else proposal.kind)


def moved_across(layout: Layout, proposal: Proposal, steps: int) -> Proposal:
    """Return the same time of day some columns on: another day, or another closer."""
    column = layout.column_of(proposal.closer_id, proposal.starts_at)
    if column is None or not 0 <= column.index + steps < len(layout.columns):
        return proposal
    wanted = layout.columns[column.index + steps]
    height = column.scale.y_of(proposal.starts_at)
    if wanted.day.day != column.day.day:
        height = wanted.scale.y_of(_same_wall(column, wanted, proposal.starts_at))
    start = wanted.scale.instant_at(height)
    kind = "move" if proposal.meeting else proposal.kind
    return replace(_starting(proposal, wanted, start), kind=kind)


def resized_by(layout: Layout, proposal: Proposal, steps: int, grid: int) -> Proposal:
    """Return the time with its end some steps of the grid later or earlier."""
    column = layout.column_of(proposal.closer_id, proposal.starts_at)
    if column is None:
        return proposal
    end = proposal.ends_at
    for _step in range(abs(steps)):
        end = (
            column.scale.next_on_grid(end, grid)
            if steps > 0
            else column.scale.on_grid(end - timedelta(seconds=1), grid)
        )
    changed = _ending(proposal, end, grid)
    return replace(changed, kind="resize" if proposal.meeting else proposal.kind)


def _at(proposal: Proposal, start: datetime) -> Proposal:
    return replace(
        proposal, starts_at=start, ends_at=start + (proposal.ends_at - proposal.starts_at)
    )


def _starting(proposal: Proposal, column: Column, start: datetime) -> Proposal:
    latest = column.day.ends_at - timedelta(minutes=1)
    held = min(max(start, column.day.starts_at), latest)
    return replace(_at(proposal, held), closer_id=column.closer.id)


def _ending(proposal: Proposal, end: datetime, grid: int) -> Proposal:
    least = proposal.starts_at + timedelta(minutes=min(grid, proposal.minutes))
    return replace(proposal, ends_at=max(end, least))


def _same_wall(column: Column, wanted: Column, instant: datetime) -> datetime:
    """Return when the clocks of another day show what they show at an instant of this one."""
    hours = [one for one in column.scale.marks() if one.instant <= instant]
    if not hours:
        return wanted.day.starts_at + (instant - column.day.starts_at)
    last = hours[-1]
    past = instant - last.instant
    same = [one.instant for one in wanted.scale.marks() if one.hour == last.hour]
    later = [one.instant for one in wanted.scale.marks() if one.hour > last.hour]
    # An hour that the other day skips means the first one after it.
    return same[0] + past if same else (later[0] if later else wanted.day.starts_at)
