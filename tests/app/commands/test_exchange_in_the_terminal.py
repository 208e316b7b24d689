"""Replies, calendars and the outbox in the terminal."""

import json
import shutil
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from app.commands import run_command
from models.calendars.busy import busy_calendars
from models.entities.meetings.attendees import Attendee
from models.outbox.rows import outbox_row
from models.workspace import open_workspace
from tests.app.calendars import shapes
from tests.models.small_world import SmallWorld


@pytest.fixture
def made(tmp_path: Path, small_world_file: tuple[Path, SmallWorld]) -> tuple[Path, SmallWorld]:
    path = tmp_path / "team.db"
    shutil.copyfile(small_world_file[0], path)
    return path, small_world_file[1]


def run(path: Path, *arguments: str) -> int:
    return run_command(["--workspace", str(path), *arguments])


def test_replies_are_taken_in_from_files(
    made: tuple[Path, SmallWorld], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, world = made
    file = tmp_path / "yes.eml"
    text = shapes.GOOGLE.replace(shapes.UID, world.uid).replace("SEQUENCE:2", "SEQUENCE:0")
    file.write_bytes(shapes.as_mail(text))
    assert run(path, "reply", str(file), str(file), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["verdict"] for one in told] == ["applied", "repeated"]
    workspace = open_workspace(path)
    with workspace.read() as session:
        assert session.get_one(Attendee, world.attendee).reply == "accepted"
    workspace.close()


def test_a_calendar_is_imported_and_one_that_cannot_be_read_is_an_error(
    made: tuple[Path, SmallWorld], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, world = made
    file = tmp_path / "work.ics"
    file.write_text(shapes.BUSY.replace("2026", "2036"), encoding="utf-8")
    assert run(path, "calendar", "import", str(file), "--member", "Lea Leader") == 0
    file.write_text("nothing", encoding="utf-8")
    assert run(path, "calendar", "import", str(file), "--member", "Lea Leader", "--json") == 1
    printed = capsys.readouterr()
    assert "counts as unknown" in printed.err
    workspace = open_workspace(path)
    with workspace.read() as session:
        (row,) = [one for one in busy_calendars(session) if one.member_id == world.leader]
    workspace.close()
    assert row.unreadable


def test_a_persons_appointments_are_exported(
    made: tuple[Path, SmallWorld], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, world = made
    target = tmp_path / "lea.ics"
    assert run(path, "calendar", "export", str(target), "--member", "Lea Leader", "--json") == 0
    assert json.loads(capsys.readouterr().out)["appointments"] >= 2
    assert f"UID:{world.uid}" in target.read_text("utf-8").replace("\r\n ", "")


def test_the_outbox_is_listed_and_saved_once(
    made: tuple[Path, SmallWorld], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, world = made
    assert run(path, "outbox", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert world.outbox in [row["id"] for row in listed]
    folder = tmp_path / "mails"
    folder.mkdir()
    assert run(path, "outbox", "--save", str(folder), "--as", "Lea Leader") == 0
    files = sorted(folder.iterdir())
    assert files
    mail = BytesParser(policy=policy.default).parsebytes(files[0].read_bytes())
    assert mail["X-Unsent"] == "1"
    workspace = open_workspace(path)
    with workspace.read() as session:
        assert outbox_row(session, world.outbox).handed_over_how == "saved"
    workspace.close()
    capsys.readouterr()
    assert run(path, "outbox", "--save", str(folder)) == 0
    assert sorted(folder.iterdir()) == files
    assert run(path, "outbox") == 0
