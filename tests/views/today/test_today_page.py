"""The Today page by its keys: the queue, accepting, rejecting, reopening, and time that runs."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from models.activity.tasks import add_task, tasks_of
from models.activity.touches import log_touch
from models.handoff.handing import accept, reject
from models.handoff.inbox import handoff_of
from models.handoff.silence import advance_handoffs
from models.ids import MemberId
from models.leads.capture import add_lead
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, handoff_id_of, new_mql
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.today.conftest import MakePage
from tests.views.today.desk_doubles import (
    ask_for_demo,
    current,
    do,
    lead_of,
    press,
    titles,
    undo_last,
)
from views.theme import apply_theme
from views.today.wording import time_ago, time_left
from views.widgets.painted_lines import LINE_ROLE

Key = Qt.Key


@pytest.fixture
def runner(workspace: Workspace, team: Team) -> DirectRunner:
    return DirectRunner(workspace, team.anna)


def test_an_empty_workspace_says_what_to_do_first(
    make_page: MakePage, qtbot: QtBot, runner: DirectRunner, team: Team
) -> None:
    page = make_page()
    assert page.whole.currentWidget() is page.whole.first
    with qtbot.waitSignal(page.import_asked):
        page.whole.first.button.click()
    do(runner, partial(add_lead, title="Somebody", owner_id=team.leader))
    assert page.whole.currentWidget() is page.whole.nothing
    with qtbot.waitSignal(page.page_asked, check_params_cb=lambda code: code == "leads"):
        page.whole.nothing.button.click()


def test_a_lead_is_accepted_by_one_key_and_can_be_called_at_once(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    first = do(runner, lambda session: new_mql(session, "First", team.anna))
    do(runner, lambda session: new_mql(session, "Second", team.anna))
    page = make_page()
    assert titles(page) == ["Next", "First", "Second"]
    assert page.queue.counts.text() == "2 to do now"
    assert page.call.head.name.whole_text() == "First"
    press(page, "A")
    with runner.workspace.read() as session:
        row = handoff_of(session, first, clock())
        assert row is not None
        assert (row.state, row.decided_by) == ("accepted", "Anna Asked")
    assert current(page) == first
    item = page.list.current_item()
    assert item is not None
    assert item.handoff_id is None
    assert page.middle.result.words.text() == "First: accepted"


def test_behind_another_page_the_list_follows_and_the_lead_waits_to_be_looked_at(
    make_page: MakePage, qtbot: QtBot, runner: DirectRunner, team: Team
) -> None:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    page = make_page()
    pages.addWidget(page)
    pages.addWidget(QWidget())
    pages.setCurrentIndex(1)
    pages.show()
    do(runner, lambda session: new_mql(session, "First", team.anna))
    qtbot.waitUntil(lambda: titles(page) == ["Next", "First"])
    assert page.call.item is None
    pages.setCurrentIndex(0)
    assert page.call.head.name.whole_text() == "First"


def test_time_runs_on_the_screen_without_a_read(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    page = make_page()
    reads = runner.reads
    row = page.model.index(1)
    assert "60 min left" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    clock.advance(minutes=48)
    page.rereading.tick()
    assert "12 min left" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    clock.advance(minutes=52)
    page.rereading.tick()
    assert "overdue 40 min" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.queue.counts.text() == "1 to do now, 1 overdue"
    assert runner.reads == reads


def test_a_lead_is_rejected_by_letter_digit_and_enter(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    first = do(runner, lambda session: new_mql(session, "First", team.anna))
    second = do(runner, lambda session: new_mql(session, "Second", team.anna))
    page = make_page()
    form = page.middle.reject
    press(page, "X")
    assert form.isVisible()
    press(page, "Return")
    assert "Choose a reason" in form.refusal.text()
    press(page, "4")
    assert not form.refusal.isVisible()
    form.note.setText("After the audit")
    press(page, "Return", form)
    shown = lead_of(runner, first)
    assert (shown.status, shown.status_reason, shown.status_note) == (
        "nurture",
        "timing",
        "After the audit",
    )
    assert shown.look_again_on == date(2027, 1, 31)
    assert not form.isVisible()
    assert current(page) == second
    assert page.middle.result.words.text() == "First: rejected, look again on 31 Jan 2027"
    press(page, "X")
    press(page, "5")
    assert form.to.value() == "disqualified"
    press(page, "Escape")
    assert lead_of(runner, second).status == "open"
    press(page, "X")
    press(page, "5")
    press(page, "Return")
    assert lead_of(runner, second).status == "disqualified"
    assert page.whole.currentWidget() is page.whole.nothing


def test_undoing_a_rejection_leads_back_to_that_lead(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    first = do(runner, lambda session: new_mql(session, "First", team.anna))
    second = do(runner, lambda session: new_mql(session, "Second", team.anna))
    page = make_page()
    press(page, "X")
    press(page, "4")
    press(page, "Return")
    assert current(page) == second
    undo_last(runner)
    page.note_step("undo", "")
    assert current(page) == first
    assert not page.middle.result.isVisible()


def test_keys_move_past_headings_and_round_no_corner(
    make_page: MakePage, qtbot: QtBot, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    asked = do(runner, lambda session: ask_for_demo(session, "Wanda Demo", None))
    page = make_page()
    assert titles(page) == ["Next", "Wanda Demo", "First"]
    press(page, "J")
    assert current(page) != asked
    press(page, "Down")
    assert current(page) != asked
    press(page, "K")
    press(page, "Up")
    assert current(page) == asked
    for there, back in (("End", "Home"), ("PgDown", "PgUp")):
        press(page, there)
        assert current(page) != asked
        press(page, back)
        assert current(page) == asked
    press(page, "A")
    assert lead_of(runner, asked).owner_id == team.anna
    with qtbot.waitSignal(page.lead_asked, check_params_cb=lambda lead_id: lead_id == asked):
        press(page, "O")


def test_leaders_see_what_nobody_answered_and_the_week(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "Silent", team.anna))
    kept = do(runner, lambda session: new_mql(session, "Answered", team.anna))
    do(runner, lambda session: accept(session, handoff_id_of(session, kept)))
    clock.advance(minutes=50)
    do(runner, advance_handoffs)
    runner.actor = team.leader
    page = make_page()
    page.set_leader(True)
    silent = page.model.item_at(1)
    assert silent is not None
    assert (silent.title, silent.kind.value) == ("Silent", "escalated")
    assert page.day.week.isVisible()
    assert "Median answer after 0 working minutes" in page.day.week.words.text()


def test_marketing_sees_what_sales_rejected_and_why(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    gone = do(runner, lambda session: new_mql(session, "Too small", team.anna))
    do(
        runner,
        lambda session: reject(
            session,
            handoff_id_of(session, gone),
            "outside_profile",
            "Two people",
            to="disqualified",
        ),
    )
    runner.actor = team.marketing
    page = make_page()
    assert titles(page) == ["Next", "Too small"]
    assert "Two people" in page.model.index(1).data(LINE_ROLE).reason


def test_the_review_of_the_definitions_is_a_reminder_that_leads_there(
    make_page: MakePage, qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    clock.instant = datetime(2027, 3, 1, 9, tzinfo=UTC)
    runner.actor = team.marketing
    page = make_page()
    assert page.model.rowCount() == 2
    call = page.call
    assert not any(
        part.isVisible()
        for part in (call.head.dial, call.head.page, call.notes, call.foot, call.body)
    )
    press(page, "C")
    assert "about no lead" in call.refusal.text()
    with qtbot.waitSignal(page.page_asked, check_params_cb=lambda code: code == "definitions"):
        press(page, "Return")


def test_a_task_is_marked_as_done_by_one_key(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    lead_id = do(runner, lambda session: add_lead(session, title="Zoe", owner_id=team.anna))
    do(runner, lambda session: log_touch(session, lead_id, "call", "connected"))
    do(runner, lambda session: add_task(session, "Send prices", lead_id=lead_id, due_at=clock()))
    page = make_page()
    item = page.list.current_item()
    assert item is not None
    assert item.kind.value == "task"
    press(page, "A")
    with runner.workspace.read() as session:
        assert [task.done_at for task in tasks_of(session, lead_id)] == [clock()]


def test_rows_are_here_before_working_time_was_reckoned(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    runner.held = True
    page = make_page()
    _lane, first = runner.waiting.pop(0)
    first()
    assert titles(page) == ["Next", "First"]
    assert page.model.index(1).data(LINE_ROLE).countdown is None
    runner.answer()
    assert page.model.index(1).data(LINE_ROLE).countdown is not None


def test_the_item_model_keeps_its_promises(
    make_page: MakePage, qtmodeltester: Any, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    page = make_page()
    qtmodeltester.check(page.model)


def test_names_and_notes_are_shown_as_they_are(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "<b>Bold & Sons</b>", team.anna))
    page = make_page()
    assert page.call.head.name.whole_text() == "<b>Bold & Sons</b>"
    assert page.call.head.name.textFormat() == Qt.TextFormat.PlainText


def test_who_takes_over_sees_their_own_work_and_all_see_everybodys(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "Anna's", team.anna))
    page = make_page()
    assert "Anna's" in titles(page)
    runner.actor = MemberId(team.ben)
    page.set_leader(False)
    assert "Anna's" not in titles(page)
    page.queue.toggle_scope()
    assert "Anna's" in titles(page)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min left"), (12, "12 min left"), (-1, "overdue 1 min"), (150, "2 h 30 min left"),
     (1440, "24 h left"), (-180, "overdue 3 h")],
)  # fmt: skip
def test_time_left_reads_as_people_say_it(minutes: int, words: str) -> None:
    assert time_left(minutes) == words


def test_time_ago_reads_as_people_say_it() -> None:
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert time_ago(now, now) == "just now"
    assert time_ago(datetime(2026, 11, 2, 11, 20, tzinfo=UTC), now) == "40 min ago"
    assert time_ago(datetime(2026, 11, 2, 9, tzinfo=UTC), now) == "3 h ago"
    assert time_ago(datetime(2026, 10, 1, 9, tzinfo=UTC), now) == "32 days ago"


def test_larger_text_lets_the_day_give_way_to_queue_and_work(
    make_page: MakePage, qapp: QApplication
) -> None:
    page = make_page(size=(1100, 700))
    holder = page.split.widget(2)
    assert holder is not None
    assert not holder.isHidden()
    try:
        apply_theme(qapp, "light", 1.5)
        assert holder.isHidden()
        assert not page.queue.day.isHidden()
    finally:
        apply_theme(qapp, "light")
    assert not holder.isHidden()


def test_who_went_past_a_line_is_not_thrown_back_to_it_after_each_outcome(
    make_page: MakePage, runner: DirectRunner, team: Team, clock: FrozenClock
) -> None:
    past, worked, coming, last = (
        do(runner, lambda session, n=n: ask_for_demo(session, f"Lead {n}x", team.anna))
        for n in range(4)
    )
    page = make_page()
    assert current(page) == past
    page.list.step(1)
    assert current(page) == worked
    press(page, "2")
    assert current(page) == coming
    fresh = do(runner, lambda session: ask_for_demo(session, "Just in", team.anna))
    clock.advance(seconds=60)
    seen = []
    for _outcome in range(3):
        press(page, "2")
        seen.append(current(page))
    assert set(seen[:2]) == {last, fresh}
    assert seen[2] == past
