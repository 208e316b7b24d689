"""Drafts on the Definitions page: weighed, undone, discarded, and made of a past version."""

from typing import Any

from PySide6.QtCore import Qt

from models.definitions.versions.writing import current_draft, write_definitions
from models.ids import ContactId
from models.leads.editing import edit_contact
from models.workspace import Workspace
from tests.views.definitions.conftest import Open
from tests.views.definitions.definition_doubles import DeskRunner
from tests.views.definitions.worked_by_keys import (
    CTRL,
    in_force,
    press,
    stage_names,
    terms_form,
    type_over,
)
from tests.views.keys_and_words import words
from views.definitions.editing import with_term
from views.definitions.forms.versions import VersionsForm


def test_undo_takes_back_one_visit_to_a_field_and_then_leaves_the_key_to_the_window(
    show: Open,
) -> None:
    page = show()
    before = page.desk.draft
    press(Qt.Key.Key_F2)
    type_over("Fresh")
    press(Qt.Key.Key_Tab)
    assert stage_names(page.desk.draft)[0] == "Fresh"
    terms_form(page).terms["accept"].setFocus()
    terms_form(page).terms["accept"].setValue(60)
    press(Qt.Key.Key_Z, CTRL)
    assert page.desk.draft.terms == before.terms
    press(Qt.Key.Key_Z, CTRL)
    assert page.desk.draft == before
    assert not page.desk.can_undo
    press(Qt.Key.Key_Y, CTRL)
    assert stage_names(page.desk.draft)[0] == "Fresh"


def test_only_the_newest_draft_is_weighed(show: Open, runner: DeskRunner) -> None:
    page = show()
    counted: list[Any] = []
    page.follower.counted.connect(counted.append)
    runner.held = True
    for value in ("40", "41"):
        page.desk.edit(with_term(page.desk.draft, "mql_fit", value), value)
        page.follower.weigh()
    runner.answer()
    runner.held = False
    assert len(counted) == 1


def test_a_count_for_an_older_draft_is_dropped(show: Open, runner: DeskRunner) -> None:
    page = show()
    counted: list[Any] = []
    page.follower.counted.connect(counted.append)
    page.desk.edit(with_term(page.desk.draft, "mql_fit", "40"), 1)
    page.follower.weigh()
    assert len(counted) == 1
    runner.held = True
    page.follower.weigh()
    _lane, look = runner.waiting.pop(0)
    look()
    page.desk.edit(with_term(page.desk.draft, "mql_fit", "41"), 2)
    runner.answer()
    runner.held = False
    assert len(counted) == 1


def test_a_past_version_becomes_a_draft(show: Open, workspace: Workspace) -> None:
    page = show()
    terms_form(page).terms["mql_fit"].setValue(70)
    page.bar.save_button.click()
    page.parts.choose("versions")
    form = page.forms["versions"]
    assert isinstance(form, VersionsForm)
    form.view.setCurrentIndex(form.model.index(1))
    form.take_button.click()
    assert page.desk.draft.terms["mql_fit"] == "50"
    assert page.desk.changes == 1
    page.bar.save_button.click()
    assert in_force(workspace).terms["mql_fit"] == "50"
    assert page.desk.content.number == 3


def test_discarding_can_be_taken_back(show: Open) -> None:
    page = show()
    terms_form(page).terms["mql_fit"].setValue(70)
    page.bar.discard_button.click()
    assert page.desk.changes == 0
    page.parts.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert page.desk.draft.terms["mql_fit"] == "70"


def test_a_version_written_elsewhere_keeps_the_draft(
    show: Open, runner: DeskRunner, workspace: Workspace
) -> None:
    page = show()
    said: list[str] = []
    page.notice.connect(lambda _kind, sentence: said.append(sentence))
    terms_form(page).terms["mql_fit"].setValue(70)

    def write(session: Any) -> None:
        write_definitions(session, with_term(current_draft(session), "accept", "60"))

    runner.change(write)
    assert page.desk.draft.terms["mql_fit"] == "70"
    assert "Version 2 came into force" in said[-1]
    assert page.desk.changes == 1
    page.parts.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert page.desk.changes == 0, "undo takes back what was edited here alone"
    press(Qt.Key.Key_Y, CTRL)
    page.bar.save_button.click()
    assert (in_force(workspace).terms["accept"], in_force(workspace).terms["mql_fit"]) == (
        *("60", "70"),
    )


def test_a_version_that_nobody_here_has_seen_is_not_written_over(
    show: Open, runner: DeskRunner, workspace: Workspace
) -> None:
    page = show()
    with workspace.write() as session:
        write_definitions(session, with_term(current_draft(session), "accept", "60"))
    terms_form(page).terms["mql_fit"].setValue(70)
    page.bar.note.setText("Higher fit")
    page.bar.save_button.click()
    assert in_force(workspace).terms["mql_fit"] == "50"
    assert (page.desk.draft.terms["accept"], page.desk.changes) == ("60", 1)
    assert page.bar.note.text() == "Higher fit"
    page.bar.save_button.click()
    assert in_force(workspace).terms["accept"] == "60"
    assert in_force(workspace).terms["mql_fit"] == "70"
    assert page.bar.note.text() == ""


def test_what_is_typed_until_the_saved_version_is_read_goes_on_from_it(
    show: Open, runner: DeskRunner, workspace: Workspace
) -> None:
    page = show()
    stages = len(page.desk.draft.stages)
    page.add_stage()
    type_over("Fresh")
    page.bar.note.setText("A stage more")
    runner.held = True
    page.bar.save_button.click()
    type_over("Fresh leads")
    page.bar.note.setText("And its name")
    runner.answer()
    runner.held = False
    assert in_force(workspace).stages[1].name == "Fresh"
    assert (page.desk.changes, page.bar.note.text()) == (1, "And its name")
    page.bar.save_button.click()
    assert len(in_force(workspace).stages) == stages + 1
    assert in_force(workspace).stages[1].name == "Fresh leads"


def test_the_example_is_judged_anew_after_its_lead_was_changed_on_another_page(
    show: Open, runner: DeskRunner
) -> None:
    page = show()
    assert "Ann Lee" in words(page.example)
    page.hide()
    runner.change(lambda session: edit_contact(session, ContactId(1), last_name="Smith"))
    page.show()
    assert "Ann Smith" in words(page.example)
