"""Points, grades and the order of leads: pure arithmetic, against arithmetic done another way."""

from datetime import UTC, datetime, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.grading import GRADES, grading_of

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUSE = grading_of({})
KEYS = st.none() | st.floats(0, 20).map(lambda power: power + HOUSE.halvings(AT))
FITS = st.integers(-200, 300)


def test_fit_gives_the_letter_and_interest_the_figure() -> None:
    assert HOUSE.grade(75, 60) == "A1"
    assert HOUSE.grade(74, 59) == "B2"
    assert HOUSE.grade(25, 10) == "C3"
    assert HOUSE.grade(24, 9) == "D4"
    assert {
        HOUSE.grade(fit, interest) for fit in (80, 60, 30, 0) for interest in (80, 40, 20, 0)
    } == (set(GRADES))


def test_interest_is_worth_half_after_a_half_life() -> None:
    key = HOUSE.key_for(81, AT)
    assert HOUSE.points(key, AT) == 81
    assert HOUSE.points(key, AT + timedelta(days=30)) == 40
    assert HOUSE.points(key, AT + timedelta(days=3650)) == 0
    assert HOUSE.points(None, AT) == 0


@given(points=st.integers(1, 10_000), days=st.integers(-3000, 3000), half_life=st.integers(1, 3650))
def test_a_key_is_worth_its_points_at_the_instant_it_was_made_for(
    points: int, days: int, half_life: int
) -> None:
    grading = grading_of({"half_life": str(half_life)})
    at = AT + timedelta(days=days)
    exact = log2(points) + grading.halvings(at)
    assert grading.points(exact, at) == points
    assert grading.key_for(points, at) <= exact < grading.key_for(points + 1, at)


@given(first=st.tuples(FITS, KEYS), second=st.tuples(FITS, KEYS), days=st.integers(0, 200))
def test_the_sort_key_orders_by_letter_and_then_by_interest_at_any_time(
    first: tuple[int, float | None], second: tuple[int, float | None], days: int
) -> None:
    later = AT + timedelta(days=days)

    def rank(fit: int, key: float | None) -> tuple[int, int]:
        return -HOUSE.letter(fit), HOUSE.points(key, later)

    if rank(*first) < rank(*second):
        lower, higher = HOUSE.score_key(*first, None), HOUSE.score_key(*second, None)
        assert lower is not None
        assert higher is not None
        assert lower < higher


@given(card=st.tuples(FITS, KEYS), grade=st.sampled_from(GRADES), other=st.tuples(FITS, KEYS))
def test_a_grade_that_a_person_gave_sorts_within_its_letter(
    card: tuple[int, float | None], grade: str, other: tuple[int, float | None]
) -> None:
    mine, theirs = HOUSE.score_key(*card, grade), HOUSE.score_key(*other, None)
    assert mine is not None
    assert theirs is not None
    letter = "ABCD"[HOUSE.letter(other[0])]
    if letter != grade[0]:
        assert (mine > theirs) == (grade[0] < letter)
    elif grade[1] == "1":
        assert mine > theirs
    elif grade[1] == "4" and other[1] is not None:
        assert mine < theirs


def test_a_lead_that_was_never_scored_has_no_sort_key() -> None:
    assert HOUSE.score_key(None, None, None) is None


@pytest.mark.parametrize(
    ("fit", "interest", "passes"), [(50, 60, True), (49, 600, False), (500, 59, False)]
)
def test_an_mql_takes_both_thresholds(fit: int, interest: int, passes: bool) -> None:
    assert HOUSE.makes_mql(fit, interest) is passes
