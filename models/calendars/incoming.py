"""Calendar messages that come in, as they were read: who says what about which meeting."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from models.clean_text import in_lines
from models.history.unlogged import Unlogged

REPLY_METHODS = ("REPLY", "COUNTER")
"""The methods by which a guest answers; all else is somebody else's calendar."""


@dataclass(frozen=True, slots=True)
class IncomingMessage(Unlogged):
    """One calendar message, or the reason why what came in is none.

    `digest` recognises the same message when it comes again, whichever file or mail it is in.
    `reply` is accepted, tentative, declined or delegated; None where it says nothing. The proposed
    time counts for a counter-proposal only. `problem` says what could not be read; with a problem
    and no method, nothing could be.
    """

    source: str
    digest: str
    method: str | None = None
    uid: str | None = None
    sequence: int | None = None
    stamped_at: datetime | None = None
    attendee_email: str | None = None
    reply: str | None = None
    delegated_to: str | None = None
    delegated_from: str | None = None
    comment: str | None = None
    proposed_starts_at: datetime | None = None
    proposed_ends_at: datetime | None = None
    problem: str | None = None

    def cleaned(self) -> "IncomingMessage":
        """Return the message with its texts as they are stored."""
        cleaned: dict[str, Any] = {}
        for one in fields(self):
            said = getattr(self, one.name)
            cleaned[one.name] = in_lines(said) if isinstance(said, str) else said
        return replace(self, **cleaned)
