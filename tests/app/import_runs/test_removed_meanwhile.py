"""What people remove while a file comes in that belongs to it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.importing.columns.planning import plan_import
from models.entities.workspace.hidden import HiddenBatch
from models.errors import KnownError
from models.fields.custom import add_custom_field, custom_fields
from models.fields.shaping import remove_field
from models.history.undo.steps import NothingToUndoError, undo
from models.history.verbs import Recording
from models.ids import MemberId
from models.intake.loading.batch import Batch, RemovedMeanwhileError
from models.leads.capture import add_lead
from models.marketing.channels import add_channel
from models.workspace import Workspace
from tests.app.import_runs.importing import HUBSPOT, import_file, leads, people, write_csv

HEADER = ("Record ID", "First Name", "Last Name", "Channel", "Rank")
ROWS = [("7", "Ann", "Lee", "Podcast", "3"), ("8", "Bob", "Roe", "Podcast", "5")]
MAP = ("Channel=channel", "Rank=custom:Rank")


def undo_latest(session: Session) -> None:
    undo(session, Recording.of(session).actor_id)


def remove_the_field(session: Session) -> None:
    remove_field(session, custom_fields(session)[0].id)


@pytest.fixture(params=[undo_latest, remove_the_field], ids=["undone", "removed"])
def remove(
    request: pytest.FixtureRequest, workspace: Workspace, member: MemberId
) -> Callable[[Session], None]:
    """Return what takes away the channel, or the field, that the file fills."""
    with workspace.write(member) as session:
        add_custom_field(session, "lead", "Rank", "number")
        add_channel(session, "Podcast")
    work: Callable[[Session], None] = request.param
    return work


def test_an_import_says_that_what_it_belongs_to_is_gone(
    workspace: Workspace,
    member: MemberId,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    remove: Callable[[Session], None],
) -> None:
    path = write_csv(tmp_path / "a.csv", HEADER, ROWS)
    write_chunk = Batch.write_chunk

    def work_and_write(batch: Batch) -> None:
        with workspace.write(member) as session:
            remove(session)
        write_chunk(batch)

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "write_chunk", work_and_write)
        with pytest.raises(RemovedMeanwhileError, match="Import it again"):
            import_file(workspace, path, map_options=MAP)
    assert leads(workspace) == 0
    with workspace.read() as session:
        assert session.scalar(select(func.count()).select_from(HiddenBatch)) == 0


def test_what_a_file_that_comes_in_belongs_to_stays(
    workspace: Workspace,
    member: MemberId,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    remove: Callable[[Session], None],
) -> None:
    path = write_csv(tmp_path / "a.csv", HEADER, ROWS)
    settle = Batch.settle

    def settle_and_work(batch: Batch) -> None:
        settle(batch)
        with (
            pytest.raises(KnownError, match="mport that is still at work"),
            workspace.write(member) as session,
        ):
            remove(session)

    monkeypatch.setattr(Batch, "settle", settle_and_work)
    assert import_file(workspace, path, map_options=MAP).report.created == 2


@pytest.mark.parametrize("by_hand", [True, False], ids=["a lead", "an import"])
def test_rows_that_were_found_in_what_is_undone_are_not_said_to_be_in(
    workspace: Workspace,
    member: MemberId,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by_hand: bool,
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(2))
    source = plan_import(workspace, path).mapping.source
    if by_hand:
        with workspace.write() as session:
            add_lead(session, title="Ours", external_key=(source, "1"))
    else:
        import_file(workspace, path)
    again = [(1, "Other", "Family1", "", "", "", "2026-01-05", "SEO")]
    settle = Batch.settle

    def undo_and_settle(batch: Batch) -> None:
        with suppress(NothingToUndoError), workspace.write() as session:
            undo(session, None)
        settle(batch)

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "settle", undo_and_settle)
        with pytest.raises(RemovedMeanwhileError, match="Import it again"):
            import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, again))
    assert leads(workspace) == 0
    assert import_file(workspace, tmp_path / "b.csv").report.created == 1
