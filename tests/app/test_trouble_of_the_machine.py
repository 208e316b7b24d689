"""Trouble from outside of the program: full disks, damaged files, closed pipes, old encodings."""

import errno
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
import tzlocal
from sqlalchemy.exc import DatabaseError, ProgrammingError

from app.__main__ import let_output_hold_any_text
from app.files import written_whole
from app.known import as_known
from app.local_time import local_now, local_zone

FULL = OSError(errno.ENOSPC, "No space left on device")


def test_an_error_while_writing_names_the_file_and_not_its_draft(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"

    def write(trouble: OSError) -> None:
        with written_whole(path):
            raise trouble

    with pytest.raises(OSError, match="No space") as full:
        write(FULL)
    assert str(as_known(full.value)) == (
        f"{path}: No space left on device. Make room on its disk, and try again."
    )
    with pytest.raises(FileNotFoundError) as elsewhere:
        write(FileNotFoundError(errno.ENOENT, "No such file or directory", "other.csv"))
    assert elsewhere.value.filename == "other.csv"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_known_without_a_file_and_a_closed_descriptor_is_a_bug() -> None:
    assert "Make room" in str(as_known(FULL))
    assert as_known(OSError(errno.EBADF, "Bad file descriptor")) is None


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.ENOMEM, "no memory")])
def test_a_machine_without_memory_is_known(error: Exception) -> None:
    assert "no memory left" in str(as_known(error))


def test_damage_is_known_and_a_mistaken_statement_is_a_bug() -> None:
    damage = sqlite3.DatabaseError("database disk image is malformed")
    for error in (damage, DatabaseError("SELECT 1", None, damage)):
        assert "daily copy" in str(as_known(error))
    assert "disk I/O" in str(as_known(sqlite3.OperationalError("disk I/O error")))
    mistake = sqlite3.ProgrammingError("wrong number of bindings")
    for error in (mistake, ProgrammingError("SELECT ?", None, mistake)):
        assert as_known(error) is None


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is another error elsewhere")
def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app", "--help"],
            cwd=Path(__file__).parents[2],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            timeout=600,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_machine_whose_zone_has_no_name_is_in_utc_and_knows_what_time_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nameless() -> str:
        raise ZoneInfoNotFoundError("CET-1CEST")

    monkeypatch.setattr(tzlocal, "get_localzone_name", nameless)
    monkeypatch.setattr(tzlocal, "get_localzone", nameless)
    assert local_zone() == "UTC"
    assert local_now().utcoffset() is not None
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: None)
    assert local_zone() == "UTC"


class Terminal(io.TextIOWrapper):
    """An output that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "written"),
    [(io.TextIOWrapper, "4.9\u202f% – Ö".encode()), (Terminal, "4.9\\u202f% – Ö".encode("cp1252"))],
    ids=["a file", "a terminal"],
)
def test_output_in_an_encoding_of_a_region_holds_any_text(
    kind: type[io.TextIOWrapper], written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", kind(held, encoding="cp1252"))
    let_output_hold_any_text()
    sys.stdout.write("4.9\u202f% – Ö")
    sys.stdout.flush()
    assert held.getvalue() == written
