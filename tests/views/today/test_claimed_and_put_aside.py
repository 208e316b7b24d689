"""The Today page: what somebody else works on, and what was put aside for later."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.definitions.review import review_on
from models.history.undo.steps import undo
from models.leads.capture import add_lead
from models.leads.stages.closing import recycle
from models.queue.claiming import claim, claims_of
from models.queue.snoozing import skip
from models.workspace import Workspace
from models.written_days import day_text
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, new_mql
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.today.conftest import MakePage
from tests.views.today.desk_doubles import ask_for_demo, current, do, lead_of, press, titles
from views.widgets.painted_lines import LINE_ROLE

Key = Qt.Key


@pytest.fixture
def runner(workspace: Workspace, team: Team) -> DirectRunner:
    return DirectRunner(workspace, team.anna)


def test_what_comes_back_from_nurture_is_reopened_or_left_for_later_by_one_key(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    ids = [
        do(runner, lambda session, n=n: new_mql(session, f"Lead {n}", team.anna)) for n in range(3)
    ]
    for lead_id in ids:
        do(runner, lambda session, one=lead_id: recycle(session, one, "timing", date(2026, 12, 1)))
    clock.advance(days=5)
    do(runner, lambda session: record_interest(session, ids[0], "email_reply"))
    do(runner, lambda session: log_touch(session, ids[1], "call", "connected"))
    page = make_page()
    assert {"Lead 0", "Lead 1"} < set(titles(page))
    assert "Lead 2" not in titles(page)
    page.list.choose_row(page.model.row_of(("lead", int(ids[1]))))
    press(page, "R")
    assert lead_of(runner, ids[1]).status == "open"
    page.list.choose_row(page.model.row_of(("lead", int(ids[0]))))
    clock.advance(minutes=1)
    press(page, "L")
    assert lead_of(runner, ids[0]).status == "nurture"
    assert "Lead 0" not in titles(page)
    day = lead_of(runner, ids[0]).look_again_on
    assert day is not None
    assert page.middle.result.words.text() == f"Lead 0: look again on {day_text(day)}"


def test_no_button_is_cut_beside_a_long_number(
    make_page: MakePage, qtbot: QtBot, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    lead_id = do(runner, lambda session: ask_for_demo(session, "Rita Back", team.anna))
    do(runner, lambda session: recycle(session, lead_id, "timing", date(2026, 12, 1)))
    clock.advance(days=5)
    do(runner, lambda session: log_touch(session, lead_id, "call", "connected"))
    page = make_page()
    head, acts = page.call.head, page.middle.acts.findChildren(QPushButton)
    assert len(acts) == 2

    def is_whole(act: QPushButton) -> bool:
        place = QRect(act.mapTo(head, QPoint()), act.size())
        return head.rect().contains(place) and act.width() >= act.sizeHint().width()

    for width in (1100, 1900, 1100):
        page.resize(width, 700)
        qtbot.waitUntil(lambda: all(is_whole(act) for act in acts))


def test_the_review_of_the_definitions_is_put_off_to_a_day_and_an_undo_makes_it_due_again(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    clock.instant = datetime(2027, 3, 1, 9, tzinfo=UTC)
    runner.actor = team.marketing
    do(runner, lambda session: add_lead(session, title="Zoe", owner_id=team.anna))
    page = make_page()
    assert page.model.index(1).data(LINE_ROLE).reason.startswith("Due since")
    press(page, "Z")
    QTest.keyClicks(page.middle.aside.time.field, "in 1h")
    press(page, "Return", page.middle.aside.time.field)
    assert "Choose a day to come" in page.middle.aside.refusal.text()
    press(page, "3", page.middle.aside)
    assert not page.model.lines
    with runner.workspace.write(team.marketing) as session:
        assert review_on(session) == date(2027, 3, 29)
        undo(session, team.marketing)
    page.refresh()
    assert titles(page) == ["Next", "Review the definitions"]


def test_a_lead_is_claimed_while_it_is_worked_and_nobody_else_can_log_it(
    make_page: MakePage,
    qtbot: QtBot,
    runner: DirectRunner,
    clock: FrozenClock,
    team: Team,
) -> None:
    mine = do(runner, lambda session: ask_for_demo(session, "Mina Own", None))
    theirs = do(runner, lambda session: ask_for_demo(session, "Theo Else", None))
    with runner.workspace.write() as session:
        claim(session, theirs, team.ben, clock())
    page = make_page()
    assert titles(page) == ["Next", "Mina Own", "Others are on it", "Theo Else"]
    page.claims.claim_now()
    with runner.workspace.read() as session:
        assert claims_of(session, None, clock())[mine].member_id == team.anna
    press(page, "J")
    assert current(page) == theirs
    qtbot.waitUntil(lambda: page.call.shown is not None and page.call.shown.detail.id == theirs)
    assert page.call.facts.why.text() == "Ben Beside is working on it"
    press(page, "1")
    assert "Ben Beside is working on this lead" in page.call.refusal.text()
    with runner.workspace.read() as session:
        from models.leads.detail import lead_detail

        assert lead_detail(session, theirs).touches == ()


def test_who_takes_over_begins_with_their_first_line_and_finds_ones_own_again_on_return(
    make_page: MakePage, runner: DirectRunner, clock: FrozenClock, team: Team
) -> None:
    first, second = (
        do(runner, lambda session, name=name: ask_for_demo(session, name, None))
        for name in ("Ann Lee", "Bo Olsen")
    )
    page = make_page()
    press(page, "J")
    page._follow_now()
    page.claims.claim_now()
    runner.actor = team.ben
    page.set_leader(False)
    assert current(page) == first
    with runner.workspace.read() as session:
        assert claims_of(session, None, clock()) == {}
    runner.actor = team.anna
    page.set_leader(False)
    assert current(page) == second


def test_ones_own_claim_is_in_nobodys_way_when_everybodys_work_is_shown(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    mine = do(runner, lambda session: ask_for_demo(session, "Mina Own", None))
    page = make_page()
    page.queue.toggle_scope()
    page.claims.claim_now()
    page.refresh()
    assert titles(page) == ["Next", "Mina Own"]
    assert current(page) == mine


def test_skip_asks_why_and_snooze_until_when_and_both_go_on(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    ids = [
        do(runner, lambda session, n=n: ask_for_demo(session, f"Lead {n}x", team.anna))
        for n in range(3)
    ]
    page = make_page()
    worked = current(page)
    press(page, "S")
    assert page.middle.aside.isVisible()
    press(page, "2")
    assert current(page) != worked
    assert "out of sight until Tue" in page.middle.result.words.text()
    assert titles(page)[3] == "Put aside"
    press(page, "Z")
    QTest.keyClicks(page.middle.aside, "in 3 days")
    press(page, "Return")
    assert titles(page)[2] == "Put aside"
    assert page.queue.counts.text() == "1 to do now"
    assert not page.middle.aside.isVisible()
    left = {int(one) for one in ids}
    assert current(page) in left


def test_a_day_in_figures_is_typed_after_tab_since_a_digit_chooses(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: ask_for_demo(session, "Ada First", team.anna))
    page = make_page()
    form = page.middle.aside
    press(page, "Z")
    assert "Tab" in form.time.field.placeholderText()
    QTest.keyClick(form, Qt.Key.Key_Tab)
    assert form.time.field.hasFocus()
    QTest.keyClicks(form.time.field, "24.11. 9")
    press(page, "Return")
    assert page.middle.result.words.text() == "Ada First: out of sight until 24 Nov"


def test_what_was_put_aside_stands_last_and_is_brought_back_by_one_key(
    make_page: MakePage, runner: DirectRunner, team: Team
) -> None:
    do(runner, lambda session: ask_for_demo(session, "Ada First", team.anna))
    aside = do(runner, lambda session: ask_for_demo(session, "Bo Aside", team.anna))
    do(runner, lambda session: skip(session, aside, "Waits for the price list"))
    page = make_page()
    assert titles(page) == ["Next", "Ada First", "Put aside", "Bo Aside"]
    press(page, "J")
    assert current(page) == aside
    assert page.model.index(3).data(LINE_ROLE).reason == "Skipped: Waits for the price list"
    press(page, "R")
    assert set(titles(page)) == {"Next", "Ada First", "Bo Aside"}
    with runner.workspace.write(team.anna) as session:
        undo(session, team.anna)
    page.refresh()
    assert titles(page)[2:] == ["Put aside", "Bo Aside"]
