"""Meetings that get another time, by key and by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from models.appointments.booking import book
from models.appointments.confirming import hand_over_invitation
from models.entities.meetings.appointments import Appointment
from models.errors import KnownError
from models.history.undo.steps import undo
from models.topics import Topic
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.calendar.calendar_hands import drag, grab, press, stand_on
from tests.views.calendar.conftest import CalendarTeam, MakePage
from tests.views.leads.lead_doubles import DirectRunner

ALT = Qt.KeyboardModifier.AltModifier
ALT_SHIFT = ALT | Qt.KeyboardModifier.ShiftModifier
NINE = datetime(2026, 11, 4, 9, tzinfo=UTC)


def starts(workspace: Workspace) -> list[tuple[str, datetime, int]]:
    with workspace.read() as session:
        rows = session.scalars(select(Appointment).order_by(Appointment.id))
        return [
            (row.state, row.starts_at, (row.ends_at - row.starts_at) // timedelta(minutes=1))
            for row in rows
        ]


def test_alt_arrows_move_and_enter_asks_whether_to_tell(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace
) -> None:
    with workspace.write(team.clara) as session:
        hand_over_invitation(session, team.meeting)
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down, ALT)
    press(page, Qt.Key.Key_Down, ALT)
    press(page, Qt.Key.Key_Right, ALT)
    assert page.view.proposal is not None
    assert page.view.proposal.starts_at == NINE + timedelta(days=1, minutes=30)
    assert page.bar.sentence.text().startswith("Ada Young to Thu 5 10:30")
    assert "09:30 London" in page.bar.sentence.text()
    assert not page.bar.send_button.isVisible()
    press(page, Qt.Key.Key_Return)
    assert page.bar.asks
    assert page.bar.send_button.text() == "Send update"
    assert page.bar.send_button.hasFocus()
    QTest.keyClick(page.bar.send_button, Qt.Key.Key_Return)
    old, new = starts(workspace)
    assert old == ("rescheduled", NINE, 60)
    assert new[1:] == (NINE + timedelta(days=1, minutes=30), 60)
    assert page.bar.isHidden()
    assert page.view.stop is not None
    assert page.view.stop.meeting is not None
    assert page.view.stop.meeting.starts_at == NINE + timedelta(days=1, minutes=30)


def test_alt_shift_arrows_resize_and_it_can_be_undone(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace, runner: DirectRunner
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Up, ALT_SHIFT)
    press(page, Qt.Key.Key_Return)
    assert page.bar.send_button.text() == "Move it"
    assert not page.bar.quiet_button.isVisible()
    page.bar.send_button.click()
    assert [one[2] for one in starts(workspace)] == [45]
    with workspace.write(team.clara) as session:
        undo(session, team.clara)
    assert [one[2] for one in starts(workspace)] == [60]


def test_escape_leaves_a_meeting_where_it_was(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down, ALT)
    press(page, Qt.Key.Key_Escape)
    assert page.view.proposal is None
    press(page, Qt.Key.Key_Down, ALT)
    press(page, Qt.Key.Key_Return)
    QTest.keyClick(page.bar.send_button, Qt.Key.Key_Escape)
    assert page.view.proposal is None
    assert page.view.hasFocus()
    assert [one[1] for one in starts(workspace)] == [NINE]


def test_a_refusal_is_said_while_it_is_dragged_and_a_reason_overrides_it(
    make_page: MakePage,
    team: CalendarTeam,
    workspace: Workspace,
    runner: DirectRunner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with workspace.write(team.clara) as session:
        book(session, team.other_lead, team.clara, "2026-11-04T12:00", "Europe/Berlin", 60)
    page = make_page()
    stand_on(page, team.meeting)
    for _step in range(6):
        press(page, Qt.Key.Key_Down, ALT)
    assert page.view.scene is not None
    assert page.view.scene.is_refused
    assert "Clara Closer has a meeting" in page.bar.verdict.text()
    press(page, Qt.Key.Key_Return)
    assert not page.bar.send_button.isEnabled()
    assert page.bar.reason.hasFocus()
    QTest.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert starts(workspace)[0][1] == NINE
    QTest.keyClicks(page.bar.reason, "Both at the fair")
    with monkeypatch.context() as locked:
        kept_out = KnownError("Another program has kept the workspace locked.")
        locked.setattr(runner, "change", lambda *_what, failed: failed(kept_out))
        QTest.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert page.bar.reason.text() == "Both at the fair", "what could not be saved stays"
    QTest.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert starts(workspace)[0][1] == NINE + timedelta(minutes=90)
    with workspace.read() as session:
        assert session.get_one(Appointment, team.meeting).overlap_reason == "Both at the fair"


def test_what_is_over_is_refused_for_good(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace, clock: FrozenClock
) -> None:
    clock.instant = NINE - timedelta(hours=1)
    page = make_page()
    stand_on(page, team.meeting)
    for _step in range(8):
        press(page, Qt.Key.Key_Up, ALT)
    press(page, Qt.Key.Key_Return)
    assert "over" in page.bar.verdict.text()
    assert not page.bar.reason.isVisible()
    assert not page.bar.send_button.isEnabled()


def test_dragging_a_block_gives_it_another_day_and_time(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace
) -> None:
    page = make_page()
    start = grab(page, team.meeting)
    width = round(page.view.placed.columns[0].width)
    drag(page, start, start + QPoint(width, 48))
    assert page.bar.asks
    assert page.view.proposal is not None
    assert page.view.proposal.starts_at == NINE + timedelta(days=1, hours=1)
    page.bar.send_button.click()
    assert [one[1] for one in starts(workspace)] == [NINE + timedelta(days=1, hours=1)]


def test_dragging_the_lower_edge_makes_it_longer(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace
) -> None:
    page = make_page()
    start = grab(page, team.meeting, edge=True)
    drag(page, start, start + QPoint(0, 25))
    assert page.view.proposal is not None
    assert page.view.proposal.kind == "resize"
    page.bar.send_button.click()
    assert [one[1:] for one in starts(workspace)] == [(NINE, 90)]


def test_what_others_do_takes_no_meeting_out_of_a_hand(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace, runner: DirectRunner
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down, ALT)
    with workspace.write(team.clara) as session:
        book(session, team.other_lead, team.clara, "2026-11-05T12:00", "Europe/Berlin", 30)
    runner.changed.emit(frozenset({Topic.APPOINTMENTS}))
    assert page.view.proposal is not None
    assert len(page.view.placed.blocks) == 1
    press(page, Qt.Key.Key_Escape)
    assert len(page.view.placed.blocks) == 2


def test_days_that_were_asked_for_before_take_no_meeting_out_of_a_hand(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace, runner: DirectRunner
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down, ALT)
    with workspace.write(team.clara) as session:
        book(session, team.other_lead, team.clara, "2026-11-05T12:00", "Europe/Berlin", 30)
    page.refresh()
    assert page.view.proposal is not None
    assert page.bar.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert len(page.view.placed.blocks) == 2


def test_a_drag_back_to_where_it_was_asks_nothing(make_page: MakePage, team: CalendarTeam) -> None:
    page = make_page()
    start = grab(page, team.meeting)
    drag(page, start, start + QPoint(1, 1))
    assert page.view.proposal is None
    assert page.bar.isHidden()


def test_a_meeting_that_was_held_says_that_it_stays(
    make_page: MakePage, team: CalendarTeam, workspace: Workspace, clock: FrozenClock
) -> None:
    from models.appointments.life import record_held

    clock.instant = NINE + timedelta(hours=2)
    with workspace.write(team.clara) as session:
        record_held(session, team.meeting)
    page = make_page()
    said: list[str] = []
    page.notice.connect(lambda _kind, sentence: said.append(sentence))
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down, ALT)
    assert said == ["This meeting is over; it stays where it was."]
    assert page.view.proposal is None
