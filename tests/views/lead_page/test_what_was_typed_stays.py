"""What is typed on a lead's page outlives another form, another lead and the lead itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.desk.machine.drafts import MachineDrafts
from models.activity.tasks import tasks_of
from models.duplicates.merging import merge_leads
from models.topics import Topic
from models.workspace import Workspace
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, words, write
from tests.views.lead_page.conftest import Show
from tests.views.leads.lead_doubles import DirectRunner
from views.lead_page.page import LeadPage

AGAIN = "stands here again"


def note_in(page: LeadPage) -> str:
    field = page.form.rows["note"].field
    assert isinstance(field, QPlainTextEdit)
    return field.toPlainText()


def task_of(page: LeadPage) -> QLineEdit:
    field = page.form.rows["task"].field
    assert isinstance(field, QLineEdit)
    return field


def test_a_form_that_was_left_or_replaced_has_what_was_typed_again(
    show: Show, world: SmallWorld, filled: Workspace
) -> None:
    page = show()
    press(page, Qt.Key.Key_N)
    assert AGAIN not in words(page.form)
    write(page, "They move in May")
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_N)
    assert (note_in(page), AGAIN in words(page.form)) == ("They move in May", True)
    page.doing.add_task()
    assert AGAIN not in words(page.form)
    task_of(page).setText("Ask for the plans")
    page.show_lead(world.same_lead)
    page.take_keys()
    press(page, Qt.Key.Key_N)
    assert note_in(page) == "", "what is typed about one lead is not shown at another"
    page.show_lead(world.lead)
    page.take_keys()
    page.doing.add_task()
    assert task_of(page).text() == "Ask for the plans"
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        assert "Ask for the plans" in {one.text for one in tasks_of(session, world.lead)}
    page.doing.add_task()
    assert AGAIN not in words(page.form), "what is done is not asked for again"
    page.doing.add_note()
    assert note_in(page) == "They move in May"


def test_a_form_has_what_was_typed_also_in_the_next_window_and_at_a_merged_lead(
    show: Show, world: SmallWorld, filled: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "drafts.ini"
    page = show(drafts=MachineDrafts(lambda: filled.path, file))
    press(page, Qt.Key.Key_N)
    write(page, "They move in May")
    again = show(drafts=MachineDrafts(lambda: filled.path, file))
    press(again, Qt.Key.Key_N)
    assert (note_in(again), AGAIN in words(again.form)) == ("They move in May", True)
    again.doing.forget()
    with filled.write(world.leader) as session:
        merge_leads(session, world.same_lead, world.lead)
    again.show_lead(world.same_lead)
    again.take_keys()
    press(again, Qt.Key.Key_N)
    assert note_in(again) == "They move in May"
    press(again, Qt.Key.Key_Return)
    assert MachineDrafts(lambda: filled.path, file).kept_under(f"{world.setter}/") == []


def test_what_is_typed_while_something_is_being_saved_stays(
    show: Show, runner: DirectRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()
    title = page.lead.row("title").field
    assert isinstance(title, QLineEdit)
    on_its_way: list[Callable[[], None]] = []
    with monkeypatch.context() as slow:
        change = runner.change
        slow.setattr(
            runner, "change", lambda *what, **how: on_its_way.append(partial(change, *what, **how))
        )
        title.setText("Vans")
        page.lead.row("title").save()
        title.setText("Vans and trucks")
        page.doing.add_note()
        write(page, "They move")
        press(page, Qt.Key.Key_Return)
        write(page, " in May")
    for one in on_its_way:
        one()
    assert title.text() == "Vans and trucks"
    page.lead.row("title").save()
    assert page.shown is not None
    assert page.shown.detail.title == "Vans and trucks"
    assert (page.shown.detail.notes or "").endswith("They move")
    page.doing.add_note()
    assert note_in(page) == "They move in May"


def test_a_lead_that_went_leaves_what_was_typed_about_it(
    show: Show, world: SmallWorld, filled: Workspace, runner: DirectRunner
) -> None:
    page = show()
    said: list[tuple[str, str]] = []
    left: list[bool] = []
    page.said.connect(lambda kind, sentence: said.append((kind, sentence)))
    page.left.connect(lambda: left.append(True))
    press(page, Qt.Key.Key_N)
    write(page, "They move in May")
    with filled.write(world.leader) as session:
        merge_leads(session, world.same_lead, world.lead)
    runner.changed.emit(frozenset({Topic.LEADS}))
    runner.changed.emit(frozenset({Topic.LEADS}))
    (told,) = said
    assert told[0] == "warning"
    assert "merged with another" in told[1]
    assert "still stands" in told[1]
    assert (left, note_in(page)) == ([], "They move in May")
    press(page, Qt.Key.Key_Return)
    assert note_in(page) == "They move in May"
    assert "There is no lead" in words(page.form)
    page.show_lead(world.same_lead)
    page.show_lead(world.lead)
    assert left == [True]
    assert said[-1][0] == "info"
