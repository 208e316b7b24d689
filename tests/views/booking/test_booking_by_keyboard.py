"""A meeting is booked by keyboard alone: narrow, hold, book; what is refused is said in place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from models.appointments.booking import book
from models.appointments.reading import meeting_page
from models.calendars.busy import BusyTimes, read_busy_calendar
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.calendars import SlotHold
from models.entities.work.outbox import OutboxMessage
from models.history.undo.steps import undo
from models.leads.capture import add_lead
from models.leads.qualifying import answer_criterion
from models.outbox.handing import letter
from models.outbox.rows import messages_of
from models.outbox.wording import message_text
from models.team.planning import set_calendar_policy
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, press_with_control, say_yes, words, write
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.today.desk_doubles import do
from views.booking.panel import BookingPanel

Booking = Callable[[], BookingPanel]


class Kept:
    """A background that has not come to it yet."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, Any, Any]] = []

    def change(self, operation: Any, then: Any = None, *, failed: Any = None) -> None:
        self.asked.append((operation, then, failed))


def test_two_keys_hold_and_book_the_first_time_of_the_suggested_closer(
    booking: Booking, filled: Workspace, world: SmallWorld, qtbot: Any
) -> None:
    panel = booking()
    assert panel.slots.narrow.hasFocus()
    assert panel.slots.closer.currentText() == "Lea Leader"
    assert panel.slots.reason.text().startswith("Suggested: ")
    line = panel.slots.current()
    assert line is not None
    press(panel, Qt.Key.Key_Return)
    assert panel.details.isVisible()
    assert panel.details.purpose.hasFocus()
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    (appointment_id,) = booked.args
    with filled.read() as session:
        page = meeting_page(session, appointment_id)
        waiting = session.scalars(
            select(OutboxMessage).where(OutboxMessage.appointment_id == appointment_id)
        ).all()
        assert session.scalars(select(SlotHold)).all() == []
    assert page.meeting.starts_at == line.starts_at
    assert page.meeting.zone == "America/New_York"
    assert page.meeting.setter_id == world.setter
    assert [one.name for one in page.attendees] == ["Ann Lee"]
    assert page.preparation
    assert [one.kind for one in waiting] == ["invitation"]


