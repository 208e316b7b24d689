"""The calendar by key and by hand: walking, looking, booking, printing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from models.appointments.life import cancel
from models.team.joining import set_roles
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.calendar.calendar_doubles import meeting, utc, week_of
from tests.views.calendar.calendar_hands import drag, grab, press, stand_on
from tests.views.calendar.conftest import CalendarTeam, MakePage, PaperShelf
from tests.views.leads.lead_doubles import DirectRunner
from views.calendar.model import MeetingsModel
from views.calendar.painting.legend import Legend
from views.calendar.papers import AgendaPaper, CalendarPaper, PreparationPaper

CTRL = Qt.KeyboardModifier.ControlModifier
NINE = datetime(2026, 11, 4, 9, tzinfo=UTC)


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
    assert page.beside.panel is None
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


def test_behind_another_page_it_reads_nothing_and_catches_up_when_it_comes_forward(
    make_page: MakePage, runner: DirectRunner, team: CalendarTeam, clock: FrozenClock
) -> None:
    page = make_page()
    page.hide()
    reads = runner.reads
    runner.change(lambda session: cancel(session, team.meeting))
    clock.advance(minutes=20)
    page.tick()
    assert runner.reads == reads
    page.show()
    assert runner.reads == reads + 1
    assert page.head.header.caption.text() == "No meetings."


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


def test_the_head_stands_in_two_rows_where_a_panel_leaves_little_room(make_page: MakePage) -> None:
    page = make_page((430, 744))
    QApplication.processEvents()
    assert page.head.closer.y() > page.head.today_button.geometry().bottom()
    assert page.beside.area.horizontalScrollBar().maximum() == 0
    page.resize(1100, 744)
    QApplication.processEvents()
    assert page.head.closer.y() < page.head.today_button.geometry().bottom()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_painted(make_page: MakePage, tmp_path: Path, theme: str) -> None:
    states = ("proposed", "invited", "tentative", "confirmed", "held", "no_show", "cancelled")
    page = make_page()
    found = [meeting(at, utc(23, 8 + at), state=state) for at, state in enumerate(states)]
    page._show(week_of(*found, busy=[(utc(25, 9), utc(25, 10))], known=False))
    picture = page.grab()
    assert picture.save(str(tmp_path / f"{theme}.png"))
    assert len({picture.toImage().pixel(x, 300) for x in range(150, 1000, 3)}) > 3
