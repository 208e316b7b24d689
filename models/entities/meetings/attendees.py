"""Who is to come to an appointment."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Attendee(Recorded):
    """A stakeholder of an appointment; a spoken yes and a calendar reply are kept apart.

    Messages and screens say guest: to those who read them they are that.
    """

    __tablename__ = "attendee"
    constraints = (UniqueConstraint("appointment_id", "name", "email"),)
    topic = Topic.APPOINTMENTS

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    name: Mapped[str]
    email: Mapped[str | None]
    part_in_decision: Mapped[str]
    said_yes_at: Mapped[datetime | None]
    said_yes_how: Mapped[str | None]
    reply: Mapped[str]
    optional: Mapped[bool | None]
    replied_at: Mapped[datetime | None]
    reply_sequence: Mapped[int | None]
    reply_stamped_at: Mapped[datetime | None]
    reply_comment: Mapped[str | None]
    delegated_to: Mapped[str | None]
