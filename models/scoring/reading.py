"""A lead's score with its reasons, under the definitions in force or under a draft."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial, reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Condition, Operator
from models.conditions.fields import NEGATIVE
from models.conditions.matching import joined_meets
from models.conditions.wording import sentence
from models.definitions.draft import DefinitionsDraft
from models.definitions.terms import term
from models.entities.leads import Lead
from models.entities.marketing import InterestEvent
from models.entities.people import Company, Contact
from models.finding import existing
from models.ids import LeadId
from models.scoring.counting import (
    Held,
    conditions_of_events,
    conditions_of_fit,
    interest_sum,
    points_of,
)
from models.scoring.grading import EPOCH
from models.scoring.rules import Scoring, scoring_in_force, scoring_of
from models.storage.sqlite import listed
from models.vocabulary import ScoreSide, Status, label


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """What earned or cost points: a rule in words, and how many events met it (1 for a trait)."""

    side: ScoreSide
    points: int
    sentence: str
    count: int


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


@dataclass(frozen=True, slots=True)
class SignalsRow:
    """What a lead did since it went to nurture, and how much of it brings a lead back."""

    points: int
    needed: int
    reasons: tuple[ScoreReason, ...]


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
        parts = [replace(condition, wanted=(one,)) for one in condition.wanted]
        holds = _true_of(session, lead_id, [joined_meets(field, part, EPOCH) for part in parts])
        pairs = zip(condition.wanted, holds, strict=True)
        condition = replace(condition, wanted=tuple(one for one, true in pairs if true))
    return sentence(session, condition)


def _interest_reasons(
    session: Session, scoring: Scoring, lead_id: int, at: datetime
) -> list[ScoreReason]:
    reasons = []
    for rule, held in _by_event(session, scoring, ScoreSide.INTEREST):
        key, count = session.execute(
            select(interest_sum(scoring, literal(rule.points)), func.count(InterestEvent.id)).where(
                InterestEvent.lead_id == lead_id, held
            )
        ).one()
        if count:
            words = event_words(session, rule.condition)
            reasons.append(ScoreReason(rule.side, scoring.grading.points(key, at), words, count))
    return reasons


def event_words(session: Session, condition: Condition) -> str:
    """Return what a lead did, where a rule says so, without the words around it."""
    if condition.field == "event" and condition.operator is Operator.IS:
        return ", ".join(label(kind) for kind in condition.wanted)
    return sentence(session, condition)


def _by_event(session: Session, scoring: Scoring, side: ScoreSide) -> list[Held]:
    return conditions_of_events(scoring, side, partial(field_of, session))


def signal_points(session: Session) -> ColumnElement[int]:
    """Return the points, of a `Lead` in a query, that its signals since it went to nurture add."""
    rules = _by_event(session, scoring_in_force(session), ScoreSide.REQUALIFY)
    if not rules:
        return literal(0)
    points = [case((held, rule.points), else_=0) for rule, held in rules]
    return (
        select(func.coalesce(func.sum(reduce(add, points)), 0))
        .where(InterestEvent.lead_id == Lead.id, InterestEvent.occurred_at >= Lead.status_since)
        .correlate(Lead)
        .scalar_subquery()
    )


def signals_among(session: Session, lead_ids: Collection[int]) -> dict[int, SignalsRow]:
    """Return the signals of leads in nurture since they went there, of those that gave any.

    Signals do not fade.
    """
    needed = term(session, "requalify")
    found: defaultdict[int, list[ScoreReason]] = defaultdict(list)
    rules = _by_event(session, scoring_in_force(session), ScoreSide.REQUALIFY)
    counts = [
        func.count(case((held, 1))).label(f"rule_{place}")
        for place, (_rule, held) in enumerate(rules)
    ]
    told = cache(partial(event_words, session))
    for lead_id, *given in session.execute(
        select(InterestEvent.lead_id, *counts)
        .join(Lead, Lead.id == InterestEvent.lead_id)
        .where(
            InterestEvent.lead_id.in_(listed(lead_ids)),
            Lead.status == Status.NURTURE,
            InterestEvent.occurred_at >= Lead.status_since,
        )
        .group_by(InterestEvent.lead_id)
    ):
        for (rule, _held), count in zip(rules, given, strict=True):
            if count:
                words = told(rule.condition)
                reason = ScoreReason(rule.side, rule.points * count, words, count)
                found[lead_id].append(reason)
    return {
        lead_id: SignalsRow(
            sum(reason.points for reason in reasons),
            needed,
            tuple(sorted(reasons, key=lambda reason: -reason.points)),
        )
        for lead_id, reasons in found.items()
    }
