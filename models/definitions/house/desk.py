"""What the house starts the desk with: roles, what outcomes of touches bring about, meeting gates.

Waits are in working minutes of whoever calls: half a working day is 240, a whole one 480.
"""

from collections.abc import Sequence

from models.definitions.versions.draft import (
    GateRuleDraft,
    MeetingGateDraft,
    OutcomeDraft,
    RoleDraft,
    StageDraft,
)
from models.ids import StageId
from models.language import gettext as _
from models.vocabulary import CadenceTrack, Meaning, MeetingGate, NextStep, Role, label

_HOUR, _HALF_DAY, _DAY = 60, 240, 480


def house_roles() -> tuple[RoleDraft, ...]:
    """Return the five roles of the house, each with the duty of its own name."""
    return tuple(RoleDraft(role.value, label(role), role.value) for role in Role)


def house_outcomes(stages: Sequence[StageDraft]) -> tuple[OutcomeDraft, ...]:
    """Return what each outcome brings about in a funnel.

    The stages for responses and interest mean nothing that a rule could test; they are found by
    the name that the house gives them, and left out where a team has none of that name.
    """
    responded, interested = _named(stages, _("Responded")), _named(stages, _("Interested"))
    qualified = next((one.id for one in stages if one.meaning == Meaning.SQL), None)
    again = NextStep.CALL_AGAIN.value
    return (
        OutcomeDraft("no_answer", again, wait_minutes=_HALF_DAY),
        OutcomeDraft("voicemail", again, wait_minutes=_DAY),
        OutcomeDraft("gatekeeper", again, wait_minutes=_HALF_DAY),
        OutcomeDraft("call_back", NextStep.CALL_BACK.value),
        OutcomeDraft("not_interested", NextStep.DISQUALIFY.value),
        OutcomeDraft("wrong_number", NextStep.FIX_NUMBER.value),
        OutcomeDraft("connected", again, responded, _DAY),
        OutcomeDraft("interested", again, interested, _DAY, CadenceTrack.POSITIVE.value),
        OutcomeDraft("not_now", NextStep.RECYCLE.value, cadence_track=CadenceTrack.NEGATIVE.value),
        OutcomeDraft("referred_on", NextStep.ASK_CONTACT.value),
        OutcomeDraft("do_not_contact", NextStep.BLOCK.value),
        OutcomeDraft("qualified", NextStep.BOOK.value, qualified),
        OutcomeDraft("booked", NextStep.BOOK.value),
        OutcomeDraft("sent", NextStep.NONE.value),
        OutcomeDraft("replied", again, responded, _HOUR),
    )


def _named(stages: Sequence[StageDraft], name: str) -> StageId | None:
    return next((one.id for one in stages if one.name == name), None)


def house_meeting_gates() -> tuple[MeetingGateDraft, ...]:
    """Return what makes a meeting agreed, confirmed and ready.

    A calendar reply is asked for nowhere: many guests do not press Accept.
    """
    return (
        _gate(MeetingGate.AGREED, "time"),
        _gate(MeetingGate.CONFIRMED, "time", "invitation", "purpose", "decision_maker_yes"),
        _gate(MeetingGate.READY, "prepared"),
    )


def _gate(gate: MeetingGate, *parts: str) -> MeetingGateDraft:
    return MeetingGateDraft(
        gate.value, tuple(GateRuleDraft("appointment_has", part) for part in parts)
    )
