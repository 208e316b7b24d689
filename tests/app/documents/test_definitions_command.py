"""The definitions in the terminal, and as a PDF."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands import funneldesk
from models.workspace import Workspace


def run(workspace: Workspace, *arguments: str) -> Result:
    whole = ("--workspace", str(workspace.path), "definitions", *arguments)
    return CliRunner().invoke(funneldesk, whole, standalone_mode=False)


def test_the_definitions_are_printed(workspace: Workspace) -> None:
    result = run(workspace)
    assert result.exception is None
    assert "5 SQL" in result.output
    assert "  - Need is confirmed" in result.output
    assert "No budget (budget)" in result.output
    assert "  No answer (no_answer): Call again after 4 working hours." in result.output
    assert "  Confirmed (confirmed)\n    - a date and time are agreed" in result.output
    assert "  Appointment setter (setter), duty: Appointment setter" in result.output


def test_the_definitions_are_plain_data(workspace: Workspace) -> None:
    data = json.loads(run(workspace, "--json").output)
    assert data["number"] == 1
    assert data["stages"][0]["name"] == "New"
    assert [one["outcome"] for one in data["outcomes"]][:2] == ["no_answer", "voicemail"]
    assert data["meeting_gates"][2]["asks_for"] == ["the preparation is done"]
    assert data["roles"][0] == {"code": "marketing", "name": "Marketing", "duty": "marketing"}


def test_the_document_is_written(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "definitions.pdf"
    result = run(workspace, "--pdf", str(path))
    assert result.exception is None
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_version_that_does_not_exist_is_refused(workspace: Workspace) -> None:
    result = run(workspace, "--version", "7")
    assert result.exception is not None
    assert "version of the definitions 7" in str(result.exception)


@pytest.mark.parametrize("option", ["--json", "--pdf"])
def test_the_help_names_every_way(workspace: Workspace, option: str) -> None:
    assert option in run(workspace, "--help").output
