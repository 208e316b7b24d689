"""What the scoring rules say of leads as they were when they entered the qualification."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, literal, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Condition
from models.conditions.matching import joined_meets
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.errors import InvalidValueError
from models.scoring.counting import points_of
from models.scoring.grading import EPOCH, Grading
from models.scoring.rules import Scoring, scoring_in_force
from models.scoring.signals import conditions_of_events
from models.vocabulary import KnownWhen, ScoreSide

_DAY_SECONDS = 86_400
_AT_ONCE = 500
_LOG_ODDS_PER_GRADE = 0.5
_FARTHEST = 3.0


@dataclass(frozen=True, slots=True)
class RulePoints:
    """Fit and interest of a lead at its entry."""

    fit: int
    interest: float

    def log_odds(self, grading: Grading) -> tuple[float, float]:
        """Return log odds by fit and by interest: half a point for each grade better than B2."""
        return (
            _grades(self.fit, grading.fit_cuts) * _LOG_ODDS_PER_GRADE,
            _grades(self.interest, grading.interest_cuts) * _LOG_ODDS_PER_GRADE,
        )


def _grades(points: float, cuts: tuple[int, int, int]) -> float:
    best, middle, fair = cuts
    a_grade = max(1.0, (best - fair) / 2)
    return max(-_FARTHEST, min(_FARTHEST, (points - middle) / a_grade))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a lead did, and the points that the rules give for it on that day."""

    kind: str
    occurred_at: datetime
    points: int


def scoring_known_before(session: Session) -> Scoring:
    """Return the scoring in force without rules about what is learned in the conversation."""
    scoring = scoring_in_force(session)
    rules = [
        rule
        for rule in scoring.rules
        if rule.side is not ScoreSide.REQUALIFY and _is_known_before(session, rule.condition)
    ]
    return scoring._replace(rules=tuple(rules))


def _is_known_before(session: Session, condition: Condition) -> bool:
    try:
        return field_of(session, condition.field).known_when is KnownWhen.AT_CAPTURE
    except InvalidValueError:
        return False


def events_of(session: Session, scoring: Scoring) -> dict[int, list[Event]]:
    """Return what each lead did, in the order of time."""
    held = conditions_of_events(scoring, ScoreSide.INTEREST)
    points = sum((case((met, rule.points), else_=0) for rule, met in held), start=literal(0))
    found: defaultdict[int, list[Event]] = defaultdict(list)
    rows = session.execute(
        select(
            InterestEvent.lead_id, InterestEvent.kind, InterestEvent.occurred_at, points
        ).order_by(InterestEvent.occurred_at, InterestEvent.id)
    )
    for lead_id, kind, occurred_at, earned in rows:
        found[lead_id].append(Event(kind, occurred_at, earned))
    return found


def interest_at(events: Collection[Event], at: datetime, grading: Grading) -> float:
    """Return what events up to an instant are worth then, faded."""
    half_life = grading.half_life_days * _DAY_SECONDS
    return sum(
        event.points * math.exp2(-(at - event.occurred_at).total_seconds() / half_life)
        for event in events
        if event.occurred_at <= at
    )


def fit_of_all(session: Session, scoring: Scoring) -> dict[int, int]:
    """Return the fit of every lead as it is today."""
    return {row.lead_id: row.fit for row in points_of(session, scoring, Lead.id.is_not(None))}


def fit_as_then(
    session: Session, scoring: Scoring, changed: Mapping[int, Mapping[str, Any]]
) -> dict[int, int]:
    """Return the fit of leads some of whose fields were changed since.

    `changed` holds what those fields held then, by lead and field.
    """
    found: dict[int, int] = {}
    by_fields: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for lead_id, then in changed.items():
        by_fields[frozenset(then)].append(lead_id)
    earned: dict[tuple[str, Any], int] = {}
    for fields, lead_ids in by_fields.items():
        others = [rule for rule in scoring.rules if rule.condition.field not in fields]
        rest = scoring._replace(rules=tuple(others))
        for start in range(0, len(lead_ids), _AT_ONCE):
            some = Lead.id.in_(lead_ids[start : start + _AT_ONCE])
            found.update((row.lead_id, row.fit) for row in points_of(session, rest, some))
        for lead_id in lead_ids:
            for held in changed[lead_id].items():
                if held not in earned:
                    earned[held] = _points_of_value(session, scoring, *held)
                found[lead_id] += earned[held]
    return found


def _points_of_value(session: Session, scoring: Scoring, code: str, value: Any) -> int:
    """Return the fit that a field earns with a value that no row holds any more."""
    rules = [rule for rule in scoring.of_side(ScoreSide.FIT) if rule.condition.field == code]
    if not rules:
        return 0
    field = field_of(session, code)
    stood_in = field.value if field.rows is None else field.rows.value
    kind = None if stood_in is None else stood_in.type
    then = field._replace(value=literal(value, kind), card=None, rows=None)
    met = [(rule.points, joined_meets(then, rule.condition, EPOCH)) for rule in rules]
    points = sum((case((held, earned), else_=0) for earned, held in met), start=literal(0))
    return session.scalar(select(points)) or 0
