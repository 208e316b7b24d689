"""Kinds of meetings, and what each is prepared by."""

from sqlalchemy import ForeignKey, UniqueConstraint
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


class PreparationTemplate(Recorded):
    """Something that is to be ready before every meeting of a kind.

    `owner_role` is closer or setter; `hours_before` is when it is due before the start.
    """

    __tablename__ = "preparation_template"
    topic = Topic.CALENDARS

    kind_id: Mapped[int] = mapped_column(ForeignKey("meeting_kind.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    owner_role: Mapped[str]
    hours_before: Mapped[int]
