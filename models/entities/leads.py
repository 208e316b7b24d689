"""Leads, their names in other systems, and the moves they made."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.storage.columns import JsonObject
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


class ExternalKey(Recorded):
    """A lead's name in another system; a second import finds the lead by it."""

    __tablename__ = "external_key"
    constraints = (UniqueConstraint("source", "key"),)
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    source: Mapped[str]
    key: Mapped[str]


class StageMove(Recorded):
    """A lead went from one stage to another: the source of all rates and delays.

    `occurred_at` is empty where an import gave no date; `precision` is `instant`, `day` or
    `unknown`; `origin` is `live`, `imported` or `correction`.
    """

    __tablename__ = "stage_move"
    constraints = (Index(None, "lead_id", "occurred_at"),)
    topic = Topic.STAGE_MOVES

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    from_stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    to_stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    occurred_at: Mapped[datetime | None]
    precision: Mapped[str]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    reason: Mapped[str | None]
    evidence: Mapped[str | None]
    override_reason: Mapped[str | None]
    origin: Mapped[str]
    definitions_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    voided: Mapped[bool] = mapped_column(default=False)


class Reopening(Recorded):
    """A lead that is worked on again: what it was before, since when, and when it came back.

    Its row tells only what the lead is now; without these, all who ever came back would look as if
    they had never gone.
    """

    __tablename__ = "reopening"
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    status: Mapped[str]
    gone_at: Mapped[datetime]
    back_at: Mapped[datetime]


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


class SavedView(Recorded):
    """A list that people come back to: its filter, order and columns, in words of the program."""

    __tablename__ = "saved_view"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.VIEWS

    name: Mapped[str]
    position: Mapped[int]
    content: Mapped[JsonObject]
