"""What leads did, as the rules of scoring see it, and what brings them back from nurture."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache, partial, reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.conditions.events import event_field, event_meets
from models.conditions.wording import gone, said
from models.definitions.terms import term
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.scoring.compiling import Held, compiled
from models.scoring.rules import Scoring, scoring_in_force
from models.storage.sqlite import listed
from models.vocabulary import ScoreSide, Status, label


class ScoreReason(NamedTuple):
    """What earned or cost points: a rule in words, and how many events met it (1 for a trait)."""

    side: ScoreSide
    points: int
    sentence: str
    times: int


class SignalsRow(NamedTuple):
    """What a lead did since it went to nurture, and how much of it brings a lead back."""

    points: int
    needed: int
    reasons: tuple[ScoreReason, ...]


def conditions_of_events(scoring: Scoring, side: ScoreSide) -> list[Held]:
    """Return the rules of a side that events earn, with their conditions on events."""
    return compiled(scoring.of_side(side), event_field, event_meets)


def event_words(session: Session, condition: Condition) -> str:
    """Return what a lead did, where a rule says so, without the words around it."""
    field = event_field(condition.field)
    if field is None:
        return gone(condition.field)
    if condition.field == "event" and condition.operator is Operator.IS:
        return ", ".join(label(kind) for kind in condition.wanted)
    return said(session, field, condition)


def signal_points(session: Session) -> ColumnElement[int]:
    """Return the points, of a `Lead` in a query, that its signals since it went to nurture add."""
    rules = conditions_of_events(scoring_in_force(session), ScoreSide.REQUALIFY)
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
    rules = conditions_of_events(scoring_in_force(session), ScoreSide.REQUALIFY)
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
