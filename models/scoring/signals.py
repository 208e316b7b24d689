"""What leads did, as the rules of scoring see it, and what brings them back from nurture."""

from collections.abc import Collection
from datetime import datetime
from functools import cache, partial, reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.conditions.events import event_field, event_meets
from models.conditions.wording import gone, said
from models.definitions.terms import term
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.scoring.compiling import Held, compiled
from models.scoring.rules import Scoring, scoring_in_force
from models.storage.sqlite.queries import listed
from models.vocabulary import ScoreSide, Status, label


class ScoreReason(NamedTuple):
    """What earned or cost points: a rule in words, and how many events met it (1 for a trait)."""

    side: ScoreSide
    points: int
    sentence: str
    times: int


class SignalsRow(NamedTuple):
    """What a lead did since it went to nurture, and how much of it brings a lead back."""

    since: datetime
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


def signals_in_nurture(
    session: Session, whose: ColumnElement[bool], also: Collection[int], at_most: int
) -> dict[int, SignalsRow]:
    """Return what leads in nurture did that brings them back, by lead, the strongest first.

    `whose` is a condition on `LeadCard`. Of `also` it is told too where it does not suffice, and
    they come first. Signals count from when the lead went to nurture on, and do not fade.
    """
    rules = conditions_of_events(scoring_in_force(session), ScoreSide.REQUALIFY)
    if not rules:
        return {}
    needed = term(session, "requalify")
    counted = (
        select(
            InterestEvent.lead_id,
            Lead.status_since,
            *(
                func.count(case((held, 1))).label(f"rule_{place}")
                for place, (_rule, held) in enumerate(rules)
            ),
        )
        .join(Lead, Lead.id == InterestEvent.lead_id)
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(
            LeadCard.status == Status.NURTURE, whose, InterestEvent.occurred_at >= Lead.status_since
        )
        .group_by(InterestEvent.lead_id, Lead.status_since)
        .subquery()
    )
    lead, _since, *counts = counted.c
    earned = (count * rule.points for (rule, _held), count in zip(rules, counts, strict=True))
    points: ColumnElement[int] = reduce(add, earned)
    told_anyway = lead.in_(listed(also))
    found = session.execute(
        select(counted)
        .where((points >= needed) | told_anyway)
        .order_by(told_anyway.desc(), points.desc(), lead)
        .limit(at_most)
    )
    told = cache(partial(event_words, session))
    signals = {}
    for lead_id, since, *often in found:
        reasons = [
            ScoreReason(rule.side, rule.points * times, told(rule.condition), times)
            for (rule, _held), times in zip(rules, often, strict=True)
            if times
        ]
        if reasons:
            reasons.sort(key=lambda reason: -reason.points)
            gave = sum(reason.points for reason in reasons)
            signals[lead_id] = SignalsRow(since, gave, needed, tuple(reasons))
    return signals
