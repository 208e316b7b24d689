"""Scenes of booking and of the calendar."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from app.desk.window import Desk
from app.scenes.leads import lead_touched_most
from app.scenes.steps import Scene, asked, page_shown
from models.clock import utc_now

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models.ids import AppointmentId, MemberId

    NextMeeting = tuple[AppointmentId, MemberId, date]


def show_booking(desk: Desk) -> Iterator[None]:
    """Show the booking of a meeting beside the page of the open lead that was touched most."""
    from views.leads.page import LeadsPage

    lead_id = yield from asked(desk, lead_touched_most)
    if lead_id is None:
        return
    desk.show_lead(lead_id)
    yield
    page = desk.window.page("leads")
    if isinstance(page, LeadsPage) and page.lead_page is not None:
        page.lead_page.side.book(lead_id)


def show_day(desk: Desk) -> Iterator[None]:
    """Show the day of the next meeting with all closers side by side."""
    from views.calendar.page import CalendarPage

    found = yield from asked(desk, _next_meeting)
    page = yield from page_shown(desk, "calendar", CalendarPage)
    if found is not None:
        page.show_day(found[2], is_week=False)


def show_meeting(desk: Desk) -> Iterator[None]:
    """Show the week of the next meeting with the meeting open beside it."""
    from views.calendar.page import CalendarPage

    found = yield from asked(desk, _next_meeting)
    page = yield from page_shown(desk, "calendar", CalendarPage)
    if found is not None:
        appointment_id, closer_id, day = found
        page.show_closer(closer_id)
        page.show_day(day - timedelta(days=day.weekday()), is_week=True)
        page.open_appointment(appointment_id)


SCENES: dict[str, Scene] = {
    "booking": show_booking,
    "calendar-day": show_day,
    "meeting": show_meeting,
}


def _next_meeting(session: "Session") -> "NextMeeting | None":
    from models.appointments.meetings import meetings_between
    from models.wall_time import local_day

    now = utc_now()
    coming = meetings_between(session, now, now + timedelta(days=60))
    standing = [row for row in coming if row.is_standing]
    if not standing:
        return None
    first = standing[0]
    return first.id, first.closer_id, local_day(first.starts_at, first.zone)
