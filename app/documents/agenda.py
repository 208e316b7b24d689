"""A person's meetings on some days as a document: when, with whom, what for, what is open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.documents.meeting_words import (
    people_of,
    place_words,
    preparation_of,
    state_words,
)
from app.documents.typesetting import Manuscript
from models.language import gettext as _
from models.wall_time import city_of, local_day
from views.calendar.words import (
    days_words,
    span_words,
    their_time,
    whole_day_words,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.appointments.reading import MeetingPage
    from models.ids import MemberId


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One day: why the person does not work on it, if so, and its meetings in order."""

    day: date
    away: str
    meetings: "tuple[MeetingPage, ...]"


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings of a person that are to take place or took place, by days of their zone."""

    workspace: str
    person: str
    zone: str
    read_at: datetime
    days: tuple[AgendaDay, ...]


def read_agenda(
    session: "Session",
    workspace: str,
    member_id: "MemberId",
    first_day: date,
    day_count: int,
    at: datetime,
) -> Agenda:
    """Read what a person has on some days; refuses somebody who is not on the team.

    Meetings that were called off or put off are left out.
    """
    from models.appointments.calendar_page import away_rows, calendar_days
    from models.appointments.meetings import meetings_between
    from models.appointments.reading import meeting_page
    from models.entities.people.team import TeamMember
    from models.finding import existing
    from models.history.undo.double_booking import FREED

    member = existing(session, TeamMember, member_id)
    days = calendar_days(first_day, day_count, member.zone)
    start, end = days[0].starts_at, days[-1].ends_at
    rows = [
        row for row in meetings_between(session, start, end, [member_id]) if row.state not in FREED
    ]
    away = away_rows(session, member_id, start, end)
    return Agenda(
        workspace=workspace,
        person=member.name,
        zone=member.zone,
        read_at=at,
        days=tuple(
            AgendaDay(
                day.day,
                ", ".join(one.words for one in away if one.starts_at == day.starts_at),
                tuple(
                    meeting_page(session, row.id)
                    for row in rows
                    if local_day(row.starts_at, member.zone) == day.day
                ),
            )
            for day in days
        ),
    )


def manuscript_of(agenda: Agenda) -> Manuscript:
    """Return the agenda, ready to be set."""
    shown = days_words([one.day for one in agenda.days])
    title = _("Agenda")
    count = sum(len(one.meetings) for one in agenda.days)
    words = {
        "title": title,
        "subtitle": agenda.person,
        "heading": f"{title}: {agenda.person}",
        "version": shown,
        "footer": f"{agenda.workspace}, {agenda.person}, {shown}",
        "authors": [agenda.person],
        "note": "",
        "facts": [
            (_("Days"), shown),
            (_("Meetings"), str(count)),
            (_("Times"), city_of(agenda.zone)),
        ],
        "days": [_day_words(one, agenda.zone) for one in agenda.days],
        "words": {"nothing": _("No meetings.")},
    }
    return Manuscript("agenda", words, agenda.read_at)


def _day_words(day: AgendaDay, zone: str) -> dict[str, object]:
    return {
        "name": whole_day_words(day.day),
        "note": day.away,
        "meetings": [_meeting_words(one, zone) for one in day.meetings],
    }


def _meeting_words(page: "MeetingPage", zone: str) -> dict[str, object]:
    meeting = page.meeting
    return {
        "time": span_words(meeting.starts_at, meeting.ends_at, zone),
        "theirs": their_time(meeting.starts_at, meeting.zone, zone),
        "who": meeting.who,
        "company": meeting.company if meeting.company != meeting.who else "",
        "state": state_words(meeting.state),
        "purpose": meeting.purpose or "",
        "where": ", ".join(words for _name, words in place_words(meeting)),
        "people": [(one[0], one[1], one[3]) for one in people_of(page)],
        "prepare": preparation_of(page, zone),
    }


def as_data(agenda: Agenda) -> dict[str, Any]:
    """Return the agenda as plain data, with days and instants in ISO form."""
    return {
        "person": agenda.person,
        "zone": agenda.zone,
        "days": [
            {
                "day": one.day.isoformat(),
                "away": one.away,
                "meetings": [_meeting_data(page) for page in one.meetings],
            }
            for one in agenda.days
        ],
    }


def _meeting_data(page: "MeetingPage") -> dict[str, Any]:
    meeting = page.meeting
    return {
        "id": meeting.id,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "wall_start": meeting.wall_start,
        "zone": meeting.zone,
        "who": meeting.who,
        "company": meeting.company,
        "state": meeting.state,
        "purpose": meeting.purpose,
        "place": meeting.place,
        "video_link": meeting.video_link,
        "dial_in": meeting.dial_in,
        "attendees": [
            {"name": one.name, "part": one.part_in_decision, "reply": one.reply}
            for one in page.attendees
        ],
        "preparation": [
            {"text": one.text, "done": one.done_at is not None} for one in page.preparation
        ],
    }
