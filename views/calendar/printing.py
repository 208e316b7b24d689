"""Which paper is meant by a command of the calendar, and what it is called."""

from datetime import timedelta

from models.appointments.calendar_page import CalendarMeeting, CalendarWeek
from models.ids import MemberId
from models.language import gettext as _
from views.calendar.papers import AgendaPaper, CalendarPaper, Paper, PreparationPaper
from views.calendar.words import days_words


def paper_of(
    code: str,
    week: CalendarWeek,
    closer_id: MemberId | None,
    meeting: CalendarMeeting | None,
    viewer_id: MemberId | None,
) -> Paper | None:
    """Return what is to be printed; None where it is about a meeting and none is chosen."""
    first, count = week.days[0].day, len(week.days)
    if code == "preparation":
        return None if meeting is None else PreparationPaper(meeting.id)
    if code == "agenda" and closer_id is not None:
        return AgendaPaper(closer_id, first, count)
    return CalendarPaper(first, count, tuple(one.id for one in week.closers), viewer_id)


def title_of(paper: Paper, week: CalendarWeek) -> tuple[str, str, str]:
    """Return title, caption and file name of a paper."""
    if isinstance(paper, PreparationPaper):
        found = (one for one in week.meetings if one.id == paper.appointment_id)
        meeting = next(found, None)
        return _("Preparation"), meeting.who if meeting else "", _("preparation.pdf")
    days = [paper.first_day + timedelta(days=at) for at in range(paper.day_count)]
    if isinstance(paper, AgendaPaper):
        names = dict(week.everybody)
        caption = f"{names.get(paper.member_id, '')}, {days_words(days)}"
        return _("Agenda"), caption, _("agenda.pdf")
    return _("Calendar"), days_words(days), _("calendar.pdf")
