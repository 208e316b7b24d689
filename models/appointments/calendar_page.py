"""What the calendar page shows of a few days, read at once: people, their time, their meetings.

The days are those of the person who looks, from one midnight of their zone to the next, however
long a clock change makes them; all times are instants.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.meetings import meetings_between
from models.calendars.busy import busy_of
from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import PreparationItem
from models.entities.meetings.calendars import SlotHold
from models.entities.meetings.kinds import MeetingKind
from models.entities.people.team import TeamMember, TimeOff
from models.finding import existing
from models.history.undo.double_booking import FREED
from models.ids import AppointmentId, LeadId, MemberId
from models.language import gettext as _
from models.team.rows import has_role, team, zone_of
from models.team.working_clock import clocks_of_team, first_at, holiday_name
from models.vocabulary import AppointmentState, CalendarState, Role
from models.wall_time import local_day

_SATURDAY = 5
_USUAL_GRID_MINUTES = 30
_OVER = (AppointmentState.HELD, AppointmentState.NO_SHOW)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the person who looks, from its first instant to the first one of the next."""

    day: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AwayRow:
    """A time in which a closer does not work, and why, in words."""

    starts_at: datetime
    ends_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class KnownDay:
    """Whether it is known when a closer is busy on one of the days, and how that is said."""

    state: str
    sentence: str

    @property
    def is_known(self) -> bool:
        """Whether what is not taken counts as free."""
        return self.state == CalendarState.KNOWN


