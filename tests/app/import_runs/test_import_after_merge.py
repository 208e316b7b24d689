"""After a merge either key finds the one that stayed, and what was chosen stays chosen."""

from pathlib import Path

from sqlalchemy import func, select

from models.duplicates.merging import merge_contacts, merge_leads
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact, DoNotContact
from models.history.undo.steps import undo
from models.ids import ContactId, LeadId
from models.workspace import Workspace
from tests.app.import_runs.importing import counts, import_file, write_csv

HUBSPOT = ("Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title")
PLAIN = ("external_key", "First name", "Last name", "Email", "Company", "Do not contact")


def two_sources(workspace: Workspace, folder: Path) -> tuple[Path, Path]:
    """Bring one person in from two systems, with different addresses, as two leads."""
    one = write_csv(
        folder / "hubspot.csv", HUBSPOT, [("17", "Ann", "Lee", "ann@acme.example", "", "CEO")]
    )
    other = write_csv(
        folder / "fair.csv", PLAIN, [("F1", "Anne", "Lee", "lee@home.example", "Acme", "yes")]
    )
    assert counts(import_file(workspace, one))[1] == 1
    assert counts(import_file(workspace, other))[1] == 1
    return one, other


def merge(workspace: Workspace) -> None:
    with workspace.write() as session:
        contacts = session.scalars(select(Contact.id).order_by(Contact.id)).all()
        leads = session.scalars(select(Lead.id).order_by(Lead.id)).all()
        merge_contacts(session, ContactId(contacts[0]), ContactId(contacts[1]))
        merge_leads(session, LeadId(leads[0]), LeadId(leads[1]))


def how_many(workspace: Workspace) -> tuple[int, int]:
    with workspace.read() as session:
        return (
            session.scalar(select(func.count(Contact.id))) or 0,
            session.scalar(select(func.count(Lead.id))) or 0,
        )


def test_either_source_finds_the_merged_lead_and_changes_nothing_chosen(
    workspace: Workspace, tmp_path: Path
) -> None:
    one, other = two_sources(workspace, tmp_path)
    merge(workspace)
    for file in (one, other):
        outcome = import_file(workspace, file)
        assert outcome.report.created == 0
    assert how_many(workspace) == (1, 1)
    with workspace.read() as session:
        contact = session.scalars(select(Contact)).one()
        assert (contact.first_name, contact.email) == ("Ann", "ann@acme.example")
        assert {wish.medium for wish in session.scalars(select(DoNotContact))} == {
            "call", "email", "linkedin",
        }  # fmt: skip
    kept = {field.field for field in outcome.kept_here}
    assert kept == {"first_name", "email"}


def test_the_address_of_the_one_that_went_finds_the_one_that_stayed(
    workspace: Workspace, tmp_path: Path
) -> None:
    two_sources(workspace, tmp_path)
    merge(workspace)
    again = write_csv(tmp_path / "mail.csv", ("Email", "City"), [("LEE@home.example", "York")])
    outcome = import_file(workspace, again)
    assert (outcome.report.created, outcome.report.duplicates) == (0, 1)
    with workspace.read() as session:
        assert session.scalars(select(Contact.city)).all() == ["York"]


def test_an_undone_merge_leaves_both_to_their_sources(workspace: Workspace, tmp_path: Path) -> None:
    one, other = two_sources(workspace, tmp_path)
    merge(workspace)
    with workspace.write() as session:
        undo(session, None)
        undo(session, None)
    for file in (one, other):
        report = import_file(workspace, file).report
        assert (report.created, report.updated, report.skipped) == (0, 0, 1)
    assert how_many(workspace) == (2, 2)
