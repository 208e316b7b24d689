"""Imports that were undone: done again, refused to be, and no longer kept for it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.running.stepping import redo_last, undo_last
from models.duplicates.merging import merge_contacts
from models.entities.people.contacts import Contact
from models.entities.workspace.log import BatchImage
from models.history.sweeping import NotBroughtBackError, sweep
from models.history.undo.steps import next_redo, redo, undo
from models.ids import ContactId, MemberId
from models.intake.loading.alone import ImportRunningError
from models.intake.loading.batch import clear_away
from models.leads.capture import add_company
from models.workspace import Workspace
from tests.app.import_runs.importing import (
    HUBSPOT,
    counts,
    dump,
    import_file,
    leads,
    people,
    redo_after_sweep,
    write_csv,
)


def test_an_undone_import_can_be_redone_after_its_rows_were_swept(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(1100)))
    after = dump(workspace)
    with workspace.write() as session:
        undo(session, None)
    sweep(workspace)
    assert redo_after_sweep(workspace) == 1100
    assert dump(workspace) == after


def test_rows_that_are_being_cleared_away_are_not_brought_back_meanwhile(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(2)))
    after = dump(workspace)
    undo_last(workspace, None)
    refused: list[str] = []

    def somebody_redoes(_swept: int, _total: int) -> None:
        with pytest.raises(ImportRunningError) as error:
            redo_last(workspace, None)
        refused.append(str(error.value))

    clear_away(workspace, somebody_redoes)
    assert "being cleared away" in refused[0]
    redo_last(workspace, None, lambda *_: refused.append(str(clear_away(workspace))))
    assert refused[-1] == "0"
    assert dump(workspace) == after


def test_what_was_swept_is_never_shown_without_its_rows(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(2)))
    undo_last(workspace, None)
    sweep(workspace)
    before = dump(workspace)
    with pytest.raises(NotBroughtBackError), workspace.write() as session:
        redo(session, None)
    assert dump(workspace) == before


def undone_import_of_a_second_pursuit(workspace: Workspace, folder: Path) -> None:
    """Let a file bring a second lead to somebody who is known; take that back and sweep it."""
    import_file(workspace, write_csv(folder / "a.csv", HUBSPOT, people(2)), actor_id=None)
    again = (9, "Given1", "Family1", "p1@acme.example", "", "", "2026-02-05", "SEO")
    import_file(workspace, write_csv(folder / "b.csv", HUBSPOT, [again]))
    assert leads(workspace) == 3
    undo_last(workspace, None)
    sweep(workspace)


def test_an_import_is_not_done_again_after_somebody_merged_its_contact_away(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    undone_import_of_a_second_pursuit(workspace, tmp_path)
    with workspace.write(member) as session:
        first, second = session.scalars(select(Contact.id).order_by(Contact.id)).all()
        merge_contacts(session, ContactId(second), ContactId(first))
    before = dump(workspace)
    with pytest.raises(NotBroughtBackError, match=r"b\.csv cannot be done again.*Import the file"):
        redo_last(workspace, None)
    assert dump(workspace) == before
    outcome = import_file(workspace, tmp_path / "b.csv", actor_id=member)
    assert counts(outcome)[1] == 1
    assert leads(workspace) == 3


def test_an_import_is_not_done_again_after_another_brought_the_same_keys(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    undone_import_of_a_second_pursuit(workspace, tmp_path)
    import_file(workspace, tmp_path / "b.csv", actor_id=member)
    before = dump(workspace)
    with pytest.raises(NotBroughtBackError):
        redo_last(workspace, None)
    assert dump(workspace) == before


def test_what_could_bring_an_import_back_goes_once_nobody_can_ask_for_it(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    undone_import_of_a_second_pursuit(workspace, tmp_path)

    def images() -> int:
        with workspace.read() as session:
            return session.scalar(select(func.count()).select_from(BatchImage)) or 0

    kept = images()
    with workspace.write(member) as session:
        add_company(session, name="Somebody else's work")
    clear_away(workspace)
    assert images() == kept > 0
    with workspace.write() as session:
        add_company(session, name="Work of who undid it")
    clear_away(workspace)
    assert images() == 0
    with workspace.read() as session:
        assert next_redo(session, None) is None
