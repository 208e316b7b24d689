"""When closers are busy elsewhere, as far as their calendars tell it, and how sure that is.

A calendar that is too old, cannot be read or was never read is unknown, never free.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import required_text
from models.clean_text import in_one_line
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.calendars import BusyCalendar
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.unlogged import Unlogged
from models.history.verbs import now, verb
from models.ids import BusyCalendarId, MemberId
from models.language import gettext as _
from models.vocabulary import CalendarPolicy, CalendarState
from models.written_days import day_text

DEFAULT_MAX_AGE_HOURS: Final = 24
"""How old an imported calendar may be where the person's own limit is not set."""

Span: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class BusyTimes(Unlogged):
    """What the reading of a calendar file found: times, and in words what it could not read.

    `unreadable` says why the file tells nothing at all; its times are then none.
    """

    spans: tuple[Span, ...] = ()
    problems: tuple[str, ...] = ()
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class ClosersCalendar:
    """What is known of one closer's time elsewhere; `as_of` is how old the oldest calendar is."""

    state: CalendarState
    sentence: str
    spans: tuple[Span, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class BusyCalendarRow:
    """One calendar file of a person, as it was read last."""

    id: BusyCalendarId
    member_id: MemberId
    member: str
    source: str
    as_of: datetime
    read_at: datetime
    covers_until: datetime
    busy_times: int
    problems: tuple[str, ...]
    unreadable: str | None


def busy_of(
    session: Session,
    closer_ids: Collection[MemberId],
    start: datetime,
    end: datetime,
    at: datetime,
) -> dict[MemberId, ClosersCalendar]:
    """Return when closers are busy elsewhere between two instants, and whether that is known.

    Our own appointments are not among it. The person's policy says what is believed at the instant
    `at`: a calendar kept here is always known; an imported one is stale once it is older than
    they allow, or where it ends before `end`; ask_first is never known.
    """
    members = session.scalars(select(TeamMember).where(TeamMember.id.in_(closer_ids))).all()
    held = session.scalars(
        select(BusyCalendar)
        .where(BusyCalendar.member_id.in_(closer_ids))
        .order_by(BusyCalendar.as_of, BusyCalendar.id)
    ).all()
    return {
        MemberId(member.id): _calendar_of(
            member, [row for row in held if row.member_id == member.id], start, end, at
        )
        for member in members
    }


def _calendar_of(
    member: TeamMember,
    held: Sequence[BusyCalendar],
    start: datetime,
    end: datetime,
    at: datetime,
) -> ClosersCalendar:
    state, sentence = _judged(member, held, end, at)
    spans = merged(span for row in held for span in spans_of(row.spans) if _meets(span, start, end))
    return ClosersCalendar(state, sentence, spans, held[0].as_of if held else None)


def _meets(span: Span, start: datetime, end: datetime) -> bool:
    return span[0] < end and span[1] > start


def _judged(
    member: TeamMember, held: Sequence[BusyCalendar], end: datetime, at: datetime
) -> tuple[CalendarState, str]:
    policy, name = member.calendar_policy or CalendarPolicy.HERE, member.name
    if policy == CalendarPolicy.ASK_FIRST:
        return CalendarState.ASK_FIRST, _(
            "Ask {name} first: what else they have is not known here, so times are tentative."
        ).format(name=name)
    if policy == CalendarPolicy.HERE:
        return CalendarState.KNOWN, _("{name} keeps the calendar here.").format(name=name)
    if not held:
        return CalendarState.UNREADABLE, _(
            "No calendar of {name} has been read yet. Import their calendar file."
        ).format(name=name)
    for row in held:
        why = row.problems.get("unreadable")
        if why:
            return CalendarState.UNREADABLE, _(
                "The calendar “{source}” of {name} could not be read: {why}"
            ).format(source=row.source, name=name, why=why)
    zone = ZoneInfo(member.zone)
    oldest = held[0].as_of
    allowed = member.calendar_max_age_hours or DEFAULT_MAX_AGE_HOURS
    said = {"name": name, "when": _moment(oldest.astimezone(zone))}
    if at - oldest > timedelta(hours=allowed):
        return CalendarState.STALE, _(
            "The calendar of {name} is from {when}, older than the {hours} hours that count as "
            "current. Import it anew."
        ).format(hours=allowed, **said)
    until = min(row.covers_until for row in held)
    if until < end:
        return CalendarState.STALE, _(
            "The calendar of {name} tells nothing after {until}. Import it anew."
        ).format(name=name, until=_moment(until.astimezone(zone)))
    return CalendarState.KNOWN, _("The calendar of {name} is from {when}.").format(**said)


def _moment(at: datetime) -> str:
    return f"{day_text(at.date())}, {at:%H:%M}"


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return times in order, those that touch or overlap as one; empty ones are left out."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def spans_of(stored: dict[str, Any]) -> tuple[Span, ...]:
    """Return the times that a stored calendar holds."""
    return tuple(
        (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
        for start, end in stored.get("busy", ())
    )


def busy_calendars(session: Session) -> tuple[BusyCalendarRow, ...]:
    """Return all calendar files that were read, by person and the oldest first."""
    found = session.execute(
        select(BusyCalendar, TeamMember.name)
        .join(TeamMember, TeamMember.id == BusyCalendar.member_id)
        .order_by(TeamMember.name, BusyCalendar.as_of, BusyCalendar.id)
    )
    return tuple(
        BusyCalendarRow(
            id=BusyCalendarId(row.id),
            member_id=MemberId(row.member_id),
            member=name,
            source=row.source,
            as_of=row.as_of,
            read_at=row.read_at,
            covers_until=row.covers_until,
            busy_times=len(row.spans.get("busy", ())),
            problems=tuple(row.problems.get("said", ())),
            unreadable=row.problems.get("unreadable"),
        )
        for row, name in found
    )


def own_uids(session: Session) -> frozenset[str]:
    """Return what our own appointments are called in calendars."""
    return frozenset(session.scalars(select(Appointment.invitation_uid)))


@verb
def read_busy_calendar(
    session: Session,
    member_id: MemberId,
    source: str,
    as_of: datetime,
    covers_until: datetime,
    times: BusyTimes,
) -> BusyCalendarId:
    """Keep when a person is busy by a calendar file; the same source read again is replaced.

    A file that could not be read is kept as such: the person's time is then unknown, not free.
    Somebody of whom nothing was said has their calendar imported from now on. Refuses a person who
    does not exist, a blank source, and times without zone.
    """
    member = existing(session, TeamMember, member_id)
    name = required_text("source", source)
    for field, value in (("as_of", as_of), ("covers_until", covers_until)):
        if value.tzinfo is None:
            raise InvalidValueError(field, value, _("A time needs its time zone."))
    if member.calendar_policy is None:
        member.calendar_policy = CalendarPolicy.IMPORTED.value
    busy = [[int(start.timestamp()), int(end.timestamp())] for start, end in merged(times.spans)]
    problems = {
        "said": [in_one_line(one) for one in times.problems],
        "unreadable": None if times.unreadable is None else in_one_line(times.unreadable),
    }
    row = session.scalar(
        select(BusyCalendar).where(BusyCalendar.member_id == member_id, BusyCalendar.source == name)
    )
    if row is None:
        row = BusyCalendar(member_id=member_id, source=name)
        session.add(row)
    row.as_of, row.read_at, row.covers_until = as_of, now(session), covers_until
    row.spans, row.problems = {"busy": busy}, problems
    session.flush()
    return BusyCalendarId(row.id)


@verb
def forget_busy_calendar(session: Session, calendar_id: BusyCalendarId) -> None:
    """Let go of a calendar file of a person; refuses one that is gone already."""
    session.delete(existing(session, BusyCalendar, calendar_id))
