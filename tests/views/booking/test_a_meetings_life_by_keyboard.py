"""A meeting is followed through by letters: invited, confirmed, held or missed, its outcome."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from models.appointments.confirming import mark_tentative
from models.appointments.reading import meeting_page
from models.deals.dealing import deals_of
from models.entities.leads.leads import Lead
from models.history.undo.steps import undo
from models.outbox.handing import withdraw
from models.team.credits import credits_of
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, press_with_control, words, write
from tests.views.leads.lead_doubles import DirectRunner
from views.booking.meeting.acts import acts_for
from views.booking.meeting.panel import AppointmentPanel

Meeting = Callable[[], AppointmentPanel]


def said_of(button: QPushButton) -> str:
    return f"{button.accessibleName()} {button.toolTip()}"


def test_the_five_parts_and_the_gates_say_what_is_missing_and_how_to_mend_it(
    meeting: Meeting,
) -> None:
    panel = meeting()
    said = words(panel.parts)
    for part in ("Date and time", "Invitation", "Purpose", "Who comes", "Preparation"):
        assert part in said
    assert "Ann Lee decides and has not said yes yet." in said
    assert "Not confirmed before " in said
    assert "Not ready before the preparation is done" in said


def test_a_spoken_yes_and_what_is_prepared_are_ticked_in_place(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_Y, Qt.Key.Key_1)
    with filled.read() as session:
        page = meeting_page(session, world.appointment)
    assert page.attendees[0].said_yes_how == "spoken"
    assert page.preparation[0].done_at is not None
    assert "said yes, spoken" in words(panel.parts).lower()
    press(panel, Qt.Key.Key_1)
    with filled.read() as session:
        assert meeting_page(session, world.appointment).preparation[0].done_at is None


def test_what_waits_is_handed_over_from_here(meeting: Meeting, qtbot: Any) -> None:
    panel = meeting()
    assert panel.shown is not None
    assert panel.shown.waiting
    with qtbot.waitSignal(panel.handing_asked) as asked:
        press(panel, Qt.Key.Key_D)
    assert asked.args == [panel.shown.waiting[-1].id, "draft"]
    assert "waits in the outbox" in words(panel.parts)
    press(panel, Qt.Key.Key_S)
    assert "is sent as soon as it can be" in words(panel.parts)


def test_a_meeting_is_cancelled_with_reason_and_one_undo_brings_it_back(
    meeting: Meeting, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_C)
    panel.form.rows["reason"].field.setFocus()
    write(panel, "Budget <b>frozen</b>")
    press(panel, Qt.Key.Key_Return)
    assert panel.form.isHidden()
    assert panel.state.text() == "Cancelled. Budget <b>frozen</b>"
    for label in panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    runner.change(lambda session: undo(session, world.setter))
    assert panel.state.text() == "Proposed"


def test_a_meeting_is_moved_in_place_and_its_earlier_time_stays_in_sight(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_R)
    assert panel.booking is not None
    assert panel.booking.isVisible()
    assert panel.booking.slots.reason.text() == "Has this meeting now"
    press(panel, Qt.Key.Key_Return)
    press_with_control(panel, Qt.Key.Key_Return)
    assert panel.shown is not None
    assert panel.shown.page.meeting.previous_id == world.appointment
    assert "Other times of this meeting" in words(panel.chain)
    assert panel.hasFocus()


def test_held_and_no_show_wait_for_the_beginning(
    meeting: Meeting, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_H)
    assert panel.form.isHidden()
    clock.advance(days=2)
    panel.reload()
    assert "say what came of it" in panel.state.text()
    press(panel, Qt.Key.Key_N)
    by: Any = panel.form.rows["by"].field
    by.setCurrentIndex(by.findData("host"))
    panel.form.rows["reason"].field.setFocus()
    write(panel, "Train was late")
    press(panel, Qt.Key.Key_Return)
    assert panel.state.text() == "No-show: we did not come. Train was late"
    with filled.read() as session:
        row = meeting_page(session, world.appointment).meeting
    assert (row.state, row.missed_by) == ("no_show", "host")
    press(panel, Qt.Key.Key_R)
    assert panel.booking is not None
    assert panel.booking.isVisible()


def test_the_turn_that_a_no_show_took_is_given_back_once(
    meeting: Meeting, filled: Workspace, world: SmallWorld, runner: DirectRunner
) -> None:
    panel = meeting()
    assert panel.shown is not None
    assert "G" not in {one.letter for one in acts_for(panel.shown)}
    panel.show_appointment(world.missed)
    row = panel.shown.page.meeting
    offered = {one.letter: one.words for one in acts_for(panel.shown)}
    assert offered["G"] == f"Give the turn back to {row.closer}"
    press(panel, Qt.Key.Key_G)
    with filled.read() as session:
        newest = credits_of(session, row.closer_id)[0]
    assert (newest.amount, newest.reason) == (-1, "No-show of the guest")
    assert "G" not in {one.letter for one in acts_for(panel.shown)}
    runner.change(lambda session: undo(session, world.setter))
    assert "G" in {one.letter for one in acts_for(panel.shown)}


def test_a_held_meeting_comes_to_a_deal_with_amount_currency_day_and_stage(
    meeting: Meeting, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.advance(days=2)
    panel = meeting()
    press(panel, Qt.Key.Key_H, Qt.Key.Key_Return)
    assert "still to be said" in panel.result.text()
    press(panel, Qt.Key.Key_A)
    panel.form.rows["amount"].field.setFocus()
    write(panel, "nothing")
    press(panel, Qt.Key.Key_Return)
    assert "is no amount" in panel.form.rows["amount"].error
    amount: Any = panel.form.rows["amount"].field
    amount.selectAll()
    write(panel, "12,500.50")
    stage: Any = panel.form.rows["stage"].field
    stage.setCurrentIndex(stage.findData("proposal"))
    press(panel, Qt.Key.Key_Return)
    assert panel.form.isHidden()
    with filled.read() as session:
        deal = deals_of(session, world.lead)[-1]
        assert meeting_page(session, world.appointment).meeting.outcome == "deal"
    assert (deal.amount_minor, deal.stage) == (1_250_050, "proposal")
    assert deal.expected_close is not None


def test_a_held_meeting_leads_to_the_next_one(
    meeting: Meeting, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.advance(days=2)
    panel = meeting()
    press(panel, Qt.Key.Key_H, Qt.Key.Key_Return, Qt.Key.Key_B)
    assert panel.booking is not None
    press(panel, Qt.Key.Key_Return)
    press_with_control(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        assert meeting_page(session, world.appointment).meeting.outcome == "next_meeting"
    assert panel.shown is not None
    assert panel.shown.page.meeting.id != world.appointment


def test_a_held_meeting_loses_the_lead_with_a_reason(
    meeting: Meeting, filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.advance(days=2)
    panel = meeting()
    press(panel, Qt.Key.Key_L, Qt.Key.Key_Return)
    with filled.read() as session:
        assert session.get_one(Lead, world.lead).status == "lost"
    assert panel.result.text().startswith("It is lost: ")


def test_a_tentative_time_is_settled_by_a_letter(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        mark_tentative(session, world.appointment, "Asked the closer")
    panel = meeting()
    assert "Only tentative: Asked the closer" in words(panel.parts)
    press(panel, Qt.Key.Key_T)
    assert "Only tentative" not in words(panel.parts)


def test_nobody_is_asked_for_the_time_of_a_meeting_that_was_called_off(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        mark_tentative(session, world.appointment, "Asked the closer")
    panel = meeting()
    press(panel, Qt.Key.Key_C, Qt.Key.Key_Return)
    assert "Only tentative" not in words(panel.parts)


def test_a_proposed_time_is_taken_or_declined_by_a_letter(
    meeting: Meeting, filled: Workspace, world: SmallWorld, runner: DirectRunner
) -> None:
    panel = meeting()
    assert panel.counters.isVisible()
    assert "Ann Lee proposes Fri 6 Nov" in panel.counters.words.text()
    press(panel, Qt.Key.Key_X)
    panel.form.rows["reason"].field.setFocus()
    write(panel, "We are at a fair")
    press(panel, Qt.Key.Key_Return)
    assert panel.counters.isHidden()
    runner.change(lambda session: undo(session, world.setter))
    assert panel.counters.isVisible()
    press(panel, Qt.Key.Key_V)
    if panel.form.isVisible():
        write(panel, "Agreed on the phone")
        press(panel, Qt.Key.Key_Return)
    assert panel.shown is not None
    assert panel.shown.page.meeting.previous_id == world.appointment


def test_people_and_preparation_are_added_by_letters(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_W)
    name: Any = panel.form.rows["name"].field
    if hasattr(name, "setEditText"):
        name.setEditText("Dee Ray")
    else:
        write(panel, "Dee Ray")
    press(panel, Qt.Key.Key_Return)
    press(panel, Qt.Key.Key_P)
    write(panel, "Print the plan")
    press(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        page = meeting_page(session, world.appointment)
    assert "Dee Ray" in [one.name for one in page.attendees]
    assert page.preparation[-1].text == "Print the plan"
    assert page.preparation[-1].due_at is not None


def test_what_is_to_be_ready_is_written_anew_and_taken_off(
    meeting: Meeting, filled: Workspace, world: SmallWorld
) -> None:
    panel = meeting()
    assert panel.shown is not None
    first = panel.shown.page.preparation[0]
    change, off = (
        next(one for one in panel.parts.findChildren(QPushButton) if start in said_of(one))
        for start in (f"Change {first.text}", "need not be ready")
    )
    change.click()
    write(panel, ", printed")
    press(panel, Qt.Key.Key_Return)
    with filled.read() as session:
        changed = meeting_page(session, world.appointment).preparation[0]
    assert changed.text == f"{first.text}, printed"
    assert (changed.owner_id, changed.due_at) == (first.owner_id, first.due_at)
    off.click()
    with filled.read() as session:
        left = meeting_page(session, world.appointment).preparation
    assert first.id not in [one.id for one in left]


def test_an_invitation_that_went_another_way_counts_as_handed_over(
    meeting: Meeting, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    panel = meeting()
    assert panel.shown is not None
    waiting = panel.shown.waiting[-1].id
    press(panel, Qt.Key.Key_M)
    assert panel.shown.page.meeting.invited_at is None, "while one waits to be sent"
    runner.change(lambda session: withdraw(session, waiting))
    press(panel, Qt.Key.Key_M)
    with filled.read() as session:
        assert meeting_page(session, world.appointment).meeting.invited_at is not None


def test_escape_leaves_the_form_first_and_then_the_meeting(meeting: Meeting, qtbot: Any) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_E, Qt.Key.Key_Escape)
    assert panel.form.isHidden()
    with qtbot.waitSignal(panel.left):
        press(panel, Qt.Key.Key_Escape)


def test_no_letter_goes_on_to_the_page_behind(meeting: Meeting) -> None:
    panel = meeting()
    press(panel, Qt.Key.Key_Q, Qt.Key.Key_Z)
    assert panel.form.isHidden()
    assert panel.hasFocus()