def test_booking_is_one_change_that_one_undo_takes_back(
    booking: Booking, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    with filled.read() as session:
        before = len(session.scalars(select(Appointment)).all())
        letters = len(session.scalars(select(OutboxMessage)).all())
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    say_yes(panel)
    press_with_control(panel, Qt.Key.Key_Return)
    runner.change(lambda session: undo(session, world.setter))
    with filled.read() as session:
        assert len(session.scalars(select(Appointment)).all()) == before
        assert len(session.scalars(select(OutboxMessage)).all()) == letters


def test_what_was_typed_and_not_booked_stands_there_again_and_is_seen_before_it_is_sent(
    booking: Booking, world: SmallWorld, runner: DirectRunner, qtbot: Any
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    assert not panel.details.again.isVisible()
    began = panel.details.purpose.text()
    panel.details.purpose.setText("Compare two carriers")
    panel.details.guests.add_person()
    panel.details.guests.rows[-1].name.setText("Bo Olsen")
    say_yes(panel)
    press(panel, Qt.Key.Key_Escape)
    press(panel, Qt.Key.Key_Escape)
    other = do(runner, lambda session: add_lead(session, company_id=world.company))
    panel.show_lead(other)
    press(panel, Qt.Key.Key_Return)
    assert panel.details.purpose.text() != "Compare two carriers"
    panel.show_lead(world.lead)
    press_with_control(panel, Qt.Key.Key_Return)
    assert panel.details.isVisible()
    assert panel.details.again.isVisible()
    assert panel.details.purpose.text() == "Compare two carriers"
    assert [(one.name, one.said_yes) for one in panel.details.draft().guests] == [
        ("Ann Lee", False),
        ("Bo Olsen", True),
    ]
    with qtbot.waitSignal(panel.booked):
        press_with_control(panel, Qt.Key.Key_Return)
    panel.show_lead(world.lead)
    press(panel, Qt.Key.Key_Return)
    assert panel.details.purpose.text() == began


def test_what_was_typed_stays_where_another_kind_of_meeting_is_chosen(booking: Booking) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    panel.details.purpose.setText("Compare two carriers")
    press(panel, Qt.Key.Key_Escape)
    panel.slots.kind.setCurrentIndex(1)
    panel.slots.kind.activated.emit(1)
    press(panel, Qt.Key.Key_Return)
    assert panel.details.purpose.text() == "Compare two carriers"


def test_typing_narrows_to_their_day_and_hour(booking: Booking) -> None:
    panel = booking()
    write(panel, "thu 10")
    line = panel.slots.current()
    assert line is not None
    assert (line.theirs.strftime("%a %H:%M"), line.ours.strftime("%H:%M")) == ("Thu 10:00", "15:00")
    assert "in New York, 15:00 in London" in panel.slots.chosen.text()
    press(panel, Qt.Key.Key_Escape)
    assert panel.slots.narrow.text() == ""


def test_arrows_move_over_times_and_control_over_days(booking: Booking) -> None:
    panel = booking()
    first = panel.slots.current()
    press(panel, Qt.Key.Key_Down)
    second = panel.slots.current()
    press(panel, Qt.Key.Key_PageDown)
    next_day = panel.slots.current()
    assert first is not None
    assert second is not None
    assert next_day is not None
    assert first.starts_at < second.starts_at < next_day.starts_at
    assert next_day.theirs.date() > first.theirs.date()
    press_with_control(panel, Qt.Key.Key_Up)
    assert panel.slots.current() == first


def test_filters_show_weeks_and_mornings_of_theirs(booking: Booking) -> None:
    panel = booking()
    panel.slots.weeks.changed.emit("next")
    panel.slots.weeks.set_value("next")
    panel.slots.mornings.setChecked(True)
    lines = [line for line in panel.slots.list.slots.lines if hasattr(line, "theirs")]
    assert lines
    assert {line.theirs.isocalendar().week for line in lines} == {46}
    assert all(line.theirs.hour < 12 for line in lines)


def test_what_nothing_fits_is_said_with_the_way_out(booking: Booking) -> None:
    panel = booking()
    write(panel, "xyz")
    assert "Nothing fits “xyz”" in words(panel)
    assert not panel.slots.take_button.isEnabled()


def test_an_overlap_is_refused_and_only_then_may_be_overridden_with_a_reason(
    booking: Booking, filled: Workspace, world: SmallWorld, qtbot: Any
) -> None:
    panel = booking()
    write(panel, "thu 10")
    press(panel, Qt.Key.Key_Return)
    line = panel._line
    assert line is not None
    assert panel.details.overlap_row.isHidden()
    with filled.write() as session:
        session.connection().exec_driver_sql("DELETE FROM slot_hold")
    with filled.write(world.leader) as session:
        wall = line.theirs.strftime("%Y-%m-%dT%H:%M")
        book(session, world.qualified, world.leader, wall, "America/New_York", 30)
    press_with_control(panel, Qt.Key.Key_Return)
    assert "has a meeting from" in panel.details.refusal.text()
    assert panel.details.overlap.hasFocus()
    press_with_control(panel, Qt.Key.Key_Return)
    assert panel.details.isVisible()
    write(panel, "Both know of it")
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        row = session.get_one(Appointment, booked.args[0])
        assert row.overlap_reason == "Both know of it"


def test_the_purpose_comes_from_the_confirmed_need(
    booking: Booking, filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        answer_criterion(session, world.lead, "need", "confirmed", answer="Vans <b>rust</b>")
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    assert panel.details.purpose.text() == "Vans <b>rust</b>"
    assert "Vans <b>rust</b>" in panel.details.preview.text()
    for label in panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_preview_says_what_the_mail_will_say(
    booking: Booking, filled: Workspace, qtbot: Any
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    panel.details.place.setText("Room 4")
    panel.details.dial_in.setText("+44 20 7946 0018")
    shown = panel.details.preview.text().split("\n")
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        (message,) = messages_of(session, booked.args[0])
        given = letter(session, message.id)
    text = message_text(given.kind, given.content)
    assert given.content.organizer is not None
    facts = [f"{name}: {value}" for name, value in text.facts]
    assert shown == [text.opening, text.title, text.when, *facts, text.closing]


def test_what_the_confirmed_gate_lacks_is_listed_and_goes_as_it_is_answered(
    booking: Booking,
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    assert "a named decision-maker said yes" in panel.details.missing.text()
    say_yes(panel)
    assert "a named decision-maker said yes" not in panel.details.missing.text()
    assert "the invitation is handed over" in panel.details.missing.text()
    panel.details.purpose.clear()
    assert "the purpose of the meeting is stated" in panel.details.missing.text()


def test_somebody_is_added_in_place_with_part_and_spoken_yes(
    booking: Booking, filled: Workspace, qtbot: Any
) -> None:
    panel = booking()
    panel.resize(560, 420)
    press(panel, Qt.Key.Key_Return)
    panel.details.guests.add_button.click()
    write(panel, "Dee Ray")
    row = panel.details.guests.rows[-1]
    qtbot.waitUntil(lambda: not row.name.visibleRegion().isEmpty())
    row.part.setCurrentIndex(row.part.findData("decides"))
    row.email.setFocus()
    write(panel, "dee@acme.example")
    say_yes(panel)
    assert "Dee Ray" in panel.details.preview.text()
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        added = meeting_page(session, booked.args[0]).attendees[-1]
    assert (added.name, added.email, added.said_yes_how) == (
        "Dee Ray",
        "dee@acme.example",
        "spoken",
    )


def test_a_wrong_link_is_said_at_its_field(booking: Booking) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    panel.details.video_link.setFocus()
    write(panel, "no link at all")
    press_with_control(panel, Qt.Key.Key_Return)
    assert panel.details.isVisible()
    assert panel.details.link_row.error or panel.details.refusal.text()


def test_a_calendar_that_is_not_known_is_shown_as_unknown_and_books_tentatively(
    booking: Booking, filled: Workspace, world: SmallWorld, qtbot: Any
) -> None:
    with filled.write(world.leader) as session:
        set_calendar_policy(session, world.leader, "ask_first")
    panel = booking()
    assert panel.slots.unsure.isVisible()
    assert panel.slots.tentative.text().startswith("Tentative only: ")
    press(panel, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        assert meeting_page(session, booked.args[0]).meeting.state == "tentative"


def test_a_busy_time_of_an_imported_calendar_is_not_offered(
    booking: Booking, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    free = booking().slots.current()
    assert free is not None
    with filled.write(world.leader) as session:
        set_calendar_policy(session, world.leader, "imported")
        spans = ((free.starts_at, free.first.ends_at),)
        until = clock() + timedelta(days=60)
        read_busy_calendar(session, world.leader, "own.ics", clock(), until, BusyTimes(spans))
    line = booking().slots.current()
    assert line is not None
    assert line.starts_at > free.starts_at


def test_rescheduling_begins_with_the_closer_who_has_it_and_keeps_the_chain(
    booking: Booking, filled: Workspace, world: SmallWorld, qtbot: Any
) -> None:
    panel = booking()
    panel.reschedule(world.appointment)
    assert panel.title.whole_text().startswith("Another time with ")
    assert panel.slots.reason.text() == "Has this meeting now"
    press(panel, Qt.Key.Key_Return)
    assert panel.details.send_button.text() == "Move it here"
    with qtbot.waitSignal(panel.booked) as booked:
        press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        page = meeting_page(session, booked.args[0])
    assert [one.id for one in page.chain] == [world.appointment, booked.args[0]]
    assert page.chain[0].state == "rescheduled"


def test_a_time_that_was_pointed_at_asks_for_the_lead_and_goes_on_from_there(
    booking: Booking, world: SmallWorld, qtbot: Any
) -> None:
    panel = booking()
    line = panel.slots.current()
    assert line is not None
    panel.book_at(world.leader, line.starts_at)
    assert panel.finder.isVisible()
    write(panel, "Ann")
    qtbot.waitUntil(lambda: panel.finder.list.count() > 0)
    press(panel, Qt.Key.Key_Return)
    assert panel.details.isVisible()
    assert panel._line is not None
    assert panel._line.starts_at == line.starts_at


def test_answers_about_another_lead_are_dropped(
    booking: Booking, runner: DirectRunner, world: SmallWorld
) -> None:
    panel = booking()
    runner.held = True
    panel.show_lead(world.qualified)
    stale = list(runner.waiting)
    panel.show_lead(world.lead)
    for _lane, work in stale:
        work()
    assert panel.shown is None or panel.shown.wanted.lead_id == world.lead
    runner.answer()
    assert panel.shown is not None
    assert panel.shown.wanted.lead_id == world.lead


def test_a_second_ctrl_enter_books_no_second_meeting(
    booking: Booking, filled: Workspace, runner: DirectRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        before = len(session.scalars(select(Appointment)).all())
    kept = Kept()
    monkeypatch.setattr(panel, "_runner", kept)
    press_with_control(panel, Qt.Key.Key_Return)
    press_with_control(panel, Qt.Key.Key_Return)
    assert len(kept.asked) == 1
    (operation, then, failed) = kept.asked[0]
    runner.change(operation, then, failed=failed)
    with filled.read() as session:
        assert len(session.scalars(select(Appointment)).all()) == before + 1
