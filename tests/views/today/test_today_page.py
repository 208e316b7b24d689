"""The Today page by its keys: accepting, rejecting, taking, reopening, and time that runs."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.entities import Lead
from models.handoff.handing import accept, reject
from models.handoff.inbox import handoff_of
from models.handoff.silence import advance_handoffs
from models.ids import LeadId, MemberId
from models.leads.capture import add_lead
from models.leads.closing import recycle
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, handoff_id_of, hire_team, new_mql
from tests.views.leads.lead_doubles import DirectRunner
from views.today.list_model import LINE_ROLE
from views.today.page import TodayPage
from views.today.wording import time_ago, time_left

Key = Qt.Key


@pytest.fixture
def team(workspace: Workspace) -> Team:
    with workspace.write() as session:
        return hire_team(session)


@pytest.fixture
def runner(workspace: Workspace, team: Team) -> DirectRunner:
    return DirectRunner(workspace, team.anna)


def make_page(qtbot: QtBot, runner: DirectRunner, clock: FrozenClock) -> TodayPage:
    page = TodayPage(runner, lambda: runner.actor, clock=clock)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activateWindow()
    page.list.setFocus()
    return page


def lines(page: TodayPage) -> list[str]:
    model = page.model
    return [model.index(row).data() for row in range(model.rowCount())]


def do(runner: DirectRunner, operation: Any) -> Any:
    found: list[Any] = []
    runner.change(operation, found.append)
    return found[0]


def lead(runner: DirectRunner, lead_id: LeadId) -> Lead:
    with runner.workspace.read() as session:
        return session.get_one(Lead, lead_id)


def test_an_empty_workspace_says_what_to_do_first(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock
) -> None:
    page = make_page(qtbot, runner, clock)
    assert page.whole.currentWidget() is page.first
    with qtbot.waitSignal(page.import_asked):
        page.first.button.click()
    do(runner, partial(add_lead, title="Somebody"))
    assert page.whole.currentWidget() is page.nothing
    with qtbot.waitSignal(page.page_asked, check_params_cb=lambda code: code == "leads"):
        page.nothing.button.click()


def test_a_lead_is_accepted_by_one_key_and_the_next_takes_its_place(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    first = do(runner, lambda session: new_mql(session, "First", team.anna))
    second = do(runner, lambda session: new_mql(session, "Second", team.anna))
    page = make_page(qtbot, runner, clock)
    assert lines(page) == ["To accept", "First", "Second"]
    assert page.header.caption.text() == "2 to accept or reject"
    assert page.detail.name.whole_text() == "First"
    assert page.detail.time.text() == "60 min left"
    QTest.keyClick(page.list, Key.Key_A)
    with runner.workspace.read() as session:
        row = handoff_of(session, first, clock())
        assert row is not None
        assert (row.state, row.decided_by) == ("accepted", "Anna Asked")
    assert lines(page) == ["To accept", "Second"]
    current = page.list.current_entry()
    assert current is not None
    assert current.lead_id == second


def test_time_runs_on_the_screen_without_a_read(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    page = make_page(qtbot, runner, clock)
    reads = runner.reads
    clock.advance(minutes=48)
    page._tick()
    assert page.detail.time.text() == "12 min left"
    clock.advance(minutes=52)
    page._tick()
    assert page.detail.time.text() == "overdue 40 min"
    assert page.header.caption.text() == "1 to accept or reject, 1 overdue"
    assert runner.reads == reads
    said = page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "overdue 40 min" in said


def test_a_lead_is_rejected_by_letter_digit_and_enter(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    first = do(runner, lambda session: new_mql(session, "First", team.anna))
    second = do(runner, lambda session: new_mql(session, "Second", team.anna))
    page = make_page(qtbot, runner, clock)
    form = page.detail.form
    QTest.keyClick(page.list, Key.Key_X)
    assert form.isVisible()
    QTest.keyClick(form, Key.Key_Return)
    assert "Choose a reason" in form.refusal.text()
    QTest.keyClick(form, Key.Key_4)
    form.note.setText("After the audit")
    QTest.keyClick(form, Key.Key_Return)
    shown = lead(runner, first)
    assert (shown.status, shown.status_reason, shown.status_note) == (
        "nurture",
        "timing",
        "After the audit",
    )
    assert shown.look_again_on == date(2027, 1, 31)
    assert not form.isVisible()
    QTest.keyClick(page.list, Key.Key_X)
    QTest.keyClick(form, Key.Key_5)
    assert form.to.value() == "disqualified"
    QTest.keyClick(form, Key.Key_Escape)
    assert lead(runner, second).status == "open"
    QTest.keyClick(page.list, Key.Key_X)
    QTest.keyClick(form, Key.Key_5)
    QTest.keyClick(form, Key.Key_Return)
    assert lead(runner, second).status == "disqualified"
    assert page.whole.currentWidget() is page.nothing


def test_keys_move_past_headings_and_enter_opens_the_lead_beside(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    asked = do(runner, lambda session: add_lead(session, title="Wants a demo"))
    do(runner, lambda session: record_interest(session, asked, "demo_request"))
    page = make_page(qtbot, runner, clock)
    assert lines(page) == ["To accept", "First", "Direct requests", "Wants a demo"]
    QTest.keyClick(page.list, Key.Key_J)
    current = page.list.current_entry()
    assert current is not None
    assert current.kind == "direct"
    QTest.keyClick(page.list, Key.Key_Return)
    panel = page.detail.panel
    assert panel is not None
    assert panel.shown is not None
    assert panel.shown.detail.id == asked
    QTest.keyClick(page, Key.Key_Escape)
    assert page.detail.panel is None
    QTest.keyClick(page.list, Key.Key_A)
    assert lead(runner, asked).owner_id == team.anna
    QTest.keyClick(page.list, Key.Key_K)
    QTest.keyClick(page.list, Key.Key_K)
    current = page.list.current_entry()
    assert current is not None
    assert current.kind == "inbox"


def test_what_comes_back_from_nurture_is_reopened_or_left_for_later_by_one_key(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    ids = [
        do(runner, lambda session, n=n: new_mql(session, f"Lead {n}", team.anna)) for n in range(3)
    ]
    for lead_id in ids:
        do(runner, lambda session, one=lead_id: recycle(session, one, "timing", date(2026, 12, 1)))
    clock.advance(days=5)
    do(runner, lambda session: record_interest(session, ids[0], "email_reply"))
    do(runner, lambda session: log_touch(session, ids[1], "call", "connected"))
    page = make_page(qtbot, runner, clock)
    assert lines(page) == ["Back from nurture", "Lead 1", "Lead 0"]
    first = page.model.index(1).data(LINE_ROLE)
    assert first.why.startswith("Answered us")
    assert "Email reply (+50): 50 of 50 points" in page.model.index(2).data(LINE_ROLE).why
    QTest.keyClick(page.list, Key.Key_R)
    assert lead(runner, ids[1]).status == "open"
    page.list.choose_row(page.model.row_of(("back", int(ids[0]))))
    clock.advance(minutes=1)
    QTest.keyClick(page.list, Key.Key_L)
    assert lead(runner, ids[0]).status == "nurture"
    assert "Back from nurture" not in lines(page)
    clock.advance(days=40)
    page.refresh()
    assert "Look again today" in lines(page)


def test_leaders_see_what_nobody_answered_and_the_week(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "Silent", team.anna))
    kept = do(runner, lambda session: new_mql(session, "Answered", team.anna))
    do(runner, lambda session: accept(session, handoff_id_of(session, kept)))
    clock.advance(minutes=50)
    do(runner, advance_handoffs)
    runner.actor = team.leader
    page = make_page(qtbot, runner, clock)
    page.set_leader(True)
    assert lines(page) == ["Escalated", "Silent"]
    assert page.week.isVisible()
    assert "Median answer after 0 working minutes" in page.week.words.text()
    QTest.keyClick(page.list, Key.Key_A)
    assert page.whole.currentWidget() is page.nothing


def test_marketing_sees_what_sales_rejected_and_why(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
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
    page = make_page(qtbot, runner, clock)
    assert lines(page) == ["Rejected by sales", "Too small"]
    why = page.model.index(1).data(LINE_ROLE).why
    assert why == ("Outside the ideal customer profile, says Anna Asked, just now: “Two people”")


def test_the_review_of_the_definitions_is_a_reminder_that_leads_there(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    clock.instant = datetime(2027, 3, 1, 9, tzinfo=UTC)
    runner.actor = team.marketing
    page = make_page(qtbot, runner, clock)
    assert lines(page) == ["Reminders", "Review the definitions"]
    with qtbot.waitSignal(page.page_asked, check_params_cb=lambda code: code == "definitions"):
        QTest.keyClick(page.list, Key.Key_Return)


def test_rows_are_here_before_working_time_was_reckoned(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    runner.held = True
    page = make_page(qtbot, runner, clock)
    _lane, first = runner.waiting.pop(0)
    first()
    assert lines(page) == ["To accept", "First"]
    assert page.model.index(1).data(LINE_ROLE).countdown is None
    runner.answer()
    assert page.model.index(1).data(LINE_ROLE).countdown is not None


def test_nobody_to_ask_is_said(qtbot: QtBot, workspace: Workspace, clock: FrozenClock) -> None:
    runner = DirectRunner(workspace)
    do(runner, lambda session: new_mql(session, "Alone"))
    page = make_page(qtbot, runner, clock)
    assert "nobody to ask" in page.model.index(1).data(LINE_ROLE).why


def test_the_item_model_keeps_its_promises(
    qtbot: QtBot, qtmodeltester: Any, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "First", team.anna))
    page = make_page(qtbot, runner, clock)
    qtmodeltester.check(page.model)


def test_names_and_notes_are_shown_as_they_are(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "<b>Bold & Sons</b>", team.anna))
    page = make_page(qtbot, runner, clock)
    assert page.detail.name.whole_text() == "<b>Bold & Sons</b>"
    assert page.detail.name.textFormat() == Qt.TextFormat.PlainText


def test_who_takes_over_sees_their_own_work(
    qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    do(runner, lambda session: new_mql(session, "Anna's", team.anna))
    page = make_page(qtbot, runner, clock)
    assert "Anna's" in lines(page)
    runner.actor = MemberId(team.ben)
    page.set_leader(False)
    assert "Anna's" not in lines(page)


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
