"""`funneldesk team` lists people, hours and the next time off, for people and as JSON."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.commands import run_command
from models.clock import utc_now
from models.team.hours import set_working_hours
from models.team.joining import add_member, deactivate
from models.team.time_off import add_time_off
from models.workspace import open_workspace


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, date]:
    """Return a workspace of two people, and the first day that one of them is away."""
    path = tmp_path / "desk.db"
    away = utc_now().date() + timedelta(days=30)
    workspace = open_workspace(path)
    with workspace.write() as session:
        ana = add_member(session, "Ana", "Europe/Berlin", ("closer", "leader"), region="DE")
        add_member(session, "Bo", "UTC", ("sdr",))
        deactivate(session, add_member(session, "Gert", "UTC"))
        set_working_hours(session, ana, {0: [(540, 720)], 1: [(540, 720)], 4: [(480, 1050)]})
        add_time_off(session, ana, date(2020, 1, 1), date(2020, 1, 2))
        add_time_off(session, ana, away, away + timedelta(days=3))
    workspace.close()
    return path, away


def test_the_team_is_listed_for_people(
    desk: tuple[Path, date], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["--workspace", str(desk[0]), "team"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "Ana" in words
    assert "Closer" in words
    assert "Mon–Tue" in words
    assert "Gert" not in words


def test_the_team_as_json_says_hours_and_the_next_time_off(
    desk: tuple[Path, date], capsys: pytest.CaptureFixture[str]
) -> None:
    path, away = desk
    assert run_command(["--workspace", str(path), "team", "--json"]) == 0
    ana, bo = json.loads(capsys.readouterr().out)
    assert (ana["name"], ana["zone"], ana["region"]) == ("Ana", "Europe/Berlin", "DE")
    assert [one["duty"] for one in ana["roles"]] == ["closer", "leader"]
    assert ana["hours"][-1] == {"weekday": 4, "start_minute": 480, "end_minute": 1050}
    assert ana["next_time_off"]["from"] == away.isoformat()
    assert len(bo["hours"]) == 5
    assert bo["next_time_off"] is None


def test_an_empty_team_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_workspace(tmp_path / "new.db").close()
    assert run_command(["--workspace", str(tmp_path / "new.db"), "team"]) == 0
    assert "Settings" in capsys.readouterr().out
