from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Contact
from models.history.undo.steps import undo
from models.ids import ContactId, LeadId
from models.intake.records import Duplicates
from models.leads.editing import edit_contact
from models.workspace import Workspace, open_workspace
from tests.app.import_runs.importing import HUBSPOT, counts, dump, import_file, write_csv

ANN = ("1", "Ann", "Lee", "ann@acme.example", "+442079460958", "", "2026-01-05", "SEO")


def row(**changes: str) -> tuple[str, ...]:
    named = dict(zip(HUBSPOT, ANN, strict=True)) | {
        key.replace("_", " "): value for key, value in changes.items()
    }
    return tuple(named[name] for name in HUBSPOT)


def test_a_second_import_of_a_changed_file_updates_what_changed(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]))
    changed = row(Last_Name="Lee-Park", Lead_Source="Webinar")
    outcome = import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, [changed]))
    assert counts(outcome) == (1, 0, 1, 0, 0, 0)
    with workspace.read() as session:
        assert session.scalars(select(Contact.last_name)).all() == ["Lee-Park"]
        assert session.scalars(select(LeadCard.name)).all() == ["Ann Lee-Park"]


def test_a_field_that_was_changed_here_is_left_and_shown(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]))
    with workspace.write() as session:
        contact_id = ContactId(session.scalars(select(Contact.id)).one())
        edit_contact(session, contact_id, last_name="Lee (mobile only)")
    changed = row(Last_Name="Li", First_Name="Anne")
    outcome = import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, [changed]))
    assert counts(outcome)[2] == 1
    (kept,) = outcome.kept_here
    assert (kept.line, kept.field, kept.here, kept.in_file) == (
        2, "last_name", "Lee (mobile only)", "Li",
    )  # fmt: skip
    with workspace.read() as session:
        contact = session.scalars(select(Contact)).one()
        assert (contact.first_name, contact.last_name) == ("Anne", "Lee (mobile only)")


def test_a_field_whose_change_was_taken_back_is_the_files_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]))
    with workspace.write() as session:
        contact_id = ContactId(session.scalars(select(Contact.id)).one())
        edit_contact(session, contact_id, last_name="Lea")
        undo(session, None)
    changed = row(Last_Name="Li")
    outcome = import_file(workspace, write_csv(tmp_path / "b.csv", HUBSPOT, [changed]))
    assert outcome.kept_here == ()
    with workspace.read() as session:
        assert session.scalars(select(Contact.last_name)).all() == ["Li"]


def test_a_field_set_by_an_import_is_the_files_again_after_that_import(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]))
    with workspace.write() as session:
        contact_id = ContactId(session.scalars(select(Contact.id)).one())
        edit_contact(session, contact_id, job_title="Buyer")
    for name in ("Bee", "Cee"):
        changed = row(First_Name=name)
        outcome = import_file(workspace, write_csv(tmp_path / f"{name}.csv", HUBSPOT, [changed]))
        assert outcome.kept_here == ()
    with workspace.read() as session:
        assert session.scalars(select(Contact.first_name)).all() == ["Cee"]


@pytest.mark.parametrize(
    ("policy", "expected", "contacts"),
    [
        (Duplicates.SKIP, (1, 0, 0, 1, 1, 0), 1),
        (Duplicates.UPDATE, (1, 0, 1, 0, 1, 0), 1),
        (Duplicates.CREATE, (1, 1, 0, 0, 1, 0), 2),
    ],
)
def test_a_known_contact_is_treated_as_was_chosen(
    workspace: Workspace,
    tmp_path: Path,
    policy: Duplicates,
    expected: tuple[int, ...],
    contacts: int,
) -> None:
    header = ("first_name", "last_name", "email", "phone")
    first = write_csv(tmp_path / "a.csv", header, [("Ann", "Lee", "ann@acme.example", "")])
    second = write_csv(
        tmp_path / "b.csv", header, [("Ann", "Lee", "ANN@acme.example", "+442079460958")]
    )
    import_file(workspace, first)
    assert counts(import_file(workspace, second, duplicates=policy)) == expected
    with workspace.read() as session:
        assert len(session.scalars(select(Contact.id)).all()) == contacts


