"""A lead's score with its reasons, under the definitions in force or under a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Condition
from models.conditions.fields import NEGATIVE
from models.conditions.matching import joined_meets
from models.conditions.sentences import sentence
from models.definitions.versions.draft import DefinitionsDraft
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.people.contacts import Company, Contact
from models.finding import existing
from models.ids import LeadId
from models.scoring.counting import conditions_of_fit, interest_sum, points_of
from models.scoring.grading import EPOCH
from models.scoring.rules import Scoring, scoring_in_force, scoring_of
from models.scoring.signals import ScoreReason, conditions_of_events, event_words
from models.vocabulary import ScoreSide


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A lead's score; `grade` is a person's where one overrides the rules."""

    fit: int
    interest: int
    grade: str
    grade_by_rules: str
    override: str | None
    override_reason: str | None
    reasons: tuple[ScoreReason, ...]
    makes_mql: bool
    activity_without_fit: bool


def score_of(session: Session, lead_id: LeadId, at: datetime) -> ScoreRow:
    """Return a lead's score at an instant; refuses a lead that does not exist."""
    return _score(session, scoring_in_force(session), existing(session, Lead, lead_id), at)


def score_under(
    session: Session, lead_id: LeadId, draft: DefinitionsDraft, at: datetime
) -> ScoreRow:
    """Return the score that a lead would have under a draft of the definitions."""
    return _score(session, scoring_of(draft), existing(session, Lead, lead_id), at)


def _score(session: Session, scoring: Scoring, lead: Lead, at: datetime) -> ScoreRow:
    (points,) = points_of(session, scoring, Lead.id == lead.id)
    terms = scoring.grading
    interest = terms.points(points.interest_key, at)
    by_rules = terms.grade(points.fit, interest)
    reasons = (
        *_fit_reasons(session, scoring, lead.id),
        *_interest_reasons(session, scoring, lead.id, at),
    )
    return ScoreRow(
        fit=points.fit,
        interest=interest,
        grade=lead.grade_override or by_rules,
        grade_by_rules=by_rules,
        override=lead.grade_override,
        override_reason=lead.grade_override_reason,
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.points))),
        makes_mql=terms.makes_mql(points.fit, interest),
        activity_without_fit=interest >= terms.mql_interest and points.fit < terms.mql_fit,
    )


def _fit_reasons(session: Session, scoring: Scoring, lead_id: int) -> list[ScoreReason]:
    rules = conditions_of_fit(scoring, partial(field_of, session))
    holds = _true_of(session, lead_id, [held for _rule, held in rules])
    return [
        ScoreReason(rule.side, rule.points, _what_holds(session, lead_id, rule.condition), 1)
        for (rule, _held), true in zip(rules, holds, strict=True)
        if true
    ]


def _true_of(
    session: Session, lead_id: int, conditions: Sequence[ColumnElement[bool]]
) -> Sequence[Any]:
    if not conditions:
        return ()
    return session.execute(
        select(*(held.label(f"condition_{place}") for place, held in enumerate(conditions)))
        .select_from(Lead)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(Lead.id == lead_id)
    ).one()


def _what_holds(session: Session, lead_id: int, condition: Condition) -> str:
    """Return a condition in words, of twenty wanted values only those that the lead has."""
    if len(condition.wanted) > 1 and condition.operator not in NEGATIVE:
        field = field_of(session, condition.field)
        parts = [condition._replace(wanted=(one,)) for one in condition.wanted]
        holds = _true_of(session, lead_id, [joined_meets(field, part, EPOCH) for part in parts])
        pairs = zip(condition.wanted, holds, strict=True)
        condition = condition._replace(wanted=tuple(one for one, true in pairs if true))
    return sentence(session, condition)


def _interest_reasons(
    session: Session, scoring: Scoring, lead_id: int, at: datetime
) -> list[ScoreReason]:
    reasons = []
    for rule, held in conditions_of_events(scoring, ScoreSide.INTEREST):
        key, count = session.execute(
            select(interest_sum(scoring, literal(rule.points)), func.count(InterestEvent.id)).where(
                InterestEvent.lead_id == lead_id, held
            )
        ).one()
        if count:
            words = event_words(session, rule.condition)
            reasons.append(ScoreReason(rule.side, scoring.grading.points(key, at), words, count))
    return reasons
