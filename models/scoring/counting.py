"""Counting points: the rules compiled into one query, for one lead and for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of, house_field
from models.conditions.condition import Condition
from models.conditions.fields import Field
from models.conditions.matching import event_meets, joined_meets
from models.definitions.current import current_definitions_id
from models.definitions.draft import ScoreRuleDraft
from models.entities import Company, Contact, InterestEvent, Lead
from models.errors import InvalidValueError
from models.scoring.grading import EPOCH
from models.scoring.rules import Scoring
from models.storage.sqlite import days_after_1970, log2_sum
from models.vocabulary import ScoreSide


@dataclass(frozen=True, slots=True)
class Points:
    """What one lead's rules give: its fit, and its interest as a key that does not age."""

    lead_id: int
    fit: int
    interest_key: float | None
    override: str | None


def points_of(session: Session, scoring: Scoring, lead_ids: Sequence[int]) -> list[Points]:
    """Return the points of these leads; of those that are gone or hidden, nothing."""
    query = _house_query(scoring)
    if query is None:
        query = _query(scoring, lambda code: field_of(session, code))
    found = session.execute(query.where(Lead.id.in_(lead_ids)))
    return [Points(*row) for row in found]


def scores_of(
    session: Session, scoring: Scoring, lead_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """Return what the cards of these leads hold of their scores under the definitions in force."""
    version = current_definitions_id(session)
    return {
        points.lead_id: {
            "fit": points.fit,
            "interest_key": points.interest_key,
            "score_key": scoring.grading.score_key(
                points.fit, points.interest_key, points.override
            ),
            "scored_under": version,
        }
        for points in points_of(session, scoring, lead_ids)
    }


UNSCORED: dict[str, Any] = dict.fromkeys(("fit", "interest_key", "score_key", "scored_under"))
"""What the card of a lead holds that no query shows yet."""


Find = Callable[[str], Field | None]


@lru_cache(maxsize=8)
def _house_query(scoring: Scoring) -> Select[Any] | None:
    """Return the query of rules that ask for no field of the team's own.

    Putting it together takes longer than scoring a lead, which is done at every change.
    """
    if any(house_field(rule.condition.field) is None for rule in scoring.rules):
        return None
    return _query(scoring, house_field)


def _query(scoring: Scoring, find: Find) -> Select[Any]:
    fit = sum(
        (case((held, rule.points), else_=0) for rule, held in conditions_of_fit(scoring, find)),
        start=literal(0),
    )
    return (
        select(Lead.id, fit, _interest_key(scoring, find), Lead.grade_override)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .order_by(Lead.id)
    )


def _interest_key(scoring: Scoring, find: Find) -> ColumnElement[Any]:
    rules = conditions_of_events(scoring, ScoreSide.INTEREST, find)
    if not rules:
        return null()
    earned = sum((case((held, rule.points), else_=0) for rule, held in rules), start=literal(0))
    return (
        select(interest_sum(scoring, earned))
        .where(InterestEvent.lead_id == Lead.id)
        .correlate(Lead)
        .scalar_subquery()
    )


def interest_sum(scoring: Scoring, earned: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the interest key of the events of a query, each worth what it earned when it was."""
    halvings = days_after_1970(InterestEvent.occurred_at.expression)
    return log2_sum(earned, halvings / scoring.grading.half_life_days)


Held = tuple[ScoreRuleDraft, ColumnElement[bool]]


def conditions_of_fit(scoring: Scoring, find: Find) -> list[Held]:
    """Return the rules of fit with their conditions on joined leads; `find` knows the fields."""
    return _compiled(scoring.of_side(ScoreSide.FIT), find, joined_meets)


def conditions_of_events(scoring: Scoring, side: ScoreSide, find: Find) -> list[Held]:
    """Return the rules of a side that events earn, with their conditions on events."""
    return _compiled(scoring.of_side(side), find, event_meets)


def _compiled(
    rules: Sequence[ScoreRuleDraft],
    find: Find,
    compile_one: Callable[[Field, Condition, datetime], ColumnElement[bool]],
) -> list[Held]:
    compiled: list[Held] = []
    for rule in rules:
        try:
            field = find(rule.condition.field)
        except InvalidValueError:
            # The field was removed since: nobody has it, so it earns nothing.
            field = None
        if field is not None:
            compiled.append((rule, compile_one(field, rule.condition, EPOCH)))
    return compiled


def events_met(
    session: Session, lead_id: int, condition: ColumnElement[bool], since: datetime | None = None
) -> int:
    """Return how many events of a lead meet a condition."""
    found = select(func.count(InterestEvent.id)).where(InterestEvent.lead_id == lead_id, condition)
    if since is not None:
        found = found.where(InterestEvent.occurred_at >= since)
    return session.scalar(found) or 0
