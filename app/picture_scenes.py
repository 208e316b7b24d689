"""What is painted besides the pages: a lead, booking, a day of closers, a meeting beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.desk.window import Desk
from models.clock import utc_now
from models.language import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models.ids import AppointmentId, LeadId, MemberId
    from views.reports.tab import ReportsTab
    from views.whatif.modes import ForecastModes

    NextMeeting = tuple[AppointmentId, MemberId, date]

_BUILT_MILLISECONDS = 300
"""How long a page takes to be built once it is asked for; less than a picture waits for quiet."""


def show_lead(desk: Desk) -> None:
    """Show the own page of the open lead that was touched most."""

    def then(lead_id: "LeadId | None") -> None:
        if lead_id is not None:
            desk.show_lead(lead_id)

    desk.runner.read(_lead_touched_most, then)


def show_booking(desk: Desk) -> None:
    """Show the booking of a meeting beside the page of the open lead that was touched most."""
    from views.leads.page import LeadsPage

    def then(lead_id: "LeadId | None") -> None:
        if lead_id is None:
            return
        desk.show_lead(lead_id)

        def book() -> None:
            page = desk.window.page("leads")
            lead_page = page.lead_page if isinstance(page, LeadsPage) else None
            if lead_page is not None:
                lead_page.meetings.book(lead_id)

        QTimer.singleShot(_BUILT_MILLISECONDS, desk, book)

    desk.runner.read(_lead_touched_most, then)


def show_day(desk: Desk) -> None:
    """Show the day of the next meeting with all closers side by side."""
    _with_next_meeting(desk, lambda found: _calendar(desk, found, beside=False))


def show_meeting(desk: Desk) -> None:
    """Show the week of the next meeting with the meeting open beside it."""
    _with_next_meeting(desk, lambda found: _calendar(desk, found, beside=True))


def show_campaigns(desk: Desk) -> None:
    """Show which campaigns make leads that sales qualifies."""
    _with_reports(desk, lambda tab: tab.show_question("handed"))


def show_list_behind(desk: Desk) -> None:
    """Show the leads behind a number of the reports."""
    from models.reporting.asked import Behind

    behind = Behind("funnel", "channel", None, "sql")
    _with_reports(desk, lambda tab: tab.open_list(behind, _("SQLs of all channels")))


def show_handoff_report(desk: Desk) -> None:
    """Show the report for the weekly handoff meeting, as it is printed."""
    _with_reports(desk, lambda tab: tab.show_document("handoff"))


def show_rates(desk: Desk) -> None:
    """Show what the history teaches, number by number."""
    from views.reports.page import ReportsPage

    def go_on(code: str) -> None:
        page = desk.window.page(code)
        if isinstance(page, ReportsPage):
            desk.window.page_shown.disconnect(go_on)
            page.show_tab("rates")

    desk.window.page_shown.connect(go_on)
    desk.window.show_page("reports", focus=True)


def show_grading(desk: Desk) -> None:
    """Show how good the forecasts of clients would have been, standing in the past."""
    from views.grading.page import GradingPage
    from views.reports.page import ReportsPage

    def go_on(code: str) -> None:
        page = desk.window.page(code)
        if isinstance(page, ReportsPage):
            desk.window.page_shown.disconnect(go_on)
            page.show_tab("grading")
            tab = page.tab("grading")
            if isinstance(tab, GradingPage):
                tab.grade()

    desk.window.page_shown.connect(go_on)
    desk.window.show_page("reports", focus=True)


def show_plan_money(desk: Desk) -> None:
    """Show what the plan that begins today costs and brings."""
    _with_plan(desk, "money")


def show_plan_pipeline(desk: Desk) -> None:
    """Show the open deals beside the plan that begins today."""
    _with_plan(desk, "pipeline")


def show_batch(desk: Desk) -> None:
    """Show what may become of one batch."""
    _with_forecast(desk, lambda modes: modes.show_mode("batch"))


def show_hire(desk: Desk) -> None:
    """Show the house example with one setter, and a second who comes and grows in."""
    from views.whatif.hires import with_hire, with_ramp
    from views.whatif.inputs import with_input
    from views.whatif.starts import house_plan

    def act(modes: "ForecastModes") -> None:
        modes.show_mode("weeks")
        plan = with_input(house_plan(utc_now().date()), "people:Setter", 1.0)
        network = with_ramp(with_hire(plan.network, 1, 12), 1, 1, 6)
        modes.weeks.take(plan.with_network(network))
        modes.weeks.show_panel("people")

    _with_forecast(desk, act)


SCENES: dict[str, Callable[[Desk], None]] = {
    "lead": show_lead,
    "booking": show_booking,
    "calendar-day": show_day,
    "meeting": show_meeting,
    "forecast-money": show_plan_money,
    "forecast-pipeline": show_plan_pipeline,
    "forecast-batch": show_batch,
    "forecast-hire": show_hire,
    "reports-campaigns": show_campaigns,
    "reports-list": show_list_behind,
    "reports-handoff": show_handoff_report,
    "reports-rates": show_rates,
    "reports-grading": show_grading,
}
"""By the name of the picture."""


def _calendar(desk: Desk, found: "NextMeeting", *, beside: bool) -> None:
    from datetime import timedelta

    from views.calendar.page import CalendarPage

    appointment_id, closer_id, day = found

    def go_on(code: str) -> None:
        page = desk.window.page(code)
        if not isinstance(page, CalendarPage):
            return
        desk.window.page_shown.disconnect(go_on)
        if beside:
            page.show_closer(closer_id)
            page.show_day(day - timedelta(days=day.weekday()), is_week=True)
            page.open_appointment(appointment_id)
        else:
            page.show_day(day, is_week=False)

    desk.window.page_shown.connect(go_on)
    desk.window.show_page("calendar", focus=True)


def _with_plan(desk: Desk, panel: str) -> None:
    """Show a panel below the plan that begins today."""

    def act(modes: "ForecastModes") -> None:
        modes.show_mode("weeks")
        page = modes.weeks
        page.show_panel(panel)
        # The panel is the picture, so it gets what the chart can spare.
        page.split.setSizes([1, 1000])

    _with_forecast(desk, act)


def _with_forecast(desk: Desk, act: "Callable[[ForecastModes], None]") -> None:
    from views.whatif.modes import ForecastModes

    def go_on(code: str) -> None:
        modes = desk.window.page(code)
        if isinstance(modes, ForecastModes):
            desk.window.page_shown.disconnect(go_on)
            act(modes)

    desk.window.page_shown.connect(go_on)
    desk.window.show_page("forecast", focus=True)


def _with_reports(desk: Desk, show: "Callable[[ReportsTab], None]") -> None:
    from views.reports.page import ReportsPage
    from views.reports.tab import ReportsTab

    def go_on(code: str) -> None:
        page = desk.window.page(code)
        if isinstance(page, ReportsPage):
            desk.window.page_shown.disconnect(go_on)
            page.show_tab("reports")
            tab = page.tab("reports")
            if isinstance(tab, ReportsTab):
                show(tab)

    desk.window.page_shown.connect(go_on)
    desk.window.show_page("reports", focus=True)


def _with_next_meeting(desk: Desk, show: "Callable[[NextMeeting], None]") -> None:
    def then(found: "NextMeeting | None") -> None:
        if found is None:
            desk.window.show_page("calendar")
        else:
            show(found)

    desk.runner.read(_next_meeting, then)


def _next_meeting(session: "Session") -> "NextMeeting | None":
    from datetime import timedelta

    from models.appointments.reading import meetings_between
    from models.wall_time import local_day

    now = utc_now()
    coming = meetings_between(session, now, now + timedelta(days=60))
    standing = [row for row in coming if row.is_standing]
    if not standing:
        return None
    first = standing[0]
    return first.id, first.closer_id, local_day(first.starts_at, first.zone)


def _lead_touched_most(session: "Session") -> "LeadId | None":
    from sqlalchemy import func, select

    from models.entities import Lead, Touch
    from models.ids import LeadId
    from models.vocabulary import Status

    found = session.scalar(
        select(Lead.id)
        .outerjoin(Touch, Touch.lead_id == Lead.id)
        .where(Lead.status == Status.OPEN)
        .group_by(Lead.id)
        .order_by(func.count(Touch.id).desc(), Lead.id)
        .limit(1)
    )
    return None if found is None else LeadId(found)
