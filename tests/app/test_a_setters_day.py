"""A setter's day through the real window, by keyboard alone: forty leads and what they became."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from app.desk.machine.outside import SystemPrograms
from app.desk.machine.settings import MachineSettings
from app.desk.window import Desk
from models.activity.interest import record_interest
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.work.activity import Task, Touch
from models.entities.workspace.log import Change
from models.leads.capture import add_company, add_contact, add_lead
from models.team.joining import add_member
from models.workspace import open_workspace
from tests.clocks import FrozenClock
from views.shell import MainWindow

LEADS = 40
ANSWERS = ("40k this year", "", "Spoilage on the road", "By spring", "Two others, both too slow")


class Day:
    """The window with somebody at its keyboard."""

    def __init__(self, desk: Desk, qtbot: QtBot, clock: FrozenClock) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.clock = clock

    @property
    def page(self) -> Any:
        return self.desk.window.page("today")

    @property
    def lead(self) -> int:
        item = self.page.list.current_item()
        return 0 if item is None or item.lead_id is None else int(item.lead_id)

    def press(self, *keys: str) -> None:
        for one in keys:
            QTest.keySequence(QApplication.focusWidget() or self.desk.window, one)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.desk.window, text)

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.runner.is_idle)
        QApplication.processEvents()

    def until(self, holds: Any) -> None:
        self.qtbot.waitUntil(holds)

    def ready(self) -> None:
        """Wait until the current lead is here."""
        shown = self.page.call
        self.until(lambda: shown.shown is not None and int(shown.shown.detail.id) == self.lead)


@pytest.fixture
def path(tmp_path: Path, clock: FrozenClock) -> Path:
    path = tmp_path / "team.db"
    workspace = open_workspace(path, clock=clock)
    with workspace.write() as session:
        sam = add_member(
            session, "Sam Setter", "Europe/Berlin", ("sdr", "setter"), "sam@example.com"
        )
        add_member(session, "Cleo Closer", "Europe/Berlin", ("closer",), "cleo@example.com")
        for number in range(LEADS):
            company = add_company(session, name=f"Company {number:02}")
            contact = add_contact(
                session,
                company_id=company,
                first_name=f"Lead{number:02}",
                last_name="Example",
                job_title="Head of Logistics",
                email=f"lead{number:02}@example.com",
                phone=f"+49301234{number:03}",
                zone="Europe/Berlin",
            )
            lead = add_lead(session, contact_id=contact, company_id=company, owner_id=sam)
            record_interest(session, lead, "demo_request")
    workspace.close()
    return path


@pytest.fixture
def day(
    qtbot: QtBot,
    tmp_path: Path,
    path: Path,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Day]:
    monkeypatch.setattr(SystemPrograms, "open_url", lambda _self, _url: True)
    state = MachineSettings(tmp_path / "settings.ini")
    window = MainWindow(state, version="1.2.3")
    qtbot.addWidget(window)
    desk = Desk(window, state, clock=clock)
    state.remember_on_duty(path, "1")
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window), qtbot.waitSignal(desk.opened):
        desk.open(path)
    monkeypatch.setattr(
        desk.exchange.outbox, "ask_to_save", lambda *_words: tmp_path / "invitation.eml"
    )
    told = Day(desk, qtbot, clock)
    told.until(lambda: told.page is not None and told.page.model.rowCount() == LEADS + 1)
    told.rest()
    yield told
    desk.close()


def test_a_setters_day(day: Day) -> None:
    plan = (
        ["1"] * 14 + ["2"] * 6 + ["3"] * 3 + ["4"] * 2 + ["5"] * 3 + ["6"] * 2
        + ["7", "8", "0", "D"] + ["qualify"] * 3 + ["book"] * 2 + ["F"]
    )  # fmt: skip
    worked: list[int] = []
    for what in plan:
        day.ready()
        lead = day.lead
        assert lead not in worked
        worked.append(lead)
        day.press("C")
        day.clock.advance(seconds=90)
        work(day, what)
        day.until(lambda lead=lead: day.lead != lead or not day.page.model.lines)
        day.rest()
    assert len(set(worked)) == LEADS
    confirmed, moved, missed = meetings_of_the_day(day)
    check_what_was_written(day, plan, confirmed, moved, missed)


def meetings_of_the_day(day: Day) -> tuple[int, int, int]:
    """Confirm one meeting, move one, note a no-show and take it back; return their leads."""
    leads = [int(item.lead_id) for item in day.page._shown.items if item.kind.value == "confirm"]
    confirmed, moved, missed = leads[:3]
    meeting = open_meeting(day, confirmed)
    day.press("F")
    day.until(lambda: meeting.shown.page.meeting.invited_at is not None)
    day.press("Y")
    day.until(lambda: meeting.shown.page.meeting.state == "confirmed")
    day.press("Escape")
    meeting = open_meeting(day, moved)
    before = meeting.shown.page.meeting.id
    day.press("R")
    day.until(lambda: meeting.booking is not None and meeting.booking.slots.isVisible())
    day.rest()
    day.press("Ctrl+Return")
    day.until(lambda: meeting.shown.page.meeting.id != before)
    day.rest()
    day.press("Escape")
    day.clock.instant = datetime(2026, 11, 2, 17, tzinfo=UTC)
    day.page.refresh()
    day.rest()
    meeting = open_meeting(day, missed)
    day.press("N")
    day.rest()
    day.press("Ctrl+Return")
    day.until(lambda: meeting.shown.page.meeting.state == "no_show")
    day.rest()
    day.press("Ctrl+Z")
    day.until(lambda: meeting.shown.page.meeting.state != "no_show")
    day.rest()
    day.press("Ctrl+Shift+Z")
    day.until(lambda: meeting.shown.page.meeting.state == "no_show")
    day.rest()
    return confirmed, moved, missed


def open_meeting(day: Day, lead: int) -> Any:
    """Walk to a lead in the queue and open its meeting."""
    day.page.list.setFocus()
    for _step in range(len(day.page.model.lines)):
        if day.lead == lead:
            break
        day.press("J")
    else:
        day.press(*["K"] * len(day.page.model.lines))
        while day.lead != lead:
            day.press("J")
    day.ready()
    day.press("M")
    meeting = day.page.middle.meeting
    day.until(lambda: meeting.shown is not None and meeting.shown.page.meeting.lead_id == lead)
    day.rest()
    return meeting


def check_what_was_written(
    day: Day, plan: list[str], confirmed: int, moved: int, missed: int
) -> None:
    workspace = open_workspace(day.desk.path, clock=day.clock)
    with closing(workspace), workspace.read() as session:
        touches = Counter(session.scalars(select(Touch.outcome)))
        assert sum(touches.values()) == LEADS
        assert touches["no_answer"] == plan.count("1")
        assert touches["qualified"] == plan.count("qualify")
        assert touches["booked"] == plan.count("book")
        one_change = select(func.count()).where(Change.verb == "book_on_call")
        assert session.scalar(one_change) == plan.count("book")
        assert touches["call_back"] == plan.count("3")
        assert set(session.scalars(select(Touch.seconds))) == {90}
        statuses = Counter(session.scalars(select(Lead.status)))
        assert statuses["disqualified"] == plan.count("5")
        assert statuses["nurture"] == plan.count("6")
        promised = select(func.count()).where(Task.kind == "call_back", Task.done_at.is_(None))
        assert session.scalar(promised) == plan.count("3")
        meetings = session.scalars(select(Appointment).order_by(Appointment.starts_at)).all()
        states: dict[int, list[str]] = {}
        for row in sorted(meetings, key=lambda one: one.id):
            states.setdefault(row.lead_id, []).append(row.state)
        assert len(states) == plan.count("qualify") + plan.count("book")
        assert states[confirmed] == ["confirmed"]
        assert states[missed] == ["no_show"]
        assert states[moved][0] == "rescheduled"
        assert len(states[moved]) == 2
        standing = [row for row in meetings if row.state not in {"rescheduled", "cancelled"}]
        for one, after in pairwise(standing):
            assert one.ends_at <= after.starts_at


def work(day: Day, what: str) -> None:
    match what:
        case "3":
            day.press("3")
            day.write("tue 10")
            day.press("Return")
        case "5" | "6":
            day.press(what, "1", "Return")
        case "D" | "0":
            day.press(what, "Return")
        case "F":
            day.press("F")
            day.write("Jo Bell")
            day.press("Return")
        case "qualify":
            qualify(day)
        case "book":
            day.press("B")
            book(day)
        case key:
            day.press(key)


def qualify(day: Day) -> None:
    questions = day.page.call.questions
    day.press("Q")
    for number, answer in enumerate(ANSWERS):
        day.until(lambda row=questions.rows[number]: row.answer.hasFocus())
        day.write(answer)
        day.press("Ctrl+Return" if questions.rows[number].code == "authority" else "Return")
        day.rest()
    day.until(day.page.list.hasFocus)
    day.press("9")
    book(day)


def book(day: Day) -> None:
    middle = day.page.middle
    day.until(lambda: middle.is_booking and middle.booking.slots.isVisible())
    day.rest()
    day.press("Ctrl+Return")
