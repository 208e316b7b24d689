from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.appointments.booking import AttendeeDraft, book
from models.ids import AppointmentId, LeadId, MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.team.joining import add_member
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.leads.lead_doubles import DirectRunner
from views.calendar.page import CalendarPage
from views.calendar.papers import Paper

MakePage = Callable[..., CalendarPage]


@dataclass
class CalendarTeam:
    """Two closers, a lead, and a meeting on Wednesday, 4 November 2026, at 10:00 in Berlin."""

    clara: MemberId
    tom: MemberId
    lead: LeadId
    other_lead: LeadId
    meeting: AppointmentId


@dataclass
class PaperShelf:
    """Sets no type; remembers which papers were asked for."""

    asked: list[Paper] = field(default_factory=list)

    def preview(
        self, wanted: Paper, then: Callable[..., None], _failed: Callable[..., None]
    ) -> None:
        self.asked.append(wanted)
        then(())

    print_pages = preview

    def write_pdf(
        self, wanted: Paper, path: Path, then: Callable[..., None], _failed: Callable[..., None]
    ) -> None:
        self.asked.append(wanted)
        then(path)


@pytest.fixture
def team(workspace: Workspace) -> CalendarTeam:
    with workspace.write() as session:
        clara = add_member(session, "Clara Closer", "Europe/Berlin", ("closer", "leader"))
        tom = add_member(session, "Tom Tanner", "America/New_York", ("closer",))
    with workspace.write(clara) as session:
        leads = []
        for first, last, name in (("Ada", "Young", "Nordwind"), ("Ben", "Okafor", "Harbour")):
            company = add_company(session, name=name)
            contact = add_contact(
                session,
                first_name=first,
                last_name=last,
                company_id=company,
                email=f"{first}@example.com",
            )
            leads.append(add_lead(session, contact_id=contact))
        booked = book(
            session,
            leads[0],
            clara,
            "2026-11-04T09:00",
            "Europe/London",
            60,
            purpose="See the vans",
            attendees=(AttendeeDraft("Ada Young", "ada@example.com", "decides"),),
        )
    return CalendarTeam(clara, tom, leads[0], leads[1], booked)


@pytest.fixture
def runner(workspace: Workspace, team: CalendarTeam) -> DirectRunner:
    return DirectRunner(workspace, team.clara)


@pytest.fixture
def shelf() -> PaperShelf:
    return PaperShelf()


@pytest.fixture
def make_page(
    qtbot: QtBot, runner: DirectRunner, shelf: PaperShelf, clock: FrozenClock
) -> MakePage:
    """Return a function that shows the page, with the keys in the calendar."""

    def make(size: tuple[int, int] = (1100, 744), **changes: Any) -> CalendarPage:
        page = CalendarPage(changes.get("runner", runner), lambda: runner.actor, shelf, clock=clock)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        with qtbot.waitActive(page):
            pass
        page.view.setFocus()
        return page

    return make