@dataclass(frozen=True, slots=True)
class CalendarCloser:
    """A closer: when they work, when they are away, when they are busy elsewhere.

    `known` has one entry a day; `as_of` is how old the imported calendar is.
    """

    id: MemberId
    name: str
    zone: str
    working: tuple[Span, ...]
    away: tuple[AwayRow, ...]
    busy: tuple[Span, ...]
    known: tuple[KnownDay, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarMeeting:
    """A meeting as a block of the calendar."""

    id: AppointmentId
    lead_id: LeadId
    closer_id: MemberId
    closer: str
    who: str
    company: str
    purpose: str
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    is_told: bool
    """Whether the guests were told this time, so that another one would be news to them."""
    unprepared: int
    """How many things are still to be prepared."""

    @property
    def is_movable(self) -> bool:
        """Whether its time can still be changed."""
        return self.state not in (*_OVER, *FREED)

    @property
    def is_off(self) -> bool:
        """Whether it takes no time any more."""
        return self.state in FREED


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A time that somebody is about to book."""

    closer_id: MemberId
    starts_at: datetime
    ends_at: datetime
    until: datetime
    who: str
    holder: str


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """Some days of some closers; `everybody` are all closers that can be chosen, by name."""

    zone: str
    days: tuple[CalendarDay, ...]
    closers: tuple[CalendarCloser, ...]
    everybody: tuple[tuple[MemberId, str], ...]
    meetings: tuple[CalendarMeeting, ...]
    holds: tuple[HoldRow, ...] = ()
    grid_minutes: int = _USUAL_GRID_MINUTES


def calendar_zone(session: Session, viewer_id: MemberId | None) -> str:
    """Return the zone in which somebody looks at the calendar."""
    return zone_of(session, viewer_id)


def closer_to_begin_with(session: Session, viewer_id: MemberId | None) -> MemberId | None:
    """Return whose week is shown first: one's own, or that of the first active closer by name."""
    closers = [
        row.id for row in team(session, active_only=True) if has_role(session, row.id, Role.CLOSER)
    ]
    if viewer_id in closers:
        return viewer_id
    return closers[0] if closers else None


def calendar_days(first_day: date, count: int, zone: str) -> tuple[CalendarDay, ...]:
    """Return days of a zone with the instants at which they begin and end.

    >>> (day,) = calendar_days(date(2026, 10, 25), 1, "Europe/Berlin")
    >>> (day.ends_at - day.starts_at) // timedelta(hours=1)
    25
    """
    known = ZoneInfo(zone)
    days = [first_day + timedelta(days=at) for at in range(count + 1)]
    begin = [first_at(day, 0, known) for day in days]
    return tuple(CalendarDay(days[at], begin[at], begin[at + 1]) for at in range(count))


def calendar_week(
    session: Session,
    viewer_id: MemberId | None,
    first_day: date | None,
    day_count: int,
    closer_ids: Collection[MemberId] | None,
    at: datetime,
) -> CalendarWeek:
    """Return what the calendar shows from a day on; without one, from the Monday of this week.

    At the weekend it is the coming Monday once nothing of this week is left, neither work nor a
    meeting. Without `closer_ids` all active closers are shown. Somebody who left is shown as long
    as meetings of theirs lie in these days.
    """
    zone = calendar_zone(session, viewer_id)
    if first_day is not None:
        return _calendar_from(session, zone, first_day, day_count, closer_ids, at)
    today = local_day(at, zone)
    if day_count == 1:
        return _calendar_from(session, zone, today, day_count, closer_ids, at)
    monday = today - timedelta(days=today.weekday())
    found = _calendar_from(session, zone, monday, day_count, closer_ids, at)
    if today.weekday() >= _SATURDAY and _is_over(found, at):
        return _calendar_from(session, zone, monday + timedelta(weeks=1), day_count, closer_ids, at)
    return found


def _is_over(week: CalendarWeek, at: datetime) -> bool:
    """Tell whether neither work nor a meeting is left of what is shown."""
    return all(end <= at for closer in week.closers for _start, end in closer.working) and all(
        meeting.ends_at <= at for meeting in week.meetings
    )


def _calendar_from(
    session: Session,
    zone: str,
    first_day: date,
    day_count: int,
    closer_ids: Collection[MemberId] | None,
    at: datetime,
) -> CalendarWeek:
    days = calendar_days(first_day, day_count, zone)
    start, end = days[0].starts_at, days[-1].ends_at
    meetings = meetings_of_calendar(session, start, end)
    members = {row.id: row for row in team(session)}
    with_meetings = {one.closer_id for one in meetings}
    everybody = tuple(
        (row.id, row.name)
        for row in members.values()
        if row.id in with_meetings or (row.active and has_role(session, row.id, Role.CLOSER))
    )
    shown = [one for one, _name in everybody if closer_ids is None or one in closer_ids]
    grid = session.scalar(
        select(MeetingKind.grid_minutes)
        .where(MeetingKind.active.is_(True))
        .order_by(MeetingKind.position, MeetingKind.id)
        .limit(1)
    )
    return CalendarWeek(
        zone=zone,
        days=days,
        closers=_closers(session, shown, days, at),
        everybody=everybody,
        meetings=tuple(one for one in meetings if one.closer_id in shown),
        holds=_holds(session, shown, start, end, at),
        grid_minutes=grid or _USUAL_GRID_MINUTES,
    )


def meetings_of_calendar(
    session: Session, start: datetime, end: datetime
) -> tuple[CalendarMeeting, ...]:
    """Return all meetings that touch a time, those that are off among them, in order."""
    found = meetings_between(session, start, end)
    unprepared = Counter(
        session.scalars(
            select(PreparationItem.appointment_id).where(
                PreparationItem.appointment_id.in_([row.id for row in found]),
                PreparationItem.done_at.is_(None),
            )
        )
    )
    return tuple(
        CalendarMeeting(
            id=row.id,
            lead_id=row.lead_id,
            closer_id=row.closer_id,
            closer=row.closer,
            who=row.who or _("Lead without a name"),
            company=row.company if row.company != row.who else "",
            purpose=row.purpose or "",
            state=row.state,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.zone,
            is_told=row.invited_at is not None,
            unprepared=unprepared[row.id],
        )
        for row in found
    )


def _closers(
    session: Session, closer_ids: Iterable[MemberId], days: tuple[CalendarDay, ...], at: datetime
) -> tuple[CalendarCloser, ...]:
    wanted = list(closer_ids)
    members = {
        row.id: row for row in session.scalars(select(TeamMember).where(TeamMember.id.in_(wanted)))
    }
    clocks = clocks_of_team(session)
    away = list(session.scalars(select(TimeOff).where(TimeOff.member_id.in_(wanted))))
    start, end = days[0].starts_at, days[-1].ends_at
    busy = busy_of(session, wanted, start, end, at)
    # What a calendar tells of the first days is not made unknown by where it ends.
    by_day = [busy_of(session, wanted, day.starts_at, day.ends_at, at) for day in days]
    return tuple(
        CalendarCloser(
            id=one,
            name=members[one].name,
            zone=members[one].zone,
            working=tuple(
                span
                for day in _days_around(start, end, members[one].zone)
                for span in clocks[one].spans_of(day)
                if span[0] < end and span[1] > start
            ),
            away=_away(members[one], [row for row in away if row.member_id == one], start, end),
            busy=busy[one].spans,
            known=tuple(
                _known_day(known[one].state, known[one].sentence, day, at)
                for day, known in zip(days, by_day, strict=True)
            ),
            as_of=busy[one].as_of,
        )
        for one in wanted
    )


def _known_day(state: str, sentence: str, day: CalendarDay, at: datetime) -> KnownDay:
    # Nobody is booked on a day that is over, so nothing about it needs to be known.
    over = day.ends_at <= at
    return KnownDay(CalendarState.KNOWN.value if over else state, sentence)


def _days_around(start: datetime, end: datetime, zone: str) -> tuple[date, ...]:
    """Return the days of a zone that touch a time; a clock change may cut a day, so one more."""
    first = local_day(start, zone) - timedelta(days=1)
    count = (local_day(end, zone) - first).days + 2
    return tuple(first + timedelta(days=at) for at in range(count))


def away_rows(
    session: Session, member_id: MemberId, start: datetime, end: datetime
) -> tuple[AwayRow, ...]:
    """Return a person's time off and public holidays that touch a time, by the day of their zone.

    Refuses somebody who is not on the team.
    """
    member = existing(session, TeamMember, member_id)
    held = session.scalars(select(TimeOff).where(TimeOff.member_id == member_id))
    return _away(member, list(held), start, end)


def _away(
    member: TeamMember, held: Iterable[TimeOff], start: datetime, end: datetime
) -> tuple[AwayRow, ...]:
    zone = ZoneInfo(member.zone)
    found: list[AwayRow] = []
    for day in _days_around(start, end, member.zone):
        reasons = [
            _("Time off: {note}").format(note=row.note) if row.note else _("Time off")
            for row in held
            if row.starts_on <= day <= row.ends_on
        ]
        name = holiday_name(member.region, day)
        if name:
            reasons.append(name)
        if not reasons:
            continue
        begin = first_at(day, 0, zone)
        finish = first_at(day + timedelta(days=1), 0, zone)
        if begin < end and finish > start:
            found.append(AwayRow(begin, finish, ", ".join(reasons)))
    return tuple(found)


def _holds(
    session: Session, closer_ids: list[MemberId], start: datetime, end: datetime, at: datetime
) -> tuple[HoldRow, ...]:
    found = session.execute(
        select(SlotHold, LeadCard.name, TeamMember.name)
        .join(LeadCard, LeadCard.id == SlotHold.lead_id)
        .outerjoin(TeamMember, TeamMember.id == SlotHold.held_by_id)
        .where(
            SlotHold.closer_id.in_(closer_ids),
            SlotHold.until > at,
            SlotHold.starts_at < end,
            SlotHold.ends_at > start,
        )
        .order_by(SlotHold.starts_at, SlotHold.id)
    )
    return tuple(
        HoldRow(MemberId(row.closer_id), row.starts_at, row.ends_at, row.until, who, holder or "")
        for row, who, holder in found
    )
