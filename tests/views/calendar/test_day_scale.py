"""Heights and instants of a day: true to the clock, however long the day is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.appointments.calendar_page import calendar_days
from tests.views.calendar.calendar_doubles import ZONES
from views.calendar.placing.day_scale import DayScale

CHANGES = (
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Asia/Kolkata", date(2026, 3, 29)),
)
DAYS = st.one_of(
    st.sampled_from(CHANGES),
    st.tuples(st.sampled_from(ZONES), st.dates(date(2020, 1, 1), date(2035, 12, 31))),
)


def scale_of(zone: str, day: date, hour_pixels: float = 48.0) -> DayScale:
    (one,) = calendar_days(day, 1, zone)
    return DayScale(one.starts_at, one.ends_at, zone, hour_pixels)


@given(DAYS, st.floats(8, 200), st.integers(0, 1440 * 60))
def test_an_instant_comes_back_from_its_height(
    place: tuple[str, date], hour_pixels: float, seconds: int
) -> None:
    scale = scale_of(*place, hour_pixels)
    instant = min(scale.starts_at + timedelta(seconds=seconds), scale.ends_at)
    assert scale.instant_at(scale.y_of(instant)) == instant


@given(DAYS, st.integers(0, 1400), st.integers(1, 60))
def test_later_is_always_lower_and_by_as_much_as_goes_by(
    place: tuple[str, date], minute: int, more: int
) -> None:
    scale = scale_of(*place)
    first = scale.starts_at + timedelta(minutes=minute)
    second = first + timedelta(minutes=more)
    assert scale.y_of(second) - scale.y_of(first) == pytest.approx(more * 48 / 60)


@given(DAYS)
def test_a_day_is_as_high_as_it_is_long_and_days_leave_no_gap(place: tuple[str, date]) -> None:
    zone, day = place
    scale = scale_of(zone, day)
    hours = (scale.ends_at - scale.starts_at) / timedelta(hours=1)
    assert 22 <= hours <= 26
    assert scale.height == pytest.approx(hours * 48)
    assert scale_of(zone, day + timedelta(days=1)).starts_at == scale.ends_at


@given(DAYS)
def test_every_full_hour_of_the_clock_is_marked_where_it_is(place: tuple[str, date]) -> None:
    zone, _day = place
    scale = scale_of(*place)
    for other in (zone, "Asia/Kolkata", "UTC"):
        for mark in scale.marks(other):
            local = mark.instant.astimezone(ZoneInfo(other))
            assert (local.hour, local.minute) == (mark.hour, 0)
            assert scale.starts_at <= mark.instant < scale.ends_at


def test_a_skipped_hour_is_not_marked_and_a_repeated_one_is_marked_twice() -> None:
    spring = [one.hour for one in scale_of("Europe/Berlin", date(2026, 3, 29)).marks()]
    assert spring == [0, 1, *range(3, 24)]
    autumn = scale_of("Europe/Berlin", date(2026, 10, 25)).marks()
    assert [one.hour for one in autumn] == [0, 1, 2, 2, *range(3, 24)]
    assert [one.instant.hour for one in autumn if one.repeated] == [1]


@given(DAYS, st.integers(0, 1400), st.sampled_from([5, 10, 15, 20, 30, 60]))
def test_the_grid_holds_every_instant_between_two_of_its_steps(
    place: tuple[str, date], minute: int, grid: int
) -> None:
    scale = scale_of(*place)
    instant = scale.starts_at + timedelta(minutes=minute)
    before = scale.on_grid(instant, grid)
    after = scale.next_on_grid(instant, grid)
    assert before <= instant < after
    assert after - before <= timedelta(minutes=grid)
    assert scale.on_grid(before, grid) == before
    assert scale.nearest_on_grid(instant, grid) in (before, after)


def test_the_grid_follows_the_clock_on_the_wall_over_a_half_hour_change() -> None:
    # On Lord Howe the clocks go from 2:00 to 2:30.
    scale = scale_of("Australia/Lord_Howe", date(2026, 10, 4))
    zone = ZoneInfo("Australia/Lord_Howe")
    at, seen = scale.starts_at, []
    while at < scale.starts_at + timedelta(hours=4):
        seen.append(at.astimezone(zone).strftime("%H:%M"))
        at = scale.next_on_grid(at, 30)
    assert seen == ["00:00", "00:30", "01:00", "01:30", "02:30", "03:00", "03:30", "04:00"]


def test_a_height_outside_of_the_day_means_its_nearest_end() -> None:
    scale = scale_of("Europe/Berlin", date(2026, 11, 23))
    assert scale.instant_at(-50) == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert scale.instant_at(99_999) == datetime(2026, 11, 23, 23, tzinfo=UTC)
