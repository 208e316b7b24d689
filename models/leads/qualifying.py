"""Qualifying: what is known of each criterion."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text
from models.conflicts import ChangedSinceError
from models.definitions.criteria import known_criterion
from models.definitions.gates.requirements import AUTHORITY_DEGREES
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Lead
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import LeadId, MemberId
from models.language import gettext as _
from models.storage.prepared import IdQuestion
from models.vocabulary import CriterionState, label

_ANSWER = IdQuestion(
    select(QualificationAnswer.id).where(
        QualificationAnswer.lead_id == bindparam("lead_id"),
        QualificationAnswer.criterion == bindparam("criterion"),
    )
)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What is known of one criterion of a lead."""

    criterion: str
    state: str
    degree: str | None
    answer: str | None
    asked_by: MemberId | None
    asked_at: datetime | None


def answers_of(session: Session, lead_id: LeadId) -> tuple[AnswerRow, ...]:
    """Return what is known of a lead's criteria."""
    found = session.scalars(
        select(QualificationAnswer)
        .where(QualificationAnswer.lead_id == lead_id)
        .order_by(QualificationAnswer.id)
    )
    return tuple(
        AnswerRow(
            row.criterion,
            row.state,
            row.degree,
            row.answer,
            None if row.asked_by_id is None else MemberId(row.asked_by_id),
            row.asked_at,
        )
        for row in found
    )


@verb
def answer_criterion(
    session: Session,
    lead_id: LeadId,
    criterion: str,
    state: str,
    answer: str | None = None,
    degree: str | None = None,
    *,
    expected: tuple[str, str | None, str | None] | None = None,
) -> None:
    """Write down what is known of a criterion, who asked, and when; replaces what was known.

    `degree` is how far authority goes. Refuses an unknown criterion, state or degree, a degree of
    anything but authority, and one that contradicts the state: no authority is a failed criterion,
    influence and decision are a confirmed one. `expected` is the state, degree and answer that were
    shown: with `ChangedSinceError` it refuses to write over another answer than that.
    """
    existing(session, Lead, lead_id)
    code = known_criterion(session, criterion)
    known = one_of("state", state, tuple(CriterionState))
    how_far = _checked_degree(code, known, degree)
    text = optional_text("answer", answer, LONG_TEXT_LIMIT)
    row = _ANSWER.row(session, QualificationAnswer, lead_id=lead_id, criterion=code)
    if expected is not None:
        nobody_asked = (CriterionState.UNKNOWN.value, None, None)
        stands = nobody_asked if row is None else (row.state, row.degree, row.answer)
        _refuse_newer_answer(code, expected, stands, (known, how_far, text))
    if row is None:
        row = QualificationAnswer(
            lead_id=lead_id, criterion=code, state=known, asked_at=now(session)
        )
        session.add(row)
    elif (row.state, row.degree, row.answer) == (known, how_far, text):
        return
    row.state = known
    row.degree = how_far
    row.answer = text
    row.asked_by_id = acting_member(session)
    row.asked_at = now(session)


def _refuse_newer_answer(
    criterion: str,
    shown: tuple[str, str | None, str | None],
    stands: tuple[str, str | None, str | None],
    wanted: tuple[str, str | None, str | None],
) -> None:
    if stands not in (shown, wanted):
        raise ChangedSinceError(criterion, _known(shown), _known(stands), _known(wanted))


def _known(answer: tuple[str, str | None, str | None]) -> str:
    state, degree, text = answer
    words = label(state) if degree is None else f"{label(state)} ({label(degree).lower()})"
    return words if text is None else f"{words}: {text}"


def _checked_degree(criterion: str, state: str, degree: str | None) -> str | None:
    if degree is None:
        return None
    one_of("degree", degree, AUTHORITY_DEGREES)
    if criterion != "authority":
        raise InvalidValueError("degree", degree, _("Only authority has a degree."))
    fits = CriterionState.FAILED if degree == "none" else CriterionState.CONFIRMED
    if state != fits:
        raise InvalidValueError(
            "degree",
            degree,
            _(
                "The degree contradicts the state: no authority is a failed criterion, influence "
                "and decision are a confirmed one."
            ),
        )
    return degree
