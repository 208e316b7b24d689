import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.commands import funneldesk
from models.definitions.current import stages
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import Channel, InterestEvent
from models.entities.workspace.exchange import ImportBatch
from models.ids import MemberId, StageId
from models.workspace import Workspace
from tests.app.import_runs.importing import HUBSPOT, import_file, leads, people, write_csv


def run(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    named = ["--workspace", str(workspace.path), "import", *arguments]
    done = CliRunner().invoke(funneldesk, named)
    return done.exit_code, done.output if done.exception is None else str(done.exception)


@pytest.mark.parametrize(
    ("cell", "option", "minor"),
    [("1.250", "comma", 125_000), ("1.250", "dot", 125), ("1,250", "dot", 125_000)],
)
def test_an_amount_that_could_be_read_two_ways_is_asked_about(
    workspace: Workspace, tmp_path: Path, cell: str, option: str, minor: int
) -> None:
    path = write_csv(tmp_path / "a.csv", ("company_name", "amount"), [("Acme", cell)])
    code, said = run(workspace, str(path))
    assert (code, "--decimal comma|dot" in said) == (1, True)
    code, _said = run(workspace, str(path), "--decimal", option)
    assert code == 0
    with workspace.read() as session:
        assert session.scalars(select(Deal.amount_minor)).all() == [minor]


def test_a_file_with_no_column_that_is_known_says_so(workspace: Workspace, tmp_path: Path) -> None:
    code, said = run(workspace, str(write_csv(tmp_path / "a.csv", ("a", "b"), [("1", "2")])))
    assert code == 1
    assert "None of the columns of a.csv is known (a, b)" in said
    assert "--map" in said


@pytest.mark.skipif(sys.platform != "linux", reason="this system takes text only as names of files")
def test_a_file_of_another_system_is_not_read_as_the_one_that_was_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", HUBSPOT, people(2))
    code, said = run(workspace, str(file), "--preset", "salvirt")
    assert (code, leads(workspace)) == (1, 0)
    assert "a.csv has none of the columns of B2B opportunities" in said


def test_a_file_whose_name_is_no_text_comes_in(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / os.fsdecode(b"caf\xe9.csv"), ("company_name",), [("Acme",)])
    assert import_file(workspace, path).report.created == 1
    with workspace.read() as session:
        assert session.scalars(select(ImportBatch.file_name)).all() == ["caf\ufffd.csv"]


@pytest.mark.parametrize("option", ["--dry-run", "--member=Nobody", "--preset=unheard"])
def test_a_rehearsed_or_refused_import_makes_no_workspace(tmp_path: Path, option: str) -> None:
    path = write_csv(tmp_path / "a.csv", ("company_name",), [("Acme",)])
    named = ["--workspace", str(tmp_path / "new" / "desk.db"), "import", str(path), option]
    done = CliRunner().invoke(funneldesk, named)
    assert done.exit_code == (0 if option == "--dry-run" else 1)
    assert not (tmp_path / "new").exists()


def test_a_column_can_be_mapped_by_hand(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("a", "b"), [("Acme", "blue")])
    code, said = run(workspace, str(path), "--map", "a=company_name", "--map", "b=custom:Colour")
    assert code == 0
    assert "created             1" in said


def test_texts_of_a_file_can_mean_what_is_here(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    header = ("company_name", "owner", "stage", "channel")
    path = write_csv(tmp_path / "a.csv", header, [("Acme", "sset", "Heiß", "google")])
    said = ("owner:SSet=Sam Setter", "stage:heiß=interested", "channel:Google=Google Ads")
    code, told = run(workspace, str(path), *(part for one in said for part in ("--value", one)))
    assert (code, "warning" in told) == (0, False)
    with workspace.read() as session:
        lead = session.scalars(select(Lead)).one()
        assert lead.owner_id == member
        assert session.scalars(select(Channel.name)).all() == ["Google Ads"]
        stage = {row.id: row.name for row in stages(session)}[StageId(lead.stage_id)]
    assert stage == "Interested"


@pytest.mark.parametrize("option", ["owner=Sam", "colour:red=blue", "owner:=Sam", "stage:hot"])
def test_a_value_that_is_said_wrongly_is_refused(
    workspace: Workspace, tmp_path: Path, option: str
) -> None:
    path = write_csv(tmp_path / "a.csv", ("company_name",), [("Acme",)])
    code, told = run(workspace, str(path), "--value", option)
    assert (code, "FIELD:TEXT=MEANING" in told) == (1, True)


def test_interest_events_find_their_leads_and_come_in_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    people = write_csv(
        tmp_path / "people.csv",
        ("first_name", "last_name", "email"),
        [("Ann", "Lee", "a@x.example")],
    )
    import_file(workspace, people)
    events = write_csv(
        tmp_path / "events.csv",
        ("email", "event_kind", "event_topic", "occurred_at"),
        [
            ("a@x.example", "webinar", "Cold chain", "2026-05-06"),
            ("a@x.example", "webinar", "Cold chain", "2026-05-06"),
            ("nobody@x.example", "webinar", "Cold chain", "2026-05-06"),
        ],
    )
    outcome = import_file(workspace, events)
    report = outcome.report
    assert (report.rows, report.created, report.skipped, report.errors) == (3, 1, 1, 1)
    assert outcome.problem_file is not None
    listed = outcome.problem_file.read_text("utf-8-sig")
    assert "4,email,nobody@x.example,No lead is known by" in listed
    with workspace.read() as session:
        assert session.scalars(select(InterestEvent.topic_text)).all() == ["Cold chain"]
    assert import_file(workspace, events).report.created == 0


def test_campaign_spend_is_brought_up_to_date_by_its_period(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = ("channel", "campaign", "period_month", "amount", "currency")
    first = write_csv(tmp_path / "a.csv", header, [("SEO", "Guide", "2026-05", "100.00", "EUR")])
    again = write_csv(
        tmp_path / "b.csv",
        header,
        [("SEO", "Guide", "2026-05", "120.50", "EUR"), ("SEO", "Guide", "2026-06", "80", "EUR")],
    )
    assert import_file(workspace, first).report.created == 1
    report = import_file(workspace, again).report
    assert (report.created, report.updated) == (1, 1)


def test_stage_history_makes_dated_moves_in_any_order(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "history.csv",
        ("external_key", "stage", "moved_at"),
        [("L1", "SQL", "2026-05-06"), ("L1", "MQL", "2026-04-01"), ("L1", "Client", "2026-07-01")],
    )
    report = import_file(workspace, path).report
    assert (report.rows, report.created, report.updated) == (3, 1, 2)
    with workspace.read() as session:
        days = session.scalars(select(StageMove.occurred_at)).all()
    assert sorted(day.date().isoformat() for day in days if day is not None) == [
        "2026-04-01",
        "2026-05-06",
        "2026-07-01",
    ]
    assert import_file(workspace, path).report.skipped == 3