@pytest.mark.parametrize(
    "rows",
    [
        # A role mailbox is a desk, not a person.
        [("Ann", "Lee", "info@acme.example", "", ""), ("Bob", "Ray", "info@acme.example", "", "")],
        # A shared phone under two names.
        [("Ann", "Lee", "", "+442079460958", ""), ("Bob", "Ray", "", "+442079460958", "")],
        # A shared phone and no names.
        [("", "", "", "+442079460958", "Acme"), ("", "", "", "+442079460958", "Betatech")],
        # One name alone, and a full name at two companies.
        [("Ann", "", "", "", "Acme"), ("Ann", "", "", "", "Acme")],
        [("Ann", "Lee", "", "", "Acme"), ("Ann", "Lee", "", "", "Betatech")],
        # The same name at the same company, with addresses that differ.
        [("Ann", "Lee", "a@x.example", "", "Acme"), ("Ann", "Lee", "b@x.example", "", "Acme")],
    ],
)  # fmt: skip
def test_what_never_makes_a_duplicate(
    workspace: Workspace, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    header = ("first_name", "last_name", "email", "phone", "company_name")
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", header, rows))
    assert counts(outcome) == (2, 2, 0, 0, 0, 0)


NOBODYS_HEADER = ("first_name", "email", "company_name", "city")
NOBODYS = [
    ("", "", "Acme", "Ulm"),
    ("", "", "Acme", "Ulm"),
    ("Ann", "", "", "Kiel"),
    ("Bob", "info@globex.example", "", ""),
]


def test_rows_that_name_nobody_for_sure_come_in_once(workspace: Workspace, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", NOBODYS_HEADER, NOBODYS)
    assert counts(import_file(workspace, file)) == (4, 4, 0, 0, 0, 0)
    turned = write_csv(
        tmp_path / "b.csv", NOBODYS_HEADER[::-1], [row[::-1] for row in reversed(NOBODYS)]
    )
    assert counts(import_file(workspace, turned)) == (4, 0, 0, 4, 0, 0)
    another = import_file(workspace, file, duplicates=Duplicates.CREATE)
    assert counts(another) == (4, 4, 0, 0, 0, 0)
    assert counts(import_file(workspace, file)) == (4, 0, 0, 4, 0, 0)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["", "Ann"]),
            st.sampled_from(["", "info@acme.example"]),
            st.sampled_from(["", "Acme", "Betatech"]),
            st.sampled_from(["", "Ulm", "Kiel"]),
        ).filter(any),
        min_size=1,
        max_size=8,
    )
)
def test_of_any_rows_the_second_time_brings_nothing_but_lone_cells(
    new_workspace_file: Path, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path / "any.db"
    path.write_bytes(new_workspace_file.read_bytes())
    file = write_csv(tmp_path / "any.csv", NOBODYS_HEADER, rows)
    with closing(open_workspace(path)) as workspace:
        first, second = (import_file(workspace, file).report for _time in range(2))
    lone = sum(sum(map(bool, row)) == 1 and not row[3] for row in rows)
    assert (second.rows, second.updated, second.errors) == (len(rows), 0, 0)
    assert second.created == lone
    assert first.created >= second.created


def test_of_a_name_alone_nobody_knows_that_it_is_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", ("first_name", "city"), [("Ann", "")])
    for _time in range(2):
        assert counts(import_file(workspace, file)) == (1, 1, 0, 0, 0, 0)


def test_a_lead_known_by_its_row_still_waits_for_its_number(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", NOBODYS_HEADER, [NOBODYS[2]]))
    with workspace.write() as session:
        contact_id = ContactId(session.scalars(select(Contact.id)).one())
        edit_contact(session, contact_id, email="ann@acme.example")
    outcome = import_file(workspace, write_csv(tmp_path / "crm.csv", HUBSPOT, [ANN]))
    assert (outcome.report.created, outcome.report.updated) == (0, 1)


def test_the_same_person_twice_in_one_file_is_one_contact(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = ("first_name", "last_name", "email", "phone", "company_name")
    rows = [
        ("Ann", "Lee", "ann@acme.example", "", "Acme Ltd"),
        ("Ann", "Lee", "ann@acme.example", "+442079460958", "Acme"),
    ]
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", header, rows))
    assert counts(outcome) == (2, 1, 1, 0, 1, 0)
    with workspace.read() as session:
        assert session.scalars(select(Contact.phone)).all() == ["+442079460958"]
        assert session.scalars(select(LeadCard.phone)).all() == ["+442079460958"]


def test_a_client_that_comes_back_is_a_new_lead_of_the_same_contact(
    workspace: Workspace, tmp_path: Path
) -> None:
    again = row(Record_ID="2")
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN, again]))
    assert counts(outcome) == (2, 2, 0, 0, 1, 0)
    with workspace.read() as session:
        assert len(session.scalars(select(Contact.id)).all()) == 1
        assert len(set(session.scalars(select(Lead.contact_id)))) == 1


def test_a_stage_that_comes_in_later_is_a_move_of_imported_history(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_file(
        workspace,
        write_csv(tmp_path / "a.csv", HUBSPOT, [row(Lifecycle_Stage="marketingqualifiedlead")]),
    )
    import_file(
        workspace,
        write_csv(tmp_path / "b.csv", HUBSPOT, [row(Lifecycle_Stage="salesqualifiedlead")]),
    )
    with workspace.read() as session:
        moves = session.scalars(select(StageMove).order_by(StageMove.id)).all()
        lead = session.scalars(select(Lead)).one()
        imported = ("imported", "imported history")
    assert [(move.origin, move.evidence) for move in moves] == [imported, imported]
    assert moves[1].from_stage_id == moves[0].to_stage_id
    assert lead.stage_id == moves[1].to_stage_id


def test_a_dry_run_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = dump(workspace)
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]), dry_run=True)
    assert counts(outcome) == (1, 1, 0, 0, 0, 0)
    assert dump(workspace) == before


def test_good_rows_go_in_and_bad_ones_are_listed_beside_the_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    bad = row(Record_ID="2", Email="not an address", First_Name="=1+1")
    outcome = import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN, bad]))
    assert counts(outcome) == (2, 1, 0, 0, 0, 1)
    assert outcome.problem_file == tmp_path / "a.errors.csv"
    listed = outcome.problem_file.read_text(encoding="utf-8-sig")
    assert "3,Email,not an address" in listed


def test_an_imported_lead_is_found_by_its_id(workspace: Workspace, tmp_path: Path) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, [ANN]))
    with workspace.read() as session:
        lead_id = LeadId(session.scalars(select(Lead.id)).one())
        card = session.get_one(LeadCard, lead_id)
    assert card.search_text.startswith(" ann lee")
