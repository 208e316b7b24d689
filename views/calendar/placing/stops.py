"""Where the keyboard can stand in the calendar, and where each key goes from there.

A stop is a free step of the day or a meeting; up and down go through a day in the order of time,
meetings that overlap one after the other. Pure, on the layout.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.appointments.calendar_page import CalendarMeeting
from views.calendar.placing.layout import Column, Layout

STEP_MINUTES = 30
"""How far a key goes through free time; finer steps would make a day endless."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a column: a meeting, or free time from an instant on."""

    column: int
    instant: datetime
    meeting: CalendarMeeting | None = None


def stops_of(layout: Layout, column: Column) -> tuple[Stop, ...]:
    """Return the stops of a column in order; free time under a meeting is none."""
    meetings = [one.meeting for one in layout.blocks if one.column == column.index]
    taken = [one for one in meetings if not one.is_off]
    found = [Stop(column.index, one.starts_at, one) for one in meetings]
    at = column.day.starts_at
    while at < column.day.ends_at:
        if not any(one.starts_at <= at < one.ends_at for one in taken):
            found.append(Stop(column.index, at))
        at = column.scale.next_on_grid(at, STEP_MINUTES)
    return tuple(sorted(found, key=_order))


def _order(stop: Stop) -> tuple[datetime, bool, int]:
    return stop.instant, stop.meeting is not None, 0 if stop.meeting is None else stop.meeting.id


def up_or_down(layout: Layout, stop: Stop, steps: int) -> Stop:
    """Return the stop some steps later in the same column; the ends of the day hold."""
    stops = stops_of(layout, layout.columns[stop.column])
    at = _place(stops, stop)
    return stops[min(max(at + steps, 0), len(stops) - 1)]


def sideways(layout: Layout, stop: Stop, steps: int) -> Stop | None:
    """Return the stop at the same height some columns on; None beyond the columns.

    A meeting at that height comes before the free time around it.
    """
    wanted = stop.column + steps
    if not 0 <= wanted < len(layout.columns):
        return None
    column = layout.columns[wanted]
    passed = stop.instant - layout.columns[stop.column].day.starts_at
    return at_instant(layout, column, column.day.starts_at + passed)


def at_instant(layout: Layout, column: Column, instant: datetime) -> Stop:
    """Return the stop of a column that holds an instant: a meeting first, else the free step."""
    stops = stops_of(layout, column)
    held = [
        one
        for one in stops
        if one.meeting is not None and one.meeting.starts_at <= instant < one.meeting.ends_at
    ]
    if held:
        return min(held, key=lambda one: one.meeting is not None and one.meeting.is_off)
    return min(stops, key=lambda one: (abs(one.instant - instant), one.meeting is None))


def next_meeting(layout: Layout, stop: Stop, steps: int) -> Stop:
    """Return the next or the previous meeting of all columns; the stop itself where there is none.

    Columns are gone through from left to right.
    """
    every = [one for column in layout.columns for one in stops_of(layout, column)]
    at = _place(every, stop)
    ahead = every[at + 1 :] if steps > 0 else every[:at][::-1]
    return next((one for one in ahead if one.meeting is not None), stop)


def first_of_day(layout: Layout, stop: Stop) -> Stop:
    """Return the first meeting of the column, else where its working time begins."""
    column = layout.columns[stop.column]
    meetings = [one for one in stops_of(layout, column) if one.meeting is not None]
    if meetings:
        return meetings[0]
    return at_instant(layout, column, _working(column)[0])


def last_of_day(layout: Layout, stop: Stop) -> Stop:
    """Return the last meeting of the column, else where its working time ends."""
    column = layout.columns[stop.column]
    meetings = [one for one in stops_of(layout, column) if one.meeting is not None]
    if meetings:
        return meetings[-1]
    return at_instant(layout, column, _working(column)[1] - timedelta(minutes=STEP_MINUTES))


def _working(column: Column) -> tuple[datetime, datetime]:
    day = column.day
    spans = [
        span for span in column.closer.working if span[0] < day.ends_at and span[1] > day.starts_at
    ]
    if not spans:
        return day.starts_at, day.ends_at
    return max(spans[0][0], day.starts_at), min(spans[-1][1], day.ends_at)


def _place(stops: tuple[Stop, ...] | list[Stop], stop: Stop) -> int:
    for at, one in enumerate(stops):
        if one.column == stop.column and _same(one, stop):
            return at
    return min(
        range(len(stops)),
        key=lambda at: (stops[at].column != stop.column, abs(stops[at].instant - stop.instant)),
    )


def _same(one: Stop, other: Stop) -> bool:
    if one.meeting is None or other.meeting is None:
        return one.meeting is other.meeting and one.instant == other.instant
    return one.meeting.id == other.meeting.id
