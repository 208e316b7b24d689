"""Wall times around clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidValueError
from models.wall_time import instant_of


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-07-01T09:30", "Europe/Berlin", (2026, 7, 1, 7, 30)),
        ("2026-12-01T09:30", "America/New_York", (2026, 12, 1, 14, 30)),
        ("2026-07-01T00:00", "Asia/Kolkata", (2026, 6, 30, 18, 30)),
        # Both hours of the night the clocks go back are called 2:30; the earlier one is meant.
        ("2026-10-25T02:30", "Europe/Berlin", (2026, 10, 25, 0, 30)),
        ("2026-11-01T01:30", "America/New_York", (2026, 11, 1, 5, 30)),
    ],
)
def test_a_wall_time_means_an_instant(wall: str, zone: str, utc: tuple[int, ...]) -> None:
    year, month, day, hour, minute = utc
    assert instant_of(wall, zone) == datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        ("2026-03-29T02:00", "Europe/Berlin"),
        ("2026-03-29T02:59", "Europe/Berlin"),
        ("2026-03-08T02:30", "America/New_York"),
        ("2026-10-04T02:15", "Australia/Lord_Howe"),
        # A whole day that Samoa never had.
        ("2011-12-30T12:00", "Pacific/Apia"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(wall: str, zone: str) -> None:
    with pytest.raises(InvalidValueError, match="does not exist"):
        instant_of(wall, zone)


def test_the_hour_that_happens_twice_has_two_instants() -> None:
    early = instant_of("2026-10-25T02:59", "Europe/Berlin")
    late = instant_of("2026-10-25T02:59", "Europe/Berlin", later=True)
    assert late - early == timedelta(hours=1)
    for once in ("2026-10-25T01:59", "2026-10-25T03:00"):
        assert instant_of(once, "Europe/Berlin", later=True) == instant_of(once, "Europe/Berlin")


@pytest.mark.parametrize(
    "wall",
    [
        "",
        "tomorrow",
        "2026-11-02",
        "2026-11-02 09:30",
        "2026-11-02T09:30:00",
        "2026-11-02T9:30",
        "2026-02-30T09:30",
        "2026-11-02T24:00",
        "2026-11-02T09:30Z",
        "2026-11-02T09:30+01:00",
    ],
)
def test_what_is_no_wall_time_is_refused(wall: str) -> None:
    with pytest.raises(InvalidValueError, match="no date and time"):
        instant_of(wall, "Europe/Berlin")


def test_an_offset_is_no_zone() -> None:
    with pytest.raises(InvalidValueError, match="time zone"):
        instant_of("2026-11-02T09:30", "+01:00")


@given(
    st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2037-01-01")),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]),
)
def test_what_is_accepted_comes_back_as_it_was_said(moment: datetime, zone: str) -> None:
    wall = moment.strftime("%Y-%m-%dT%H:%M")
    try:
        instant = instant_of(wall, zone)
    except InvalidValueError:
        return
    assert instant.tzinfo is UTC
    assert instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == wall
    assert instant.astimezone(ZoneInfo(zone)).fold == 0
