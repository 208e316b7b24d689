"""The e-book example: the counts of the story, and what its reasons say."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.commands import run_command
from app.sample import Example, is_sample, is_untouched_sample, make_sample_file
from app.sample.ebook import CHOSEN_CAMPAIGN, OPEN_CAMPAIGN
from models.reporting.questions.leaving import Side, losses, side_to_act
from models.storage.sqlite.files import integrity_problems
from models.workspace import open_workspace

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def ebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ebook") / "ebook.db"
    make_sample_file(path, TODAY, example=Example.EBOOK)
    return path


def test_the_reasons_show_who_has_to_act(ebook: Path) -> None:
    workspace = open_workspace(ebook)
    with workspace.read() as session:
        rows = {row.campaign: row for row in losses(session)}
        assert integrity_problems(session.connection()) == []
    workspace.close()
    open_to_all, chosen = rows[OPEN_CAMPAIGN], rows[CHOSEN_CAMPAIGN]
    assert (open_to_all.leads, open_to_all.sqls, open_to_all.clients) == (5_000, 500, 0)
    assert {reason.code: reason.count for reason in open_to_all.left} == {
        "budget": 2_500,
        "authority": 2_000,
    }
    assert side_to_act(open_to_all) is Side.MARKETING
    assert (chosen.leads, chosen.clients) == (1_000, 5)
    assert side_to_act(chosen) is Side.SALES


def test_the_example_is_a_sample_until_somebody_works_in_it(ebook: Path) -> None:
    assert is_sample(ebook)
    assert is_untouched_sample(ebook)


def test_the_command_prints_the_same_counts(
    ebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["--workspace", str(ebook), "reasons", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [row["side_to_act"] for row in printed] == ["marketing", "sales"]
    assert run_command(["--workspace", str(ebook), "reasons"]) == 0
    assert "5,000" in capsys.readouterr().out
