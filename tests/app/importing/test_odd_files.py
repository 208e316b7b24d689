"""Files as they come from elsewhere: damaged, no files at all, or changed while they are read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.importing.problems import ImportFileError, RowProblem
from app.importing.tables.opening import open_file
from app.importing.tables.reading import SourceRow, Table, open_table


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("name", ["leads.csv", "cards.vcf"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(ImportFileError, match="is not a file that can be read twice") as caught:
        open_file(tmp_path / name)
    assert caught.value.reason_code == "no_file"


def test_a_folder_called_like_cards_is_refused_as_one(tmp_path: Path) -> None:
    (tmp_path / "cards.vcf").mkdir()
    with pytest.raises(ImportFileError, match="is a folder"):
        open_file(tmp_path / "cards.vcf")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("leads.csv", "name,city\nAnn,Ulm\nBob,Kiel\n"),
        ("cards.vcf", "BEGIN:VCARD\nFN:Ann\nEND:VCARD\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\n"),
    ],
)
@pytest.mark.parametrize("change", ["grows", "shrinks"])
def test_a_file_that_changes_while_it_is_read_never_comes_in_by_halves(
    tmp_path: Path, name: str, text: str, change: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    table = open_file(path)
    assert len(list(table.rows())) == 2
    path.write_text(text + text[:9] if change == "grows" else text[: len(text) // 2])
    with pytest.raises(ImportFileError, match=r"changed while it was read.*import it again"):
        list(table.rows())


def test_a_few_damaged_bytes_do_not_garble_the_names_of_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    good = "name,city\nJörg,Köln\nZoë,Łódź\n".encode()
    path.write_bytes(good + b"B\xfcrger,Ulm\nAnn,Kiel\n")
    table = open_table(path)
    first, second, damaged, warning, last = table.rows()
    assert [first, second] == [
        SourceRow(2, ("Jörg", "Köln")),
        SourceRow(3, ("Zoë", "Łódź")),
    ]
    assert damaged == SourceRow(4, ("B\ufffdrger", "Ulm"))
    assert isinstance(warning, RowProblem)
    assert (warning.line, warning.reason_code, warning.severity, warning.value) == (
        4, "damaged_character", "warning", "B\ufffdrger",
    )  # fmt: skip
    assert last == SourceRow(5, ("Ann", "Kiel"))


def test_signs_that_nobody_sees_make_no_other_value(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "\u200ename,E-mail\u200b\nAnn,\u200ea\u200b@b.example\u202c\nنی‌لو,n@b.example\n"
    )
    assert table.header == ("name", "E-mail")
    first, joined = table.beginning()[0]
    assert first.cells == ("Ann", "a@b.example")
    assert "\u200c" in joined.cells[0], "scripts that join letters need their joiners"


def test_the_end_mark_of_an_old_system_is_no_row(table_of: Callable[[str], Table]) -> None:
    assert list(table_of("name,city\nAnn,Ulm\n\x1a").rows()) == [SourceRow(2, ("Ann", "Ulm"))]
