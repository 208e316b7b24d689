"""Where everything of the calendar stands: columns, blocks side by side, all as plain rectangles.

What is to be painted is placed here, once, when something changes; painting only draws it. The
origin is the upper left corner of the first column; head and rulers lie outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from models.appointments.calendar_page import (
    CalendarCloser,
    CalendarDay,
    CalendarMeeting,
    CalendarWeek,
    HoldRow,
)
from models.ids import AppointmentId, MemberId
from views.calendar.placing.day_scale import DayScale

LEAST_BLOCK_MINUTES = 15
"""Shorter meetings are drawn as long as this, or nobody could read or grab them."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def touches(self, other: "Box") -> bool:
        """Whether it shares some area with another."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Measures:
    """What the geometry depends on: how high an hour is, how wide columns are, and the gaps."""

    hour_pixels: float
    least_column: float
    gap: float = 2.0


class HourLine(NamedTuple):
    """A full hour at its height."""

    y: float
    words: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One day of one closer, with what lies behind its meetings."""

    index: int
    day_index: int
    day: CalendarDay
    closer: CalendarCloser
    scale: DayScale
    left: float
    width: float
    hours: tuple[HourLine, ...]
    working: tuple[Box, ...]
    away: tuple[tuple[Box, str], ...]
    busy: tuple[Box, ...]
    holds: tuple[tuple[Box, HoldRow], ...]

    @property
    def box(self) -> Box:
        """All of the column."""
        return Box(self.left, 0.0, self.width, self.scale.height)

    @property
    def known(self) -> bool:
        """Whether it is known when the closer is busy on this day."""
        return self.closer.known[self.day_index].is_known

    def box_of(self, start: datetime, end: datetime) -> Box:
        """Return where a time stands in this column, cut to the day."""
        return _box(self.scale, self.left, self.width, start, end)


@dataclass(frozen=True, slots=True)
class Block:
    """A meeting, or the part of it that lies on one day, beside those that overlap it."""

    meeting: CalendarMeeting
    column: int
    box: Box
    lane: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns from left to right and the meetings in them."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    width: float
    height: float

    def column_at(self, x: float) -> Column | None:
        """Return the column at a distance from the left, the nearest one outside of all."""
        if not self.columns:
            return None
        inside = (one for one in self.columns if x < one.left + one.width)
        return next(inside, self.columns[-1])

    def block_at(self, x: float, y: float) -> Block | None:
        """Return the block at a point, the one drawn last where several are."""
        return next((one for one in reversed(self.blocks) if one.box.holds(x, y)), None)

    def block_of(self, appointment_id: AppointmentId) -> Block | None:
        """Return the first block of a meeting."""
        return next((one for one in self.blocks if one.meeting.id == appointment_id), None)

    def column_of(self, closer_id: MemberId, instant: datetime) -> Column | None:
        """Return the column of a closer on whose day an instant lies."""
        return next(
            (
                one
                for one in self.columns
                if one.closer.id == closer_id and one.day.starts_at <= instant < one.day.ends_at
            ),
            None,
        )


def lay_out(week: CalendarWeek, room: float, measures: Measures) -> Layout:
    """Place everything in `room` pixels of width, more where columns would get too narrow."""
    pairs = [(at, day, closer) for at, day in enumerate(week.days) for closer in week.closers]
    width = max(room / max(1, len(pairs)), measures.least_column)
    columns = tuple(
        _column(index, at, day, closer, week, width, measures)
        for index, (at, day, closer) in enumerate(pairs)
    )
    blocks = tuple(
        block for column in columns for block in _blocks(column, week.meetings, measures)
    )
    height = max((one.scale.height for one in columns), default=0.0)
    return Layout(columns, blocks, width * len(columns), height)


def _column(
    index: int,
    day_index: int,
    day: CalendarDay,
    closer: CalendarCloser,
    week: CalendarWeek,
    width: float,
    measures: Measures,
) -> Column:
    scale = DayScale(day.starts_at, day.ends_at, week.zone, measures.hour_pixels)
    left = index * width

    def box(start: datetime, end: datetime) -> Box:
        return _box(scale, left, width, start, end)

    def is_here(start: datetime, end: datetime) -> bool:
        return start < day.ends_at and end > day.starts_at

    return Column(
        index=index,
        day_index=day_index,
        day=day,
        closer=closer,
        scale=scale,
        left=left,
        width=width,
        hours=hours_of(scale, week.zone),
        working=tuple(box(*span) for span in closer.working if is_here(*span)),
        away=tuple(
            (box(one.starts_at, one.ends_at), one.words)
            for one in closer.away
            if is_here(one.starts_at, one.ends_at)
        ),
        busy=tuple(box(*span) for span in closer.busy if is_here(*span)),
        holds=tuple(
            (box(one.starts_at, one.ends_at), one)
            for one in week.holds
            if one.closer_id == closer.id and is_here(one.starts_at, one.ends_at)
        ),
    )


def hours_of(scale: DayScale, zone: str) -> tuple[HourLine, ...]:
    """Return the full hours of a day by the clock of a zone, at their heights."""
    return tuple(
        HourLine(scale.y_of(one.instant), one.words, one.repeated) for one in scale.marks(zone)
    )


def _box(scale: DayScale, left: float, width: float, start: datetime, end: datetime) -> Box:
    """Return where a time stands in a column, cut to its day."""
    top, bottom = max(0.0, scale.y_of(start)), min(scale.height, scale.y_of(end))
    return Box(left, top, width, max(0.0, bottom - top))


def _blocks(column: Column, meetings: Sequence[CalendarMeeting], measures: Measures) -> list[Block]:
    """Return the meetings of a column, those that overlap side by side in lanes of equal width."""
    day = column.day
    mine = [
        one
        for one in meetings
        if one.closer_id == column.closer.id
        and one.starts_at < day.ends_at
        and one.ends_at > day.starts_at
    ]
    found: list[Block] = []
    for cluster in _clusters(mine):
        lanes = _lanes(cluster)
        count = max(lanes) + 1
        room = (column.width - 2 * measures.gap) / count
        for meeting, lane in zip(cluster, lanes, strict=True):
            whole = column.box_of(meeting.starts_at, _drawn_until(meeting))
            left = column.left + measures.gap + lane * room
            width = room if lane + 1 == count else room - measures.gap
            box = Box(left, whole.top, width, whole.height)
            found.append(Block(meeting, column.index, box, lane, count))
    return found


def _drawn_until(meeting: CalendarMeeting) -> datetime:
    return max(meeting.ends_at, meeting.starts_at + timedelta(minutes=LEAST_BLOCK_MINUTES))


def _clusters(meetings: Sequence[CalendarMeeting]) -> list[list[CalendarMeeting]]:
    """Return meetings in groups, each overlapping only within its own."""
    groups: list[list[CalendarMeeting]] = []
    until: datetime | None = None
    for one in sorted(meetings, key=lambda row: (row.starts_at, row.id)):
        if until is None or one.starts_at >= until:
            groups.append([])
            until = _drawn_until(one)
        groups[-1].append(one)
        until = max(until, _drawn_until(one))
    return groups


def _lanes(cluster: Sequence[CalendarMeeting]) -> list[int]:
    """Return for each meeting of a group the first lane that is free when it starts."""
    ends: list[datetime] = []
    lanes: list[int] = []
    for one in cluster:
        lane = next((at for at, end in enumerate(ends) if end <= one.starts_at), len(ends))
        if lane == len(ends):
            ends.append(one.starts_at)
        ends[lane] = _drawn_until(one)
        lanes.append(lane)
    return lanes
