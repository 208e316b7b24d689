"""Files that appear whole or not at all, and cells that no spreadsheet runs."""

import csv
import io
import os
import stat
from pathlib import Path

import pytest

from app.files import Cell, write_table, written_whole
from models.errors import KnownError
from models.workspace import Workspace
from tests.app.import_runs.importing import leads


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    with written_whole(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert [one.name for one in tmp_path.iterdir()] == ["out.bin"]


def test_what_was_there_stays_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"before")

    def half() -> None:
        with written_whole(path) as file:
            file.write(b"new")
            raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        half()
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.bin"]


def test_a_workspace_is_never_written_over(workspace: Workspace) -> None:
    with pytest.raises(KnownError, match=r"is a database.*Choose another name"):
        write_table(workspace.path, [["a"]])
    assert leads(workspace) == 0


def test_a_name_may_be_as_long_as_the_disk_takes(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 125 + ".csv")
    write_table(path, [["a"]])
    assert path.exists()


@pytest.mark.skipif(os.name != "posix", reason="not everyone may make links elsewhere")
def test_a_link_goes_on_naming_the_file(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "out.csv")
    for word in ("before", "after"):
        write_table(link, [[word]])
        assert link.is_symlink()
        assert (tmp_path / "out.csv").read_text("utf-8-sig") == f"{word}\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_or_device_is_not_put_away_for_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(KnownError, match=r"is not a file.*Choose another name"):
        write_table(pipe, [["a"]])
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="rights are another matter elsewhere")
def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    usual, new = tmp_path / "usual", tmp_path / "new"
    usual.touch()
    write_table(new, [["a"]])
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    rows: list[list[Cell]] = [
        ["name", "note"],
        ["Bąk, Ağnieszka", 'said "yes"\nand left'],
        [None, 3],
    ]
    rows.append(["=1+1", -1])
    assert write_table(path, rows) == 4
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert read == [
        ["name", "note"],
        ["Bąk, Ağnieszka", 'said "yes"\nand left'],
        ["", "3"],
        ["'=1+1", "-1"],
    ]
