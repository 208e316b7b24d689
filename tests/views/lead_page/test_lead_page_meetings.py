"""A lead's page books, opens its meetings in place, and wins or loses deals on a day."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from models.appointments.life import record_no_show
from models.appointments.meetings import meeting_rows
from models.deals.dealing import deals_of
from models.entities.meetings.appointments import Appointment
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, press_with_control, words, write
from tests.views.lead_page.conftest import Show
from views.booking.meeting.panel import AppointmentPanel
from views.lead_page.page import LeadPage
from views.lead_page.parts.company import CompanyPanel


def button_of(page: LeadPage, name: str) -> QPushButton:
    """Return a button of the deals by what it is called for those who listen."""
    found = page.happened.deals.findChildren(QPushButton)
    return next(one for one in found if one.accessibleName().startswith(name))


def test_b_books_in_the_panel_beside_and_shows_the_meeting(
    show: Show, filled: Workspace, world: SmallWorld, qtbot: Any
) -> None:
    page = show()
    with filled.read() as session:
        before = len(meeting_rows(session, Appointment.lead_id == world.lead))
    press(page, Qt.Key.Key_B)
    assert page.side.is_open
    assert page.side.title.whole_text() == "Book a meeting with Ann Lee, Acme Ltd"
    booking = page.side.booking
    assert booking is not None
    assert booking.slots.narrow.hasFocus()
    press(page, Qt.Key.Key_Return)
    press_with_control(page, Qt.Key.Key_Return)
    with filled.read() as session:
        assert len(meeting_rows(session, Appointment.lead_id == world.lead)) == before + 1
    meeting = page.side.meeting
    assert meeting is not None
    qtbot.waitUntil(meeting.hasFocus)
    press(page, Qt.Key.Key_Escape)
    assert not page.side.is_open


def test_the_next_meeting_stands_first_and_opens_in_place(show: Show, world: SmallWorld) -> None:
    page = show()
    assert "not confirmed before the invitation is handed over" in words(page.next)
    press(page, Qt.Key.Key_K)
    assert page.side.meeting is not None
    assert page.side.meeting.shown is not None
    assert page.side.meeting.shown.page.meeting.lead_id == world.lead


def test_company_and_meeting_take_turns_beside_the_page(show: Show) -> None:
    page = show()
    seen = []
    for _turn in range(2):
        for key in (Qt.Key.Key_K, Qt.Key.Key_O):
            page.take_keys()
            press(page, key)
            seen.append((type(page.side.shown), page.side.title.whole_text()))
    assert seen == 2 * [(AppointmentPanel, "Ann Lee, Acme Ltd"), (CompanyPanel, "Acme Ltd")]


def test_after_a_no_show_the_next_step_is_to_book_it_again(
    show: Show, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.read() as session:
        clock.instant = meeting_rows(session, Appointment.id == world.appointment)[0].ends_at
    with filled.write(world.setter) as session:
        record_no_show(session, world.appointment)
    page = show()
    assert "No-show at the meeting of" in words(page.next)
    assert "book it again" in words(page.next)


def test_letters_in_the_panel_do_nothing_to_the_page(show: Show) -> None:
    page = show()
    press(page, Qt.Key.Key_K, Qt.Key.Key_Z, Qt.Key.Key_G)
    assert page.form.isHidden()


def test_a_deal_is_opened_changed_and_won_on_a_day(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_Y)
    amount: Any = page.form.rows["amount"].field
    amount.setFocus()
    write(page, "12 000,50")
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        deal = deals_of(session, world.lead)[-1]
    assert (deal.name, deal.amount_minor, deal.state) == ("Acme Ltd", 1_200_050, "open")
    button_of(page, "Won: Acme Ltd").click()
    won: Any = page.form.rows["amount"].field
    won.setText("11,000")
    won.setFocus()
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        deal = deals_of(session, world.lead)[-1]
    assert (deal.amount_minor, deal.state) == (1_100_000, "won")
    assert deal.closed_on == date(2026, 11, 2)


def test_a_deal_is_lost_on_a_day_with_a_reason(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_Y, Qt.Key.Key_Return)
    button_of(page, "Lost: Acme Ltd").click()
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        deal = deals_of(session, world.lead)[-1]
    assert deal.state == "lost"
    assert deal.close_reason is not None
