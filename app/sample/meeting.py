"""The later part of a pursuit: booking, the meeting, and the deal that may follow.

Gates and other rules ask the database, so what they ask for is flushed first.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.sample.clock import at_work
from app.sample.story import KnownCompany, Step, Story
from app.sample.team import Member
from models.activity.touches import log_touch
from models.appointments.attending import record_yes
from models.appointments.booking import Invitee, SlotRefusedError, book
from models.appointments.confirming import hand_over_invitation
from models.appointments.life import cancel, record_held, record_no_show
from models.appointments.preparing import add_preparation, complete_preparation
from models.appointments.rows import appointment
from models.deals.dealing import lose_deal, open_deal, win_deal
from models.ids import AppointmentId, ContactId, LeadId
from models.leads.closing import mark_lost
from models.leads.editing import edit_company
from models.vocabulary import Role

_NO_SHOW, _CANCELLED, _REBOOKED = 0.14, 0.08, 0.6
_WINS = 0.46
_TRIES = 4
_ROOM_MADE = "The closer takes this one outside of the usual hours"
_MINUTES = 45
_EUROPE_HOURS = (8, 9, 10, 12, 13, 14)
_HOURS = {"America/New_York": (14, 15), "Australia/Sydney": (7,)}
_PURPOSES = (
    "Walk through the alarm screen with last month's excursions",
    "Plan a pilot with ten sensors in two trucks",
    "Compare the cost of spoilage with the cost of monitoring",
    "Show how the audit report is made",
)


@dataclass(frozen=True, slots=True)
class Prospect:
    """The lead of a pursuit and the person behind it."""

    lead_id: LeadId
    contact_id: ContactId
    company: KnownCompany
    name: str
    email: str
    part: str


def arrange_and_meet(
    story: Story, rng: Random, prospect: Prospect, setter: Member
) -> Generator[Step, None, None]:
    """Book a meeting, hold it or not, and see what becomes of the deal."""
    closer = story.holder(Role.CLOSER)
    booked, starts_at = _book(story, rng, prospect, closer)
    session = story.session
    log_touch(session, prospect.lead_id, "call", "booked", seconds=rng.randrange(200, 900))
    chance = rng.random()
    if chance < _CANCELLED:
        yield at_work(rng, starts_at - timedelta(days=1, hours=4), setter.zone), setter.id
        cancel(session, booked, "Moved to another project")
    else:
        yield starts_at + timedelta(minutes=_MINUTES + 10), closer.id
        came = chance > _CANCELLED + _NO_SHOW
        if came:
            record_held(session, booked)
            yield from _close(story, rng, prospect, closer)
            return
        record_no_show(session, booked)
    if rng.random() < _REBOOKED:
        yield at_work(rng, story.clock.moment + timedelta(days=2), setter.zone), setter.id
        booked, starts_at = _book(story, rng, prospect, closer)
        yield starts_at + timedelta(minutes=_MINUTES + 10), closer.id
        record_held(session, booked)
        yield from _close(story, rng, prospect, closer)


def _book(
    story: Story, rng: Random, prospect: Prospect, closer: Member
) -> tuple[AppointmentId, datetime]:
    session = story.session
    zone = prospect.company.place.zone
    invitees = [
        Invitee(prospect.name, prospect.email, prospect.part, prospect.contact_id),
    ]
    if prospect.part != "decides":
        invitees.append(Invitee(f"Head of Operations at {prospect.company.name}", None, "decides"))
    day = story.clock.moment.date() + timedelta(days=rng.randrange(4, 13))
    # A guest overseas may never be free in the closer's own hours: then the closer makes room.
    for excuse in (*(None,) * _TRIES, *(_ROOM_MADE,) * _TRIES):
        starts_at = _slot(rng, day, zone)
        try:
            booked = book(
                session,
                prospect.lead_id,
                closer.id,
                starts_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"),
                zone,
                _MINUTES,
                purpose=rng.choice(_PURPOSES),
                attendees=invitees,
                video_link=f"https://meet.harbourline.example/{rng.getrandbits(32):08x}",
                overlap_reason=excuse,
            )
        except SlotRefusedError:
            day += timedelta(days=1)
        else:
            break
    session.flush()
    hand_over_invitation(session, booked)
    for attendee in appointment(session, booked).attendees:
        how = "spoken" if attendee.email is None else rng.choice(("spoken", "calendar_reply"))
        if attendee.part_in_decision == "decides" or rng.random() < 0.6:
            record_yes(session, attendee.id, how)
    for text in ("Read the notes of the qualification", "Prepare the savings sheet"):
        item = add_preparation(session, booked, text, owner_id=closer.id, due_at=starts_at)
        if rng.random() < 0.6:
            complete_preparation(session, item)
    return booked, starts_at


def _close(
    story: Story, rng: Random, prospect: Prospect, closer: Member
) -> Generator[Step, None, None]:
    """Open a deal after a meeting that was held, and win or lose it some weeks later."""
    session, lead_id = story.session, prospect.lead_id
    held = story.clock.moment
    deal = open_deal(
        session,
        lead_id,
        f"Monitoring for {prospect.company.name}",
        amount_minor=rng.randrange(12, 96) * 500_00,
        expected_close=held.date() + timedelta(days=30),
    )
    yield at_work(rng, held + timedelta(days=rng.gammavariate(4, 5)), closer.zone), closer.id
    today: date = story.clock.moment.date()
    if rng.random() < _WINS:
        win_deal(session, deal, today)
        edit_company(session, prospect.company.id, is_client=True)
    else:
        reason = rng.choice(("budget", "competitor", "timing"))
        lose_deal(session, deal, today, reason)
        mark_lost(session, lead_id, reason)


def _slot(rng: Random, day: date, zone: str) -> datetime:
    while day.weekday() > 4:
        day += timedelta(days=1)
    hour = rng.choice(_HOURS.get(zone, _EUROPE_HOURS))
    return datetime.combine(day, time(hour, rng.choice((0, 30))), ZoneInfo("UTC"))
