"""Reaching a lead from the call panel: by phone, mail or profile, if at all, and when."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from models.ids import LeadId
from models.leads.do_not_contact import set_do_not_contact
from models.vocabulary import Medium
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.today.conftest import MakePage
from tests.views.today.desk_doubles import (
    PaperOutside,
    ask_for_demo,
    current,
    detail,
    do,
    press,
    titles,
)

Key = Qt.Key


def test_a_lead_without_a_number_says_so_and_does_not_dial(
    make_page: MakePage, runner: DirectRunner, outside: PaperOutside, team: Team
) -> None:
    do(runner, lambda session: ask_for_demo(session, "No Phone", team.ben, phone=None))
    page = make_page()
    assert not page.call.head.dial.isEnabled()
    press(page, "C")
    assert outside.opened == []
    assert "No phone number" in page.call.refusal.text()


def test_who_asked_not_to_be_called_is_not_called(
    make_page: MakePage, runner: DirectRunner, outside: PaperOutside, team: Team
) -> None:
    lead_id = do(runner, lambda session: ask_for_demo(session, "Not Me", team.ben))
    contact = detail(runner, lead_id).contact
    assert contact is not None
    do(
        runner,
        lambda session: set_do_not_contact(session, contact.id, "call", "Said on the phone"),
    )
    page = make_page()
    assert "Do not contact by call" in page.call.head.reach.text()
    press(page, "C")
    assert outside.opened == []
    page.call.choose_medium(Medium.CALL)
    press(page, "1")
    assert "asked not to be contacted" in page.call.refusal.text()
    assert detail(runner, lead_id).touches == ()


def test_a_mail_is_written_by_the_mail_program_and_logged_as_sent(
    make_page: MakePage, runner: DirectRunner, outside: PaperOutside, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "E")
    assert outside.opened[0].startswith("mailto:someone")
    assert page.call.medium.value() == "email"
    assert "no_answer" not in page.call.outcomes.cells
    press(page, "1")
    touch = detail(runner, worked).touches[0]
    assert (touch.medium, touch.outcome) == ("email", "sent")


def test_without_a_mail_program_the_text_is_copied_and_that_is_said(
    make_page: MakePage, qtbot: Any, outside: PaperOutside, leads: tuple[LeadId, ...]
) -> None:
    outside.takes = False
    page = make_page()
    with qtbot.waitSignal(page.notice) as said:
        press(page, "E")
    assert said.args[0] == "warning"
    assert "No mail program" in said.args[1]
    assert QGuiApplication.clipboard().text().startswith("someone@example.com")


def test_linkedin_opens_the_profile(
    make_page: MakePage, outside: PaperOutside, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    press(page, "I")
    assert outside.opened == ["https://www.linkedin.com/in/someone"]
    assert page.call.medium.value() == "linkedin"


def test_outside_of_their_hours_the_clock_there_is_shown(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    clock.instant = datetime(2026, 11, 2, 12, tzinfo=UTC)  # 7:00 in New York
    do(
        runner,
        lambda session: ask_for_demo(
            session, "Nia York", team.ben, zone="America/New_York", email=None
        ),
    )
    page = make_page()
    assert titles(page) == ["Later", "Nia York"]
    assert page.call.facts.local.text().startswith("07:00 in New York · call from 09:00 there")
