"""Setting terms in the terminal goes by the same rules as the page."""

import json

import pytest

from app.commands import run_command
from models.definitions.terms import term
from models.definitions.versions.written import versions
from models.leads.capture import add_company, add_contact, add_lead
from models.workspace import Workspace


def run(workspace: Workspace, *arguments: str) -> int:
    return run_command(("--workspace", str(workspace.path), "definitions", *arguments))


def test_a_term_is_set_as_the_next_version(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "--set", "accept=480", "--set", "remind=20", "--note", "Faster") == 0
    assert "Written as version 2." in capsys.readouterr().out
    with workspace.read() as session:
        assert (term(session, "accept"), term(session, "remind")) == (480, 20)
        assert versions(session)[0].note == "Faster"
    assert run(workspace, "--versions") == 0
    assert "Faster" in capsys.readouterr().out.splitlines()[0]
    assert run(workspace, "--versions", "--json") == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)] == [2, 1]


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.write() as session:
        company = add_company(session, name="Acme", employees=300)
        contact = add_contact(session, last_name="Lee", job_title="Owner", company_id=company)
        add_lead(session, contact_id=contact)
    assert run(workspace, "--set", "mql_interest=0", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Of 1 open lead:" in said
    assert "newly pass as MQL" in said
    assert run(workspace, "--set", "mql_interest=0", "--dry-run", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["version"], answer["effects"]["become_mql"]) == (None, 1)
    assert run(workspace, "--set", "accept=500", "--dry-run") == 0
    assert "No lead changes." in capsys.readouterr().out
    with workspace.read() as session:
        assert len(versions(session)) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("accept", "TERM=VALUE"),
        ("tea=5", "no term"),
        ("half_life=0", "whole number"),
        ("remind=90", "must be less"),
        ("framework=tarot", "no framework"),
    ],
)
def test_what_the_page_refuses_the_terminal_refuses(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], asked: str, sentence: str
) -> None:
    assert run(workspace, "--set", asked) == 1
    assert sentence in capsys.readouterr().err
    with workspace.read() as session:
        assert len(versions(session)) == 1
