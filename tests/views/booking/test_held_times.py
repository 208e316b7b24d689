"""The time that is held while a meeting is booked: how long, against whom, after a look away."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from sqlalchemy import select

from models.appointments.times.holding import hold_slot
from models.entities.meetings.calendars import SlotHold
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press
from views.booking.panel import BookingPanel

Booking = Callable[[], BookingPanel]


def test_a_hold_counts_down_for_five_minutes_and_leaving_lets_go(
    booking: Booking, filled: Workspace, clock: FrozenClock, qtbot: Any
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    assert panel.details.hold.text() == "Held for you: 5:00"
    clock.advance(minutes=4, seconds=30)
    qtbot.waitUntil(lambda: panel.details.hold.text() == "Held for you: 0:30")
    clock.advance(minutes=1)
    qtbot.waitUntil(lambda: "The hold is over" in panel.details.hold.text())
    press(panel, Qt.Key.Key_Escape)
    assert panel.slots.isVisible()
    with filled.read() as session:
        assert session.scalars(select(SlotHold)).all() == []
    with qtbot.waitSignal(panel.left):
        press(panel, Qt.Key.Key_Escape)


def test_a_time_that_somebody_else_holds_is_refused_without_override(
    booking: Booking, filled: Workspace, world: SmallWorld
) -> None:
    panel = booking()
    line = panel.slots.current()
    assert line is not None
    with filled.write() as session:
        hold_slot(
            session, world.leader, line.starts_at, line.first.ends_at, world.lead, world.leader
        )
    press(panel, Qt.Key.Key_Return)
    assert "Somebody else is about to book" in panel.details.refusal.text()
    assert panel.details.overlap_row.isHidden()


def test_what_comes_forward_again_offers_the_times_that_are_free_now(
    booking: Booking, clock: FrozenClock
) -> None:
    panel = booking()
    line = panel.slots.current()
    assert line is not None
    panel.hide()
    clock.advance(hours=1)
    panel.show()
    later = panel.slots.current()
    assert later is not None
    assert later.starts_at > line.starts_at


def test_what_comes_forward_again_holds_its_time_anew_if_nobody_was_faster(
    booking: Booking, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    panel = booking()
    line = panel.slots.current()
    press(panel, Qt.Key.Key_Return)
    panel.hide()
    clock.advance(minutes=1)
    panel.show()
    assert panel.details.hold.text() == "Held for you: 5:00"
    panel.hide()
    with filled.write() as session:
        assert line is not None
        hold_slot(
            session, world.leader, line.starts_at, line.first.ends_at, world.lead, world.leader
        )
    panel.show()
    assert panel.details.hold.text() == ""
    assert "Somebody else is about to book" in panel.details.refusal.text()


def test_a_panel_that_was_left_holds_nothing_when_it_is_opened_again(
    booking: Booking, filled: Workspace
) -> None:
    panel = booking()
    press(panel, Qt.Key.Key_Return)
    panel.close_button.click()
    panel.hide()
    panel.show()
    with filled.read() as session:
        assert session.scalars(select(SlotHold)).all() == []
