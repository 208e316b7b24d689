"""What the sample's team finds on the morning after the story: calendars, and what is unsure."""

from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.sample.story import Story
from models.appointments.attending import AttendeeDraft
from models.appointments.booking import SlotRefusedError, book
from models.calendars.busy import BusyTimes, Span, read_busy_calendar
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Contact
from models.ids import ContactId, LeadId
from models.team.planning import set_calendar_policy, set_day_plan
from models.vocabulary import CalendarPolicy, Role, Status

_WEEKS_AHEAD = 3
_BUSY_A_DAY = 2


def plan_the_days_ahead(story: Story, rng: Random) -> None:
    """Import one closer's calendar, let another be asked first, and book one time with each."""
    session = story.session
    importing, asked = (one for one in story.team if Role.CLOSER in one.roles)
    for member in story.team:
        if Role.SDR in member.roles or Role.SETTER in member.roles:
            set_day_plan(session, member.id, planned_touches=40, planned_bookings=3)
    read_busy_calendar(
        session,
        importing.id,
        f"{importing.name.split()[0].lower()}.ics",
        story.end,
        story.end + timedelta(weeks=_WEEKS_AHEAD + 6),
        BusyTimes(_busy_times(story, rng)),
    )
    set_calendar_policy(session, asked.id, CalendarPolicy.ASK_FIRST.value)
    session.flush()
    lead_id = _without_meeting(session, story)
    if lead_id is not None:
        _book_tentatively(story, lead_id)


def _busy_times(story: Story, rng: Random) -> tuple[Span, ...]:
    found: list[Span] = []
    for ahead in range(1, 7 * _WEEKS_AHEAD):
        day = story.end.date() + timedelta(days=ahead)
        if day.weekday() > 4:
            continue
        for _one in range(_BUSY_A_DAY):
            hour = time(rng.choice((7, 8, 10, 11, 12, 14, 15)), rng.choice((0, 30)))
            begins = datetime.combine(day, hour, UTC)
            found.append((begins, begins + timedelta(minutes=rng.choice((30, 60, 90)))))
    return tuple(found)


def _without_meeting(session: Session, story: Story) -> LeadId | None:
    """Return the newest open lead far enough to be met that has not been."""
    found = session.scalar(
        select(Lead.id)
        .where(
            Lead.stage_id.in_((story.stage("SQL"), story.stage("Interested"))),
            Lead.status == Status.OPEN,
            Lead.contact_id.is_not(None),
            ~exists().where(Appointment.lead_id == Lead.id),
        )
        .order_by(Lead.stage_id.desc(), Lead.id.desc())
        .limit(1)
    )
    return None if found is None else LeadId(found)


def _book_tentatively(story: Story, lead_id: LeadId) -> None:
    """Book a time of the closer who has to be asked first."""
    session = story.session
    asked = [one for one in story.team if Role.CLOSER in one.roles][1]
    contact = session.get_one(Contact, session.get_one(Lead, lead_id).contact_id)
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    guest = AttendeeDraft(name, contact.email, "decides", ContactId(contact.id), said_yes=True)
    for ahead in range(3, 14):
        day = story.end.date() + timedelta(days=ahead)
        try:
            book(
                session,
                lead_id,
                asked.id,
                f"{day.isoformat()}T11:00",
                asked.zone,
                kind_id=story.meeting_kind.id,
                attendees=(guest,),
            )
        except SlotRefusedError:
            continue
        return
