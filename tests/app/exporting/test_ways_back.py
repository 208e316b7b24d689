"""What goes back where a source has no keys, no notes, or words of its own; and the command."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from app.commands import funneldesk, run_command
from app.exporting.back.run import export_back
from app.exporting.back.wording import amount_text
from app.importing.cells.amounts import parse_money
from app.importing.columns.mapping import Mapping
from app.importing.presets.own_marks import with_activity, without_activity
from models.activity.touches import log_touch
from models.deals.dealing import deals_of, edit_deal
from models.entities.leads.leads import Lead
from models.ids import ContactId, LeadId, MemberId
from models.leads.editing import edit_contact
from models.leads.stages.closing import mark_lost, reopen
from models.workspace import Workspace
from tests.app.exporting.going_back import (
    NOTHING_NEW,
    bring_in,
    contact_of,
    header_of,
    lead_by_key,
    news,
    read_rows,
    write_rows,
)
from tests.app.exporting.sources import (
    GOOGLE,
    HUBSPOT,
    LINKEDIN,
    MAVEN,
    PIPEDRIVE,
    SALESFORCE,
    SALVIRT,
    Source,
)


def taken_in(workspace: Workspace, tmp_path: Path, source: Source) -> None:
    path = write_rows(tmp_path / "source.csv", source.header, source.rows)
    assert bring_in(workspace, path).report.created


def lead_called(workspace: Workspace, text: str) -> LeadId:
    with workspace.read() as session:
        return LeadId(session.scalars(select(Lead.id).where(Lead.title.contains(text))).one())


def lead_count(workspace: Workspace) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(Lead)) or 0


def test_maven_gets_its_own_words_dates_and_amounts(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, MAVEN)
    engaging, lost = (lead_by_key(workspace, key) for key in ("EC4QE1BX", "Z063OYW0"))
    with workspace.write(member) as session:
        mark_lost(session, engaging, "budget")
        reopen(session, lost)
        deal = deals_of(session, lost)[0]
        log_touch(session, lead_by_key(workspace, "1C1I7A6R"), "call", "connected")
    assert deal.currency == "USD"
    rows = {
        row["opportunity_id"]: row
        for row in read_rows(export_back(workspace, "maven", tmp_path / "back.csv").path)
    }
    won = rows["1C1I7A6R"]
    assert [won[name] for name in MAVEN.header] == [
        "1C1I7A6R", "Moses Frase", "GTX Plus Basic", "Cancity", "won", "2016-10-20", "2017-03-01",
        "1054",
    ]  # fmt: skip
    assert rows["EC4QE1BX"]["deal_stage"] == "lost"
    assert rows["EC4QE1BX"]["close_date"] == "2026-11-02T09:00:00Z"
    assert rows["Z063OYW0"]["deal_stage"] == "engaging"
    assert rows["Z063OYW0"]["close_date"] == ""
    assert news(bring_in(workspace, tmp_path / "back.csv")) == NOTHING_NEW


def test_people_of_an_address_book_are_found_by_our_own_key(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, GOOGLE)
    before = lead_count(workspace)
    with workspace.read() as session:
        contacts = session.scalars(
            select(Lead.contact_id).where(Lead.contact_id.is_not(None)).order_by(Lead.id)
        ).all()
    with workspace.write(member) as session:
        # Nothing that could tell who they are is left as it was.
        for number, contact in enumerate(contacts):
            edit_contact(session, ContactId(contact or 0), email=f"n{number}@example.net")
            edit_contact(session, ContactId(contact or 0), first_name="New", last_name="Name")
    written = export_back(workspace, "google", tmp_path / "back.csv")
    assert header_of(written.path) == [*GOOGLE.header, "Funneldesk key"]
    rows = read_rows(written.path)
    assert len(rows) == len(contacts)
    assert rows[0]["E-mail 2 - Value"] == "ann@example.org"
    assert rows[0]["Notes"].startswith("Met in Berlin")
    assert news(bring_in(workspace, written.path)) == NOTHING_NEW
    assert lead_count(workspace) == before


def test_a_key_made_of_content_does_not_change_with_the_content(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, SALVIRT)
    with workspace.read() as session:
        lost = LeadId(session.scalars(select(Lead.id).where(Lead.status == "lost")).one())
    with workspace.write(member) as session:
        reopen(session, lost)
    written = export_back(workspace, "salvirt", tmp_path / "back.csv")
    (row,) = read_rows(written.path)
    assert len(row["Funneldesk key"]) == 36
    assert (row["Authority"], row["Needs_def"]) == ("Low", "Poor")
    assert "Status: Open" in row["Funneldesk activity"]
    assert news(bring_in(workspace, written.path)) == NOTHING_NEW
    assert lead_count(workspace) == 3


def test_a_key_of_one_column_is_written_back_into_it(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, LINKEDIN)
    key = "https://www.linkedin.com/in/bo"
    contact = ContactId(contact_of(workspace, lead_by_key(workspace, key)))
    with workspace.write(member) as session:
        edit_contact(session, contact, job_title="CEO")
    (row,) = read_rows(export_back(workspace, "linkedin", tmp_path / "back.csv").path)
    assert (row["URL"], row["Position"], row["Connected On"]) == (key, "CEO", "2026-07-01")


def test_a_history_of_moves_gets_the_move_that_stands(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, SALESFORCE)
    with workspace.write(member) as session:
        mark_lost(session, lead_by_key(workspace, "006A"), "budget")
    (row,) = read_rows(export_back(workspace, "salesforce", tmp_path / "back.csv").path)
    assert (row["OpportunityId"], row["StageName"]) == ("006A", "closed lost")
    assert row["CreatedDate"] == "2026-11-02T09:00:00Z"
    assert (row["Amount"], row["CurrencyIsoCode"]) == ("6000", "USD")
    assert news(bring_in(workspace, tmp_path / "back.csv")) == NOTHING_NEW


def test_amounts_go_out_in_their_currency_and_its_decimals(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, PIPEDRIVE)
    big = lead_called(workspace, "Big one")
    with workspace.write(member) as session:
        edit_deal(session, deals_of(session, big)[0].id, amount_minor=99, currency="USD")
    rows = read_rows(
        export_back(workspace, "pipedrive", tmp_path / "back.csv", since_last=False).path
    )
    told = [(row["Deal - Value"], row["Deal - Currency"]) for row in rows]
    assert told[0] == ("0.99", "USD")
    assert told[2] == ("1.234", "KWD")
    # A stage that nobody could map goes back as it came.
    assert rows[1]["Deal - Stage"] == "Contact made"
    assert rows[1]["Person - Name*"] == "Garcia Marquez, Gabriel"
    assert rows[0]["Note - Content*"] == "Likes it"


def test_amounts_are_never_to_be_read_in_two_ways() -> None:
    told = Mapping(columns={"Wert": "amount"}, default_currency="EUR")
    comma = msgspec.structs.replace(told, decimal_comma=True)
    assert amount_text(told, 123450, "EUR") == "1234.50"
    assert amount_text(told, 123400, "EUR") == "1234"
    assert amount_text(comma, 123450, "EUR") == "1234,50"
    assert amount_text(told, 5, "USD") == "0.05 USD"
    assert amount_text(told, None, "USD") == ""
    # Three decimals look like thousands.
    assert amount_text(told, 1234, "KWD") == "1.2340 KWD"
    assert parse_money("1.2340 KWD", "EUR") == (1234, "KWD")


def test_of_two_columns_for_one_field_the_first_is_filled(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = (*HUBSPOT.header, "Company name", "Original Source")
    rows = [(*row, "", "") for row in HUBSPOT.rows]
    path = write_rows(tmp_path / "hubspot.csv", header, rows)
    assert bring_in(workspace, path).report.created == 3
    ann = read_rows(
        export_back(workspace, "hubspot", tmp_path / "back.csv", since_last=False).path
    )[0]
    assert (ann["Lead Source"], ann["Original Source"]) == ("Webinar", "")
    assert (ann["Associated Company"], ann["Company name"]) == ("Acme Ltd", "")


def test_what_people_wrote_below_our_block_over_there_is_theirs() -> None:
    ours = with_activity("Tall", ["2026-11-02, Call, Connected", "2026-11-03, Call, Voicemail"])
    assert without_activity(f"{ours}\n\nAlso: short") == "Tall\n\nAlso: short"
    assert without_activity(ours.replace("\n", "\r\n")) == "Tall"
    assert without_activity(with_activity(None, ["2026-11-02, Call, Connected"])) == ""
    assert without_activity("Tall") == with_activity("Tall", []) == "Tall"


def test_the_command_says_how_many_went_where(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    taken_in(workspace, tmp_path, HUBSPOT)
    with workspace.write(member) as session:
        log_touch(session, lead_by_key(workspace, "101"), "call", "connected")
    back = tmp_path / "back.csv"
    told = []
    for options in ([], [], ["--all"]):
        command = ["--workspace", str(workspace.path), "export", "leads", str(back)]
        result = CliRunner().invoke(
            funneldesk,
            [*command, "--source", "hubspot", "--json", *options],
            standalone_mode=False,
        )
        assert result.exception is None
        told.append(json.loads(result.output))
    assert [line["rows"] for line in told] == [1, 0, 3]
    assert told[0] == {"kind": "leads", "rows": 1, "file": str(back), "source": "hubspot"}


def test_the_command_refuses_what_makes_no_sense(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--workspace", str(workspace.path), "export"]
    file = str(tmp_path / "back.csv")
    assert run_command([*at, "leads", file, "--source", "nimble"]) == 1
    assert "nimble" in capsys.readouterr().err
    assert run_command([*at, "leads", file, "--all"]) == 2
    assert run_command([*at, "appointments", file, "--source", "hubspot"]) == 2
    assert run_command([*at, "leads", file, "--source", "hubspot", "--all", "--since-last"]) == 2
    assert not Path(file).exists()
