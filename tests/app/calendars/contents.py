"""Messages of a meeting, for tests of how they are drawn up."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models.ids import OutboxId
from models.outbox.content import Guest, Mailbox, MeetingContent
from models.outbox.handing import Letter

TEN = datetime(2026, 11, 3, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 9, 30, 15, tzinfo=UTC)


def content(**other: Any) -> MeetingContent:
    """Return what a usual invitation says, with some of it as given."""
    fields: dict[str, Any] = {
        "uid": "0193-meeting@funneldesk",
        "sequence": 2,
        "starts_at": TEN,
        "ends_at": TEN + timedelta(minutes=45),
        "zone": "Europe/Berlin",
        "title": "Demo: Acme Ltd and Cara Closer",
        "purpose": "See whether it fits",
        "place": "Room 5",
        "video_link": "https://meet.example/acme",
        "dial_in": "+44 20 7946 0958",
        "guests": (
            Guest("Cara Closer", "cara@our.example", reply="accepted"),
            Guest("Ann Lee", "ann@acme.example"),
            Guest("Bo Bold", "bo@acme.example", optional=True, reply="tentative"),
        ),
        "closer": "Cara Closer",
        "organizer": Mailbox("Our desk", "desk@our.example"),
    }
    return MeetingContent(**(fields | other))


def letter(kind: str = "invitation", **other: Any) -> Letter:
    """Return a usual message, with some of its content as given."""
    told = content(**other)
    recipients = tuple(guest.address for guest in told.guests if guest.address)
    return Letter(OutboxId(7), kind, "key@funneldesk", told.title, recipients, told, None)
