"""Appointments with their five parts: time, invitation, purpose, stakeholders, preparation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Appointment(Recorded):
    """A meeting with a prospect.

    `starts_at` is the instant; `wall_start` and `zone` are what was agreed in words, kept because
    the zone's rules may change before the day comes. Rates count on `original_starts_at`. A meeting
    that was moved to another time is an appointment of its own: `previous_id` names the one before.
    The buffers are what its kind kept free before and after it when it was booked.
    """

    __tablename__ = "appointment"
    constraints = (Index(None, "closer_id", "starts_at"), Index(None, "state", "starts_at"))
    topic = Topic.APPOINTMENTS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    closer_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"))
    setter_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    state: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    wall_start: Mapped[str]
    zone: Mapped[str]
    original_starts_at: Mapped[datetime]
    booked_at: Mapped[datetime]
    purpose: Mapped[str | None]
    place: Mapped[str | None]
    video_link: Mapped[str | None]
    invitation_uid: Mapped[str]
    invitation_sequence: Mapped[int]
    invited_at: Mapped[datetime | None]
    overlap_reason: Mapped[str | None]
    outcome_note: Mapped[str | None]
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_kind.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    buffer_before_minutes: Mapped[int | None]
    buffer_after_minutes: Mapped[int | None]
    dial_in: Mapped[str | None]
    tentative_reason: Mapped[str | None]
    missed_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    outcome: Mapped[str | None]


class PreparationItem(Recorded):
    """One thing that must be ready before the meeting."""

    __tablename__ = "preparation_item"
    topic = Topic.APPOINTMENTS

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    text: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
