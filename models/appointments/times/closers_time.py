"""What is known of closers' time, read once and frozen, for the rule that offers and accepts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.appointments.times.local_clock import LocalClock, date_of, local_clock
from models.appointments.times.rules import FAR, ClosersTime, OwnMeeting, Spans, Wish, merged
from models.calendars.busy import ClosersCalendar, busy_of
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.calendars import BusyCalendar, SlotHold
from models.entities.meetings.kinds import MeetingKind
from models.entities.people.team import TeamMember
from models.finding import existing
from models.history.undo.double_booking import FREED
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.team.working_clock import WorkingClock, clocks_of
from models.vocabulary import CalendarState

_MARGIN = timedelta(days=2)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom and for what times are looked at.

    Holds of `member_id` are their own and stand in nobody's way; `leave_out` is a meeting that is
    about to be moved, which is not in its own way.
    """

    first: datetime
    last: datetime
    at: datetime
    kind_id: MeetingKindId | None = None
    member_id: MemberId | None = None
    leave_out: AppointmentId | None = None


def wish_of(
    session: Session, kind_id: MeetingKindId | None, minutes: int | None, at: datetime
) -> Wish:
    """Return what a meeting of a kind asks for; without a kind, any time that is free will do.

    The length is the kind's where none is named, and half an hour where there is neither.
    """
    now = -int(-at.timestamp() // 1)
    if kind_id is None:
        return Wish(now=now, minutes=minutes or 30)
    kind = existing(session, MeetingKind, kind_id)
    return Wish(
        now=now,
        minutes=minutes or kind.minutes,
        before_minutes=kind.buffer_before_minutes,
        after_minutes=kind.buffer_after_minutes,
        notice_minutes=kind.notice_minutes,
        horizon_days=kind.horizon_days,
        daily_cap=kind.daily_cap,
        kind_name=kind.name,
    )


def closers_times(
    session: Session, closer_ids: Collection[MemberId], asking: Asking
) -> tuple[dict[MemberId, ClosersTime], dict[MemberId, ClosersCalendar]]:
    """Return what is known of each closer's time, and of the calendars that it is known from.

    It is right for meetings that lie between the two instants that are asked for.
    """
    first, last = asking.first - _MARGIN, asking.last + _MARGIN
    members = session.scalars(select(TeamMember).where(TeamMember.id.in_(closer_ids))).all()
    clocks = clocks_of(session, closer_ids)
    calendars = busy_of(session, closer_ids, asking.first, asking.last, asking.at)
    known_until = _known_until(session, calendars, asking)
    own = _own_meetings(session, closer_ids, first, last, asking)
    moved = _moved_span(session, asking.leave_out)
    holds = _holds(session, closer_ids, asking)
    found = {}
    for member in members:
        closer_id = MemberId(member.id)
        wall = local_clock(member.zone, int(first.timestamp()), int(last.timestamp()))
        working, days_off = _working(clocks[closer_id], wall, first, last)
        meetings = own.get(closer_id, [])
        calendar = calendars[closer_id]
        found[closer_id] = ClosersTime(
            closer_id=closer_id,
            name=member.name,
            clock=wall,
            working=working,
            days_off=days_off,
            own=tuple(meeting for meeting, _kind in meetings),
            kept=merged(meeting.kept for meeting, _kind in meetings),
            held=merged(holds[closer_id]),
            busy=_busy(calendar, moved),
            on_day=_by_day(wall, meetings, None),
            of_kind=_by_day(wall, meetings, asking.kind_id),
            daily_cap=member.daily_meeting_cap,
            known=calendar.state is CalendarState.KNOWN or closer_id in known_until,
            known_until=known_until.get(closer_id, FAR),
            calendar_says=calendar.sentence,
        )
    return found, calendars


def _known_until(
    session: Session, calendars: Mapping[MemberId, ClosersCalendar], asking: Asking
) -> dict[MemberId, int]:
    """Return how far calendars reach that only end too early, so that times before are known."""
    stale = [one for one, known in calendars.items() if known.state is CalendarState.STALE]
    if not stale:
        return {}
    begin = busy_of(session, stale, asking.first, asking.first, asking.at)
    ends = session.execute(
        select(BusyCalendar.member_id, func.min(BusyCalendar.covers_until).label("until"))
        .where(BusyCalendar.member_id.in_(stale))
        .group_by(BusyCalendar.member_id)
    )
    return {
        MemberId(row.member_id): int(row.until.timestamp())
        for row in ends
        if begin[MemberId(row.member_id)].state is CalendarState.KNOWN
    }


_Meeting = tuple[OwnMeeting, int | None]


def _own_meetings(
    session: Session,
    closer_ids: Collection[MemberId],
    first: datetime,
    last: datetime,
    asking: Asking,
) -> dict[MemberId, list[_Meeting]]:
    found: defaultdict[MemberId, list[_Meeting]] = defaultdict(list)
    rows = session.execute(
        select(
            Appointment.id,
            Appointment.closer_id,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.buffer_before_minutes,
            Appointment.buffer_after_minutes,
            Appointment.kind_id,
        )
        .where(
            Appointment.closer_id.in_(closer_ids),
            Appointment.state.not_in(FREED),
            Appointment.starts_at < last,
            Appointment.ends_at > first,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    for row in rows:
        if row.id != asking.leave_out:
            meeting = OwnMeeting(
                appointment_id=AppointmentId(row.id),
                starts=int(row.starts_at.timestamp()),
                ends=int(row.ends_at.timestamp()),
                before=(row.buffer_before_minutes or 0) * _MINUTE,
                after=(row.buffer_after_minutes or 0) * _MINUTE,
            )
            found[MemberId(row.closer_id)].append((meeting, row.kind_id))
    return found


def _moved_span(session: Session, moved: AppointmentId | None) -> tuple[int, int] | None:
    if moved is None:
        return None
    row = existing(session, Appointment, moved)
    return int(row.starts_at.timestamp()), int(row.ends_at.timestamp())


def _holds(
    session: Session, closer_ids: Collection[MemberId], asking: Asking
) -> defaultdict[MemberId, list[tuple[int, int]]]:
    found: defaultdict[MemberId, list[tuple[int, int]]] = defaultdict(list)
    rows = session.execute(
        select(SlotHold.closer_id, SlotHold.starts_at, SlotHold.ends_at).where(
            SlotHold.closer_id.in_(closer_ids),
            SlotHold.until > asking.at,
            SlotHold.held_by_id.is_distinct_from(asking.member_id),
        )
    )
    for row in rows:
        span = (int(row.starts_at.timestamp()), int(row.ends_at.timestamp()))
        found[MemberId(row.closer_id)].append(span)
    return found


def _working(
    clock: WorkingClock, wall: LocalClock, first: datetime, last: datetime
) -> tuple[Spans, frozenset[int]]:
    begin, end = wall.day_at(int(first.timestamp())), wall.day_at(int(last.timestamp()))
    spans: list[tuple[int, int]] = []
    off = []
    for number in range(begin, end + 1):
        day = date_of(number)
        found = clock.spans_of(day)
        spans += [(int(start.timestamp()), int(finish.timestamp())) for start, finish in found]
        if not found and clock.hours.get(day.weekday()):
            off.append(number)
    return merged(spans), frozenset(off)


def _busy(calendar: ClosersCalendar, moved: tuple[int, int] | None) -> Spans:
    """Return the busy times; a meeting that is moved stands in the calendar, too, and is none."""
    spans = [(int(start.timestamp()), int(finish.timestamp())) for start, finish in calendar.spans]
    if moved is not None:
        begin, end = moved
        spans = [
            part
            for start, finish in spans
            for part in ((start, min(finish, begin)), (max(start, end), finish))
        ]
    return merged(spans)


def _by_day(
    wall: LocalClock, meetings: list[_Meeting], kind_id: MeetingKindId | None
) -> dict[int, int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for meeting, kind in meetings:
        if kind_id is None or kind == kind_id:
            counts[wall.day_at(meeting.starts)] += 1
    return dict(counts)
