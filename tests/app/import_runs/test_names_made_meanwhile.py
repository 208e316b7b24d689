"""What people make while a file comes in that is about to make the same: there is one, theirs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing import run
from app.importing.columns.planning import plan_import
from app.running.stepping import undo_last
from models.entities.definitions.fields import CustomValue
from models.entities.leads.cards import LeadCard
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign, CampaignSpend
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.fields.custom import add_custom_field, custom_fields
from models.history.undo.steps import redo, undo
from models.ids import MemberId
from models.intake.kinds.intakes import Intake
from models.intake.loading.batch import Batch, clear_away
from models.leads.capture import add_company, add_lead
from models.marketing.channels import add_campaign, add_channel, record_spend
from models.storage.sqlite.files import integrity_problems
from models.storage.visibility import BeingClearedAwayError
from models.team.joining import add_member
from models.workspace import Workspace
from tests.app.import_runs.importing import HUBSPOT, dump, import_file, people, write_csv

HEADER = ("Record ID", "First Name", "Last Name", "Channel", "Campaign", "Company", "Owner", "Rank")
ROWS = [
    ("7", "Ann", "Lee", "Podcast", "Spring", "Acme GmbH", "Olga Own", "3"),
    ("8", "Bob", "Roe", "Podcast", "Autumn", "Other", "Olga Own", "5"),
]
MAP = (
    "Channel=channel",
    "Campaign=campaign",
    "Company=company_name",
    "Owner=owner",
    "Rank=new:number:Rank",
)
Make = Callable[[Session], Any]


@pytest.fixture(params=["file", "person"])
def come_in(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    member: MemberId,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[[Make], Any]:
    """Return what imports the file while a person makes something: after the file did, or before.

    Returns what the person's work returned, once the file was sound.
    """
    write_chunk = Batch.write_chunk
    made = []

    def come_in(make: Make) -> Any:
        def write_and_work(batch: Batch) -> None:
            if request.param == "file":
                write_chunk(batch)
                batch.settle()
            with workspace.write(member) as session:
                made.append(make(session))
            if request.param == "person":
                write_chunk(batch)

        path = write_csv(tmp_path / "a.csv", HEADER, ROWS)
        with monkeypatch.context() as patch:
            patch.setattr(Batch, "write_chunk", write_and_work)
            import_file(workspace, path, map_options=MAP)
        with workspace.engines()[1].connect() as connection:
            assert integrity_problems(connection) == []
        return made[0]

    return come_in


def names(workspace: Workspace, entity: type[Any]) -> list[str]:
    with workspace.read() as session:
        return sorted(session.scalars(select(entity.name)), key=str.casefold)


def pointed_at(workspace: Workspace, column: Any) -> set[Any]:
    with workspace.read() as session:
        return set(session.scalars(select(column)))


@pytest.mark.parametrize("name", ["Podcast", "podcast"])
def test_a_channel_is_theirs_and_the_import_can_still_be_undone(
    workspace: Workspace, come_in: Callable[[Make], Any], name: str
) -> None:
    channel = come_in(lambda session: add_channel(session, name))
    assert names(workspace, Channel) == [name]
    assert names(workspace, Campaign) == ["Autumn", "Spring"]
    for column in (Lead.channel_id, LeadCard.channel_id, Campaign.channel_id):
        assert pointed_at(workspace, column) == {channel}
    after = dump(workspace)
    with workspace.write() as session:
        undo(session, None)
    assert (names(workspace, Channel), names(workspace, Campaign)) == ([name], [])
    with workspace.write() as session:
        redo(session, None)
    assert {k: v for k, v in dump(workspace).items() if k != "lead_card"} == {
        k: v for k, v in after.items() if k != "lead_card"
    }


def test_a_campaign_of_their_channel_is_theirs(
    workspace: Workspace, come_in: Callable[[Make], Any]
) -> None:
    def make(session: Session) -> Any:
        return add_campaign(session, add_channel(session, "Podcast"), "spring")

    campaign = come_in(make)
    assert names(workspace, Campaign) == ["Autumn", "spring"]
    assert campaign in pointed_at(workspace, Lead.campaign_id)


def test_a_person_on_the_team_is_there_once(
    workspace: Workspace, come_in: Callable[[Make], Any]
) -> None:
    member = come_in(lambda session: add_member(session, "olga own", "Europe/Berlin"))
    assert names(workspace, TeamMember) == ["olga own", "Sam Setter"]
    assert pointed_at(workspace, Lead.owner_id) == pointed_at(workspace, LeadCard.owner_id)
    assert pointed_at(workspace, Lead.owner_id) == {member}


def test_a_company_is_there_once_and_shown_under_their_name(
    workspace: Workspace, come_in: Callable[[Make], Any]
) -> None:
    company = come_in(lambda session: add_company(session, name="ACME"))
    assert names(workspace, Company) == ["ACME", "Other"]
    assert company in pointed_at(workspace, Lead.company_id)
    assert company in pointed_at(workspace, Contact.company_id)
    assert pointed_at(workspace, LeadCard.company) == {"ACME", "Other"}


@pytest.mark.parametrize(
    ("kind", "choices", "after"),
    [("number", (), ()), ("choice", ("1", "2"), ("1", "2", "3", "5"))],
)
def test_a_field_is_theirs_and_holds_the_values_of_the_file(
    workspace: Workspace,
    come_in: Callable[[Make], Any],
    kind: str,
    choices: tuple[str, ...],
    after: tuple[str, ...],
) -> None:
    field = come_in(
        lambda session: add_custom_field(session, "lead", "rank", kind, choices=choices)
    )
    with workspace.read() as session:
        (row,) = custom_fields(session)
        held = session.execute(select(CustomValue.number_value, CustomValue.text_value)).all()
    assert (row.id, row.name, row.kind, row.choices) == (field, "rank", kind, after)
    expected = [(3.0, None), (5.0, None)] if kind == "number" else [(None, "3"), (None, "5")]
    assert sorted(map(tuple, held), key=str) == sorted(expected, key=str)


def test_spend_of_the_same_days_is_theirs(
    workspace: Workspace, member: MemberId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = ("Channel", "Campaign", "From", "To", "Cost", "Currency")
    rows = [("Podcast", "Spring", f"2026-0{n}-01", f"2026-0{n}-28", "50.00", "EUR") for n in (1, 2)]
    days = date(2026, 1, 1), date(2026, 1, 28)
    write_chunk = Batch.write_chunk

    def write_and_work(batch: Batch) -> None:
        write_chunk(batch)
        batch.settle()
        with workspace.write(member) as session:
            campaign = add_campaign(session, add_channel(session, "Podcast"), "Spring")
            record_spend(session, campaign, *days, 700, "EUR")

    monkeypatch.setattr(Batch, "write_chunk", write_and_work)
    import_file(workspace, write_csv(tmp_path / "spend.csv", header, rows))
    with workspace.read() as session:
        amounts = session.scalars(
            select(CampaignSpend.amount_minor).order_by(CampaignSpend.period_start)
        ).all()
    assert amounts == [700, 5000]


def test_a_key_that_a_lead_was_given_finds_it(
    workspace: Workspace, member: MemberId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    source = plan_import(workspace, path).mapping.source
    begin = run._begin

    def begin_and_work(*given: Any) -> Intake:
        intake = begin(*given)
        with workspace.write(member) as session:
            add_lead(session, title="Ours", external_key=(source, "2"))
        return intake

    monkeypatch.setattr(run, "_begin", begin_and_work)
    outcome = import_file(workspace, path)
    assert (outcome.report.created, outcome.report.updated) == (2, 1)
    assert pointed_at(workspace, ExternalKey.key) == {"1", "2", "3"}


def test_a_key_that_a_file_is_bringing_is_not_given_away(
    workspace: Workspace, member: MemberId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", HUBSPOT, people(3))
    source = plan_import(workspace, path).mapping.source
    settle = Batch.settle

    def settle_and_work(batch: Batch) -> None:
        settle(batch)
        with (
            workspace.write(member) as session,
            pytest.raises(InvalidValueError, match="coming in"),
        ):
            add_lead(session, title="Ours", external_key=(source, "2"))

    monkeypatch.setattr(Batch, "settle", settle_and_work)
    assert import_file(workspace, path).report.created == 3


def test_a_name_is_free_again_once_an_undone_import_is_cleared_away(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HEADER, ROWS), map_options=MAP)
    undo_last(workspace, None)
    with (
        pytest.raises(BeingClearedAwayError, match="try again"),
        workspace.write(member) as session,
    ):
        add_channel(session, "Podcast")
    clear_away(workspace)
    with workspace.write(member) as session:
        add_channel(session, "Podcast")
    assert names(workspace, Channel) == ["Podcast"]
