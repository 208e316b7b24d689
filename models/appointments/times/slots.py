"""Times that can be offered to a prospect: on the closers' grids, by the rule that accepts them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.times.closers_time import Asking, closers_times, wish_of
from models.appointments.times.holding import HOLD_MINUTES
from models.appointments.times.local_clock import LocalClock, local_clock
from models.appointments.times.rules import ClosersTime, Wish, judge
from models.checks import zone_name
from models.entities.meetings.kinds import MeetingKind
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.team.working_clock import first_at

PROSPECT_HOURS: Final = (7 * 60, 20 * 60)
"""Between which minutes of the prospect's day a meeting may begin that we propose ourselves."""
_GRID_MINUTES: Final = 15
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A time of a closer that can be booked; a tentative one says why it is no more than that."""

    closer_id: MemberId
    starts_at: datetime
    ends_at: datetime
    tentative: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class CloserState:
    """What is known of a closer's calendar: known, stale, unreadable or ask_first."""

    closer_id: MemberId
    name: str
    calendar: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Slots in the order of time, and how sure each closer's calendar is.

    `left_out` is how many there were that begin at night where the prospect is.
    """

    slots: tuple[SlotRow, ...]
    closers: tuple[CloserState, ...]
    left_out: int = 0


def offer_slots(
    session: Session,
    *,
    kind_id: MeetingKindId | None,
    minutes: int | None,
    closer_ids: Collection[MemberId],
    prospect_zone: str,
    first_day: date,
    days: int,
    at: datetime,
    member_id: MemberId | None = None,
    moving: AppointmentId | None = None,
    prospect_hours: tuple[int, int] = PROSPECT_HOURS,
) -> Offer:
    """Return what can be booked with these closers on some days of the prospect's calendar.

    The length is the kind's where none is named. A slot stays bookable for as long as a hold
    lasts, so notice is reckoned from its end. `member_id` is who asks, whose own hold is in no way;
    nor is the meeting that is `moving`. Refuses an unknown zone and kind.
    """
    zone = ZoneInfo(zone_name("prospect_zone", prospect_zone))
    bookable = at + timedelta(minutes=HOLD_MINUTES)
    opens = max(first_at(first_day, 0, zone), bookable)
    closes = first_at(first_day + timedelta(days=days), 0, zone)
    asking = Asking(opens, max(closes, opens), at, kind_id, member_id, moving)
    times, calendars = closers_times(session, closer_ids, asking)
    states = tuple(
        CloserState(one, times[one].name, calendars[one].state.value, calendars[one].sentence)
        for one in dict.fromkeys(closer_ids)
        if one in times
    )
    wish = wish_of(session, kind_id, minutes, bookable)
    first, last = max(int(opens.timestamp()), wish.now), int(closes.timestamp()) - 1
    step = _grid_of(session, kind_id) * _MINUTE
    found = [
        (start, place, tentative)
        for place, state in enumerate(states)
        for start, tentative in open_starts(times[state.closer_id], wish, first, last, step)
    ]
    found.sort()
    wall = local_clock(prospect_zone, first, max(first, last))
    starts = {start for start, _place, _tentative in found}
    instants = _by_day(starts, timedelta(minutes=wish.minutes), wall, prospect_hours)
    slots = tuple(
        SlotRow(states[place].closer_id, *instants[start], True, states[place].sentence)
        if tentative
        else SlotRow(states[place].closer_id, *instants[start], False, None)
        for start, place, tentative in found
        if start in instants
    )
    return Offer(slots, states, len(found) - len(slots))


def open_starts(
    time: ClosersTime, wish: Wish, first: int, last: int, step: int
) -> Iterator[tuple[int, bool]]:
    """Yield the starts on a closer's grid that the rule lets through, and which are tentative.

    The rule says how long its answer holds, so it is asked once for each change and not for each
    step of the grid.
    """
    start = first
    while start <= last:
        verdict = judge(time, wish, start)
        until = min(verdict.until, last)
        if verdict.refusal is None:
            for one in time.clock.on_grid(start, until, step):
                yield one, verdict.tentative
        start = until + 1


def _by_day(
    starts: set[int], length: timedelta, wall: LocalClock, hours: tuple[int, int]
) -> dict[int, tuple[datetime, datetime]]:
    """Return begin and end of the starts that are not at night on this wall."""
    earliest, latest = hours
    return {
        start: (begins := datetime.fromtimestamp(start, UTC), begins + length)
        for start in starts
        if earliest <= wall.minute_at(start) <= latest
    }


def _grid_of(session: Session, kind_id: MeetingKindId | None) -> int:
    if kind_id is None:
        return _GRID_MINUTES
    found = session.scalar(select(MeetingKind.grid_minutes).where(MeetingKind.id == kind_id))
    return found or _GRID_MINUTES
