"""The sales acceptance inbox: which leads wait for whose answer, and for how long still."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.terms import terms
from models.entities.leads.leads import Handoff
from models.entities.people.team import TeamMember
from models.handoff.glance import Glance, glances
from models.handoff.silence import due_at, waiting_handoffs
from models.ids import HandoffId, LeadId, MemberId
from models.team.countdown import Countdown
from models.team.working_clock import WorkingClock, clocks_of_team
from models.vocabulary import HandoffState


class HandoffRow(NamedTuple):
    """A lead that was handed over; `member` is who was asked, nobody where there is nobody to ask.

    `minutes_left` are working minutes until the next thing that happens to silence, below zero
    when the answer is overdue; None where no time runs.
    """

    id: HandoffId
    lead: Glance
    state: str
    handed_at: datetime
    member_id: MemberId | None
    member: str | None
    reminded_at: datetime | None
    escalated_at: datetime | None
    reassigned_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    note: str | None
    countdown: Countdown | None = None
    minutes_left: int | None = None


def inbox(
    session: Session, member_id: MemberId | None, at: datetime, *, reckon: bool = True
) -> tuple[HandoffRow, ...]:
    """Return what waits for this person's answer (None: for anybody's), direct requests first.

    Without `reckon` no working time is counted: calendars take a moment to read.
    """
    once: dict[int, Handoff] = {}
    for handoff in waiting_handoffs(session):
        if member_id is None or handoff.member_id == member_id:
            once.setdefault(handoff.lead_id, handoff)
    waiting = list(once.values())
    rows = _rows(session, waiting, at)
    if reckon:
        rows = _reckoned(session, rows, at)
    return tuple(sorted(rows, key=lambda row: (not row.lead.direct, row.handed_at, row.id)))


def handoff_of(session: Session, lead_id: LeadId, at: datetime) -> HandoffRow | None:
    """Return the newest handoff of a lead; None where it was never handed over."""
    newest = session.scalar(
        select(Handoff).where(Handoff.lead_id == lead_id).order_by(Handoff.id.desc()).limit(1)
    )
    rows = () if newest is None else _reckoned(session, _rows(session, [newest], at), at)
    return next(iter(rows), None)


def decided_since(
    session: Session, state: HandoffState, since: datetime, at: datetime
) -> tuple[HandoffRow, ...]:
    """Return the handoffs that were decided so since a moment, the newest first."""
    found = session.scalars(
        select(Handoff)
        .where(Handoff.state == state, Handoff.decided_at >= since)
        .order_by(Handoff.decided_at.desc(), Handoff.id.desc())
    )
    return tuple(_rows(session, list(found), at))


def _rows(session: Session, handoffs: Sequence[Handoff], at: datetime) -> list[HandoffRow]:
    if not handoffs:
        return []
    leads = glances(session, {handoff.lead_id for handoff in handoffs}, at)
    names: dict[int | None, str] = {
        row.id: row.name for row in session.execute(select(TeamMember.id, TeamMember.name))
    }
    return [
        HandoffRow(
            id=HandoffId(row.id),
            lead=leads[row.lead_id],
            state=row.state,
            handed_at=row.handed_at,
            member_id=None if row.member_id is None else MemberId(row.member_id),
            member=names.get(row.member_id),
            reminded_at=row.reminded_at,
            escalated_at=row.escalated_at,
            reassigned_at=row.reassigned_at,
            decided_at=row.decided_at,
            decided_by=names.get(row.decided_by_id),
            reason=row.reason,
            note=row.note,
        )
        for row in handoffs
        if row.lead_id in leads
    ]


def _reckoned(session: Session, rows: Sequence[HandoffRow], at: datetime) -> list[HandoffRow]:
    if not rows:
        return []
    agreed = terms(session)
    clocks = clocks_of_team(session)
    reckoned = []
    for row in rows:
        clock = None if row.member_id is None else clocks.get(row.member_id)
        waits = row.state == HandoffState.WAITING
        due = None if clock is None or not waits else answer_by(row, clock, agreed)
        if clock is None or due is None:
            reckoned.append(row)
            continue
        countdown = clock.countdown(due, at)
        reckoned.append(row._replace(countdown=countdown, minutes_left=countdown.minutes_left(at)))
    return reckoned


def answer_by(row: HandoffRow, clock: WorkingClock, agreed: dict[str, str]) -> datetime | None:
    """Return when silence has its next effect on a person: the lead is given to another, or late.

    Who got it from another has the whole term of an answer.
    """
    if row.reassigned_at is not None:
        return due_at(clock, row.reassigned_at, int(agreed["accept"]))
    return due_at(clock, row.handed_at, min(int(agreed["accept"]), int(agreed["reassign"])))
