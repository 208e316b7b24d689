"""The command line: output, exit codes, and errors that say what to do."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from app.commands import COMMANDS, funneldesk, run_command
from app.places import default_workspace
from models.team.joining import add_member
from models.workspace import open_workspace

ROOT = Path(__file__).parents[3]


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(funneldesk, arguments, input=text, standalone_mode=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Ada Example", "Europe/London", ("leader",))
    workspace.close()
    return path


WRITES_A_FILE_ONLY = {("preparation",), ("scenario", "export"), ("scenario", "import")}


def said(capsys: pytest.CaptureFixture[str]) -> str:
    error = capsys.readouterr().err
    assert "Traceback" not in error
    return error.strip()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_and_prints_data_as_json(name: str) -> None:
    command = funneldesk.get_command(click.Context(funneldesk), name)
    parts: list[tuple[str, ...]] = [(name,)]
    if isinstance(command, click.Group):
        parts += [(name, one) for one in command.commands]
    for part in parts:
        result = run(*part, "--help")
        assert result.exception is None
        assert "Usage" in result.output
        is_group = isinstance(command, click.Group) and part == (name,)
        assert is_group or part in WRITES_A_FILE_ONLY or "--json" in result.output


def test_usage_errors_exit_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["nonsense"]) == 2
    assert run_command(["forecast", "--trials", "0"]) == 2
    assert run_command(["forecast", "--plot", "chart.jpeg"]) == 2
    assert run_command(["export", "everything", "x.csv"]) == 2
    assert run_command(["snapshot", "folder", "--size", "large"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--workspace", "", "undo"), "No file is named"),
        (("--workspace=",), "No file is named"),
        (("agenda", "--member", "Ada", "--week", "9999-12-31"), "the years 1900 to 2199"),
        (("report", "handoff", "--from", "0001-01-01"), "the years 1900 to 2199"),
        (("calibrate", "--at", "9999-12-31"), "the years 1900 to 2199"),
        (("backtest", "--from", "0001-01-01"), "the years 1900 to 2199"),
        (("preparation", "9" * 30, "sheet.pdf"), "is not in the range"),
        (("learn", "--outcome", "client", "--holdout", "nan"), "“nan” is no number"),
        (("ask", "plan", __file__, "--clients", "inf", "--hire", "x"), "“inf” is no number"),
    ],
)
def test_values_that_nothing_can_be_done_with_are_usage(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(arguments) == 2
    assert sentence in said(capsys)


def test_known_errors_exit_with_one_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["undo"]) == 1
    assert said(capsys).count("\n") == 0
    assert run_command(["--workspace", str(path), "redo"]) == 1
    assert "nothing to redo" in said(capsys)
    assert run_command(["--workspace", str(path), "undo", "--member", "Nobody"]) == 1
    assert "Nobody on the team is called Nobody" in said(capsys)
    assert run_command(["--workspace", str(path), "export", "leads", "/no/such/folder/x.csv"]) == 1
    assert "/no/such/folder" in said(capsys)


def test_a_command_makes_no_workspace_by_accident(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["export", "leads", "x.csv"]) == 1
    assert "funneldesk demo" in said(capsys)
    assert not default_workspace().exists()


def test_forecast_json_is_the_house_example(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["forecast", "--mqls", "200", "--trials", "100000", "--seed", "1", "--json"]
    assert run_command(arguments) == 0
    first = capsys.readouterr().out
    assert run_command(arguments) == 0
    assert capsys.readouterr().out == first
    result = json.loads(first)
    assert list(result) == ["trials", "seed", "stages", "clients"]
    assert [list(stage) for stage in result["stages"]] == [
        ["name", "mean", "p5", "p10", "p50", "p90", "p95"]
    ] * 6
    clients = result["clients"]
    assert list(clients) == ["mean", "sd", "p_zero", "p5", "p10", "p50", "p90", "p95", "pmf"]
    assert clients["mean"] == pytest.approx(3.0, abs=0.03)
    assert clients["p_zero"] == pytest.approx(0.0487, abs=0.003)
    assert (clients["p5"], clients["p95"]) == (1, 6)
    assert sum(clients["pmf"]) == pytest.approx(1.0)


def test_rates_may_be_written_as_shares_percentages_or_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    same = ["0.3,0.5,0.5,8/15,0.375", "30%, 50 %, .5, 8/15, 3/8"]
    outputs = []
    for rates in same:
        assert run_command(["forecast", "--rates", rates, "--trials", "500", "--json"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(
    ("rates", "complaint"),
    [
        ("0.3,0.5", "takes 5 rates, not 2"),
        ("30,0.5,0.5,0.5,0.5", "it is more than 1"),
        ("130%,0.5,0.5,0.5,0.5", "more than 100%"),
        ("9/8,0.5,0.5,0.5,0.5", "9 is more than 8"),
        ("1/0,0.5,0.5,0.5,0.5", "out of 0"),
        ("x,0.5,0.5,0.5,0.5", "no number from 0 to 1"),
        ("-0.1,0.5,0.5,0.5,0.5", "no number from 0 to 1"),
        ("nan,0.5,0.5,0.5,0.5", "no number from 0 to 1"),
    ],
)
def test_what_is_no_rate_is_usage_and_too_few_rates_a_known_error(
    rates: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = 1 if "takes" in complaint else 2
    assert run_command(["forecast", "--rates", rates]) == code
    assert complaint in said(capsys)


def test_a_stored_scenario_is_forecast(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from app.desk.plans.scenarios import save_house_example

    workspace = open_workspace(path)
    with workspace.write() as session:
        save_house_example(session)
    workspace.close()
    base = ["--workspace", str(path), "forecast", "--json"]
    assert run_command([*base, "--scenario", "house EXAMPLE"]) == 0
    stored = capsys.readouterr().out
    assert run_command(["forecast", "--json"]) == 0
    assert capsys.readouterr().out == stored
    assert run_command([*base, "--scenario", "Q1"]) == 1
    assert "There is no scenario “Q1”. Saved: House example." in said(capsys)


def test_the_forecast_for_people_begins_with_its_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["forecast"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("1 to 5 clients in 8 of 10 cases; ")
    assert "60 of 200" in output


def test_undo_and_redo_from_the_terminal(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["--workspace", str(path)]
    assert run_command([*base, "undo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "undone": "Add Ada Example to the team",
        "rows_removed": 0,
    }
    assert run_command([*base, "redo"]) == 0
    assert "Done again: Add Ada Example to the team" in capsys.readouterr().out


def test_doctor_finds_a_healthy_workspace_healthy(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["--workspace", str(path), "doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert found["problems"] == []
    assert found["sqlite"]["journal_mode"] == "wal"
    assert found["sqlite"]["synchronous"] == "2"
    assert found["sqlite"]["foreign_keys"] == "1"
    assert found["workspace"]["schema_revision"] == found["workspace"]["program_schema_revision"]


def test_doctor_without_a_workspace_is_no_problem_unless_it_was_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["doctor"]) == 0
    assert not default_workspace().exists()
    assert "Nothing is wrong." in capsys.readouterr().out
    assert run_command(["--workspace", str(tmp_path / "gone.db"), "doctor"]) == 1
    assert "There is no file" in capsys.readouterr().out
    assert not (tmp_path / "gone.db").exists()


def test_doctor_says_what_to_do_about_a_damaged_file(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = b"\x5a" * 8192
    path.write_bytes(data)
    assert run_command(["--workspace", str(path), "doctor"]) == 1
    output = capsys.readouterr().out
    assert "Wrong: " in output
    assert "To do: Keep the file as it is; there is no copy" in output


@pytest.mark.parametrize(
    "where", ["models.storage.schema.look_into", "app.examination.writer_engine"]
)
def test_doctor_does_not_take_a_file_that_cannot_be_opened_now_for_a_damaged_one(
    where: str, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def held(*_named: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(where, held)
    assert run_command(["--workspace", str(path), "doctor"]) == 1
    output = capsys.readouterr().out
    assert "Wrong: The file cannot be opened now (database is locked)." in output
    assert "Nothing needs to be restored" in output


def test_doctor_knows_a_file_of_a_newer_version(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert run_command(["--workspace", str(path), "doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert "Update Funneldesk" in found["problems"][0]["what_to_do"]


def start(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def test_the_real_program_answers_with_its_exit_codes(user_folders: Path) -> None:
    done = start("--version", home=user_folders)
    assert (done.returncode, done.stderr) == (0, "")
    wrong = start("forecast", "--rates", "1", home=user_folders)
    assert wrong.returncode == 1
    assert wrong.stderr.count("\n") == 1
    assert start("--no-such-option", home=user_folders).returncode == 2
