"""Times as people type them: what each means, in whose zone, and what is refused."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidValueError
from models.typed_times import read_time

NOW = datetime(2026, 11, 2, 9, 17, tzinfo=UTC)  # a Monday, 10:17 in Berlin
BERLIN = "Europe/Berlin"
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
ZONES = (BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Adelaide", "UTC")


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("tue 10", "2026-11-03 10:00"),
        ("Tuesday 10:30", "2026-11-03 10:30"),
        ("on wed at 9am", "2026-11-04 09:00"),
        ("mon 9", "2026-11-09 09:00"),
        ("mon 11", "2026-11-02 11:00"),
        ("tomorrow 14:30", "2026-11-03 14:30"),
        ("tomorrow", "2026-11-03 09:00"),
        ("tmrw 3pm", "2026-11-03 15:00"),
        ("wed 06", "2026-11-04 06:00"),
        ("wed 3:00", "2026-11-04 03:00"),
        ("today 17", "2026-11-02 17:00"),
        ("14.30", "2026-11-02 14:30"),
        ("9", "2026-11-03 09:00"),
        ("12am", "2026-11-03 00:00"),
        ("12pm", "2026-11-02 12:00"),
        ("24 nov 9:00", "2026-11-24 09:00"),
        ("24.11. 9", "2026-11-24 09:00"),
        ("3.1.", "2027-01-03 09:00"),
        ("2026-11-24 16:05", "2026-11-24 16:05"),
        ("in 2h", "2026-11-02 12:17"),
        ("in 1h 30 min", "2026-11-02 11:47"),
        ("in 3 days", "2026-11-05 10:17"),
        ("in 1 week", "2026-11-09 10:17"),
    ],
)
def test_a_typed_time_means_the_wall_time_there(typed: str, wall: str) -> None:
    found = read_time(typed, NOW, BERLIN)
    assert found.tzinfo is UTC
    assert found.astimezone(ZoneInfo(BERLIN)).strftime("%Y-%m-%d %H:%M") == wall


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "tue 25", "13pm", "4/5 10:00", "t 10", "in 2", "in h", "today 8", "30 feb 9",
     "2020-01-01 10:00", "2029-01-01 10:00", "10:75", "tue 10 and more"],
)  # fmt: skip
def test_what_is_unclear_or_over_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        read_time(typed, NOW, BERLIN)
    assert typed in str(refused.value)


@pytest.mark.parametrize("typed", ["tue 3", "tmrw 3", "at 3", "24 nov 3"])
def test_an_hour_of_the_night_or_of_the_afternoon_is_asked_about(typed: str) -> None:
    with pytest.raises(InvalidValueError, match="3am or 3pm"):
        read_time(typed, NOW, BERLIN)


def test_a_time_that_a_clock_change_skips_is_refused() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)
    with pytest.raises(InvalidValueError, match="clocks go forward"):
        read_time("tomorrow 2:30", before, BERLIN)


def test_days_are_counted_on_the_calendar_and_hours_on_the_clock() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)  # 13:00 in Berlin, the change comes that night
    assert read_time("in 1 day", before, BERLIN) == datetime(2027, 3, 28, 11, tzinfo=UTC)
    assert read_time("in 24h", before, BERLIN) == datetime(2027, 3, 28, 12, tzinfo=UTC)


@given(
    minutes=st.integers(1, 360 * 24 * 60),
    zone=st.sampled_from(ZONES),
    now=MOMENTS,
)
def test_every_minute_of_the_coming_year_can_be_written(
    minutes: int, zone: str, now: datetime
) -> None:
    wanted = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    local = wanted.astimezone(ZoneInfo(zone))
    typed = local.strftime("%Y-%m-%d %H:%M")
    if local.fold:
        # The second of two equal wall times cannot be written; the first is what is meant.
        wanted -= timedelta(hours=1)
    if wanted > now:
        assert read_time(typed, now, zone) == wanted


@given(
    day=st.sampled_from("mon tue wed thu fri sat sun".split()),
    hour=st.integers(7, 23),
    zone=st.sampled_from(ZONES),
    now=MOMENTS,
)
def test_a_weekday_is_the_next_one_of_that_name(
    day: str, hour: int, zone: str, now: datetime
) -> None:
    found = read_time(f"{day} {hour}", now, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert local.strftime("%a %H").lower() == f"{day} {hour:02d}"
    assert now < found <= now + timedelta(days=7, hours=1)


@given(typed=st.text(max_size=24), zone=st.sampled_from(ZONES))
def test_anything_typed_is_a_time_to_come_or_a_clear_refusal(typed: str, zone: str) -> None:
    found = None
    with suppress(InvalidValueError):
        found = read_time(typed, NOW, zone)
    assert found is None or found > NOW
