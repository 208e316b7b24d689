"""A meeting that is booked while they are on the phone, with the call, as one change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from sqlalchemy.orm import Session

from models.activity.calling import Answer, record_call
from models.appointments.attending import AttendeeDraft
from models.appointments.booking import book
from models.history.verbs import verb
from models.ids import AppointmentId, LeadId, MeetingKindId, MemberId
from models.vocabulary import Medium


@dataclass(frozen=True, slots=True)
class CallMade:
    """A touch in which a meeting was agreed, as far as it is not logged yet."""

    medium: str = Medium.CALL
    note: str | None = None
    seconds: int | None = None
    answers: tuple[Answer, ...] = ()


class MeetingFields(TypedDict, total=False):
    """What may be said about a meeting besides who, when and how long."""

    kind_id: MeetingKindId | None
    purpose: str | None
    attendees: Sequence[AttendeeDraft]
    place: str | None
    video_link: str | None
    dial_in: str | None
    overlap_reason: str | None
    later_reading: bool
    follows_id: AppointmentId | None


@verb
def book_on_call(
    session: Session,
    lead_id: LeadId,
    closer_id: MemberId,
    wall_start: str,
    zone: str,
    minutes: int | None = None,
    *,
    call: CallMade,
    **meeting: Unpack[MeetingFields],
) -> AppointmentId:
    """Book a meeting and log the call in which it was agreed; one undo takes back both.

    Refuses with nothing done what `book` refuses, and what `record_call` refuses.
    """
    booked = book(session, lead_id, closer_id, wall_start, zone, minutes, **meeting)
    record_call(
        session,
        lead_id,
        "booked",
        medium=call.medium,
        note=call.note,
        seconds=call.seconds,
        answers=call.answers,
    )
    return booked
