"""Counting points: the rules compiled into one query, for one lead and for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, or_, select
from sqlalchemy.orm import Session

from models.conditions.matching import event_condition, joined_condition
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
    found = session.execute(_points(session, scoring).where(Lead.id.in_(lead_ids)))
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


def _points(session: Session, scoring: Scoring) -> Select[Any]:
    fit = sum(
        (case((held, rule.points), else_=0) for rule, held in conditions_of_fit(session, scoring)),
        start=literal(0),
    )
    return (
        select(Lead.id, fit, _interest_key(session, scoring), Lead.grade_override)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .order_by(Lead.id)
    )


def _interest_key(session: Session, scoring: Scoring) -> ColumnElement[Any]:
    rules = conditions_of_events(session, scoring, ScoreSide.INTEREST)
    if not rules:
        return null()
    earned = sum((case((held, rule.points), else_=0) for rule, held in rules), start=literal(0))
    return (
        select(interest_sum(scoring, earned))
        .where(InterestEvent.lead_id == Lead.id, or_(*(held for _rule, held in rules)))
        .correlate(Lead)
        .scalar_subquery()
    )


def interest_sum(scoring: Scoring, earned: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the interest key of the events of a query, each worth what it earned when it was."""
    halvings = days_after_1970(InterestEvent.occurred_at.expression)
    return log2_sum(earned, halvings / scoring.grading.half_life_days)


Held = tuple[ScoreRuleDraft, ColumnElement[bool]]


def conditions_of_fit(session: Session, scoring: Scoring) -> list[Held]:
    """Return the rules of fit with their conditions on joined leads."""
    return _compiled(session, scoring.of_side(ScoreSide.FIT), joined_condition)


def conditions_of_events(session: Session, scoring: Scoring, side: ScoreSide) -> list[Held]:
    """Return the rules of a side that events earn, with their conditions on events."""
    return _compiled(session, scoring.of_side(side), event_condition)


def _compiled(session: Session, rules: Sequence[ScoreRuleDraft], compile_one: Any) -> list[Held]:
    compiled: list[Held] = []
    for rule in rules:
        try:
            compiled.append((rule, compile_one(session, rule.condition, EPOCH)))
        except InvalidValueError:
            # The field was removed since: nobody has it, so it earns nothing.
            continue
    return compiled


def events_met(
    session: Session, lead_id: int, condition: ColumnElement[bool], since: datetime | None = None
) -> int:
    """Return how many events of a lead meet a condition."""
    found = select(func.count(InterestEvent.id)).where(InterestEvent.lead_id == lead_id, condition)
    if since is not None:
        found = found.where(InterestEvent.occurred_at >= since)
    return session.scalar(found) or 0
