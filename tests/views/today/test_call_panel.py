"""One lead on the phone: dialling, asking, writing, logging, and taking it back."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.activity.tasks import add_task
from models.definitions.outcomes import outcome_rules
from models.duplicates.merging import merge_leads
from models.ids import LeadId
from models.leads.capture import add_lead
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
    undo_last,
)
from views.drafts import NOTE, LeadDrafts, PassingDrafts, answer_code
from views.today.call.outcomes import CALL_KEYS
from views.widgets import ElidedLabel
from views.widgets.focusing import focus_first

Key = Qt.Key


def test_two_keys_log_a_call_and_the_next_lead_is_there(
    make_page: MakePage,
    runner: DirectRunner,
    outside: PaperOutside,
    clock: FrozenClock,
    leads: tuple[LeadId, ...],
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "C")
    assert outside.opened == ["tel:+442079460958"]
    assert page.call.head.timer.isVisible()
    clock.advance(seconds=42)
    page.call.head.timer.tick()
    assert page.call.head.timer.text() == "00:42"
    press(page, "2")
    touch = detail(runner, worked).touches[0]
    assert (touch.medium, touch.outcome) == ("call", "voicemail")
    assert current(page) != worked
    assert page.middle.result.isVisible()
    assert "their time" in page.middle.result.words.text()
    assert not page.call.head.timer.isVisible()
    assert page.list.hasFocus()
    assert page.day.touches.number.text() == "1"


def test_every_outcome_says_what_it_does_before_it_is_pressed(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    with runner.workspace.read() as session:
        rules = outcome_rules(session)
    assert [(cell.choice.key, code) for code, cell in page.call.outcomes.cells.items()] == list(
        CALL_KEYS
    )
    for code, cell in page.call.outcomes.cells.items():
        assert cell.button.accessibleDescription() == rules[code].sentence
        assert isinstance(cell.sentence, ElidedLabel)
        assert cell.sentence.whole_text() == rules[code].sentence
    page.resize(1500, 1000)
    QApplication.processEvents()
    for code, cell in page.call.outcomes.cells.items():
        assert cell.sentence.text() == rules[code].sentence
        assert cell.sentence.height() >= cell.sentence.heightForWidth(cell.sentence.width())


def test_call_back_asks_for_the_minute_in_their_zone_and_shows_ours(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    clock.instant = datetime(2026, 11, 2, 15, tzinfo=UTC)
    lead_id = do(
        runner,
        lambda session: ask_for_demo(session, "Nia York", team.ben, zone="America/New_York"),
    )
    page = make_page()
    press(page, "J")
    press(page, "3")
    form = page.call.ask
    assert form.isVisible()
    assert not page.call.foot.isVisible()
    QTest.keyClicks(form.time.field, "soon")
    press(page, "Return")
    assert "is no time" in form.refusal.text()
    assert detail(runner, lead_id).touches == ()
    form.time.field.clear()
    QTest.keyClicks(form.time.field, "mon 16")
    assert form.time.reading.text().startswith("Mon 2 Nov 16:00 their time (New York)")
    press(page, "Return")
    assert detail(runner, lead_id).touches[0].outcome == "call_back"
    assert not form.isVisible()
    assert "Nia York: Call back at 16:00 their time." in page.middle.result.words.text()
    assert titles(page)[:2] == ["Later", "Nia York"]


def test_escape_leaves_a_question_with_nothing_logged(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "5")
    assert page.call.ask.isVisible()
    press(page, "Escape")
    assert not page.call.ask.isVisible()
    assert page.list.hasFocus()
    press(page, "5")
    press(page, "2")
    press(page, "Return")
    shown = detail(runner, worked)
    assert shown.status == "disqualified"
    assert shown.touches[0].outcome == "not_interested"


def test_letters_belong_to_the_form_while_it_asks(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "F")
    form = page.call.ask
    QTest.keyClicks(form.person["name"], "Jo Bell")
    press(page, "Tab")
    QTest.keyClicks(form.person["job_title"], "COO")
    assert form.person["name"].text() == "Jo Bell"
    press(page, "Return")
    assert current(page) != 0
    contact = detail(runner, worked).contact
    assert contact is not None
    assert (contact.name, contact.job_title) == ("Jo Bell", "COO")


def test_a_wrong_number_asks_for_the_right_one_and_calls_it_next(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "0")
    QTest.keyClicks(page.call.ask.number, "+44 20 7946 0001")
    press(page, "Return")
    shown = detail(runner, worked)
    assert shown.contact is not None
    assert shown.contact.phone == "+442079460001"
    assert shown.touches[0].outcome == "wrong_number"
    assert "Call it next" in page.middle.result.words.text()
    undo_last(runner)
    shown = detail(runner, worked)
    assert shown.contact is not None
    assert (shown.contact.phone, shown.touches) == ("+442079460958", ())


def test_undo_brings_back_the_lead_and_what_was_typed(
    make_page: MakePage, qtbot: Any, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "N")
    QTest.keyClicks(page.call.note, "Calls back after the fair")
    press(page, "Escape")
    press(page, "1")
    assert detail(runner, worked).touches[0].note == "Calls back after the fair"
    assert current(page) != worked
    with qtbot.waitSignal(page.undo_asked):
        page.middle.result.undo.click()
    undo_last(runner)
    page.note_step("undo", "")
    assert current(page) == worked
    assert detail(runner, worked).touches == ()
    assert page.call.note.toPlainText() == "Calls back after the fair"
    assert not page.middle.result.isVisible()


def test_the_undo_of_something_else_brings_back_neither_the_lead_nor_its_note(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    drafts = PassingDrafts()
    page = make_page(drafts)
    worked = current(page)
    press(page, "N")
    QTest.keyClicks(page.call.note, "Calls back after the fair")
    press(page, "Escape")
    press(page, "1")
    do(runner, lambda session: add_task(session, "Send the price list", lead_id=worked))
    undo_last(runner)
    page.note_step("undo", "")
    assert current(page) != worked
    assert not any(drafts.texts.values())
    undo_last(runner)
    page.note_step("undo", "")
    assert current(page) == worked
    assert page.call.note.toPlainText() == "Calls back after the fair"


def test_what_was_typed_about_a_lead_is_found_at_the_one_it_was_merged_into(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    contact = detail(runner, leads[0]).contact
    assert contact is not None
    gone = do(runner, lambda session: add_lead(session, title="Again", contact_id=contact.id))
    drafts = PassingDrafts()
    for lead_id, code, text in (
        (leads[0], NOTE, "Calls back"),
        (gone, NOTE, "After the fair"),
        (gone, answer_code("need"), "Cold rooms"),
    ):
        LeadDrafts(drafts, runner.actor, lead_id).keep(code, text)
    do(runner, lambda session: merge_leads(session, leads[0], gone))
    page = make_page(drafts)
    assert current(page) == leads[0]
    assert page.call.note.toPlainText() == "Calls back\nAfter the fair"
    assert page.call.questions.unsent()["need"][2] == "Cold rooms"
    assert not drafts.kept_under(f"{runner.actor}/{gone}/")


def test_what_is_typed_while_a_call_is_on_its_way_stays_and_undo_adds_to_it(
    make_page: MakePage,
    runner: DirectRunner,
    leads: tuple[LeadId, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafts = PassingDrafts()
    page = make_page(drafts)
    worked = current(page)
    press(page, "N")
    QTest.keyClicks(page.call.note, "They move")
    press(page, "Escape", page.call.note)
    on_its_way: list[Callable[[], None]] = []
    with monkeypatch.context() as slow:
        change = runner.change
        slow.setattr(
            runner, "change", lambda *what, **how: on_its_way.append(partial(change, *what, **how))
        )
        press(page, "2")
        page.call.note.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(page.call.note, " in May")
    for one in on_its_way:
        one()
    assert detail(runner, worked).touches[0].note == "They move"
    assert list(drafts.texts.values()) == ["in May"]
    undo_last(runner)
    page.note_step("undo", "")
    assert list(drafts.texts.values()) == ["They move\nin May"]


def test_nothing_typed_is_lost_by_another_lead_or_a_restart(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    drafts = PassingDrafts()
    page = make_page(drafts)
    worked = current(page)
    press(page, "N")
    QTest.keyClicks(page.call.note, "Half a thought")
    press(page, "Escape")
    press(page, "Q")
    row = page.call.questions.rows[0]
    QTest.keyClicks(row.answer, "40k this year")
    press(page, "Escape")
    assert "kept in the memory of this window" in page.call.note.kept.text()
    press(page, "J")
    page._show_current()
    assert page.call.note.toPlainText() == ""
    press(page, "K")
    page._show_current()
    assert page.call.note.toPlainText() == "Half a thought"
    assert page.call.questions.rows[0].answer.text() == "40k this year"
    page.close()
    again = make_page(drafts)
    assert current(again) == worked
    assert again.call.note.toPlainText() == "Half a thought"
    assert again.call.questions.rows[0].answer.text() == "40k this year"
    press(again, "1")
    shown = detail(runner, worked)
    assert shown.touches[0].note == "Half a thought"
    assert (shown.answers[0].state, shown.answers[0].answer) == ("confirmed", "40k this year")
    assert drafts.texts == {}


def test_two_setters_on_one_computer_keep_their_drafts_apart(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: ask_for_demo(session, "Free Lead", None))
    page = make_page()
    press(page, "N")
    QTest.keyClicks(page.call.note, "Ben's words")
    runner.actor = team.anna
    page.set_leader(False)
    assert page.call.note.toPlainText() == ""
    runner.actor = team.ben
    page.set_leader(False)
    assert page.call.note.toPlainText() == "Ben's words"


def test_questions_are_answered_along_the_script_by_enter(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    questions = page.call.questions
    assert questions.count.text() == "0 of 5"
    press(page, "Q")
    assert questions.rows[0].answer.hasFocus()
    QTest.keyClicks(questions.rows[0].answer, "40k")
    press(page, "Return")
    assert questions.rows[1].answer.hasFocus()
    press(page, "Ctrl+Return")
    QTest.keyClicks(questions.rows[2].answer, "no pain")
    press(page, "Shift+Return")
    answers = {one.code: one for one in detail(runner, worked).answers}
    codes = [row.code for row in questions.rows]
    assert (answers[codes[0]].state, answers[codes[0]].answer) == ("confirmed", "40k")
    assert (answers["authority"].state, answers["authority"].degree) == ("confirmed", "decides")
    assert (answers[codes[2]].state, answers[codes[2]].answer) == ("failed", "no pain")
    assert questions.count.text() == "2 of 5"


def test_qualified_is_refused_with_the_list_of_what_is_missing(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "9")
    assert page.call.refusal.isVisible()
    assert page.call.refusal.text()
    assert detail(runner, worked).touches == ()
    assert current(page) == worked


def test_where_room_is_short_notes_give_way_until_somebody_writes_and_no_fact_is_cut(
    make_page: MakePage, leads: tuple[LeadId, ...]
) -> None:
    page = make_page(size=(1100, 460))
    note, why = page.call.note, page.call.facts.why
    one_line = note.height()
    assert why.height() >= why.heightForWidth(why.width())
    press(page, "N")
    assert note.maximumHeight() > one_line
    press(page, "Escape", note)
    assert note.maximumHeight() == one_line


def test_nothing_but_the_field_takes_letters_while_somebody_writes(
    make_page: MakePage, runner: DirectRunner, outside: PaperOutside, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    worked = current(page)
    press(page, "N")
    QTest.keyClicks(page.call.note, "1 2 3 cdfbsz jk ?")
    assert page.call.note.toPlainText() == "1 2 3 cdfbsz jk ?"
    assert detail(runner, worked).touches == ()
    assert outside.opened == []
    assert QApplication.focusWidget() is page.call.note
    kinds = page.day.timeline.kinds
    kinds.setFocus()
    press(page, "C", kinds)
    press(page, "Escape", kinds)
    assert page.list.hasFocus()
    assert outside.opened == []
    press(page, "C")
    assert outside.opened


def test_a_lead_on_its_way_shows_no_number_of_the_one_before_and_loses_no_letter(
    make_page: MakePage, runner: DirectRunner, outside: PaperOutside, leads: tuple[LeadId, ...]
) -> None:
    drafts = PassingDrafts()
    page = make_page(drafts)
    before = current(page)
    assert "7946" in page.call.head.dial.text()
    page.call.note.setPlainText("of the first one")
    runner.held = True
    press(page, "J")
    press(page, "C")
    assert current(page) != before
    assert page.call.head.dial.text() == "Call"
    assert not page.call.body.isVisible()
    assert page.call.note.toPlainText() == ""
    assert outside.opened == []
    assert "still being read" in page.call.refusal.text()
    QTest.keyClicks(page.call.note, "typed at once")
    runner.held = False
    runner.answer()
    assert page.call.note.toPlainText() == "typed at once"
    assert "7946" in page.call.head.dial.text()
    assert page.call.body.isVisible()
    assert page.call.refusal.text() == ""
    assert sorted(drafts.texts.values()) == ["of the first one", "typed at once"]


def test_booking_asked_for_while_a_lead_is_on_its_way_opens_when_it_is_here(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    runner.held = True
    press(page, "J")
    press(page, "B")
    page.call.write_note()
    runner.answer()
    assert not page.middle.is_booking, "nothing opens over a note that is being written"
    press(page, "Escape")
    press(page, "J")
    page.call.outcomes.show_choices(())  # as at the start
    press(page, "B")
    assert not page.middle.is_booking
    runner.held = False
    runner.answer()
    assert page.middle.is_booking


def test_whoever_comes_back_to_a_booking_has_the_keys_in_its_form(
    make_page: MakePage, runner: DirectRunner, leads: tuple[LeadId, ...]
) -> None:
    page = make_page()
    page.middle.book(leads[0])
    booking = page.middle.booking
    assert booking is not None
    page.list.setFocus()
    assert focus_first(page)
    assert booking.slots.narrow.hasFocus()
    press(page, "Escape", booking.slots.narrow)
    assert focus_first(page)
    assert page.list.hasFocus()
