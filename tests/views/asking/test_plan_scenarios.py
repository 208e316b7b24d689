"""The stored plans in the window: found, opened, renamed, copied, deleted, passed on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.asking.asking_doubles import DeskUnderTest, PlanShelf
from views.asking.scenarios.keeping import Keeping
from views.asking.scenarios.lineage import changes_between
from views.asking.scenarios.panel import ScenariosPanel
from views.whatif.inputs.shown import inputs_of, with_input
from views.whatif.people.hires import with_hire


@dataclass
class Shown:
    """The panel with its stand-ins and what it said."""

    panel: ScenariosPanel
    keeping: Keeping
    desk: DeskUnderTest
    shelf: PlanShelf
    said: list[tuple[str, str]]


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Shown:
    desk, shelf = DeskUnderTest(), PlanShelf()
    keeping = Keeping(desk, shelf)
    said: list[tuple[str, str]] = []
    keeping.said.connect(lambda kind, text: said.append((kind, text)))
    file = str(tmp_path / "plan.json")
    panel = ScenariosPanel(
        keeping, choose_save=lambda *_asked: file, choose_open=lambda *_asked: file
    )
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    with qtbot.waitActive(panel):
        panel.show()
    keeping.save()
    panel.name.setText("Base")
    panel.notes_field.setPlainText("For the board")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    return Shown(panel, keeping, desk, shelf, said)


def test_a_plan_is_saved_under_a_name_and_then_in_its_place(shown: Shown) -> None:
    assert shown.shelf.rows[1].name == "Base"
    assert shown.shelf.rows[1].notes == "For the board"
    assert (shown.desk.plan.name, shown.desk.plan.parent_id) == ("Base", 1)
    shown.desk.take(with_input(shown.desk.plan, "rate:SQL", 0.6))
    shown.keeping.save()
    assert list(shown.shelf.rows) == [1]
    assert shown.shelf.plans[1].network.steps[0].conversion.rate.mean == pytest.approx(0.6)
    assert not shown.panel.form.isVisible()


@pytest.mark.parametrize("opened", [False, True])
def test_what_is_moved_or_opened_while_a_new_scenario_is_saved_stays(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, opened: bool
) -> None:
    waiting: list[Callable[[], None]] = []
    save = shown.shelf.save
    monkeypatch.setattr(
        shown.shelf, "save", lambda *asked, **how: waiting.append(lambda: save(*asked, **how))
    )
    shown.keeping.save_as("More", "")
    moved = with_input(shown.desk.plan, "rate:SQL", 0.6)
    shown.desk.take(replace(moved, name="Other", parent_id=None) if opened else moved)
    waiting[0]()
    plan = shown.desk.plan
    assert plan.network == moved.network
    assert (plan.name, plan.parent_id) == (("Other", None) if opened else ("More", 2))


def test_name_and_notes_of_a_new_scenario_stay_until_they_are_saved(shown: Shown) -> None:
    panel = shown.panel
    shown.desk.take(replace(shown.desk.plan, name="Base: more"))
    shown.keeping.save()
    panel.name.setText("More")
    panel.notes_field.setPlainText("Two more hires")
    QTest.keyClick(panel.name, Qt.Key.Key_Escape)
    assert not panel.form.isVisible()
    shown.keeping.save()
    assert (panel.name.text(), panel.notes_field.toPlainText()) == ("More", "Two more hires")
    shown.keeping.save()
    assert shown.shelf.rows[2].notes == "Two more hires"
    assert not panel.form.isVisible()


def test_under_another_name_it_says_what_was_changed_from_what(shown: Shown) -> None:
    plan = with_input(shown.desk.plan, "rate:SQL", 0.55)
    shown.desk.take(replace(plan.with_network(with_hire(plan.network, 0, 5)), name="Base: more"))
    shown.keeping.save()
    assert shown.panel.name.text() == "Base: more"
    shown.panel.name.setText("Base")
    QTest.keyClick(shown.panel.name, Qt.Key.Key_Return)
    assert "already" in shown.panel.name_row.error
    assert "error" not in dict(shown.said), "said once, where it goes away with what it is about"
    shown.panel.name.setText("More")
    QTest.keyClick(shown.panel.name, Qt.Key.Key_Return)
    shown.panel.items.setCurrentRow(0)
    assert shown.panel.lineage.text().replace("\u202f", " ") == (
        "Changed from “Base”: Rate into SQL 50 % → 55 %; SDR 2 → 3 from week 6."
    )
    shown.panel.search.setText("rate into sql")
    assert shown.panel.items.count() == 1
    shown.panel.search.setText("nothing like it")
    assert "No scenario has that" in shown.panel.empty.text()


def test_the_list_is_worked_by_keys(shown: Shown) -> None:
    items = shown.panel.items
    items.setFocus()
    QTest.keyClick(items, Qt.Key.Key_Insert)
    assert [row.name for row in shown.shelf.rows.values()] == ["Base", "Base (2)"]
    items.setCurrentRow(0)
    QTest.keyClick(items, Qt.Key.Key_F2)
    shown.panel.name.setText("Copy")
    QTest.keyClick(shown.panel.name, Qt.Key.Key_Return)
    assert shown.shelf.rows[2].name == "Copy"
    items.setCurrentRow(0)
    items.itemActivated.emit(items.item(0))
    assert shown.desk.plan.parent_id == 2
    QTest.keyClick(items, Qt.Key.Key_Delete)
    assert list(shown.shelf.rows) == [1]
    assert shown.said[-1] == ("info", "Scenario deleted. Undo brings it back.")


def test_a_plan_is_passed_on_as_a_file_and_a_bad_one_refused(shown: Shown, tmp_path: Path) -> None:
    shown.panel.items.setCurrentRow(0)
    shown.panel.export_button.click()
    assert (tmp_path / "plan.json").read_text("utf-8") == "Base"
    shown.panel.import_button.click()
    assert shown.said[-1] == ("error", "plan.json cannot be read at weeks: a year.")


def test_what_has_no_words_of_its_own_is_still_told(shown: Shown) -> None:
    plan = shown.desk.plan
    assert changes_between(plan, plan) == ()
    shorter = plan.with_network(replace(plan.network, weeks=8))
    assert [change.words for change in changes_between(plan, shorter)] == ["Weeks 12 → 8"]
    group = replace(plan.network.roles[0].staff[0], ramp=(0.5,))
    role = replace(plan.network.roles[0], staff=(group,))
    ramped = plan.with_network(replace(plan.network, roles=(role,)))
    assert [change.words for change in changes_between(plan, ramped)] == [
        "Ramp, leave or leaving of SDR as before → changed"
    ]
    leaving = replace(group, ramp=(), until_week=6)
    role = replace(role, staff=(leaving,))
    left = plan.with_network(replace(plan.network, roles=(role,)))
    assert [change.words for change in changes_between(plan, left)] == ["SDR 2 → 0 from week 7"]


def test_differences_too_small_to_be_shown_are_told_once_and_not_number_by_number(
    shown: Shown,
) -> None:
    plan = shown.desk.plan
    learned_later = plan
    for stage in plan.network.stages[1:]:
        name = f"rate:{stage.name}"
        rate = next(one.value for one in inputs_of(plan) if one.name == name)
        learned_later = with_input(learned_later, name, rate + 1e-6)
    assert [change.words for change in changes_between(plan, learned_later)] == [
        "Other inputs, by less than is shown: as before → changed"
    ]
