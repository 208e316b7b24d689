"""What points mean: how interest fades, which grade two numbers make, and what makes an MQL.

All interest halves at the same pace, so a lead's interest is kept as a key that never ages: the
binary logarithm of its points, plus how many half-lives after 1970 they are counted at. Interest is
counted in whole points, rounded; what people read is what is compared with a threshold.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, true
from sqlalchemy.orm import Session

from models.definitions.terms import default_terms, terms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LETTERS = "ABCD"
DIGITS = "1234"
GRADES = tuple(letter + digit for letter in LETTERS for digit in DIGITS)

_DAY_SECONDS = 86_400
_HALF_A_POINT = 0.5
# Interest keys stay far below the half of this until long after 2100, so letters never mix.
_LETTER_SPAN = 2.0**19
_KEY_SPAN = 2.0**17


class Grading(NamedTuple):
    """The terms that turn points into a grade."""

    mql_fit: int
    mql_interest: int
    fit_cuts: tuple[int, int, int]
    interest_cuts: tuple[int, int, int]
    half_life_days: int

    def halvings(self, at: datetime) -> float:
        """Return how many half-lives after 1970 an instant is."""
        return (at - EPOCH).total_seconds() / _DAY_SECONDS / self.half_life_days

    def points(self, interest_key: float | None, at: datetime) -> int:
        """Return the whole points that interest is worth at an instant."""
        if interest_key is None:
            return 0
        exponent = min(interest_key - self.halvings(at), 60.0)
        return math.floor(math.exp2(exponent) + _HALF_A_POINT)

    def key_for(self, points: int, at: datetime) -> float:
        """Return the lowest interest key that is worth so many points at an instant."""
        if points <= 0:
            return -math.inf
        return math.log2(points - _HALF_A_POINT) + self.halvings(at)

    def grade(self, fit: int, interest: int) -> str:
        """Return the grade of two numbers: a letter for the fit, a figure for the interest.

        >>> grading_of({}).grade(80, 12)
        'A3'
        """
        return LETTERS[self.letter(fit)] + DIGITS[sum(interest < cut for cut in self.interest_cuts)]

    def letter(self, fit: int) -> int:
        """Return the place of a fit's letter."""
        best, good, fair = self.fit_cuts
        return (fit < best) + (fit < good) + (fit < fair)

    def makes_mql(self, fit: int, interest: int) -> bool:
        """Say whether fit and interest both pass."""
        return fit >= self.mql_fit and interest >= self.mql_interest

    def score_key(
        self, fit: int | None, interest_key: float | None, override: str | None
    ) -> float | None:
        """Return what lists sort by: the letter of the grade, then the interest.

        A person's first or last place within a letter is kept; between them the interest counts.
        """
        if fit is None and override is None:
            return None
        within = -_KEY_SPAN if interest_key is None else interest_key
        within = max(-_KEY_SPAN, min(_KEY_SPAN, within))
        if override is None:
            return (len(LETTERS) - 1 - self.letter(fit or 0)) * _LETTER_SPAN + within
        if override[1] in (DIGITS[0], DIGITS[-1]):
            within = within / 2 + (_KEY_SPAN if override[1] == DIGITS[0] else -_KEY_SPAN) * 1.5
        return (len(LETTERS) - 1 - LETTERS.index(override[0])) * _LETTER_SPAN + within


def grading_of(written: Mapping[str, str]) -> Grading:
    """Return the terms of a draft that scores depend on; one that is not written is the default."""
    known = default_terms() | dict(written)

    def numbers(*codes: str) -> tuple[int, ...]:
        return tuple(int(known[code]) for code in codes)

    fit_a, fit_b, fit_c = numbers("grade_a_fit", "grade_b_fit", "grade_c_fit")
    first, second, third = numbers("grade_1_interest", "grade_2_interest", "grade_3_interest")
    return Grading(
        mql_fit=int(known["mql_fit"]),
        mql_interest=int(known["mql_interest"]),
        fit_cuts=(fit_a, fit_b, fit_c),
        interest_cuts=(first, second, third),
        half_life_days=int(known["half_life"]),
    )


def grading(session: Session) -> Grading:
    """Return the terms in force that scores depend on."""
    return grading_of(terms(session))


def interest_at_least(
    column: ColumnElement[Any], terms_of_it: Grading, points: int, at: datetime
) -> ColumnElement[bool]:
    """Return the condition that an interest key is worth so many points at an instant."""
    if points <= 0:
        return true()
    return func.coalesce(column >= terms_of_it.key_for(points, at), false())


def grade_text(
    fit: ColumnElement[Any],
    interest_key: ColumnElement[Any],
    override: ColumnElement[Any],
    terms_of_it: Grading,
    at: datetime,
) -> ColumnElement[Any]:
    """Return the grade of a card at an instant as SQL; null where it was never scored."""
    letter = case(
        *((fit >= cut, name) for cut, name in zip(terms_of_it.fit_cuts, LETTERS, strict=False)),
        else_=LETTERS[-1],
    )
    figure = case(
        *(
            (interest_at_least(interest_key, terms_of_it, cut, at), name)
            for cut, name in zip(terms_of_it.interest_cuts, DIGITS, strict=False)
        ),
        else_=DIGITS[-1],
    )
    by_rules = case((fit.is_(None), None), else_=letter.op("||")(figure))
    return func.coalesce(override, by_rules)


def passes(
    fit: ColumnElement[Any],
    interest_key: ColumnElement[Any],
    terms_of_it: Grading,
    at: datetime,
) -> ColumnElement[bool]:
    """Return the condition that a card's numbers make an MQL at an instant."""
    return and_(
        fit >= terms_of_it.mql_fit,
        interest_at_least(interest_key, terms_of_it, terms_of_it.mql_interest, at),
    )
