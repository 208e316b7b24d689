"""Leads in nurture: which come back to review and why, and which are to be looked at again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, exists, func, select, true
from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.definitions.terms import term
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.work.activity import Touch
from models.handoff.glance import Glance, glances
from models.ids import MemberId
from models.leads.stages.direct import ANSWERED
from models.scoring.signals import ScoreReason, SignalsRow, signal_points, signals_among
from models.storage.sqlite import listed
from models.vocabulary import Status

# More than anybody looks at in a day; the next ones are there once these are done.
_AT_MOST = 60

_Told: TypeAlias = Row[int, str | None, datetime, str | None, date | None]


class NurturedRow(NamedTuple):
    """A lead in nurture that is to be looked at, and why: signals that add up, an answer, a day.

    `points` of `needed` are what it did since it went to nurture; `answered_at` is when somebody
    of ours heard from the person since, which suffices alone.
    """

    lead: Glance
    reason: str | None
    track: str | None
    since: datetime
    look_again_on: date | None
    points: int
    needed: int
    signals: tuple[ScoreReason, ...]
    answered_at: datetime | None


def back_from_nurture(
    session: Session, member_id: MemberId | None, at: datetime
) -> tuple[NurturedRow, ...]:
    """Return the leads whose signals since they went to nurture bring them back to review.

    The person's own and those of nobody (None: all), the strongest first. `reopen` takes one back.
    """
    answered = _answered()
    points = signal_points(session)
    found = session.execute(
        _in_nurture(member_id)
        .where((points >= term(session, "requalify")) | answered)
        .order_by(answered.desc(), points.desc(), Lead.id)
        .limit(_AT_MOST)
    ).all()
    return tuple(_rows(session, found, at, with_signals=True))


def to_look_at_again(
    session: Session, member_id: MemberId | None, at: datetime, today: date
) -> tuple[NurturedRow, ...]:
    """Return the leads in nurture whose day to look again has come, the longest due first."""
    due = session.execute(
        _in_nurture(member_id)
        .where(Lead.look_again_on <= today)
        .order_by(Lead.look_again_on, Lead.id)
        .limit(_AT_MOST)
    ).all()
    return tuple(_rows(session, due, at, with_signals=False))


def _in_nurture(
    member_id: MemberId | None,
) -> Select[int, str | None, datetime, str | None, date | None]:
    """Return the query for what is told of somebody's leads in nurture."""
    return (
        select(
            Lead.id,
            Lead.status_reason,
            Lead.status_since,
            Lead.nurture_track,
            Lead.look_again_on,
        )
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(LeadCard.status == Status.NURTURE, _of(member_id))
    )


def _of(member_id: MemberId | None) -> ColumnElement[bool]:
    """Return the condition that a lead is somebody's or nobody's; the cards have it in an index."""
    if member_id is None:
        return true()
    return LeadCard.owner_id.is_(None) | (LeadCard.owner_id == member_id)


def _answered() -> ColumnElement[bool]:
    return exists().where(
        Touch.lead_id == Lead.id,
        Touch.occurred_at > Lead.status_since,
        Touch.outcome.in_(ANSWERED),
    )


def _rows(
    session: Session, leads: Sequence[_Told], at: datetime, *, with_signals: bool
) -> list[NurturedRow]:
    if not leads:
        return []
    shown = glances(session, [lead.id for lead in leads], at)
    names = reason_names(session)
    answers = session.execute(
        select(Touch.lead_id, func.max(Touch.occurred_at).label("at"))
        .join(Lead, Lead.id == Touch.lead_id)
        .where(
            Touch.lead_id.in_(listed([lead.id for lead in leads])),
            Touch.outcome.in_(ANSWERED),
            Touch.occurred_at > Lead.status_since,
        )
        .group_by(Touch.lead_id)
    )
    answered = {row.lead_id: row.at for row in answers}
    nothing = SignalsRow(0, term(session, "requalify"), ())
    signals = signals_among(session, shown) if with_signals else {}
    rows = []
    for lead in leads:
        if lead.id not in shown:
            continue
        code = lead.status_reason
        gave = signals.get(lead.id, nothing)
        rows.append(
            NurturedRow(
                lead=shown[lead.id],
                reason=None if code is None else names.get(code, code),
                track=lead.nurture_track,
                since=lead.status_since,
                look_again_on=lead.look_again_on,
                points=gave.points,
                needed=gave.needed,
                signals=gave.reasons,
                answered_at=answered.get(lead.id),
            )
        )
    return rows
