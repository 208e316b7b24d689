"""Kinds of meetings are edited in the settings, each field held as soon as it is left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.appointments.kinds import (
    MeetingKindRow,
    Preparation,
    PreparationTemplateRow,
    meeting_kinds,
    set_meeting_preparation,
)
from models.topics import Topic
from tests.views.leads.lead_doubles import DirectRunner
from views.settings.duration_text import duration_text, minutes_in
from views.settings.meetings.section import MeetingsSection


@pytest.fixture
def section(runner: DirectRunner, qtbot: QtBot) -> MeetingsSection:
    made = MeetingsSection(runner)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def kinds(runner: DirectRunner) -> dict[str, MeetingKindRow]:
    with runner.workspace.read() as session:
        return {row.name: row for row in meeting_kinds(session, active_only=False)}


def _parts(item: PreparationTemplateRow) -> tuple[str, str, int]:
    return item.text, item.owner_role, item.hours_before


def put(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_rules_are_typed_as_lengths_of_time(section: MeetingsSection, runner: DirectRunner) -> None:
    form = section.form
    assert form.lines["notice_minutes"].text() == "4 h"
    put(form.lines["notice_minutes"], "1 day")
    put(form.lines["minutes"], "40")
    put(form.lines["daily_cap"], "3")
    row = kinds(runner)["Discovery meeting"]
    assert (row.notice_minutes, row.minutes, row.daily_cap) == (1440, 40, 3)
    assert "40 min every 15 min, at least 1 day" in form.summary.text()
    put(form.lines["minutes"], "soon")
    assert "45 min" in form.rows["minutes"].error
    put(form.lines["minutes"], "2 days")
    assert form.rows["minutes"].error.startswith(
        "2880 minutes are not possible here. Use 1 to 1440"
    )
    put(form.lines["minutes"], "40 min")
    assert form.rows["minutes"].error == ""
    assert kinds(runner)["Discovery meeting"].minutes == 40


def test_what_was_refused_stays_with_its_reason_until_another_kind_is_shown(
    section: MeetingsSection,
) -> None:
    form = section.form
    length, row = form.lines["minutes"], form.rows["minutes"]
    put(length, "soon")
    put(form.lines["notice_minutes"], "1 day")
    assert (length.text(), row.error != "") == ("soon", True)
    QTest.keyClick(length, Qt.Key.Key_Escape)
    assert (length.text(), row.error) == ("30 min", "")
    put(length, "soon")
    section.list.choose(section.list.codes()[1])
    assert (length.text(), row.error) == ("45 min", "")
    form.lines["horizon_days"].setText("9" * 5000)
    QTest.keyClick(form.lines["horizon_days"], Qt.Key.Key_Return)
    assert "too large" in form.rows["horizon_days"].error


def test_a_kind_is_added_named_removed_and_brought_back(
    section: MeetingsSection, runner: DirectRunner
) -> None:
    QTest.keyClick(section.list, Qt.Key.Key_Insert)
    assert section.form.name.text() == "New meeting"
    put(section.form.name, "demo")
    assert "already" in section.form.name_row.error
    put(section.form.name, "Review & renewal")
    assert "Review & renewal" in kinds(runner)
    section.form.remove_button.click()
    assert not kinds(runner)["Review & renewal"].active
    assert section.form.remove_button.text() == "Bring back"
    section.form.remove_button.click()
    assert kinds(runner)["Review & renewal"].active


def test_the_checklist_is_edited_line_by_line(
    section: MeetingsSection, runner: DirectRunner
) -> None:
    editor = section.form.preparation
    assert len(editor.lines) == 3
    editor.add_button.click()
    assert len(kinds(runner)["Discovery meeting"].preparation) == 3
    put(editor.lines[3].text, "Print the offer")
    put(editor.lines[3].hours, "1")
    editor.lines[0].remove_button.click()
    items = kinds(runner)["Discovery meeting"].preparation
    assert [one.text for one in items][-1] == "Print the offer"
    assert (len(items), items[-1].hours_before, items[-1].owner_role) == (3, 1, "closer")
    put(editor.lines[2].hours, "-5")
    assert "0 to" in editor.row.error


def test_what_one_line_of_the_checklist_could_not_save_stays_when_others_are_saved(
    section: MeetingsSection, runner: DirectRunner
) -> None:
    editor = section.form.preparation
    first, second, third = editor.lines
    put(second.hours, "-5")
    put(second.hours, "soon")
    assert "whole number" in second.problem.text()
    editor.add_button.click()
    added = editor.lines[3]
    put(added.text, "x" * 501)
    assert "501 signs" in editor.row.error
    put(first.text, "Read their annual report")
    assert "501 signs" in editor.row.error
    put(added.text, "Print the offer")
    assert (editor.row.error, second.hours.text()) == ("", "soon")
    assert "whole number" in second.problem.text()
    with runner.workspace.write() as session:
        kind = kinds(runner)["Discovery meeting"]
        others = (*kind.preparation[1:3], kind.preparation[0])
        set_meeting_preparation(session, kind.id, [Preparation(*_parts(one)) for one in others])
    third.text.setFocus()
    QTest.keyClicks(third.text, "and ")
    runner.changed.emit(frozenset({Topic.CALENDARS}))
    assert [line.text.text() for line in editor.lines] == [
        others[0].text, "and " + others[1].text, "Read their annual report",
    ]  # fmt: skip
    assert editor.lines[0].hours.text() == "soon"
    put(editor.lines[0].hours, "5")
    assert editor.lines[0].problem.text() == ""
    assert kinds(runner)["Discovery meeting"].preparation[0].hours_before == 5


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45 min", 45), ("4h", 240), ("1 h 30 min", 90), ("2 days", 2880), ("1w", 10080)],
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert minutes_in(text) == minutes
    assert minutes_in(duration_text(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "soon", "4 x", "-5", "1.5 h", "9" * 5000])
def test_what_is_no_length_is_none(text: str) -> None:
    assert minutes_in(text) is None
