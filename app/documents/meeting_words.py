"""What documents say of a meeting: its state, where it is, who comes, what is to be ready."""

from typing import TYPE_CHECKING

from models.language import gettext as _
from models.vocabulary import Reply, label
from models.wall_time import local_day
from views.calendar.words import day_words, look_of, wall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.appointments.meeting_row import MeetingRow
    from models.appointments.reading import MeetingPage
    from models.appointments.rows import AttendeeRow


def state_words(state: str) -> str:
    """Return the word of a state, as the calendar says it."""
    return look_of(state).words()


def place_words(meeting: "MeetingRow") -> list[tuple[str, str]]:
    """Return where a meeting is, each with what it is."""
    found = (
        (_("Place"), meeting.place),
        (_("Video"), meeting.video_link),
        (_("Dial-in"), meeting.dial_in),
    )
    return [(name, words) for name, words in found if words]


def people_of(page: "MeetingPage") -> list[tuple[str, str, str, str]]:
    """Return name, part in the decision, the spoken yes and the reply of each stakeholder."""
    return [
        (one.name, label(one.part_in_decision), _yes_words(one), _reply_words(one))
        for one in page.attendees
    ]


def _yes_words(attendee: "AttendeeRow") -> str:
    if attendee.said_yes_at is None:
        return _("Has not said yes")
    how = label(attendee.said_yes_how or "")
    return _("Said yes ({how})").format(how=how.lower()) if how else _("Said yes")


def _reply_words(attendee: "AttendeeRow") -> str:
    if attendee.delegated_to:
        return _("Sends {name}").format(name=attendee.delegated_to)
    return _("No reply") if attendee.reply == Reply.NONE else label(attendee.reply)


def preparation_of(
    page: "MeetingPage", zone: str, names: "Mapping[int, str] | None" = None
) -> list[tuple[bool, str, str]]:
    """Return for each thing to be ready whether it is, what it is, and who by when."""
    rows = []
    for one in page.preparation:
        owner = (names or {}).get(one.owner_id, "") if one.owner_id is not None else ""
        due = ""
        if one.due_at is not None and one.done_at is None:
            due = _("due {day} {time}").format(
                day=day_words(local_day(one.due_at, zone)), time=wall(one.due_at, zone)
            )
        rows.append((one.done_at is not None, one.text, ", ".join(x for x in (owner, due) if x)))
    return rows
