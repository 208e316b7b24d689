"""Daily copies: verified, ten kept, and the way back from a healthy and from a damaged file."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from app.backups import KEPT, UnusableCopyError, copies, make_daily_copy, restore
from app.places import backups_folder
from models.intake.loading.alone import ImportRunningError, alone_with_rows
from models.team.joining import add_member
from models.team.rows import team
from models.workspace import open_workspace

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    hire(path, "Ada Example")
    return path


def hire(path: Path, name: str) -> None:
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, name, "Europe/London")
    workspace.close()


def names(path: Path) -> list[str]:
    workspace = open_workspace(path)
    with workspace.read() as session:
        found = [member.name for member in team(session)]
    workspace.close()
    return found


def test_one_copy_a_day(path: Path) -> None:
    made = make_daily_copy(path, TODAY)
    assert made is not None
    assert names(made) == ["Ada Example"]
    assert make_daily_copy(path, TODAY) is None
    assert [copy.day for copy in copies(path)] == [TODAY]


def test_ten_are_kept_and_the_oldest_goes(path: Path) -> None:
    days = [TODAY - timedelta(days=ago) for ago in range(KEPT + 2, -1, -1)]
    for day in days:
        make_daily_copy(path, day)
    assert [copy.day for copy in copies(path)] == sorted(days, reverse=True)[:KEPT]


def test_strangers_in_the_folder_are_left_alone(path: Path) -> None:
    make_daily_copy(path, TODAY)
    stranger = backups_folder(path) / "notes.db"
    stranger.write_text("mine")
    for ago in range(KEPT + 3):
        make_daily_copy(path, TODAY - timedelta(days=ago))
    assert stranger.read_text() == "mine"
    assert len(copies(path)) == KEPT


def test_a_copy_comes_back_and_the_present_file_is_kept(path: Path) -> None:
    made = make_daily_copy(path, TODAY)
    assert made is not None
    hire(path, "Bea Example")
    aside = restore(path, made, NOW)
    # Nothing of SQLite's own stays beside a copy that was only read.
    assert sorted(backups_folder(path).iterdir()) == sorted([made, aside])
    assert names(path) == ["Ada Example"]
    assert names(aside) == ["Ada Example", "Bea Example"]


def test_a_copy_comes_back_while_another_program_has_the_file_open(path: Path) -> None:
    made = make_daily_copy(path, TODAY)
    assert made is not None
    hire(path, "Bea Example")
    other = open_workspace(path)
    with other.read() as session:
        assert len(team(session)) == 2
    restore(path, made, NOW)
    with other.read() as session:
        assert [member.name for member in team(session)] == ["Ada Example"]
    other.close()


def test_no_copy_comes_back_under_an_import(path: Path) -> None:
    copy = make_daily_copy(path, TODAY)
    hire(path, "Grace Example")
    assert copy is not None
    with alone_with_rows(path), pytest.raises(ImportRunningError):
        restore(path, copy, NOW)
    assert names(path) == ["Ada Example", "Grace Example"]


def test_two_programs_make_one_copy(path: Path) -> None:
    """The second one would write into the file that the first is about to give its name."""
    began: list[Path | None] = []

    class Slow(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **_options: Any) -> None:
            if not began:
                began.append(None)
                began.append(make_daily_copy(path, TODAY))
            super().backup(target)

    with patch("sqlite3.connect", partial(sqlite3.connect, factory=Slow)):
        made = make_daily_copy(path, TODAY)
    assert began == [None, None]
    assert made is not None
    assert names(made) == ["Ada Example"]
    assert copies(path)[0].path == made


def test_a_damaged_file_is_replaced_and_still_kept(path: Path) -> None:
    made = make_daily_copy(path, TODAY)
    assert made is not None
    damaged = b"this was a workspace once" * 200
    path.write_bytes(damaged)
    aside = restore(path, made, NOW)
    assert names(path) == ["Ada Example"]
    assert aside.read_bytes() == damaged


def test_an_unusable_copy_is_refused_before_anything_is_touched(path: Path) -> None:
    broken = path.with_name("broken.db")
    broken.write_bytes(b"nothing of the kind" * 100)
    before = path.read_bytes()
    with pytest.raises(UnusableCopyError, match="Choose an earlier copy"):
        restore(path, broken, NOW)
    with pytest.raises(UnusableCopyError, match="empty or gone"):
        restore(path, path.with_name("gone.db"), NOW)
    assert path.read_bytes() == before
    assert not backups_folder(path).exists()


def test_no_copy_is_made_of_a_damaged_file(path: Path) -> None:
    make_daily_copy(path, TODAY)
    path.write_bytes(b"broken" * 1000)
    with pytest.raises(Exception, match=r"damaged|not a database"):
        make_daily_copy(path, TODAY + timedelta(days=1))
    assert [copy.day for copy in copies(path)] == [date(2026, 11, 21)]
