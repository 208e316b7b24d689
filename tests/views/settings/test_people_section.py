"""People are added, edited and seen off in the settings, by keys, and undo takes it back."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from models.history.undo.steps import undo
from models.ids import MemberId
from models.team.credits import credits_of
from models.team.joining import add_member, deactivate
from models.team.rows import MemberRow, team
from models.team.time_off import time_off
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.leads.lead_doubles import DirectRunner
from views.settings.people.section import PeopleSection


class Desk:
    """The section on the screen, and what is in the workspace behind it."""

    def __init__(self, runner: DirectRunner, leader: MemberId, clock: FrozenClock) -> None:
        self.runner = runner
        self.leader = leader
        self.section = PeopleSection(runner, clock=clock)
        self.form = self.section.form

    def people(self) -> dict[str, MemberRow]:
        with self.runner.workspace.read() as session:
            return {row.name: row for row in team(session)}

    def ana(self) -> MemberRow:
        return next(row for row in self.people().values() if row.id == self.leader)

    def type(self, line: QLineEdit, text: str) -> None:
        """Type over what stands in a line, and leave it."""
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def undo(self) -> None:
        with self.runner.workspace.write(self.leader) as session:
            undo(session, self.leader)
        self.section._read()


@pytest.fixture
def desk(runner: DirectRunner, leader: MemberId, clock: FrozenClock, qtbot: QtBot) -> Desk:
    made = Desk(runner, leader, clock)
    qtbot.addWidget(made.section)
    made.section.resize(1000, 700)
    made.section.show()
    return made


def test_a_person_is_added_by_keys_and_shown(desk: Desk) -> None:
    QTest.keyClick(desk.section.list, Qt.Key.Key_Insert)
    new = desk.section.new
    QTest.keyClicks(new.name, "Tom & Sons")
    QTest.keyClicks(new.email, "tom@our.example")
    assert new.zone.text() == "Europe/Berlin"
    new.zone.clear()
    QTest.keyClicks(new.zone, "kolkata")
    new.boxes["setter"].click()
    QTest.keyClick(new.name, Qt.Key.Key_Return)
    added = desk.people()["Tom & Sons"]
    assert (added.zone, added.roles, added.email) == (
        *("Asia/Kolkata", ("setter",), "tom@our.example"),
    )
    assert desk.form.person.name.text() == "Tom & Sons"
    assert desk.section.list.current_code() == str(added.id)


def test_a_name_that_is_taken_is_said_at_its_field(desk: Desk) -> None:
    desk.section.show_new()
    QTest.keyClicks(desk.section.new.name, "ana")
    QTest.keyClick(desk.section.new.name, Qt.Key.Key_Return)
    assert "already" in desk.section.new.name_row.error
    QTest.keyClick(desk.section.new.name, Qt.Key.Key_Escape)
    desk.section.show_new()
    assert desk.section.new.name.text() == "ana", "what was left is there again"
    QTest.keyClick(desk.section.new.name, Qt.Key.Key_Escape)
    assert set(desk.people()) == {"Ana"}
    assert desk.section.forms.currentIndex() == 0


def test_a_field_holds_when_it_is_left_and_can_be_taken_back(desk: Desk) -> None:
    desk.type(desk.form.person.name, "Ana Maria")
    assert desk.ana().name == "Ana Maria"
    desk.undo()
    assert desk.form.person.name.text() == "Ana"
    desk.type(desk.form.person.email, "no address")
    assert desk.form.person.email_row.error
    assert desk.ana().email is None
    QTest.keyClick(desk.form.person.email, Qt.Key.Key_Escape)
    assert desk.form.person.email.text() == ""
    assert not desk.form.person.email_row.error


def test_when_a_person_began_and_leaves_is_written_as_days(desk: Desk) -> None:
    desk.type(desk.form.person.joined, "2026-03-02")
    assert desk.ana().joined_on == date(2026, 3, 2)
    desk.type(desk.form.person.left, "soon")
    assert "is no day" in desk.form.person.left_row.error
    desk.type(desk.form.person.left, "2026-01-01")
    assert "before the day on which they began" in desk.form.person.left_row.error
    assert desk.ana().left_on is None
    desk.type(desk.form.person.left, "2027-01-01")
    assert (desk.ana().joined_on, desk.ana().left_on) == (date(2026, 3, 2), date(2027, 1, 1))


def test_zone_and_region_are_found_by_a_part_of_their_name(desk: Desk) -> None:
    desk.type(desk.form.person.zone, "new york")
    assert desk.ana().zone == "America/New_York"
    desk.type(desk.form.person.region, "DE-BY")
    assert desk.ana().region == "DE-BY"
    assert desk.form.person.region.text() == "Germany, Bayern (DE-BY)"
    assert "Christmas Day" in desk.form.person.region_row.note.text()
    desk.type(desk.form.person.zone, "Atlantis")
    assert "not in the list" in desk.form.person.zone_row.error
    assert desk.ana().zone == "America/New_York"


def test_hours_are_typed_as_people_write_them(desk: Desk) -> None:
    lines = desk.form.hours.lines
    assert lines[0].text() == "9–17"
    assert desk.form.hours.note.text().startswith("The usual hours")
    desk.type(lines[0], "9-12, 13-17:30")
    desk.type(lines[4], "8-12")
    desk.type(lines[2], "off")
    hours = [(one.weekday, one.start_minute, one.end_minute) for one in desk.ana().hours]
    assert hours[:2] == [(0, 540, 720), (0, 780, 1050)]
    assert (4, 480, 720) in hours
    assert 2 not in {day for day, _start, _end in hours}
    assert desk.form.hours.total.text() == "27.5 h a week"
    desk.type(lines[1], "9-")
    assert "not understood" in desk.form.hours.error
    assert lines[1].text() == "9-"
    QTest.keyClick(lines[1], Qt.Key.Key_Escape)
    assert not desk.form.hours.error
    desk.form.hours.same_button.click()
    assert {one.start_minute for one in desk.ana().hours if one.weekday == 4} == {540, 780}


def test_wrong_hours_of_one_day_outlive_those_of_another(desk: Desk) -> None:
    hours = desk.form.hours
    desk.type(hours.lines[0], "17-9")
    desk.type(hours.lines[1], "9-12")
    assert hours.lines[0].text() == "17-9"
    assert "Hours end after they begin" in hours.error
    assert {one.end_minute for one in desk.ana().hours if one.weekday == 1} == {720}
    desk.type(hours.lines[2], "9-17, 10-12")
    wednesday = QLocale().standaloneDayName(3).capitalize()
    assert hours.error.startswith(f"{wednesday}: These hours overlap")
    QTest.keyClick(hours.lines[2], Qt.Key.Key_Escape)
    assert "Hours end after they begin" in hours.error
    desk.type(hours.lines[0], "9-17")
    assert not hours.error


def test_roles_capacity_and_share_are_set(desk: Desk) -> None:
    desk.form.roles.boxes["setter"].click()
    assert desk.ana().roles == ("closer", "leader", "setter")
    desk.type(desk.form.roles.capacities["setter"], "200")
    desk.type(desk.form.roles.weights["closer"], "3")
    held = {one.role: one for one in desk.ana().held}
    assert held["setter"].weekly_capacity == 200
    assert held["closer"].weight == 3
    desk.type(desk.form.roles.weights["closer"], "many")
    assert "whole number" in desk.form.roles.row.error
    assert not desk.form.roles.capacities["sdr"].isEnabled()


def test_time_off_is_noted_and_taken_back(desk: Desk) -> None:
    card = desk.form.time_off
    card.first.show_day(date(2026, 12, 23))
    assert card.last.day() == date(2026, 12, 23)
    card.last.show_day(date(2027, 1, 3))
    QTest.keyClicks(card.note, "Christmas")
    QTest.keyClick(card.note, Qt.Key.Key_Return)
    with desk.runner.workspace.read() as session:
        (row,) = time_off(session, desk.leader)
    assert (row.starts_on, row.ends_on, row.note) == (
        *(date(2026, 12, 23), date(2027, 1, 3), "Christmas"),
    )
    assert card.lines.count() == 1
    assert not card.empty.isVisible()
    desk.undo()
    assert card.lines.count() == 0


def test_days_that_end_before_they_begin_are_refused_at_the_field(desk: Desk) -> None:
    card = desk.form.time_off
    card.first.show_day(date(2026, 12, 23))
    card.last.show_day(date(2026, 12, 1))
    card.add_button.click()
    assert "before it begins" in card.last_row.error
    card.last.show_day(date(2026, 12, 23))
    card.note.setText("x" * 501)
    card.add_button.click()
    assert (card.last_row.error, "at most 500" in card.note_row.error) == ("", True)
    card.note.setText("Christmas")
    card.add_button.click()
    assert card.note_row.error == card.note.text() == ""


def test_what_is_not_added_yet_stays_with_its_person(
    desk: Desk, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.write() as session:
        other = add_member(session, "Ben", "Europe/Berlin", ("closer",))
    desk.section._read()
    choose = desk.section.list.choose
    days, turns = desk.form.time_off, desk.form.turns
    days.first.show_day(date(2026, 12, 23))
    QTest.keyClicks(days.note, "Christmas")
    QTest.keyClicks(turns.amount, "2")
    QTest.keyClicks(turns.reason, "Had the fair alone")
    choose(str(other))
    begun = (days.first.day(), days.note.text(), turns.amount.text(), turns.reason.text())
    assert begun == (date(2026, 11, 2), "", "", "")
    QTest.keyClicks(days.note, "Moving house")
    QTest.keyClicks(turns.amount, "7")
    QTest.keyClick(turns.amount, Qt.Key.Key_Escape)
    assert turns.amount.text() == ""
    choose(str(desk.leader))
    assert (days.first.day(), days.note.text()) == (date(2026, 12, 23), "Christmas")
    assert (turns.amount.text(), turns.reason.text()) == ("2", "Had the fair alone")
    change, asked = desk.runner.change, []
    monkeypatch.setattr(desk.runner, "change", lambda *work, **then: asked.append((work, then)))
    days.add_button.click()
    choose(str(other))
    assert days.note.text() == "Moving house"
    ((work, then),) = asked
    then["failed"](KnownError("The file is busy."))
    assert (days.last_row.error, days.note.text()) == ("Ana: The file is busy.", "Moving house")
    change(*work, **then)
    assert days.note.text() == "Moving house"
    choose(str(desk.leader))
    assert (days.first.day(), days.note.text()) == (date(2026, 11, 2), "")
    assert days.lines.count() == 1


def test_calendar_and_day_are_planned(desk: Desk) -> None:
    calendar = desk.form.calendar
    assert calendar.policy.value() == "here"
    assert not calendar.age_row.isVisible()
    calendar.policy.changed.emit("imported")
    desk.type(calendar.age, "12")
    row = desk.ana()
    assert (row.calendar_policy, row.calendar_max_age_hours) == ("imported", 12)
    assert "unknown" in calendar.words.text()
    desk.type(desk.form.day.touches, "60")
    desk.type(desk.form.day.cap, "0")
    assert "1 to 50" in desk.form.day.cap_row.error
    assert desk.ana().planned_touches == 60


def test_turns_and_credits_are_shown_and_edited(desk: Desk) -> None:
    card = desk.form.turns
    QTest.keyClicks(card.amount, "2")
    QTest.keyClicks(card.reason, "Had the fair alone")
    card.add_button.click()
    with desk.runner.workspace.read() as session:
        (credit,) = credits_of(session, desk.leader)
    assert (credit.amount, credit.reason) == (2, "Had the fair alone")
    assert card.amount.text() == card.reason.text() == ""
    assert card.credits.count() == 1
    card.add_button.click()
    assert "whole number" in card.amount_row.error
    desk.type(card.amount, "2")
    assert (card.amount_row.error, "empty" in card.reason_row.error) == ("", True)
    card.amount.setText("9" * 5000)
    card.add_button.click()
    assert ("too large" in card.amount_row.error, card.reason_row.error) == (True, "")
    card.level_button.click()
    with desk.runner.workspace.read() as session:
        assert sum(one.amount for one in credits_of(session, desk.leader)) == 0


def test_who_left_is_listed_below_and_can_be_brought_back(
    desk: Desk, workspace: Workspace, leader: MemberId
) -> None:
    with workspace.write(leader) as session:
        gone = add_member(session, "Gert", "UTC", ("sdr",))
        deactivate(session, gone)
    desk.section._read()
    assert desk.section.list.codes() == (str(leader), str(gone))
    desk.section.list.choose(str(gone))
    assert desk.form.leave_button.text() == "Bring back"
    desk.form.leave_button.click()
    assert desk.people()["Gert"].active
    QTest.keyClick(desk.section.list, Qt.Key.Key_Delete)
    assert not desk.people()["Gert"].active
    desk.section.list.choose(str(leader))
    desk.form.leave_button.click()
    assert "on duty" in desk.form.leave_row.error
