"""When closers are busy elsewhere, times on hold, and calendar messages."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base, Recorded
from models.storage.columns import JsonObject
from models.topics import Topic


class BusyCalendar(Recorded):
    """A closer's calendar as a file last told it: when they are busy, without what it is about.

    `spans` holds `busy`, a list of [start, end] in seconds since 1970, whole days and repeats
    already laid out up to `covers_until`; `problems` what could not be read, in words.
    """

    __tablename__ = "busy_calendar"
    constraints = (UniqueConstraint("member_id", "source"),)
    topic = Topic.CALENDARS

    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"))
    source: Mapped[str]
    as_of: Mapped[datetime]
    read_at: Mapped[datetime]
    covers_until: Mapped[datetime]
    spans: Mapped[JsonObject]
    problems: Mapped[JsonObject]


class SlotHold(Base):
    """A time of a closer that somebody is about to book; it frees itself at `until`.

    Nobody undoes a hold, so it is outside the history, and holds no row back from being undone.
    """

    __tablename__ = "slot_hold"
    constraints = (Index(None, "closer_id", "starts_at"),)

    closer_id: Mapped[int] = mapped_column(BigInteger)
    held_by_id: Mapped[int | None] = mapped_column(BigInteger)
    lead_id: Mapped[int] = mapped_column(BigInteger)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    until: Mapped[datetime]


class CalendarMessage(Recorded):
    """A calendar message that came in: a reply, a counter-proposal, or what could not be matched.

    `verdict` says what was done with it (applied, repeated, late, foreign, malformed, countered);
    `digest` recognises the same message when it comes again.
    """

    __tablename__ = "calendar_message"
    constraints = (UniqueConstraint("digest"),)
    topic = Topic.APPOINTMENTS

    received_at: Mapped[datetime]
    source: Mapped[str]
    digest: Mapped[str]
    method: Mapped[str | None]
    invitation_uid: Mapped[str | None] = mapped_column(index=True)
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None]
    attendee_email: Mapped[str | None]
    reply: Mapped[str | None]
    comment: Mapped[str | None]
    proposed_starts_at: Mapped[datetime | None]
    proposed_ends_at: Mapped[datetime | None]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    verdict: Mapped[str]
    explanation: Mapped[str]
    settled_at: Mapped[datetime | None]
