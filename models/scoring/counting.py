"""Counting points: the rules compiled into one query, for one lead and for all of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, literal, null, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Operator
from models.conditions.events import event_meets
from models.conditions.house_fields import house_field
from models.conditions.matching import joined_meets
from models.definitions.current import current_definitions_id
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.people.contacts import Company, Contact
from models.scoring.compiling import Find, Held, compiled, field_asked
from models.scoring.rule import ScoreRuleDraft
from models.scoring.rules import Scoring
from models.storage.sqlite.functions import days_after_1970, log2_sum, points_held
from models.text_keys import fold
from models.vocabulary import ScoreSide

# Events lie within 1,000 half-lives of this, which is 2030, from 1989 to 2071.
_MIDDLE_DAY = 21_915.0
_LONG_HALF_LIFE_DAYS = 15


class Points(NamedTuple):
    """What one lead's rules give: its fit, and its interest as a key that does not age."""

    lead_id: int
    fit: int
    interest_key: float | None
    override: str | None


def points_of(session: Session, scoring: Scoring, wanted: ColumnElement[bool]) -> list[Points]:
    """Return the points of the leads that are wanted; of those that are hidden, nothing."""
    return [Points._make(row) for row in _rows_of(session, scoring, wanted)]


def _rows_of(session: Session, scoring: Scoring, wanted: ColumnElement[bool]) -> Iterable[Any]:
    query = _house_query(scoring)
    if query is None:
        query = _query(scoring, lambda code: field_of(session, code))
    return session.execute(query.where(wanted))


class Scores(NamedTuple):
    """What a card holds of a lead's scores."""

    fit: int | None = None
    interest_key: float | None = None
    score_key: float | None = None
    scored_under: int | None = None


UNSCORED = Scores()
"""What the card of a lead holds that no query shows yet."""


def scores_of(session: Session, scoring: Scoring, wanted: ColumnElement[bool]) -> dict[int, Scores]:
    """Return what wanted leads' cards hold of their scores under the definitions in force."""
    version = current_definitions_id(session)
    score_key = scoring.grading.score_key
    return {
        lead_id: Scores(fit, interest_key, score_key(fit, interest_key, override), version)
        for lead_id, fit, interest_key, override in points_of(session, scoring, wanted)
    }


def score_rows(
    session: Session, scoring: Scoring, wanted: ColumnElement[bool]
) -> list[tuple[Any, ...]]:
    """Return the same as rows to write: the values in the order of `Scores`, then the lead's id.

    Plain tuples, since the collector of garbage would look at 100,000 others again and again.
    """
    version = current_definitions_id(session)
    score_key = scoring.grading.score_key
    return [
        (fit, interest_key, score_key(fit, interest_key, override), version, lead_id)
        for lead_id, fit, interest_key, override in _rows_of(session, scoring, wanted)
    ]


@lru_cache(maxsize=8)
def _house_query(scoring: Scoring) -> Select[Any] | None:
    """Return the query of rules that ask for no field of the team's own.

    Putting it together takes longer than scoring a lead, which is done at every change.
    """
    if any(house_field(rule.condition.field) is None for rule in scoring.rules):
        return None
    return _query(scoring, house_field)


def _query(scoring: Scoring, find: Find) -> Select[Any]:
    return (
        select(Lead.id, _fit(scoring, find), _interest_key(scoring, find), Lead.grade_override)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .order_by(Lead.id)
    )


def _fit(scoring: Scoring, find: Find) -> ColumnElement[Any]:
    """Return the sum of points; what is looked for in one text is looked for all at once."""
    in_text: defaultdict[str, list[ScoreRuleDraft]] = defaultdict(list)
    others: list[ScoreRuleDraft] = []
    for rule in scoring.of_side(ScoreSide.FIT):
        field = field_asked(rule, find)
        contains = rule.condition.operator is Operator.CONTAINS
        if contains and field is not None and field.value is not None:
            in_text[rule.condition.field].append(rule)
        else:
            others.append(rule)
    points: list[ColumnElement[Any]] = [
        case((held, rule.points), else_=0) for rule, held in compiled(others, find, joined_meets)
    ]
    for rules in in_text.values():
        field = field_asked(rules[0], find)
        if field is not None and field.value is not None:
            parts = [(rule.points, [fold(one) for one in rule.condition.wanted]) for rule in rules]
            points.append(points_held(field.value, parts))
    return sum(points, start=literal(0))


def _interest_key(scoring: Scoring, find: Find) -> ColumnElement[Any]:
    by_kind: Counter[str] = Counter()
    others: list[ScoreRuleDraft] = []
    for rule in scoring.of_side(ScoreSide.INTEREST):
        if (rule.condition.field, rule.condition.operator) == ("event", Operator.IS):
            # One comparison for all of them together: most rules are about kinds of events.
            by_kind.update(dict.fromkeys(rule.condition.wanted, rule.points))
        else:
            others.append(rule)
    earned: list[ColumnElement[Any]] = [
        case((held, rule.points), else_=0) for rule, held in compiled(others, find, event_meets)
    ]
    if by_kind:
        earned.append(case(dict(by_kind), value=InterestEvent.kind, else_=0))
    if not earned:
        return null()
    return (
        select(interest_sum(scoring, sum(earned, start=literal(0))))
        .where(InterestEvent.lead_id == Lead.id)
        .correlate(Lead)
        .scalar_subquery()
    )


def interest_sum(scoring: Scoring, earned: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the interest key of the events of a query, each worth what it earned when it was."""
    half_life = scoring.grading.half_life_days
    halvings = days_after_1970(InterestEvent.occurred_at.expression) / half_life
    about = _MIDDLE_DAY / half_life if half_life >= _LONG_HALF_LIFE_DAYS else None
    return log2_sum(earned, halvings, about)


def conditions_of_fit(scoring: Scoring, find: Find) -> list[Held]:
    """Return the rules of fit with their conditions on joined leads; `find` knows the fields."""
    return compiled(scoring.of_side(ScoreSide.FIT), find, joined_meets)
