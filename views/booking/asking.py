"""What the booking panel asks of the writer: to hold a time, to let go of it, to book, to move."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from models.activity.booked_calls import CallMade
    from models.ids import AppointmentId, LeadId, MemberId
    from views.booking.content import BookingShown, Moving
    from views.booking.lines import TimeLine
    from views.booking.missing import MeetingDraft

_WALL = "%Y-%m-%dT%H:%M"


def holding(
    shown: "BookingShown", line: "TimeLine", holder: "MemberId | None"
) -> "Callable[[Any], datetime]":
    """Return the operation that keeps a time from others for five minutes."""
    kind_id = None if shown.kind is None else shown.kind.id

    def work(session: Any) -> "datetime":
        from models.appointments.times.holding import hold_slot
        from models.ids import MemberId

        return hold_slot(
            session,
            MemberId(line.first.closer_id),
            line.starts_at,
            line.first.ends_at,
            shown.wanted.lead_id,
            holder,
            kind_id=kind_id,
        )

    return work


def letting_go(lead_id: "LeadId", holder: "MemberId | None") -> Callable[[Any], None]:
    """Return the operation that gives a held time back to others."""

    def work(session: Any) -> None:
        from models.appointments.times.holding import release_hold

        release_hold(session, lead_id, holder)

    return work


def booking(
    shown: "BookingShown",
    line: "TimeLine",
    draft: "MeetingDraft",
    override: str | None,
    follows: "AppointmentId | None",
    call: "CallMade | None",
) -> "Callable[[Any], AppointmentId]":
    """Return the one verb that books a meeting as it stands in the form, and logs the call."""

    def work(session: Any) -> "AppointmentId":
        from models.activity.booked_calls import MeetingFields, book_on_call
        from models.appointments.attending import AttendeeDraft
        from models.appointments.booking import book
        from models.ids import MemberId

        closer_id, wall_start = MemberId(line.first.closer_id), line.theirs.strftime(_WALL)
        meeting = MeetingFields(
            kind_id=None if shown.kind is None else shown.kind.id,
            purpose=draft.purpose or None,
            attendees=tuple(
                AttendeeDraft(one.name, one.email, one.part, one.contact_id, said_yes=one.said_yes)
                for one in draft.guests
            ),
            place=draft.place or None,
            video_link=draft.video_link or None,
            dial_in=draft.dial_in or None,
            overlap_reason=override,
            later_reading=bool(line.theirs.fold),
            follows_id=follows,
        )
        told = (shown.wanted.lead_id, closer_id, wall_start, shown.zone, shown.minutes)
        if call is None:
            return book(session, *told, **meeting)
        return book_on_call(session, *told, call=call, **meeting)

    return work


def moving(
    moves: "Moving", shown: "BookingShown", line: "TimeLine", override: str | None
) -> "Callable[[Any], AppointmentId]":
    """Return the one verb that gives a meeting another time."""

    def work(session: Any) -> "AppointmentId":
        from models.appointments.rescheduling import reschedule
        from models.ids import MemberId

        return reschedule(
            session,
            moves.appointment_id,
            line.theirs.strftime(_WALL),
            shown.zone,
            closer_id=MemberId(line.first.closer_id),
            later_reading=bool(line.theirs.fold),
            overlap_reason=override,
        )

    return work
