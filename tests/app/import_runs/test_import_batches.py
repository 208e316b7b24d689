from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.importing.planning import plan_import
from app.importing.problems import ImportFileError
from app.importing.process import ImportEndedError, import_in_child
from app.importing.run import ImportCancelledError, ImportRequest, run_import
from app.running.stepping import redo_last, undo_last
from models.duplicates.merging import merge_contacts
from models.entities import BatchImage, Contact, ImportBatch, Lead, LeadCard
from models.history.batches import NotBroughtBackError, bring_back, is_swept, sweep
from models.history.undoing import WorkedSinceError, next_redo, redo, undo
from models.ids import ContactId, LeadId, MemberId
from models.intake.loading import Batch, ImportRunningError, clear_away
from models.intake.publishing import index_new_leads
from models.leads.capture import add_company
from models.leads.editing import add_note, edit_contact
from models.scoring.rescoring import rescore_all
from models.workspace import Workspace, open_workspace
from tests.app.import_runs.importing import HUBSPOT, Dump, counts, dump, import_file, write_csv


def people(count: int, first: int = 1) -> list[tuple[object, ...]]:
    return [
        (n, f"Given{n}", f"Family{n}", f"p{n}@acme.example", "", "", "2026-01-05", "SEO")
        for n in range(first, first + count)
    ]


def leads(workspace: Workspace) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(Lead)) or 0


def test_nothing_is_visible_until_all_is(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(1200))
    plan = plan_import(workspace, path)
    seen: list[int] = []
    run_import(
        workspace,
        ImportRequest(path, plan.mapping),
        progress=lambda _done, _total: seen.append(leads(workspace)),
    )
    assert seen == [0, 0]
    assert leads(workspace) == 1200


def test_a_cancel_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = dump(workspace)
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(1200))
    plan = plan_import(workspace, path)
    asked = iter([False, False, True])
    with pytest.raises(ImportCancelledError):
        run_import(workspace, ImportRequest(path, plan.mapping), cancelled=lambda: next(asked))
    assert dump(workspace) == before


def test_an_error_in_the_middle_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = dump(workspace)
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(1200))
    written = Batch.write_chunk
    chunks = 0

    def fail_at_the_second(batch: Batch) -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 2:
            batch.settle()
            raise OSError("the disk is full")
        written(batch)

    with (
        patch.object(Batch, "write_chunk", fail_at_the_second),
        pytest.raises(OSError, match="disk is full"),
    ):
        import_file(workspace, path)
    assert dump(workspace) == before


def test_the_next_import_sweeps_what_a_crash_left(workspace: Workspace, tmp_path: Path) -> None:
    """A process that is killed between two chunks cannot say that its batch is abandoned."""
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    asked = iter([False, True])
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    with (
        patch("models.intake.loading._abandon"),
        patch("models.intake.loading.sweep"),
        pytest.raises(ImportCancelledError),
    ):
        run_import(workspace, request, cancelled=lambda: next(asked))
    assert leads(workspace) == 0
    outcome = import_file(workspace, path)
    assert counts(outcome) == (600, 600, 0, 0, 0, 0)
    with workspace.read() as session:
        states = session.scalars(select(ImportBatch.state).order_by(ImportBatch.id)).all()
        stored = session.connection().scalar(select(func.count()).select_from(Lead))
    assert states == ["cancelled", "published"]
    assert stored == 600


def test_two_imports_at_once_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    lock = FileLock(workspace.path.with_name(workspace.path.name + ".import-lock"))
    with lock, pytest.raises(ImportRunningError):
        import_file(workspace, path)
    assert counts(import_file(workspace, path))[1] == 3


def test_undo_offers_to_keep_the_leads_that_were_worked(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(4)))
    with workspace.write(member) as session:
        worked = LeadId(session.scalars(select(Lead.id).order_by(Lead.id)).all()[2])
        add_note(session, worked, "Call back in May")
    with workspace.write() as session, pytest.raises(WorkedSinceError) as refused:
        undo(session, None)
    assert refused.value.leads == (worked,)
    assert "Given3 Family3" in str(refused.value)
    assert leads(workspace) == 4
    with workspace.write() as session:
        undo(session, None, leave_out_worked=True)
    sweep(workspace)
    with workspace.read() as session:
        assert session.scalars(select(Lead.id)).all() == [worked]
        assert session.scalars(select(Contact.last_name)).all() == ["Family3"]
        assert session.scalars(select(LeadCard.name)).all() == ["Given3 Family3"]
    with workspace.write() as session:
        redone = redo_after_sweep(workspace)
    assert redone == 4


def redo_after_sweep(workspace: Workspace) -> int:
    with workspace.read() as session:
        batch_id = session.scalars(select(ImportBatch.id)).all()[-1]
        swept = is_swept(session, batch_id)
    if swept:
        bring_back(workspace, batch_id)
    with workspace.write() as session:
        redo(session, None)
    return leads(workspace)


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


def scored_dump(workspace: Workspace) -> Dump:
    """Return all rows once the leads are scored, which is done behind each import."""
    rescore_all(workspace)
    return dump(workspace)


def test_undoing_an_import_that_updated_gives_the_old_values_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(3)))
    before = scored_dump(workspace)
    changed = [(n, "Other", *rest) for n, _given, *rest in people(5)]
    outcome = import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, changed))
    assert counts(outcome) == (5, 2, 3, 0, 0, 0)
    after = scored_dump(workspace)
    with workspace.write() as session:
        undo(session, None)
    sweep(workspace)
    assert scored_dump(workspace) == before
    assert redo_after_sweep(workspace) == 5
    assert scored_dump(workspace) == after


