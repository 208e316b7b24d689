"""Stand-ins and small worlds for the Today page."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.activity.interest import record_interest
from models.entities.leads.leads import Lead
from models.history.undo.steps import undo
from models.ids import LeadId, MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.detail import LeadDetail, lead_detail
from tests.views.leads.lead_doubles import DirectRunner
from views.today.page import TodayPage

Key = Qt.Key


@dataclass
class PaperOutside:
    """Opens nothing; remembers what it was asked to open."""

    takes: bool = True
    opened: list[str] = field(default_factory=list)

    def open_url(self, url: str) -> bool:
        self.opened.append(url)
        return self.takes


def do(runner: DirectRunner, operation: Any) -> Any:
    found: list[Any] = []
    runner.change(operation, found.append)
    return found[0]


def undo_last(runner: DirectRunner) -> None:
    with runner.workspace.write(runner.actor) as session:
        undo(session, runner.actor)


def lead_of(runner: DirectRunner, lead_id: LeadId) -> Lead:
    with runner.workspace.read() as session:
        return session.get_one(Lead, lead_id)


def ask_for_demo(
    session: Any,
    name: str,
    owner_id: MemberId | None,
    *,
    phone: str | None = "+442079460958",
    zone: str | None = "Europe/London",
    email: str | None = "someone@example.com",
) -> LeadId:
    """Add a lead with a person behind it who asked for a demo, which heads the queue."""
    first, _blank, last = name.partition(" ")
    company_id = add_company(session, name=f"{last} & Sons")
    contact_id = add_contact(
        session,
        company_id=company_id,
        first_name=first,
        last_name=last,
        job_title="VP Operations",
        phone=phone,
        email=email,
        zone=zone,
        linkedin_url="https://www.linkedin.com/in/someone",
    )
    lead_id = add_lead(session, contact_id=contact_id, company_id=company_id, owner_id=owner_id)
    record_interest(session, lead_id, "demo_request")
    return lead_id


def press(page: TodayPage, keys: str, within: QWidget | None = None) -> None:
    """Press keys where the focus is."""
    QTest.keySequence(within or QApplication.focusWidget() or page, keys)


def titles(page: TodayPage) -> list[str]:
    """Return the lines of the queue, headings included."""
    return [page.model.index(row).data() for row in range(page.model.rowCount())]


def current(page: TodayPage) -> LeadId:
    """Return the lead that the list stands on; fails where it stands on none."""
    item = page.list.current_item()
    assert item is not None
    assert item.lead_id is not None
    return item.lead_id


def detail(runner: DirectRunner, lead_id: LeadId) -> LeadDetail:
    """Return all that is known of a lead."""
    with runner.workspace.read() as session:
        return lead_detail(session, lead_id)
