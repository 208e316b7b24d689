"""The reports in the terminal and as documents."""

import json
import shutil
from pathlib import Path

import pytest

from app.commands import run_command
from tests.app.documents.pdf_text import page_texts
from tests.models.reporting.random_history import write_random_history

DAYS = ("--from", "2026-06-11", "--to", "2026-10-20")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Path:
    path = tmp_path_factory.mktemp("reports") / "history.db"
    shutil.copyfile(new_workspace_file, path)
    write_random_history(path, seed=5, leads=120)
    return path


def run(workspace: Path, *arguments: str) -> int:
    return run_command(("--workspace", str(workspace), "report", *arguments))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("handoff", ("Handoff report", "Rejected: do both sides agree?", "Decided")),
        ("review", ("Definitions review", "Do the grades tell", "Moves past a gate")),
        ("funnel", ("Funnel report", "By campaign", "By month captured")),
    ],
)
def test_each_report_is_a_document_and_its_numbers_are_printed(
    history: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    words: tuple[str, ...],
) -> None:
    path = tmp_path / f"{kind}.pdf"
    assert run(history, kind, *DAYS, "-o", str(path), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["report"], printed["from"], printed["to"]) == (kind, DAYS[1], DAYS[3])
    text = "".join(page_texts(path.read_bytes())).replace(" ", "")
    for one in words:
        assert one.replace(" ", "") in text


def test_the_funnel_is_divided_as_asked_and_shares_carry_their_ranges(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(history, "funnel", *DAYS, "--by", "channel", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["funnel"]["rows"]
    assert {row["group"] for row in rows} == {"Ads", "Fairs", "SEO", "No channel"}
    for row in rows:
        share = row["rate"]
        assert share["value"] == pytest.approx(row["sql"] / row["leads"], abs=1e-6)
        assert share["low"] < share["high"]
    assert run(history, "funnel", *DAYS) == 0
    assert "How far do leads come?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (("funnel", "--by", "weather"), "not divided by", 2),
        (("handoff", "--from", "tomorrow"), "is no day", 2),
        (("review", "--from", "2026-06-02", "--to", "2026-06-01"), "cannot end", 1),
    ],
)
def test_what_cannot_be_reported_is_refused_in_a_sentence(
    history: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    sentence: str,
    code: int,
) -> None:
    assert run(history, *arguments) == code
    assert sentence in capsys.readouterr().err


def test_a_new_workspace_is_reported_without_a_number(
    new_workspace_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.db"
    shutil.copyfile(new_workspace_file, empty)
    for kind in ("handoff", "review", "funnel"):
        assert run(empty, kind, "-o", str(tmp_path / "empty.pdf")) == 0
    assert run(empty, "handoff") == 0
    said = capsys.readouterr().out
    assert "No MQL was handed to sales in this period" in said
