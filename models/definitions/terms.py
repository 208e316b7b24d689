"""The terms of the agreement: thresholds, half-life, grades, SLA; what each is and may be.

Minutes and hours of the SLA are working time of whoever has to act.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered
from models.entities.definitions.versions import AgreementTerm
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import FRAMEWORK


class TermKind(NamedTuple):
    """One term that exists: its default, the whole numbers it may be, and its words and unit."""

    code: str
    default: int
    lowest: int
    highest: int
    words: Callable[[], str]
    unit: Callable[[], str]


def _points() -> str:
    return _("points")


def _minutes() -> str:
    return _("working minutes")


def _days() -> str:
    return _("days")


TERMS: dict[str, TermKind] = {
    kind.code: kind
    for kind in (
        TermKind("mql_fit", 50, 0, 1000, lambda: _("Fit that makes an MQL"), _points),
        TermKind("mql_interest", 60, 0, 1000, lambda: _("Interest that makes an MQL"), _points),
        TermKind("grade_a_fit", 75, 0, 1000, lambda: _("Grade A: fit from"), _points),
        TermKind("grade_b_fit", 50, 0, 1000, lambda: _("Grade B: fit from"), _points),
        TermKind("grade_c_fit", 25, 0, 1000, lambda: _("Grade C: fit from"), _points),
        TermKind("grade_1_interest", 60, 0, 1000, lambda: _("Grade 1: interest from"), _points),
        TermKind("grade_2_interest", 30, 0, 1000, lambda: _("Grade 2: interest from"), _points),
        TermKind("grade_3_interest", 10, 0, 1000, lambda: _("Grade 3: interest from"), _points),
        TermKind("half_life", 30, 1, 3650, lambda: _("Interest halves every"), _days),
        TermKind("requalify", 50, 1, 1000, lambda: _("Signals that bring a lead back"), _points),
        TermKind("first_response", 30, 1, 10_000, lambda: _("First response within"), _minutes),
        TermKind("accept", 1440, 1, 100_000, lambda: _("Accepted or rejected within"), _minutes),
        TermKind("remind", 15, 1, 100_000, lambda: _("Silence is reminded after"), _minutes),
        TermKind("escalate", 45, 1, 100_000, lambda: _("Silence is escalated after"), _minutes),
        TermKind("reassign", 60, 1, 100_000, lambda: _("Silence is reassigned after"), _minutes),
        TermKind(
            "attempts",
            8,
            1,
            100,
            lambda: _("Attempts before a lead is recycled"),
            lambda: _("touches"),
        ),
        TermKind("look_again", 90, 1, 3650, lambda: _("A recycled lead is looked at after"), _days),
        TermKind("review", 91, 7, 3650, lambda: _("The definitions are reviewed every"), _days),
    )
}
DEFAULT_FRAMEWORK = "bant"


def checked_term(code: str, value: str) -> str:
    """Return a term's stored form; refuses an unknown term and a number it cannot be."""
    if code == FRAMEWORK:
        return value
    if code not in TERMS:
        raise InvalidValueError(
            "term",
            code,
            _("There is no term “{code}”. Known: {codes}.").format(
                code=code, codes=", ".join((FRAMEWORK, *TERMS))
            ),
        )
    kind = TERMS[code]
    text = value.strip()
    if not text.isascii() or not text.isdigit() or not kind.lowest <= int(text) <= kind.highest:
        raise InvalidValueError(
            code,
            value,
            _("“{term}” is a whole number of {unit} from {lowest} to {highest}.").format(
                term=kind.words(), unit=kind.unit(), lowest=kind.lowest, highest=kind.highest
            ),
        )
    return str(int(text))


def default_terms() -> dict[str, str]:
    """Return every term at its default."""
    return {
        FRAMEWORK: DEFAULT_FRAMEWORK,
        **{code: str(kind.default) for code, kind in TERMS.items()},
    }


def terms(session: Session) -> dict[str, str]:
    """Return every term of the definitions in force in stored form."""
    return remembered(session, "terms", _find_terms)


def _find_terms(session: Session) -> dict[str, str]:
    found = session.execute(
        select(AgreementTerm.code, AgreementTerm.value).where(
            AgreementTerm.definitions_id == current_definitions_id(session)
        )
    )
    return default_terms() | dict(iter(found))


def term(session: Session, code: str) -> int:
    """Return a term that is a number."""
    return int(terms(session)[code])