def test_undo_leaves_an_updated_field_that_was_changed_since(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(2)))
    changed = [(n, "Other", *rest) for n, _given, *rest in people(2)]
    import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, changed))
    with workspace.write(member) as session:
        first = ContactId(session.scalars(select(Contact.id).order_by(Contact.id)).first() or 0)
        edit_contact(session, first, first_name="Mine")
    with workspace.write() as session, pytest.raises(WorkedSinceError):
        undo(session, None)
    with workspace.write() as session:
        undo(session, None, leave_out_worked=True)
    with workspace.read() as session:
        names = session.scalars(select(Contact.first_name).order_by(Contact.id)).all()
    assert names == ["Mine", "Given2"]


def test_an_import_in_a_process_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    plan = plan_import(workspace, path)
    told: list[tuple[int, int]] = []
    outcome = import_in_child(
        workspace.path,
        ImportRequest(path, plan.mapping),
        lambda done, total: told.append((done, total)),
        lambda: False,
    )
    assert counts(outcome) == (600, 600, 0, 0, 0, 0)
    assert told[-1] == (600, 600)
    assert leads(workspace) == 600


def test_what_a_child_process_refuses_is_raised_here(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(1))
    plan = plan_import(workspace, path)
    path.unlink()
    with pytest.raises(ImportFileError, match=r"a\.csv"):
        import_in_child(
            workspace.path, ImportRequest(path, plan.mapping), lambda *_: None, lambda: False
        )


def test_a_child_process_stops_when_it_is_asked_to(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3000))
    plan = plan_import(workspace, path)
    told: list[int] = []
    with pytest.raises(ImportCancelledError):
        import_in_child(
            workspace.path,
            ImportRequest(path, plan.mapping),
            lambda done, _total: told.append(done),
            lambda: bool(told),
        )
    assert leads(workspace) == 0


_names = st.sampled_from(["Ann", "Bob", "Cy", "", "Dö"])
_rows = st.lists(
    st.tuples(
        st.integers(1, 6),
        _names,
        _names,
        st.sampled_from(["", "a@x.example", "b@x.example", "info@x.example", "bad"]),
        st.sampled_from(["", "+442079460958", "+442079460959"]),
        st.sampled_from(["", "marketingqualifiedlead", "salesqualifiedlead", "customer", "odd"]),
        st.sampled_from(["", "2026-01-05", "2026-02-06"]),
        st.sampled_from(["", "SEO", "Webinar"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=_rows, second=_rows)
def test_any_two_imports_add_up_and_undo_to_the_start(
    new_workspace_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[object, ...]],
    second: list[tuple[object, ...]],
) -> None:
    folder = tmp_path_factory.mktemp("imports")
    path = folder / "w.db"
    path.write_bytes(new_workspace_file.read_bytes())
    workspace = open_workspace(path)
    try:
        states = [dump(workspace)]
        done = 0
        for number, rows in enumerate((first, second)):
            file = write_csv(folder / f"{number}.csv", HUBSPOT, rows)
            outcome = import_file(workspace, file)
            total, created, updated, skipped, _duplicates, errors = counts(outcome)
            assert total == created + updated + skipped + errors == len(rows)
            # As the window does in the background.
            rescore_all(workspace)
            if outcome.change_id is not None:
                done += 1
                states.append(dump(workspace))
            index_new_leads(workspace)
        for expected in reversed(states[:-1]):
            with workspace.write() as session:
                undo(session, None)
            sweep(workspace)
            rescore_all(workspace)
            assert dump(workspace) == expected
        assert done == len(states) - 1
    finally:
        workspace.close()


def test_what_a_crash_left_is_cleared_away_at_the_next_start(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = dump(workspace)
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    asked = iter([False, True])
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    with (
        patch("models.intake.loading._abandon"),
        patch("models.intake.loading.sweep"),
        pytest.raises(ImportCancelledError),
    ):
        run_import(workspace, request, cancelled=lambda: next(asked))
    assert dump(workspace) != before
    clear_away(workspace)
    assert dump(workspace) == before


def test_a_running_import_is_not_cleared_away(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    run_import(workspace, request, progress=lambda *_: clear_away(workspace))
    assert leads(workspace) == 600


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


# It takes the three arguments of a process's work and does nothing: the process ends at once.
ENDS_AT_ONCE = slice


def test_a_reading_process_that_dies_is_told_of_and_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    before = dump(workspace)
    monkeypatch.setattr("app.importing.feeding._ALONE_BELOW_BYTES", 0)
    monkeypatch.setattr("app.importing.feeding._feed", ENDS_AT_ONCE)
    with pytest.raises(ImportFileError, match=r"a\.csv ended without a word"):
        import_file(workspace, path)
    assert dump(workspace) == before


def test_an_import_process_that_dies_is_told_of(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    request = ImportRequest(path, plan_import(workspace, path).mapping)
    monkeypatch.setattr("app.importing.process._work", ENDS_AT_ONCE)
    with pytest.raises(ImportEndedError, match=r"a\.csv ended without a word"):
        import_in_child(workspace.path, request, lambda *_: None, lambda: False)
