"""What a meeting that is about to be booked still lacks for a gate; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import Part
from views.booking.guests import GuestDraft

if TYPE_CHECKING:
    from models.definitions.gates.meeting_gates import MeetingRuleRow


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as it stands in the form."""

    purpose: str
    place: str
    video_link: str
    dial_in: str
    guests: tuple[GuestDraft, ...]
    tentative: bool = False


def missing_of(draft: MeetingDraft, rules: "Sequence[MeetingRuleRow]") -> tuple[str, ...]:
    """Return in the gate's words what the draft does not show; the invitation waits for booking."""
    shown = {
        "time": not draft.tentative,
        "invitation": False,
        "purpose": bool(draft.purpose.strip()),
        "stakeholders": bool(draft.guests),
        "decision_maker_yes": any(
            one.part == Part.DECIDES and one.said_yes for one in draft.guests
        ),
        "place": any(one.strip() for one in (draft.place, draft.video_link, draft.dial_in)),
        "prepared": False,
    }
    return tuple(rule.sentence for rule in rules if not shown.get(rule.argument, False))
