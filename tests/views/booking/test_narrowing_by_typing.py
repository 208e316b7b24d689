"""Typing narrows the times as people say them; a word that fits nothing is named."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.booking.narrowing import narrowed, weeks_from

MONDAY = date(2026, 11, 2)


def there(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """Return a time on the prospect's wall."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


CLOSERS = ((7, "Tom Closer"), (8, "Bea Öz"))


@pytest.mark.parametrize(
    ("typed", "fits", "fails"),
    [
        ("thu 10", there(2026, 11, 5, 10, 45), there(2026, 11, 5, 11, 0)),
        ("thu 10:30", there(2026, 11, 12, 10, 30), there(2026, 11, 5, 10, 0)),
        ("3", there(2026, 11, 5, 15, 0), there(2026, 11, 5, 13, 0)),
        ("thu 3pm", there(2026, 11, 5, 15, 30), there(2026, 11, 5, 3, 0)),
        ("12am", there(2026, 11, 5, 0, 0), there(2026, 11, 5, 12, 0)),
        ("tomorrow morning", there(2026, 11, 3, 9, 0), there(2026, 11, 3, 14, 0)),
        ("next week", there(2026, 11, 9, 9, 0), there(2026, 11, 6, 9, 0)),
        ("5 nov", there(2026, 11, 5, 9, 0), there(2026, 11, 6, 9, 0)),
        ("24.11.", there(2026, 11, 24, 9, 0), there(2026, 11, 25, 9, 0)),
        ("3.1. 10", there(2027, 1, 3, 10, 0), there(2026, 11, 3, 10, 0)),
        ("2026-11-24", there(2026, 11, 24, 9, 0), there(2026, 11, 25, 9, 0)),
        ("24.11.2026", there(2026, 11, 24, 9, 0), there(2027, 11, 24, 9, 0)),
        ("tmrw 3", there(2026, 11, 3, 15, 0), there(2026, 11, 3, 14, 0)),
        ("jan 4 2", there(2027, 1, 4, 14, 0), there(2026, 11, 4, 14, 0)),
        ("mon wed", there(2026, 11, 4, 9, 0), there(2026, 11, 5, 9, 0)),
        ("", there(2026, 11, 5, 9, 0), None),
    ],
)
def test_days_and_times_narrow(typed: str, fits: datetime, fails: datetime | None) -> None:
    found = narrowed(typed, MONDAY, CLOSERS)
    assert found.fits(fits)
    assert fails is None or not found.fits(fails)


def test_a_closer_is_found_by_the_beginning_of_a_name() -> None:
    assert narrowed("tom thu", MONDAY, CLOSERS).closers == {7}
    assert narrowed("oz", MONDAY, CLOSERS).closers == {8}


def test_a_word_that_fits_nothing_is_named_and_fits_nothing() -> None:
    found = narrowed("thu xyz", MONDAY, CLOSERS)
    assert found.nothing == "xyz"
    assert not found.fits(there(2026, 11, 5, 10, 0))
    assert narrowed("31.2.", MONDAY).nothing == "31.2."
    assert not narrowed("30 feb", MONDAY).fits(there(2026, 11, 5, 10, 0))


def test_weeks_begin_on_monday() -> None:
    assert weeks_from(date(2026, 11, 8), 0) == (MONDAY, date(2026, 11, 9))


@given(st.text(max_size=20))
def test_nothing_that_is_typed_stops_the_work(typed: str) -> None:
    narrowed(typed, MONDAY, CLOSERS).fits(there(2026, 11, 5, 10, 0))
