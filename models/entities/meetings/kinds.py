"""Kinds of meetings, and what each is prepared by."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class MeetingKind(Recorded):
    """A kind of meeting that can be booked, and the rules by which slots for it are offered."""

    __tablename__ = "meeting_kind"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.CALENDARS

    position: Mapped[int]
    name: Mapped[str]
    minutes: Mapped[int]
    grid_minutes: Mapped[int]
    buffer_before_minutes: Mapped[int]
    buffer_after_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    horizon_days: Mapped[int]
    daily_cap: Mapped[int | None]
    purpose: Mapped[str | None]
    place: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
