"""Leads in nurture: which come back to review and why, and which are to be looked at again."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.definitions.terms import term
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.work.activity import Touch
from models.ids import LeadId, MemberId
from models.leads.stages.direct import ANSWERED
from models.scoring.signals import ScoreReason, SignalsRow, signals_in_nurture
from models.vocabulary import Status

# More than anybody looks at in a day; the next ones are there once these are done.
_AT_MOST = 60


class ReturnedRow(NamedTuple):
    """A lead in nurture that comes back to review: its signals add up, or it answered us.

    `points` of `needed` are what it did since it went to nurture; `answered_at` is when somebody
    of ours heard from the person since, which suffices alone.
    """

    lead_id: LeadId
    since: datetime
    points: int
    needed: int
    signals: tuple[ScoreReason, ...]
    answered_at: datetime | None


class DueRow(NamedTuple):
    """A lead in nurture whose day to look again has come, and why it went there."""

    lead_id: LeadId
    look_again_on: date
    reason: str | None


def back_from_nurture(session: Session, member_id: MemberId | None) -> tuple[ReturnedRow, ...]:
    """Return the leads that come back to review: who answered us, then by their signals.

    The person's own and those of nobody (None: all), the strongest first. `reopen` takes one back.
    """
    last = func.max(Touch.occurred_at)
    answers = session.execute(
        select(Touch.lead_id, Lead.status_since, last.label("at"))
        .join(Lead, Lead.id == Touch.lead_id)
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(
            LeadCard.status == Status.NURTURE,
            _of(member_id),
            Touch.outcome.in_(ANSWERED),
            Touch.occurred_at > Lead.status_since,
        )
        .group_by(Touch.lead_id, Lead.status_since)
        .order_by(last, Touch.lead_id)
        .limit(_AT_MOST)
    )
    answered = {row.lead_id: row for row in answers}
    signals = signals_in_nurture(session, _of(member_id), answered, _AT_MOST)
    needed = term(session, "requalify")
    silent = {row.lead_id: SignalsRow(row.status_since, 0, needed, ()) for row in answered.values()}
    rows = (
        ReturnedRow(
            lead_id=LeadId(lead_id),
            since=gave.since,
            points=gave.points,
            needed=gave.needed,
            signals=gave.reasons,
            answered_at=answered[lead_id].at if lead_id in answered else None,
        )
        for lead_id, gave in (silent | signals).items()
    )
    ordered = sorted(rows, key=lambda row: (row.answered_at is None, -row.points, row.lead_id))
    return tuple(ordered[:_AT_MOST])


def to_look_at_again(
    session: Session, member_id: MemberId | None, today: date
) -> tuple[DueRow, ...]:
    """Return the leads in nurture whose day to look again has come, the longest due first."""
    due = session.execute(
        select(Lead.id, Lead.look_again_on, Lead.status_reason)
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(LeadCard.status == Status.NURTURE, _of(member_id), Lead.look_again_on <= today)
        .order_by(Lead.look_again_on, Lead.id)
        .limit(_AT_MOST)
    ).all()
    names = reason_names(session) if due else {}
    return tuple(
        DueRow(LeadId(row.id), row.look_again_on, names.get(row.status_reason, row.status_reason))
        for row in due
    )


def _of(member_id: MemberId | None) -> ColumnElement[bool]:
    """Return the condition that a lead is somebody's or nobody's; the cards have it in an index."""
    if member_id is None:
        return true()
    return LeadCard.owner_id.is_(None) | (LeadCard.owner_id == member_id)
