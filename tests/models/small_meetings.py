"""Meetings of the small world in every state that a verb may find them in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.appointments.attending import confirm
from models.appointments.booking import AttendeeDraft, book
from models.appointments.confirming import mark_tentative
from models.appointments.preparing import add_preparation, complete_preparation
from models.appointments.rows import appointment
from models.entities.meetings.appointments import Appointment
from models.history.verbs import Recording
from models.ids import AppointmentId, AttendeeId, LeadId, MemberId, PreparationId


@dataclass(frozen=True)
class SmallMeetings:
    """One that is over without an outcome, a tentative one, and one whose zone changed its rules.

    Who decides said yes to the tentative one, and one thing is ready for it.
    """

    over: AppointmentId
    tentative: AppointmentId
    shifted: AppointmentId
    said_yes: AttendeeId
    prepared: PreparationId


def make_meetings(session: Session, lead: LeadId, closer: MemberId) -> SmallMeetings:
    """Book them with one lead; Monday 2 November 2026, 09:00 UTC is the present."""
    recording = Recording.of(session)
    today = recording.clock
    recording.clock = lambda: today() - timedelta(days=7)
    over = book(session, lead, closer, "2026-10-28T10:00", "Europe/Berlin", 30)
    recording.clock = today
    tentative = book(
        session,
        lead,
        closer,
        "2026-11-12T10:00",
        "Europe/Berlin",
        30,
        purpose="See the lanes",
        attendees=(AttendeeDraft("Chris Orr", "chris@orr.example", "decides"),),
    )
    confirm(session, tentative)
    mark_tentative(session, tentative, "Lea is asked first")
    prepared = add_preparation(session, tentative, "Read the notes")
    complete_preparation(session, prepared)
    shifted = book(session, lead, closer, "2026-11-13T10:00", "Europe/Berlin", 30)
    session.flush()
    let_zone_rules_change(session, shifted, datetime.fromisoformat("2026-11-13T10:00+00:00"))
    return SmallMeetings(
        over=over,
        tentative=tentative,
        shifted=shifted,
        said_yes=appointment(session, tentative).attendees[0].id,
        prepared=prepared,
    )


def let_zone_rules_change(session: Session, booked: AppointmentId, instant: datetime) -> None:
    """Write an instant as older rules of the zone gave it; no verb can."""
    session.connection().execute(
        update(Appointment)
        .where(Appointment.id == booked)
        .values(starts_at=instant, ends_at=instant + timedelta(minutes=30))
    )
    session.expire_all()
