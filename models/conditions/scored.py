"""The fields that scores give: fit, interest and grade of the lead's card, and learned chances."""

import math
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, cast, func, not_, or_, select
from sqlalchemy.orm import Session

from models.conditions import choosing
from models.conditions.condition import Operator
from models.conditions.fields import Field
from models.entities.leads.cards import LeadCard
from models.entities.leads.chances import LearnedChance
from models.entities.leads.leads import Lead
from models.language import gettext as _
from models.scoring.grading import DIGITS, LETTERS, grade_text, grading, interest_at_least
from models.vocabulary import FieldKind, KnownWhen, Meaning, ScoreSide

_NO_SIDE: frozenset[ScoreSide] = frozenset()


def scored_fields() -> tuple[Field, ...]:
    """Return the fields that no rule may ask for, since rules make them."""
    group, later = _("Score"), KnownWhen.LATER
    return (
        Field(
            "grade",
            _("Grade"),
            FieldKind.CHOICE,
            group,
            later,
            asked=_grade,
            choices=choosing.grades_to_choose,
            only=(Operator.IS, Operator.IS_NOT),
            sides=_NO_SIDE,
        ),
        Field(
            "fit",
            _("Fit points"),
            FieldKind.NUMBER,
            group,
            later,
            card=LeadCard.fit.expression,
            sides=_NO_SIDE,
        ),
        Field(
            "interest",
            _("Interest points"),
            FieldKind.NUMBER,
            group,
            later,
            asked=_interest,
            only=(Operator.AT_LEAST, Operator.AT_MOST, Operator.IS, Operator.IS_NOT),
            sides=_NO_SIDE,
        ),
        _chance(Meaning.SQL, _("Chance of SQL, in %")),
        _chance(Meaning.CLIENT, _("Chance of client, in %")),
    )


def _chance(outcome: Meaning, words: str) -> Field:
    """Return the chance that was learned last, in whole percent."""
    learned = (
        select(cast(func.round(LearnedChance.chance * 100), Integer))
        .where(LearnedChance.lead_id == Lead.id, LearnedChance.outcome == outcome.value)
        .correlate(Lead)
        .scalar_subquery()
    )
    return Field(
        f"chance_{outcome.value}",
        words,
        FieldKind.NUMBER,
        _("Score"),
        KnownWhen.LATER,
        learned,
        sides=_NO_SIDE,
    )


def _grade(
    session: Session, _operator: Operator, wanted: tuple[str, ...], at: datetime
) -> ColumnElement[bool]:
    grades = [
        grade
        for one in wanted
        for grade in ((one + digit for digit in DIGITS) if one in LETTERS else (one,))
    ]
    held = grade_text(
        LeadCard.fit.expression,
        LeadCard.interest_key.expression,
        LeadCard.grade_override.expression,
        grading(session),
        at,
    )
    return held.in_(grades)


def _interest(
    session: Session, operator: Operator, wanted: tuple[str, ...], at: datetime
) -> ColumnElement[bool]:
    terms = grading(session)

    def at_least(points: int) -> ColumnElement[bool]:
        return interest_at_least(LeadCard.interest_key.expression, terms, points, at)

    def met(text: str) -> ColumnElement[bool]:
        number = float(text)
        lowest, highest = math.ceil(number), math.floor(number)
        match operator:
            case Operator.AT_LEAST:
                return at_least(lowest)
            case Operator.AT_MOST:
                return not_(at_least(highest + 1))
            case _:
                return and_(at_least(lowest), not_(at_least(highest + 1)))

    return or_(*(met(text) for text in wanted))
