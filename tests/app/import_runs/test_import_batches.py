from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.importing.columns.planning import plan_import
from app.importing.request import ImportRequest
from app.importing.run import ImportCancelledError, run_import
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact
from models.entities.workspace.exchange import ImportBatch
from models.history.sweeping import sweep
from models.history.undo.steps import WorkedSinceError, undo
from models.ids import ChangeId, ContactId, LeadId, MemberId
from models.intake.loading.alone import ImportRunningError
from models.intake.loading.batch import Batch, clear_away
from models.intake.loading.publishing import index_new_leads
from models.intake.standing import ImportStanding, import_standing
from models.leads.editing import add_note, edit_contact
from models.scoring.rescoring import rescore_all
from models.workspace import Workspace, open_workspace
from tests.app.import_runs.importing import (
    HUBSPOT,
    Dump,
    counts,
    dump,
    import_file,
    leads,
    people,
    redo_after_sweep,
    write_csv,
)


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
        patch("models.intake.loading.batch._abandon"),
        patch("models.intake.loading.batch.sweep"),
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
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(4)))
    published = ChangeId(outcome.change_id or 0)
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
        assert import_standing(session, published, None) == ImportStanding(
            taken_back=True, kept_leads=1, can_redo=True
        )
        assert session.scalars(select(Lead.id)).all() == [worked]
        assert session.scalars(select(Contact.last_name)).all() == ["Family3"]
        assert session.scalars(select(LeadCard.name)).all() == ["Given3 Family3"]
    with workspace.write() as session:
        redone = redo_after_sweep(workspace)
    assert redone == 4


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
    with workspace.write() as session, pytest.raises(WorkedSinceError) as refused:
        undo(session, None)
    assert str(refused.value) == (
        "Of what the import changed, this was changed again: “First name” of Mine Family1. "
        "Undo the rest and keep these, or leave the import as it is."
    )
    with workspace.write() as session:
        undo(session, None, leave_out_worked=True)
    with workspace.read() as session:
        names = session.scalars(select(Contact.first_name).order_by(Contact.id)).all()
    assert names == ["Mine", "Given2"]


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
        patch("models.intake.loading.batch._abandon"),
        patch("models.intake.loading.batch.sweep"),
        pytest.raises(ImportCancelledError),
    ):
        run_import(workspace, request, cancelled=lambda: next(asked))
    assert dump(workspace) != before
    clear_away(workspace)
    assert dump(workspace) == before


def test_a_running_import_is_not_cleared_away(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(600))
    request = ImportRequest(path, plan_import(workspace, path).mapping)

    def somebody_starts(_done: int, _total: int) -> None:
        assert clear_away(workspace) == 0

    run_import(workspace, request, progress=somebody_starts)
    assert leads(workspace) == 600
