"""The calendar by key and by hand: walking, moving, asking, booking, printing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from sqlalchemy import select

from models.appointments.booking import book
from models.appointments.confirming import hand_over_invitation
from models.entities import Appointment
from models.history.undoing import undo
from models.ids import AppointmentId
from models.team.joining import set_roles
from models.topics import Topic
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.calendar.calendar_doubles import meeting, utc, week_of
from tests.views.calendar.conftest import CalendarTeam, MakePage, PaperShelf
from tests.views.leads.lead_doubles import DirectRunner
from views.calendar.legend import Legend
from views.calendar.model import MeetingsModel
from views.calendar.page import CalendarPage
from views.calendar.papers import AgendaPaper, CalendarPaper, PreparationPaper

ALT = Qt.KeyboardModifier.AltModifier
ALT_SHIFT = ALT | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NINE = datetime(2026, 11, 4, 9, tzinfo=UTC)


def press(page: CalendarPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.view, key, modifiers or Qt.KeyboardModifier.NoModifier)


def stand_on(page: CalendarPage, appointment_id: AppointmentId) -> None:
    assert page.view.choose_meeting(appointment_id)


def starts(workspace: Workspace) -> list[tuple[str, datetime, int]]:
    with workspace.read() as session:
        rows = session.scalars(select(Appointment).order_by(Appointment.id))
        return [
            (row.state, row.starts_at, (row.ends_at - row.starts_at) // timedelta(minutes=1))
            for row in rows
        ]


def grab(page: CalendarPage, appointment_id: AppointmentId, *, edge: bool = False) -> QPoint:
    block = page.view.placed.block_of(appointment_id)
    assert block is not None
    page.view.scroll_to_box(block.box)
    rect = page.view.view_rect(block.box)
    return QPoint(rect.left() + 20, rect.bottom() - 2 if edge else rect.top() + 12)


def drag(page: CalendarPage, start: QPoint, end: QPoint) -> None:
    port = page.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(port, start + QPoint(4, 14))
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, left, Qt.KeyboardModifier.NoModifier, end)


# Looking


def test_the_week_of_who_looks_comes_first_and_says_what_is_in_it(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    assert page.head.days.text() == "2 to 8 November 2026"
    assert page.head.header.caption.text() == "1 meeting: 1 proposed. Next: Wed 4 10:00 Ada Young."
    assert page.week is not None
    assert [one.id for one in page.week.closers] == [team.clara]


def test_every_meeting_is_read_aloud_with_its_time_state_and_people(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    said = page.view.accessibleDescription()
    assert said == (
        "Ada Young of Nordwind, Wednesday 4 November 2026, 10:00\N{EN DASH}11:00, 09:00 London, "
        "Proposed, with Clara Closer, See the vans"
    )
    spoken = QAccessible.queryAccessibleInterface(page.view)
    cells = [spoken.child(at) for at in range(spoken.childCount())]
    assert said in [cell.text(QAccessible.Text.Name) for cell in cells]
    assert page.view.visualRect(page.view.currentIndex()).isValid()


def test_the_model_keeps_the_rules_of_item_models(qapp: object) -> None:
    model = MeetingsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert tester.model() is model
    model.show_week(week_of(meeting(1, utc(23, 9)), meeting(2, utc(24, 9))))
    assert model.rowCount() == 2


def test_arrows_walk_through_free_time_and_meetings(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Down)
    assert page.view.stop is not None
    assert (page.view.stop.instant, page.view.stop.meeting) == (NINE + timedelta(hours=1), None)
    press(page, Qt.Key.Key_Up)
    assert page.view.stop.meeting is not None
    press(page, Qt.Key.Key_Left)
    assert (page.view.stop.column, page.view.stop.instant) == (1, NINE - timedelta(days=1))
    press(page, Qt.Key.Key_Down, CTRL)
    assert page.view.stop.meeting is not None
    press(page, Qt.Key.Key_Home)
    assert page.view.stop.meeting is not None


def test_page_keys_t_w_and_d_choose_the_days(make_page: MakePage, team: CalendarTeam) -> None:
    page = make_page()
    press(page, Qt.Key.Key_PageDown)
    assert page.head.days.text() == "9 to 15 November 2026"
    assert page.view.stop is not None
    assert page.view.placed.columns[page.view.stop.column].day.day == date(2026, 11, 9)
    press(page, Qt.Key.Key_PageUp)
    press(page, Qt.Key.Key_PageUp)
    assert page.head.days.text() == "26 October to 1 November 2026"
    press(page, Qt.Key.Key_T)
    assert page.head.days.text() == "2 to 8 November 2026"
    press(page, Qt.Key.Key_D)
    assert page.head.days.text() == "Monday 2 November 2026"
    assert [one.closer.name for one in page.view.placed.columns] == ["Clara Closer", "Tom Tanner"]
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_W)
    assert page.week is not None
    assert [one.id for one in page.week.closers] == [team.tom]


def test_going_on_sideways_leads_into_the_next_week_at_the_same_time(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    for _day in range(5):
        press(page, Qt.Key.Key_Right)
    assert page.head.days.text() == "9 to 15 November 2026"
    assert page.view.stop is not None
    assert (page.view.stop.column, page.view.stop.instant) == (0, NINE + timedelta(days=5))


def test_the_second_ruler_is_the_chosen_prospects(make_page: MakePage, team: CalendarTeam) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    assert page.view.scene is not None
    assert page.view.scene.other_zone == "Europe/London"
    assert page.view.frame_shown.rulers == 2


# Another time


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
    make_page: MakePage, team: CalendarTeam, workspace: Workspace
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


# Opening, booking, printing


def test_enter_opens_the_meeting_beside_and_escape_goes_back(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_Return)
    panel = page.beside.panel
    assert panel is not None
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert page.beside.panel is None
    assert page.view.hasFocus()


def test_n_and_a_stretch_that_is_drawn_begin_a_booking(
    make_page: MakePage, team: CalendarTeam
) -> None:
    page = make_page()
    press(page, Qt.Key.Key_N)
    assert page.beside.is_open
    assert not page.beside.shows_appointment
    page.beside.close_panel()
    start = grab(page, team.meeting) + QPoint(0, 100)
    drag(page, start, start + QPoint(0, 40))
    assert page.beside.is_open
    assert page.view.proposal is None


def test_papers_are_asked_for_by_key(
    make_page: MakePage, team: CalendarTeam, shelf: PaperShelf
) -> None:
    page = make_page()
    said: list[str] = []
    page.notice.connect(lambda _kind, sentence: said.append(sentence))
    press(page, Qt.Key.Key_P)
    assert len(said) == 1
    press(page, Qt.Key.Key_P, CTRL)
    assert page.whole.currentWidget() is page.document
    QTest.keyClick(page.document, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_A)
    QTest.keyClick(page.document, Qt.Key.Key_Escape)
    stand_on(page, team.meeting)
    press(page, Qt.Key.Key_P)
    monday = date(2026, 11, 2)
    assert shelf.asked == [
        CalendarPaper(monday, 7, (team.clara,), team.clara),
        AgendaPaper(team.clara, monday, 7),
        PreparationPaper(team.meeting),
    ]


def test_keys_that_came_before_the_first_days_are_the_calendars(
    make_page: MakePage, runner: DirectRunner
) -> None:
    page = make_page()
    page.whole.setCurrentWidget(page.waiting)
    page.waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.waiting.setFocus()
    page.refresh()
    assert page.view.hasFocus()


def test_without_closers_it_says_what_to_do(
    make_page: MakePage, runner: DirectRunner, workspace: Workspace, team: CalendarTeam
) -> None:
    page = make_page()
    press(page, Qt.Key.Key_PageDown)
    with workspace.write(team.clara) as session:
        set_roles(session, team.clara, ("leader",))
        set_roles(session, team.tom, ("sdr",))
    page.refresh()
    assert page.whole.currentWidget() is page.nobody
    asked: list[str] = []
    page.page_asked.connect(asked.append)
    page.nobody.button.click()
    assert asked == ["settings"]


def test_the_legend_explains_only_what_is_in_sight(qapp: object) -> None:
    legend = Legend()
    week = week_of(
        meeting(1, utc(23, 9), state="no_show"),
        meeting(2, utc(24, 9), state="confirmed"),
        busy=[(utc(23, 9), utc(23, 10))],
        known=False,
    )
    legend.show_week(week)
    assert legend.codes == ("confirmed", "no_show", "busy", "unknown")


def test_an_unknown_calendar_is_said_in_a_sentence(make_page: MakePage) -> None:
    page = make_page()
    page._show(week_of(known=False))
    assert page.head.unsure.text() == "? The calendar of Clara is old."
    assert page.view.scene is not None
    assert page.view.scene.heads[0].note.startswith("?")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_painted(make_page: MakePage, tmp_path: Path, theme: str) -> None:
    states = ("proposed", "invited", "tentative", "confirmed", "held", "no_show", "cancelled")
    page = make_page()
    found = [meeting(at, utc(23, 8 + at), state=state) for at, state in enumerate(states)]
    page._show(week_of(*found, busy=[(utc(25, 9), utc(25, 10))], known=False))
    picture = page.grab()
    assert picture.save(str(tmp_path / f"{theme}.png"))
    assert len({picture.toImage().pixel(x, 300) for x in range(150, 1000, 3)}) > 3
