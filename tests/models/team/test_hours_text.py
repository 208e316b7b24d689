"""Working hours are read as people type them, and written so that they can be read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.team.hours_text import UnreadableHoursError, hours_in, hours_text, length_text

NINE, NOON, ONE, HALF_FIVE = 540, 720, 780, 1050


@pytest.mark.parametrize(
    "typed",
    [
        "9-12, 13-17:30",
        "9–12,13–17.30",
        " 9:00 - 12:00 ; 13:00 - 17:30 ",
        "9-12 13-17:30",
        "9 to 12 and 13 to 17:30",
        "9am-12pm, 1pm-5:30pm",
        "13-17h30, 9-12",
        "9-12, 13-17:30,",
    ],
)
def test_the_same_hours_can_be_typed_in_many_ways(typed: str) -> None:
    assert hours_in(typed) == ((NINE, NOON), (ONE, HALF_FIVE))


@pytest.mark.parametrize("typed", ["", " ", "-", "off", "Free", "–"])
def test_a_day_off_is_nothing_or_a_word(typed: str) -> None:
    assert hours_in(typed) == ()


def test_a_day_reaches_from_midnight_to_midnight() -> None:
    assert hours_in("0-24") == ((0, 1440),)
    assert hours_in("22-24") == ((1320, 1440),)
    assert hours_in("12am-6am") == ((0, 360),)


@pytest.mark.parametrize(
    "typed",
    [
        *("nine to five", "9", "9-", "17-9", "9-9", "9-25", "9:60-10", "24:01-25", "9-12, x"),
        *("9-13, 12-17", "13pm-14pm", "9-12-13", "0am-2am"),
    ],
)
def test_what_is_no_hours_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(UnreadableHoursError) as refused:
        hours_in(typed)
    assert str(refused.value).endswith((".", "24."))


@given(st.lists(st.integers(0, 1440), min_size=0, max_size=8, unique=True))
def test_what_is_written_can_be_read_again(marks: list[int]) -> None:
    ordered = sorted(marks)
    spans = tuple(zip(ordered[::2], ordered[1::2], strict=False))
    assert hours_in(hours_text(spans)) == spans


@given(st.text(alphabet="0123456789-–:,. apmto", max_size=20))
def test_no_text_breaks_the_reading(typed: str) -> None:
    try:
        spans = hours_in(typed)
    except UnreadableHoursError:
        return
    assert all(0 <= start < end <= 1440 for start, end in spans)
    assert list(spans) == sorted(spans)


def test_sums_are_said_in_hours() -> None:
    assert length_text(2250) == "37.5 h"
    assert length_text(480) == "8 h"
