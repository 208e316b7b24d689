"""What a message in the outbox says: fixed when it was written, drawn up when it leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.vocabulary import Reply


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody's name and address; the address may be unknown."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is to attend; `reply` is what they have said so far."""

    name: str
    address: str | None
    optional: bool = False
    reply: str = Reply.NONE.value


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """All that a calendar message tells of a meeting.

    `guests` are all who take part, the closer among them; `reason` is why it was moved or called
    off, in words that the guests may read.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    purpose: str | None
    place: str | None
    video_link: str | None
    dial_in: str | None
    guests: tuple[Guest, ...]
    closer: str
    tentative: bool = False
    reason: str | None = None
    organizer: Mailbox | None = None


def as_stored(content: MeetingContent) -> dict[str, Any]:
    """Return a content as the workspace stores it."""
    organizer = content.organizer
    return {
        "uid": content.uid,
        "sequence": content.sequence,
        "starts_at": content.starts_at.isoformat(),
        "ends_at": content.ends_at.isoformat(),
        "zone": content.zone,
        "title": content.title,
        "purpose": content.purpose,
        "place": content.place,
        "video_link": content.video_link,
        "dial_in": content.dial_in,
        "guests": [
            {
                "name": guest.name,
                "address": guest.address,
                "optional": guest.optional,
                "reply": guest.reply,
            }
            for guest in content.guests
        ],
        "closer": content.closer,
        "tentative": content.tentative,
        "reason": content.reason,
        "organizer": organizer and {"name": organizer.name, "address": organizer.address},
    }


def content_of(stored: dict[str, Any]) -> MeetingContent:
    """Return a stored content."""
    organizer = stored["organizer"]
    return MeetingContent(
        **{
            **stored,
            "starts_at": datetime.fromisoformat(stored["starts_at"]),
            "ends_at": datetime.fromisoformat(stored["ends_at"]),
            "guests": tuple(Guest(**guest) for guest in stored["guests"]),
            "organizer": organizer and Mailbox(**organizer),
        }
    )
