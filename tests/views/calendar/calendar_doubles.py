"""Closers, meetings and days for the calendar, without a workspace."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from models.appointments.calendar_page import (
    AwayRow,
    CalendarCloser,
    CalendarMeeting,
    CalendarWeek,
    KnownDay,
    Span,
    calendar_days,
)
from models.ids import AppointmentId, LeadId, MemberId
from views.calendar.placing.layout import Layout, Measures, lay_out

MEASURES = Measures(hour_pixels=48.0, least_column=80.0)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Cairo",
)
MONDAY = date(2026, 11, 23)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def meeting(
    number: int, start: datetime, minutes: int = 45, *, state: str = "invited", closer: int = 1
) -> CalendarMeeting:
    """Return a meeting of closer 1 with a prospect in London."""
    return CalendarMeeting(
        id=AppointmentId(number),
        lead_id=LeadId(number),
        closer_id=MemberId(closer),
        closer="Clara Closer",
        who=f"Prospect {number}",
        company="Acme",
        purpose="See it",
        state=state,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        zone="Europe/London",
        is_told=True,
        unprepared=0,
    )


def week_of(
    *meetings: CalendarMeeting,
    first_day: date = MONDAY,
    count: int = 7,
    zone: str = "Europe/Berlin",
    working: Sequence[Span] = (),
    busy: Sequence[Span] = (),
    away: Sequence[AwayRow] = (),
    known: bool = True,
    closers: int = 1,
) -> CalendarWeek:
    """Return days of closers who are numbered from 1."""
    days = calendar_days(first_day, count, zone)
    state = KnownDay("known" if known else "stale", "The calendar of Clara is old.")
    people = tuple(
        CalendarCloser(
            id=MemberId(number),
            name="Clara Closer" if number == 1 else f"Closer {number}",
            zone=zone,
            working=tuple(working),
            away=tuple(away),
            busy=tuple(busy),
            known=(state,) * count,
            as_of=None,
        )
        for number in range(1, closers + 1)
    )
    everybody = tuple((one.id, one.name) for one in people)
    return CalendarWeek(zone, days, people, everybody, tuple(meetings), grid_minutes=15)


def placed(week: CalendarWeek, room: float = 700.0) -> Layout:
    """Return where everything of some days stands."""
    return lay_out(week, room, MEASURES)
