"""Fiscal quarters cover every day once, whichever month the year begins in."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.fiscal import quarter_of, quarters_between


@settings(max_examples=80)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_quarters_follow_one_another_and_hold_their_days(day: date, first_month: int) -> None:
    quarter = quarter_of(day, first_month)
    assert quarter.first_day <= day <= quarter.last_day
    following = quarter_of(quarter.last_day + timedelta(days=1), first_month)
    assert following.first_day == quarter.last_day + timedelta(days=1)
    assert following.number == quarter.number % 4 + 1
    assert following.year == quarter.year + (quarter.number == 4)
    assert (quarter.first_day.month - first_month) % 3 == 0


def test_a_year_that_begins_in_april_is_named_by_the_year_it_ends_in() -> None:
    names = [one.name for one in quarters_between(date(2026, 11, 22), date(2027, 5, 1), 4)]
    assert names == ["Q3 2027", "Q4 2027", "Q1 2028"]
