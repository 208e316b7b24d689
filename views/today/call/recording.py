"""From what a person said about a touch to the one change that records it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from views.today.call.question import Known

if TYPE_CHECKING:
    from models.activity.booked_calls import CallMade
    from models.activity.calling import Answer, CallResult
    from models.ids import LeadId


@dataclass(frozen=True, slots=True)
class Told:
    """What an outcome needed to know; empty where it needed nothing."""

    call_back_at: datetime | None = None
    reason: str | None = None
    look_again_on: date | None = None
    referred: tuple[str, str, str, str] | None = None
    """Name, job title, phone, e-mail of whom they named."""
    right_number: str | None = None
    block_media: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TouchDraft:
    """A touch as it stands on the screen: who, how, what came of it, and what was typed."""

    lead_id: "LeadId"
    medium: str
    outcome: str
    note: str
    seconds: int | None
    answers: Mapping[str, Known]


def made(draft: TouchDraft) -> "CallMade":
    """Return a touch as it is logged with the meeting that was agreed in it."""
    from models.activity.booked_calls import CallMade

    return CallMade(draft.medium, draft.note or None, draft.seconds, _answers(draft))


def _answers(draft: TouchDraft) -> "tuple[Answer, ...]":
    from models.activity.calling import Answer

    return tuple(
        Answer(code, state, text, degree) for code, (state, degree, text) in draft.answers.items()
    )


def recording(draft: TouchDraft, told: Told) -> "Callable[[Any], CallResult]":
    """Return the change that records a touch with everything that follows from it."""

    def operation(session: Any) -> "CallResult":
        from models.activity.calling import Referral, record_call

        referral = None
        if told.referred is not None:
            name, job_title, phone, email = told.referred
            referral = Referral(name, job_title or None, email or None, phone or None)
        return record_call(
            session,
            draft.lead_id,
            draft.outcome,
            medium=draft.medium,
            note=draft.note or None,
            seconds=draft.seconds,
            call_back_at=told.call_back_at,
            reason=told.reason,
            look_again_on=told.look_again_on,
            referred=referral,
            right_number=told.right_number,
            answers=_answers(draft),
            block_media=told.block_media,
        )

    return operation
