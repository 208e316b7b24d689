"""What is typed about a meeting that is to be booked, kept until it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId
    from views.booking.guests import GuestTyped


@dataclass(frozen=True, slots=True)
class MeetingTyped:
    """What differs in the form from how it began: texts by field, and the lines of guests."""

    words: Mapping[str, str]
    guests: "tuple[GuestTyped, ...]"

    def __bool__(self) -> bool:
        return bool(self.words or self.guests)


Key: TypeAlias = "tuple[MemberId | None, LeadId]"


class TypedMeetings:
    """What each person typed about a meeting with each lead and has not booked yet."""

    def __init__(self) -> None:
        self._by_key: dict[Key, MeetingTyped] = {}

    def of(self, key: Key) -> MeetingTyped:
        """Return what was typed; nothing is empty."""
        return self._by_key.get(key, MeetingTyped({}, ()))

    def keep(self, key: Key, typed: MeetingTyped) -> None:
        """Keep what stands in a form that may be opened again."""
        self.forget(key)
        if typed:
            self._by_key[key] = typed

    def forget(self, key: Key) -> None:
        """Let go of what was typed: it is booked."""
        self._by_key.pop(key, None)
