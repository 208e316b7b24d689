"""The later part of a pursuit: booking, the meeting in all its fates, and the deal that may follow.

Gates and other rules ask the database, so what they ask for is flushed first.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.sample.clock import at_work
from app.sample.story import KnownCompany, Step, Story
from app.sample.team import Member
from models.activity.touches import log_touch
from models.appointments.attending import AttendeeDraft
from models.appointments.booking import SlotRefusedError, book
from models.appointments.life import (
    DealWish,
    cancel,
    record_held,
    record_no_show,
    record_outcome,
)
from models.appointments.preparing import complete_preparation
from models.appointments.rescheduling import reschedule
from models.appointments.rows import preparation_of
from models.deals.dealing import edit_deal, lose_deal, win_deal
from models.entities.work.outbox import OutboxMessage
from models.ids import AppointmentId, ContactId, LeadId, OutboxId
from models.leads.editing import edit_company
from models.leads.stages.closing import mark_lost
from models.outbox.handing import record_handed_over
from models.vocabulary import DealStage, OutboxState, Role
from models.wall_time import wall_of

# A guest overseas may never be free in a closer's hours; then the closer makes room.
_TRIES, _ROOM_MADE = 4, "Agreed with the closer"
_REBOOKED = 0.6
_WINS, _LOST_AT_ONCE = 0.46, 0.15
_LATELY = timedelta(days=9)
_JUST_NOW = timedelta(days=5)
_EUROPE_HOURS = (8, 9, 10, 12, 13, 14)
_HOURS = {"America/New_York": (14, 15), "Australia/Sydney": (8,)}
_PURPOSES = (
    "Walk through the alarm screen with last month's excursions",
    "Plan a pilot with ten sensors in two trucks",
    "Compare the cost of spoilage with the cost of monitoring",
    "Show how the audit report is made",
)
_CALLED_OFF = ("Moved to another project", "Budget was frozen", "They chose another vendor")
_PUT_OFF = ("Their quality manager is travelling", "An audit came up", "Ill at home")
_MISSED = ("Did not answer the phone either", "Was held up at the dock", "Read the time zone wrong")


class Fate(StrEnum):
    """What becomes of a meeting that was booked."""

    HELD = "held"
    MISSED = "missed"
    HOST_MISSED = "host_missed"
    CALLED_OFF = "called_off"
    PUT_OFF = "put_off"
    UNSAID = "unsaid"


_FATES = (
    Fate.HELD,
    Fate.HELD,
    Fate.MISSED,
    Fate.HELD,
    Fate.PUT_OFF,
    Fate.HELD,
    Fate.CALLED_OFF,
    Fate.HELD,
    Fate.HOST_MISSED,
    Fate.HELD,
    Fate.HELD,
)
"""What the meetings of half a year come to, in turn: some of everything, held ones most."""
OF_LATE = (Fate.UNSAID, Fate.MISSED, Fate.HELD, Fate.MISSED, Fate.UNSAID)
"""What the last meetings come to, in turn, so that there is something to do on the first day."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """The lead of a pursuit and the person behind it."""

    lead_id: LeadId
    contact_id: ContactId
    company: KnownCompany
    name: str
    email: str
    part: str


@dataclass(frozen=True, slots=True)
class _Booked:
    """A meeting of the story, and when it is over."""

    id: AppointmentId
    starts_at: datetime
    over_at: datetime


def arrange_and_meet(
    story: Story, rng: Random, prospect: Prospect, setter: Member
) -> Generator[Step, None, None]:
    """Book a meeting, hold it or not, and see what becomes of the deal."""
    closer = story.holder(Role.CLOSER)
    session = story.session
    log_touch(session, prospect.lead_id, "call", "booked", seconds=rng.randrange(200, 900))
    meeting = _book(story, rng, prospect, closer)
    fate = _FATES[story.meetings % len(_FATES)]
    story.meetings += 1
    if fate is Fate.PUT_OFF:
        yield at_work(rng, meeting.starts_at - timedelta(days=1, hours=5), setter.zone), setter.id
        meeting = _put_off(story, rng, prospect, meeting)
        fate = Fate.HELD
    elif fate is Fate.CALLED_OFF:
        yield at_work(rng, meeting.starts_at - timedelta(days=1, hours=4), setter.zone), setter.id
        cancel(session, meeting.id, rng.choice(_CALLED_OFF))
        _hand_over(story, meeting.id)
    if fate is not Fate.CALLED_OFF:
        yield meeting.over_at + timedelta(minutes=10), closer.id
        if story.end - meeting.over_at < _LATELY and story.fates_of_late:
            fate = Fate(story.fates_of_late.pop(0))
            if fate is not Fate.HELD:
                if fate is Fate.MISSED:
                    record_no_show(session, meeting.id, reason=_MISSED[0])
                return
        if fate is Fate.HELD:
            yield from _close(story, rng, prospect, closer, meeting)
            return
        by = "host" if fate is Fate.HOST_MISSED else "guest"
        record_no_show(session, meeting.id, by=by, reason=rng.choice(_MISSED))
    if rng.random() < _REBOOKED:
        yield at_work(rng, story.clock.moment + timedelta(days=2), setter.zone), setter.id
        meeting = _put_off(story, rng, prospect, meeting)
        yield meeting.over_at + timedelta(minutes=10), closer.id
        yield from _close(story, rng, prospect, closer, meeting)


def _book(story: Story, rng: Random, prospect: Prospect, closer: Member) -> _Booked:
    kind = story.meeting_kind
    zone = prospect.company.place.zone
    agreed = rng.random() < 0.85
    attendees = [
        AttendeeDraft(
            prospect.name,
            prospect.email,
            prospect.part,
            prospect.contact_id,
            said_yes=prospect.part == "decides" and agreed,
        ),
    ]
    if prospect.part != "decides":
        chief = f"Head of Operations at {prospect.company.name}"
        attendees.append(AttendeeDraft(chief, None, "decides", said_yes=agreed))
    purpose = rng.choice(_PURPOSES)
    link = f"https://meet.harbourline.example/{rng.getrandbits(32):08x}"
    day = story.clock.moment.date() + timedelta(days=rng.randrange(4, 13))
    for tried, starts_at in enumerate(_times(rng, day, zone)):
        try:
            booked = book(
                story.session,
                prospect.lead_id,
                closer.id,
                wall_of(starts_at, zone)[0],
                zone,
                kind_id=kind.id,
                purpose=purpose,
                attendees=attendees,
                video_link=link,
                overlap_reason=_ROOM_MADE if tried >= _TRIES else None,
            )
        except SlotRefusedError:
            continue
        break
    _settle(story, rng, booked)
    return _Booked(booked, starts_at, starts_at + timedelta(minutes=kind.minutes))


def _put_off(story: Story, rng: Random, prospect: Prospect, meeting: _Booked) -> _Booked:
    """Give a meeting another time some days later, with its closer first."""
    zone = prospect.company.place.zone
    later = max(meeting.starts_at, story.clock.moment) + timedelta(days=rng.randrange(3, 7))
    reason = rng.choice(_PUT_OFF)
    for tried, starts_at in enumerate(_times(rng, later.date(), zone)):
        try:
            moved = reschedule(
                story.session,
                meeting.id,
                wall_of(starts_at, zone)[0],
                zone,
                reason=reason,
                agreed=True,
                overlap_reason=_ROOM_MADE if tried >= _TRIES else None,
            )
        except SlotRefusedError:
            continue
        break
    _settle(story, rng, moved)
    return _Booked(moved, starts_at, starts_at + (meeting.over_at - meeting.starts_at))


def _settle(story: Story, rng: Random, booked: AppointmentId) -> None:
    """Hand the invitation over, unless it is too fresh, and prepare some of what is to be ready."""
    fresh = story.end - story.clock.moment < _JUST_NOW
    if not fresh or rng.random() < 0.4:
        _hand_over(story, booked)
    for item in preparation_of(story.session, booked):
        if item.done_at is None and rng.random() < 0.6:
            complete_preparation(story.session, item.id)


def _hand_over(story: Story, booked: AppointmentId) -> None:
    story.session.flush()
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.appointment_id == booked, OutboxMessage.state == OutboxState.WAITING
    )
    for outbox_id in story.session.scalars(waiting).all():
        record_handed_over(story.session, OutboxId(outbox_id), "draft")


def _close(
    story: Story, rng: Random, prospect: Prospect, closer: Member, meeting: _Booked
) -> Generator[Step, None, None]:
    """Hold the meeting, open a deal, and win or lose it some weeks later."""
    session, lead_id = story.session, prospect.lead_id
    wins = rng.random() < _WINS
    reason = rng.choice(("budget", "competitor", "timing"))
    if not wins and rng.random() < _LOST_AT_ONCE:
        record_outcome(session, meeting.id, "lost", note="It is not for them", reason=reason)
        return
    held = story.clock.moment
    wish = DealWish(
        f"Monitoring for {prospect.company.name}",
        amount_minor=rng.randrange(12, 96) * 500_00,
        expected_close=held.date() + timedelta(days=30),
    )
    if rng.random() < 0.1:
        record_held(session, meeting.id, "They want to see it once more before they decide")
        yield at_work(rng, held + timedelta(days=1), closer.zone), closer.id
    deal = record_outcome(session, meeting.id, "deal", note="They asked for an offer", deal=wish)
    if deal is None:
        return
    days = rng.gammavariate(4, 8)
    for stage, after in ((DealStage.PROPOSAL, 0.3), (DealStage.NEGOTIATION, 0.7)):
        yield at_work(rng, held + timedelta(days=days * after), closer.zone), closer.id
        edit_deal(session, deal, stage=stage.value)
    yield at_work(rng, held + timedelta(days=days), closer.zone), closer.id
    today: date = story.clock.moment.date()
    if wins:
        win_deal(session, deal, today)
        edit_company(session, prospect.company.id, is_client=True)
    else:
        lose_deal(session, deal, today, reason)
        mark_lost(session, lead_id, reason)


def _times(rng: Random, day: date, zone: str) -> Generator[datetime, None, None]:
    """Yield times to try from a day on, one on each working day."""
    while True:
        if day.weekday() < 5:
            hour = rng.choice(_HOURS.get(zone, _EUROPE_HOURS))
            yield datetime.combine(day, time(hour, rng.choice((0, 30))), ZoneInfo("UTC"))
        day += timedelta(days=1)
