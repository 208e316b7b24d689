"""Working time as a clock: inverse, additive, monotone, and right on days that people know."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidValueError, NotFoundError
from models.ids import MemberId
from models.team.hours import set_working_hours
from models.team.joining import add_member, edit_member, set_time_with_us
from models.team.time_off import add_time_off, remove_time_off, time_off
from models.team.working_clock import (
    USUAL_HOURS,
    NobodyWorksError,
    Span,
    WorkingClock,
    clock_of,
    clocks_of_team,
)
from models.workspace import Workspace

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
BERLIN = ZoneInfo("Europe/Berlin")


def berlin(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def is_working(clock: WorkingClock, at: datetime) -> bool:
    return clock.worked_between(at, at + timedelta(seconds=1)) > timedelta(0)


@st.composite
def clocks(draw: st.DrawFn) -> WorkingClock:
    hours: dict[int, tuple[Span, ...]] = {}
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
        hours[day] = tuple(zip(edges[::2], edges[1::2], strict=False))
    first = date(2026, 3, 1) + timedelta(days=draw(st.integers(0, 250)))
    away = ((first, first + timedelta(days=draw(st.integers(0, 20)))),)
    return WorkingClock(hours=hours, zone=draw(st.sampled_from(ZONES)), time_off=away)


SPRING = datetime(2026, 3, 1, tzinfo=UTC)
instants = st.integers(0, 270 * 1440).map(lambda minute: SPRING + timedelta(minutes=minute))
minutes = st.integers(0, 6_000)


@given(clocks(), instants, minutes)
def test_adding_and_measuring_are_inverse(clock: WorkingClock, start: datetime, term: int) -> None:
    assert clock.minutes_between(start, clock.add_minutes(start, term)) == term


@given(clocks(), instants, minutes, minutes)
def test_terms_add_up(clock: WorkingClock, start: datetime, one: int, other: int) -> None:
    assert clock.add_minutes(clock.add_minutes(start, one), other) == clock.add_minutes(
        start, one + other
    )


@given(clocks(), instants, instants, instants)
def test_working_time_is_additive_monotone_and_reversible(
    clock: WorkingClock, one: datetime, two: datetime, three: datetime
) -> None:
    first, middle, last = sorted((one, two, three))
    whole = clock.worked_between(first, last)
    assert whole == clock.worked_between(first, middle) + clock.worked_between(middle, last)
    assert timedelta() <= clock.worked_between(first, middle) <= whole <= last - first
    assert clock.minutes_between(last, first) == -clock.minutes_between(first, last)


@given(clocks(), instants, st.integers(1, 6_000), st.integers(0, 600))
def test_a_longer_term_never_ends_earlier_and_ends_while_somebody_works(
    clock: WorkingClock, start: datetime, term: int, more: int
) -> None:
    end = clock.add_minutes(start, term)
    assert clock.add_minutes(start, term + more) >= end > start
    assert is_working(clock, end - timedelta(seconds=1))


def test_a_term_goes_over_night_and_weekend() -> None:
    clock = WorkingClock(USUAL_HOURS, "Europe/Berlin")
    friday = berlin(2026, 11, 20, 16, 50)
    assert clock.add_minutes(friday, 10) == berlin(2026, 11, 20, 17, 0)
    assert clock.add_minutes(friday, 25) == berlin(2026, 11, 23, 9, 15)
    assert clock.minutes_between(friday, berlin(2026, 11, 24, 9, 0)) == 10 + 480
    assert not is_working(clock, berlin(2026, 11, 21, 12, 0))
    assert not is_working(clock, berlin(2026, 11, 20, 17, 0))
    assert is_working(clock, berlin(2026, 11, 20, 9, 0))


@pytest.mark.parametrize(
    ("day", "worked"), [(date(2026, 3, 29), 7), (date(2026, 10, 25), 9), (date(2026, 3, 28), 8)]
)
def test_a_night_of_clock_change_is_as_long_as_it_was(day: date, worked: int) -> None:
    clock = WorkingClock({day.weekday(): ((0, 480),)}, "Europe/Berlin")
    start = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    assert clock.minutes_between(start, start + timedelta(days=1)) == worked * 60


def test_hours_that_a_clock_change_skips_begin_at_the_change() -> None:
    clock = WorkingClock({6: ((150, 200),)}, "Europe/Berlin")
    assert clock.spans_of(date(2026, 3, 29)) == (
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 20, tzinfo=UTC)),
    )
    gone = WorkingClock({6: ((125, 170),)}, "Europe/Berlin")
    assert gone.spans_of(date(2026, 3, 29)) == ()


def test_working_hours_keep_their_wall_time_over_a_clock_change() -> None:
    clock = WorkingClock(USUAL_HOURS, "America/New_York")
    friday = datetime(2026, 10, 30, 17, 0, tzinfo=ZoneInfo("America/New_York"))
    assert clock.add_minutes(friday, 1) == datetime(2026, 11, 2, 14, 1, tzinfo=UTC)


def test_nobody_who_ever_works_is_a_clear_error_and_no_hang() -> None:
    since = berlin(2026, 11, 2, 9)
    never = WorkingClock({}, "Europe/Berlin")
    with pytest.raises(NobodyWorksError, match="Nobody works for three years"):
        never.add_minutes(since, 1)
    assert never.add_minutes(since, 0) == since
    assert never.minutes_between(since, since + timedelta(days=900)) == 0
    away = WorkingClock(USUAL_HOURS, "UTC", time_off=((date(2026, 1, 1), date(9999, 1, 1)),))
    with pytest.raises(NobodyWorksError):
        away.add_minutes(since, 1)
    with pytest.raises(InvalidValueError, match="not negative"):
        never.add_minutes(since, -1)


def test_public_holidays_of_a_region_are_free(workspace: Workspace) -> None:
    with workspace.write() as session:
        berliner = add_member(session, "Bea Berlin", "Europe/Berlin", ("sdr",), region="de")
        bavarian = add_member(session, "Bert Bayern", "Europe/Berlin", ("sdr",), region="DE-BY")
        nowhere = add_member(session, "Nora Nowhere", "Europe/Berlin", ("sdr",))
        clocks_by = clocks_of_team(session)
    epiphany, christmas = berlin(2026, 1, 6, 12), berlin(2026, 12, 25, 12)
    assert is_working(clocks_by[berliner], epiphany)
    assert not is_working(clocks_by[bavarian], epiphany)
    assert not is_working(clocks_by[berliner], christmas)
    assert is_working(clocks_by[nowhere], christmas)
    eve = berlin(2026, 12, 24, 16, 59)
    assert clocks_by[berliner].add_minutes(eve, 2) == berlin(2026, 12, 28, 9, 1)


def test_a_region_without_known_holidays_is_refused(workspace: Workspace) -> None:
    with workspace.write() as session:
        for wrong in ("XX", "DE-ZZ", "Germany"):
            with pytest.raises(InvalidValueError, match="public holidays"):
                add_member(session, "Some One", "UTC", region=wrong)
        one = add_member(session, "Some One", "UTC", region=" de-by ")
        with pytest.raises(InvalidValueError, match="DE-BY"):
            edit_member(session, one, name="Some One", zone="UTC", region="Bavaria")


def test_hours_and_time_off_of_a_person_make_the_clock(workspace: Workspace) -> None:
    with workspace.write() as session:
        person = add_member(session, "Wim Work", "Europe/Berlin")
        assert clock_of(session, person).hours == USUAL_HOURS
        set_working_hours(session, person, {0: [(480, 600), (660, 720)]})
        off = add_time_off(session, person, date(2026, 11, 9), date(2026, 11, 9), "Dentist")
        kept = add_time_off(session, person, date(2026, 12, 1), date(2027, 1, 6))
        clock = clock_of(session, person)
        monday = berlin(2026, 11, 2, 9, 0)
        assert clock.add_minutes(monday, 120) == berlin(2026, 11, 2, 12, 0)
        assert clock.add_minutes(monday, 121) == berlin(2026, 11, 16, 8, 1)
        assert clock.is_away(date(2026, 12, 24))
        remove_time_off(session, off)
        session.flush()
        assert clock_of(session, person).add_minutes(monday, 121) == berlin(2026, 11, 9, 8, 1)
        assert [row.id for row in time_off(session, person)] == [kept]
        with pytest.raises(InvalidValueError, match="before it begins"):
            add_time_off(session, person, date(2026, 12, 2), date(2026, 12, 1))
        with pytest.raises(NotFoundError):
            add_time_off(session, MemberId(99), date(2026, 12, 2), date(2026, 12, 2))


def test_nobody_works_before_they_began_or_after_they_left(workspace: Workspace) -> None:
    with workspace.write() as session:
        member = add_member(session, "Bea Berlin", "Europe/Berlin", ("sdr",))
        set_time_with_us(session, member, joined_on=date(2026, 11, 17), left_on=date(2026, 11, 20))
        clock = clocks_of_team(session)[member]
        with pytest.raises(InvalidValueError, match="before the day on which they began"):
            set_time_with_us(
                session, member, joined_on=date(2026, 11, 17), left_on=date(2026, 11, 16)
            )
    works = [day for day in range(16, 22) if is_working(clock, berlin(2026, 11, day, 12))]
    assert works == [17, 18, 19]
    with pytest.raises(NobodyWorksError):
        clock.add_minutes(berlin(2026, 11, 19, 16), 61)
