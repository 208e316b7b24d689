"""Booking: a time with a closer, never two at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from models.appointments.attending import AttendeeDraft, invited
from models.appointments.preparing import fill_from_kind
from models.appointments.standing import restate, tell_guests
from models.appointments.times.accepting import Accepted, accept_time
from models.appointments.times.holding import release_hold
from models.appointments.times.refusing import BusyRow, OverlapError, SlotRefusedError
from models.cadences.rows import EndReason
from models.cadences.running import stop_cadence
from models.checks import LONG_TEXT_LIMIT, optional_text
from models.contact_values import web_address
from models.entities.base import new_uuid
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.kinds import MeetingKind
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import AppointmentId, LeadId, MeetingKindId, MemberId
from models.language import gettext as _
from models.vocabulary import AppointmentState, MeetingOutcome, Status
from models.wall_time import instant_of

__all__ = ["AttendeeDraft", "BusyRow", "OverlapError", "SlotRefusedError", "book"]


@verb
def book(
    session: Session,
    lead_id: LeadId,
    closer_id: MemberId,
    wall_start: str,
    zone: str,
    minutes: int | None = None,
    *,
    kind_id: MeetingKindId | None = None,
    purpose: str | None = None,
    attendees: Sequence[AttendeeDraft] = (),
    place: str | None = None,
    video_link: str | None = None,
    dial_in: str | None = None,
    overlap_reason: str | None = None,
    later_reading: bool = False,
    follows_id: AppointmentId | None = None,
) -> AppointmentId:
    """Book a meeting at a wall time (2026-11-02T09:30) in an IANA zone.

    Length, purpose, place and preparation come from the kind where they are not named. Where the
    closer's calendar is not sure, the meeting is tentative. In the same change the cadence stops,
    the invitation goes to the outbox, the lead moves on where its gate lets it, and the meeting
    `follows_id`, where there is one, came to this next one. Of an hour that a clock change repeats
    the earlier reading is meant, unless it is the `later_reading`.

    Refuses a lead that is not open, who is no active closer, a time that a clock change skips, a
    length that is not 1 to 1440 minutes, the same attendee twice, and with `SlotRefusedError`
    (`OverlapError` where a meeting is in the way) what `models.appointments.times.rules` refuses,
    asked inside the writing transaction; `overlap_reason` overrides it and is kept.
    """
    lead = existing(session, Lead, lead_id)
    if lead.status != Status.OPEN:
        raise InvalidValueError("lead", lead_id, _("This lead is not open. Reopen it first."))
    kind = None if kind_id is None else existing(session, MeetingKind, kind_id)
    starts_at = instant_of(wall_start, zone, later=later_reading)
    time = accept_time(
        session, closer_id, starts_at, minutes, kind_id=kind_id, overlap_reason=overlap_reason
    )
    people = invited(session, attendees)
    booked = new_appointment(
        lead_id=lead_id,
        closer_id=closer_id,
        setter_id=acting_member(session),
        time=time,
        told=Told(
            wall_start=wall_start,
            zone=zone,
            purpose=optional_text("purpose", purpose, LONG_TEXT_LIMIT)
            or (None if kind is None else kind.purpose),
            place=optional_text("place", place) or (None if kind is None else kind.place),
            video_link=web_address(video_link),
            dial_in=optional_text("dial_in", dial_in),
            kind_id=kind_id,
        ),
        at=now(session),
    )
    if follows_id is not None:
        _note_next_meeting(session, follows_id)
    session.add(booked)
    session.flush()
    write_people(session, booked, people)
    fill_from_kind(session, booked)
    settle_booking(session, booked)
    stop_cadence(session, lead_id, EndReason.BOOKED)
    return AppointmentId(booked.id)


class Told(TypedDict):
    """What is agreed about a meeting besides its instant."""

    wall_start: str
    zone: str
    purpose: str | None
    place: str | None
    video_link: str | None
    dial_in: str | None
    kind_id: int | None


def new_appointment(
    *,
    lead_id: int,
    closer_id: int,
    setter_id: int | None,
    time: Accepted,
    told: Told,
    at: datetime,
) -> Appointment:
    """Return an appointment with a UID of its own that nobody knows of yet."""
    return Appointment(
        lead_id=lead_id,
        closer_id=closer_id,
        setter_id=setter_id,
        state=AppointmentState.PROPOSED.value,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        original_starts_at=time.starts_at,
        booked_at=at,
        invitation_uid=f"{new_uuid()}@funneldesk",
        invitation_sequence=0,
        overlap_reason=time.excuse,
        tentative_reason=time.tentative_reason,
        buffer_before_minutes=time.before_minutes,
        buffer_after_minutes=time.after_minutes,
        **told,
    )


def write_people(session: Session, booked: Appointment, people: Sequence[Attendee]) -> None:
    """Put people on the list of a new appointment."""
    for attendee in people:
        attendee.appointment_id = booked.id
    session.add_all(people)


def settle_booking(session: Session, booked: Appointment, *, tell: bool = True) -> None:
    """Let go of the hold, write the invitation, and let state and lead follow."""
    release_hold(session, LeadId(booked.lead_id), acting_member(session))
    if tell:
        tell_guests(session, booked)
    restate(session, booked)


def _note_next_meeting(session: Session, held_id: AppointmentId) -> None:
    held = existing(session, Appointment, held_id)
    if held.state == AppointmentState.HELD and held.outcome is None:
        held.outcome = MeetingOutcome.NEXT_MEETING.value
