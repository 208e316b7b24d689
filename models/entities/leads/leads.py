"""Leads, and how they were handed over to sales."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Lead(Recorded):
    """One pursuit, with or without a contact yet.

    `stage_id` says how far it has come, `status` what is being done about it.
    """

    __tablename__ = "lead"
    topic = Topic.LEADS

    title: Mapped[str | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    status: Mapped[str]
    status_reason: Mapped[str | None]
    status_note: Mapped[str | None]
    status_since: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    captured_at: Mapped[datetime]
    look_again_on: Mapped[date | None]
    nurture_track: Mapped[str | None]
    grade_override: Mapped[str | None]
    grade_override_reason: Mapped[str | None]
    notes: Mapped[str | None]


class Handoff(Recorded):
    """An MQL that marketing gave to sales, and what sales said: accepted, rejected, or nothing yet.

    `state` is waiting, accepted, rejected or withdrawn. Silence is reminded, escalated and
    reassigned, each once; `first_member_id` is who was asked first.
    """

    __tablename__ = "handoff"
    constraints = (Index(None, "state", "handed_at"),)
    topic = Topic.HANDOFFS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    state: Mapped[str]
    handed_at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    first_member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    reason: Mapped[str | None]
    note: Mapped[str | None]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    reassigned_at: Mapped[datetime | None]
