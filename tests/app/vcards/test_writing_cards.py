"""Leads go out as cards that phones read, and come back as nothing new."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.commands import funneldesk
from app.importing.tables.opening import open_file
from app.importing.tables.reading import SourceRow
from app.vcards.cards import COLUMNS
from app.vcards.writing import card_text, export_cards, folded
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.history.undo.steps import undo
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.lists.wanted import LeadFilter
from models.workspace import Workspace, open_workspace
from tests.app.import_runs.importing import counts, dump, import_file

PERSON = {
    "first_name": "José",
    "last_name": "van der Peña",
    "job_title": "Head; of, everything",
    "email": "jose@acme.example",
    "phone": "+442079460958",
    "mobile": "+4915112345678",
    "linkedin_url": "https://www.linkedin.com/in/jose",
    "country": "DE",
    "city": "Köln",
    "notes": "Calls back.\nPrefers mornings, " + "ä" * 90,
}


class Row:
    """What a lead's card is made of."""

    def __init__(self, **known: Any) -> None:
        self.uuid = "00000000-0000-7000-8000-000000000001"
        self.name = self.company = self.website = None
        for name in PERSON:
            setattr(self, name, None)
        for name, value in known.items():
            setattr(self, name, value)


def exported(workspace: Workspace, path: Path) -> Path:
    assert export_cards(workspace, path).rows > 0
    return path


def fill(workspace: Workspace) -> None:
    with workspace.write() as session:
        acme = add_company(session, name="Acme, Inc.", website="acme.example")
        contact = add_contact(session, company_id=acme, **PERSON)
        add_lead(session, contact_id=contact)
        add_lead(session, company_id=add_company(session, name="Bolt GmbH"))
        add_lead(session, contact_id=add_contact(session, email="only@this.example"))
        add_lead(session, title="Somebody at the fair")


def test_every_line_ends_in_crlf_and_fits_in_75_octets(
    workspace: Workspace, tmp_path: Path
) -> None:
    fill(workspace)
    raw = exported(workspace, tmp_path / "out.vcf").read_bytes()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert raw.count(b"VERSION:3.0") == 3, "a lead of nobody has no card"
    for line in lines:
        line.decode()


def test_cards_that_come_back_are_nothing_new(workspace: Workspace, tmp_path: Path) -> None:
    fill(workspace)
    path = exported(workspace, tmp_path / "out.vcf")
    before = dump(workspace)
    outcome = import_file(workspace, path)
    assert counts(outcome)[1:3] == (0, 0)
    assert dump(workspace) == before


def test_cards_bring_the_same_people_to_another_workspace(
    workspace: Workspace, tmp_path: Path, new_workspace_file: Path
) -> None:
    fill(workspace)
    path = exported(workspace, tmp_path / "out.vcf")
    (tmp_path / "other.db").write_bytes(new_workspace_file.read_bytes())
    other = open_workspace(tmp_path / "other.db")
    assert counts(import_file(other, path)) == (3, 3, 0, 0, 0, 0)
    with other.read() as session:
        contacts = session.scalars(select(Contact).order_by(Contact.id)).all()
        assert {name: getattr(contacts[0], name) for name in PERSON} == PERSON
        assert [(one.email, one.last_name) for one in contacts[1:]] == [("only@this.example", None)]
        names = session.scalars(select(Company.name).order_by(Company.id)).all()
        assert names == ["Acme, Inc.", "Bolt GmbH"]
    other.close()


def test_an_address_book_does_not_make_new_leads_of_known_people(
    workspace: Workspace, tmp_path: Path
) -> None:
    fill(workspace)
    path = tmp_path / "book.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nUID:4711\nFN:José Peña\nEMAIL:JOSE@acme.example\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nUID:4712\nFN:Nora New\nORG:New AG\nEND:VCARD\n"
    )
    import_file(workspace, path)
    import_file(workspace, path)
    with workspace.read() as session:
        assert session.scalar(select(func.count(Lead.id))) == 5


def test_the_import_of_cards_is_undone_as_a_whole(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text("BEGIN:VCARD\nFN:Nora New\nORG:New AG\nEND:VCARD\nBEGIN:VCARD\nFN:Open\n")
    outcome = import_file(workspace, path)
    assert counts(outcome)[1] == 1
    assert outcome.report.errors == 1
    assert outcome.problem_file is not None
    assert "no end" in outcome.problem_file.read_text(encoding="utf-8-sig")
    with workspace.write() as session:
        undo(session, None)
    with workspace.read() as session:
        assert session.scalar(select(func.count(Lead.id))) == 0


def test_the_terminal_writes_and_reads_cards(workspace: Workspace, tmp_path: Path) -> None:
    fill(workspace)
    path = tmp_path / "out.vcf"
    named = ["--workspace", str(workspace.path)]
    done = CliRunner().invoke(funneldesk, [*named, "export", "leads", str(path), "--format", "vcf"])
    assert done.exit_code == 0
    assert "3 rows in" in done.output
    done = CliRunner().invoke(funneldesk, [*named, "import", str(path)])
    assert done.exit_code == 0
    assert "out.vcf read: vcard" in done.output
    done = CliRunner().invoke(
        funneldesk, [*named, "export", "stage-moves", str(path), "--format", "vcf"]
    )
    assert done.exit_code == 2


def test_a_list_goes_out_as_it_is_filtered(workspace: Workspace, tmp_path: Path) -> None:
    fill(workspace)
    wanted = LeadFilter(search="bolt")
    assert export_cards(workspace, tmp_path / "out.vcf", wanted=wanted).rows == 1


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf"))
    | st.sampled_from(' ,;\\:"='),
    min_size=1,
    max_size=60,
).map(str.strip)


@settings(max_examples=80, deadline=None)
@given(
    st.fixed_dictionaries(
        {"last_name": texts.filter(bool)},
        optional={"first_name": texts, "job_title": texts, "company": texts, "city": texts,
                  "notes": st.lists(texts.filter(bool), max_size=4).map("\n".join)},
    )
)  # fmt: skip
def test_any_text_survives_its_card(
    tmp_path_factory: pytest.TempPathFactory, known: dict[str, str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "card.vcf"
    path.write_bytes(card_text(Row(**known)).encode())
    (row,) = open_file(path).rows()
    assert isinstance(row, SourceRow)
    cells = dict(zip(COLUMNS, row.cells, strict=True))
    assert cells["UID"] == "00000000-0000-7000-8000-000000000001"
    for column, name in (
        ("N family", "last_name"), ("N given", "first_name"), ("TITLE", "job_title"),
        ("ORG", "company"), ("ADR city", "city"), ("NOTE", "notes"),
    ):  # fmt: skip
        wanted = known.get(name, "")
        one_line = column in {"N family", "N given", "ORG", "ADR city"}
        assert cells[column] == (" ".join(wanted.split()) if one_line else wanted.strip())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_folding_loses_nothing(text: str) -> None:
    line = f"NOTE:{text}"
    assert folded(line).replace("\r\n ", "") == line
    assert all(len(piece.encode()) <= 75 for piece in folded(line).split("\r\n"))
