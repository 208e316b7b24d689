"""What a meeting of marketing and sales goes through lead by lead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.definitions.current import last_name_of_stage, reason_names
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.spending import Campaign
from models.entities.people.team import TeamMember
from models.ids import LeadId, StageId
from models.reporting.asked import Asked
from models.reporting.segment import in_segment
from models.vocabulary import HandoffState


@dataclass(frozen=True, slots=True)
class TalkedOver:
    """A lead to talk over: who it is, where from, when it was, who did it, and why."""

    lead_id: LeadId
    name: str
    company: str
    campaign: str
    at: datetime
    member: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """A move past a gate: which lead, into which stage, who, when, and the reason they gave."""

    lead_id: LeadId
    name: str
    company: str
    stage: str
    at: datetime
    member: str
    reason: str


def rejected_leads(session: Session, asked: Asked, at: datetime) -> tuple[TalkedOver, ...]:
    """Return what sales rejected in the period, the newest first."""
    return _talked_over(
        session,
        asked,
        at,
        Handoff.decided_at.expression,
        Handoff.decided_by_id.expression,
        Handoff.state == HandoffState.REJECTED,
        Handoff.decided_at >= asked.start,
        Handoff.decided_at < asked.end,
    )


def leads_without_answer(session: Session, asked: Asked, at: datetime) -> tuple[TalkedOver, ...]:
    """Return what was handed over before the end of the period and waits now, the newest first."""
    return _talked_over(
        session,
        asked,
        at,
        Handoff.handed_at.expression,
        Handoff.member_id.expression,
        Handoff.state == HandoffState.WAITING,
        Handoff.handed_at < asked.end,
    )


def moves_past_gates(session: Session, asked: Asked, at: datetime) -> tuple[Overridden, ...]:
    """Return the moves of the period for which somebody overrode a gate, the newest first."""
    found = session.execute(
        select(
            StageMove.lead_id,
            LeadCard.name,
            LeadCard.company,
            StageMove.to_stage_id,
            StageMove.recorded_at,
            TeamMember.name,
            StageMove.override_reason,
        )
        .join(LeadCard, LeadCard.id == StageMove.lead_id)
        .outerjoin(TeamMember, TeamMember.id == StageMove.actor_id)
        .where(
            StageMove.override_reason.is_not(None),
            StageMove.voided.is_(False),
            StageMove.recorded_at >= asked.start,
            StageMove.recorded_at < asked.end,
            *in_segment(session, asked, at),
        )
        .order_by(StageMove.recorded_at.desc(), StageMove.id.desc())
    )
    return tuple(
        Overridden(
            LeadId(lead_id),
            name,
            company,
            last_name_of_stage(session, StageId(stage_id)),
            recorded_at,
            member or "",
            reason or "",
        )
        for lead_id, name, company, stage_id, recorded_at, member, reason in found
    )


def _talked_over(
    session: Session,
    asked: Asked,
    at: datetime,
    moment: ColumnElement[Any],
    member_id: ColumnElement[Any],
    *conditions: ColumnElement[bool],
) -> tuple[TalkedOver, ...]:
    names = reason_names(session)
    wanted: Select[Any] = (
        select(
            Handoff.lead_id,
            LeadCard.name.label("lead"),
            LeadCard.company,
            Campaign.name.label("campaign"),
            moment.label("at"),
            TeamMember.name.label("member"),
            Handoff.reason,
            Handoff.note,
        )
        .join(LeadCard, LeadCard.id == Handoff.lead_id)
        .join(Lead, Lead.id == Handoff.lead_id)
        .outerjoin(Campaign, Campaign.id == Lead.campaign_id)
        .outerjoin(TeamMember, TeamMember.id == member_id)
        .where(*conditions, *in_segment(session, asked, at))
        .order_by(moment.desc(), Handoff.id.desc())
    )
    return tuple(
        TalkedOver(
            LeadId(row.lead_id),
            row.lead,
            row.company,
            row.campaign or "",
            row.at,
            row.member or "",
            names.get(row.reason or "", row.reason or ""),
            row.note or "",
        )
        for row in session.execute(wanted)
    )
