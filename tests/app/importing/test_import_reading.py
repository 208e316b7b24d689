import csv
import io
import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.problems import ImportFileError, RowProblem
from app.importing.tables.reading import SourceRow, Table, open_table, unique_names


def rows_of(table: Table) -> list[SourceRow]:
    rows = list(table.rows())
    assert all(isinstance(row, SourceRow) for row in rows), rows
    return [row for row in rows if isinstance(row, SourceRow)]


def problems_of(table: Table) -> list[RowProblem]:
    return [row for row in table.rows() if isinstance(row, RowProblem)]


def refusal(path: Path) -> ImportFileError:
    with pytest.raises(ImportFileError) as caught:
        open_table(path)
    assert str(caught.value)
    assert "Traceback" not in str(caught.value)
    return caught.value


AWKWARD: dict[str, list[tuple[int, tuple[str, ...]]]] = {
    "comma_in_quotes": [(2, ("John", "Doe", "120 any st.", "Anytown, WW", "08123"))],
    "empty": [(2, ("1", "", "")), (3, ("2", "3", "4"))],
    "empty_crlf": [(2, ("1", "", "")), (3, ("2", "3", "4"))],
    "escaped_quotes": [(2, ("1", 'ha "ha" ha')), (3, ("3", "4"))],
    "json": [(2, ("1", '{"type": "Point", "coordinates": [102.0, 0.5]}'))],
    "newlines": [
        (2, ("1", "2", "3")),
        (3, ("Once upon \na time", "5", "6")),
        (5, ("7", "8", "9")),
    ],
    "quotes_and_newlines": [(2, ("1", 'ha \n"ha" \nha')), (5, ("3", "4"))],
    "simple": [(2, ("1", "2", "3"))],
    "simple_crlf": [(2, ("1", "2", "3"))],
    "utf8": [(2, ("1", "2", "3")), (3, ("4", "5", "ʤ"))],
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_file_reads_right(data: Path, name: str) -> None:
    table = open_table(data / "csv" / "csv-spectrum_BSD2" / f"{name}.csv")
    assert [tuple(row) for row in rows_of(table)] == AWKWARD[name]


def test_every_awkward_file_opens(data: Path) -> None:
    files = sorted((data / "csv").rglob("*.csv"))
    assert len(files) == 12
    for path in files:
        assert rows_of(open_table(path)), path.name


def test_coordinates_are_no_quotes(data: Path) -> None:
    table = open_table(data / "csv" / "csv-spectrum_BSD2" / "location_coordinates.csv")
    (row,) = rows_of(table)
    assert row.cells[2:] == ("Modesto", "Stanislaus")
    assert row.cells[1].endswith('17.9"W')


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.csv").reason_code == "missing_file"
    assert refusal(tmp_path).reason_code == "folder"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\n \r\n\t", "empty_file"),
        (b"PK\x03\x04 rest of a workbook", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "spreadsheet"),
        (b"\x89PNG\r\n\x1a\n", "binary_file"),
        (b"\xff\xd8\xff\xe0 photo", "binary_file"),
        (b"%PDF-1.7", "binary_file"),
        (bytes(5000), "binary_file"),
        (bytes(range(256)) * 30, "binary_file"),
        (b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "other_format"),
        (b'{"name": "Ann"}\n{"name": "Bob"}\n', "other_format"),
        (b'{\n  "name": "Ann",\n  "email": "ann@example.com"\n}\n', "other_format"),
        (b'[\r\n  {"name": "Ann"},\r\n  {"name": "Bob"}\r\n]', "other_format"),
        (b"<!DOCTYPE html><html></html>", "other_format"),
        (b"<table><tr><th>name</th></tr>\n<tr><td>Ann</td></tr></table>", "other_format"),
        (b"\n<!-- saved -->\n<body>name, email</body>", "other_format"),
        (b"name,email\n", "no_rows"),
        (b"name,email", "no_rows"),
        (b"name\n\n\n", "no_rows"),
        (b"Ann,ann@example.com\nBob,bob@example.com\n", "no_header"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    assert refusal(path).reason_code == reason


def test_spreadsheet_refusal_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(b"PK\x03\x04 rest of a workbook")
    assert "save it as CSV first" in str(refusal(path))


def test_one_endless_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"x," * 600_000)
        # The rest is a hole, so the file is 1 GB to its reader and nothing to the disk.
        os.truncate(path, 1 << 30)
    tracemalloc.start()
    assert refusal(path).reason_code == "line_too_long"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def test_long_line_below_a_good_header_is_a_refusal_or_a_row_error(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1," + "x" * 1_200_000 + "\n3,4\n")
    assert "Line 2" in str(refusal(path))
    path.write_text("a,b\n1,2\n1,2\n3," + "x" * 1_200_000 + "\n5,6\n")
    found = list(open_table(path).rows())
    assert [getattr(row, "reason_code", "row") for row in found] == [
        "row", "row", "line_too_long", "row",
    ]  # fmt: skip
    assert found[2].line == 4
    assert found[3] == SourceRow(5, ("5", "6"))


def test_stray_quote_loses_only_what_it_swallows(tmp_path: Path) -> None:
    path = tmp_path / "stray.csv"
    lines = [f"{number},some text of row {number}" for number in range(12_000)]
    lines[100] = '100,"never closed'
    path.write_text("a,b\n" + "\n".join(lines) + "\n")
    found = list(open_table(path).rows())
    problems = [row for row in found if isinstance(row, RowProblem)]
    assert [problem.reason_code for problem in problems] == ["cell_too_long"]
    assert problems[0].line == 102
    assert found[-1] == SourceRow(12_001, ("11999", "some text of row 11999"))
    assert found[99] == SourceRow(101, ("99", "some text of row 99"))


def test_file_cut_inside_quotes_keeps_the_good_rows(
    table_of: Callable[[str], Table],
) -> None:
    table = table_of('name,notes\nAnn,"one\ntwo"\nBob,"begun and\nnot ended')
    found = list(table.rows())
    assert found[0] == SourceRow(2, ("Ann", "one\ntwo"))
    assert isinstance(found[1], RowProblem)
    assert (found[1].line, found[1].reason_code, len(found)) == (4, "unclosed_quote", 2)
    assert "started on line 4" in found[1].sentence


def test_file_cut_in_a_row_or_a_character(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_text("name,city,email\nAnn,Köln,a@example.com\nBob,Ber")
    assert [problem.reason_code for problem in problems_of(open_table(path))] == ["too_few_cells"]
    path.write_bytes("name,city\nAnn,Köln\nBob,Kö".encode()[:-1])
    table = open_table(path)
    assert table.encoding.name == "utf-8"
    assert [problem.reason_code for problem in problems_of(table)] == ["cut_in_character"]
    assert table.beginning()[0][0].cells == ("Ann", "Köln")


def test_rows_of_other_width(table_of: Callable[[str], Table]) -> None:
    table = table_of("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n\n,,\n5,6,7\n")
    found = list(table.rows())
    assert [getattr(row, "reason_code", "row") for row in found] == [
        "too_few_cells", "too_many_cells", "row", "row",
    ]  # fmt: skip
    assert [row.line for row in found] == [2, 3, 4, 7]
    assert "2 cells" in str(found[0])


def test_column_names_are_made_unique_visibly(table_of: Callable[[str], Table]) -> None:
    table = table_of("Email,,Email,email,\n1,2,3,4\n1,2,3,4,5\n")
    assert table.header == ("Email", "Column 2", "Email (2)", "email (3)", "Column 5")
    assert [row.cells for row in rows_of(table)] == [
        ("1", "2", "3", "4", ""),
        ("1", "2", "3", "4", "5"),
    ]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=8))
def test_names_are_unique_whatever_they_are(cells: list[str]) -> None:
    names = unique_names(cells)
    assert len({name.casefold() for name in names}) == len(cells)
    assert all(name.strip() for name in names)


def test_preamble_above_the_header_is_passed_over(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Notes:\n"
        '"When exporting your connection data, you may notice that some ""addresses"" are gone."\n'
        "\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ann,Lee,https://www.example.com/in/ann,,Acme,CEO,15 Jun 2026\n"
        ",,,,,,14 Jun 2026\n"
    )
    assert table.header[0] == "First Name"
    assert (table.header_line, table.first_row_line) == (4, 5)
    assert [row.line for row in rows_of(table)] == [5, 6]


def test_spreadsheets_separator_line_is_believed(table_of: Callable[[str], Table]) -> None:
    table = table_of("sep=;\nname;note\nAnn;a, b\nBob;c, d\n")
    assert table.header == ("name", "note")
    assert [row.cells for row in rows_of(table)] == [("Ann", "a, b"), ("Bob", "c, d")]


def test_one_column_needs_no_delimiter(table_of: Callable[[str], Table]) -> None:
    table = table_of("email\nann@example.com\nbob@example.com\n")
    assert table.dialect.delimiter is None
    assert [row.cells for row in rows_of(table)] == [("ann@example.com",), ("bob@example.com",)]


def test_one_column_with_commas_in_some_rows(table_of: Callable[[str], Table]) -> None:
    table = table_of("Company\nAcme\nMüller, Sohn und Co\nBeta\nGamma\n")
    assert table.header == ("Company",)
    assert rows_of(table)[1].cells == ("Müller, Sohn und Co",)


def test_apostrophes_in_names_are_no_quotes(table_of: Callable[[str], Table]) -> None:
    table = table_of("name,city\n't Hooft,Utrecht\nO'Neil,Cork\n'Ana',Rome\n")
    assert [row.cells[0] for row in rows_of(table)] == ["'t Hooft", "O'Neil", "'Ana'"]


def test_apostrophes_around_cells_are_quotes(table_of: Callable[[str], Table]) -> None:
    table = table_of("'name','note'\n'Ann','a, b'\n'Bob','c, d'\n'Cy','e'\n")
    assert table.header == ("name", "note")
    assert rows_of(table)[0].cells == ("Ann", "a, b")


def test_zero_bytes_and_lone_returns(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"name,city\rAnn,K\x00iel\rBob,Ulm\r")
    rows = rows_of(open_table(path))
    assert [row.line for row in rows] == [2, 3]
    assert rows[0].cells == ("Ann", "K\x00iel")


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("utf-8", "Name,Ort\nJürgen Müller,Köln\nZoë,Łódź\n"),
        ("utf-8-sig", "Name,Ort\nJürgen Müller,Köln\nZoë,Łódź\n"),
        ("utf-16", "Name\tOrt\nJürgen Müller\tKöln\nZoë\tŁódź\n"),
        ("utf-16-le", "Name,City\nJohn Miller,Boston\nZoe,Miami\n"),
        ("utf-16-be", "Name,City\nJohn Miller,Boston\nZoe,Miami\n"),
        ("utf-32", "Name,Ort\nJürgen Müller,Köln\n"),
        ("cp1252", "Name;Ort\nJürgen Müller;Köln\nFrançois Lefèvre;Besançon\n"),
        ("cp1252", "Name;Preis\nMüller;12 €\n"),
        ("cp1250", "Imię,Miasto\nŁukasz Wiśniewski,Kraków\nŻaneta Ściegienny,Łódź\n"),
        ("cp1251", "Имя,Город\nИван Петров,Москва\n"),
        ("cp932", "名前,都市\n田中太郎,東京\n鈴木一郎,大阪\n"),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, codec: str, text: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode(codec))
    table = open_table(path)
    delimiter = table.dialect.delimiter
    assert delimiter is not None
    lines = [delimiter.join(table.header), *(delimiter.join(r.cells) for r in rows_of(table))]
    assert "\n".join(lines) + "\n" == text


def test_late_odd_byte_is_not_lost_on_an_ascii_beginning(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"name,city\n" + b"Ann,Boston\n" * 20_000 + "Zoé,Orléans\n".encode("cp1252"))
    *_rows, last = rows_of(open_table(path))
    assert last.cells == ("Zoé", "Orléans")


CELL = st.text(
    st.characters(
        # Marks that nobody sees are format characters; a reader leaves them out.
        exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), include_characters="\n,;\"'\t|"
    ), max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_cells_come_back_as_they_were_written(
    rows: list[tuple[str, str, str]], delimiter: str, quoting: int, ending: str, codec: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoting == 1 else csv.QUOTE_MINIMAL,
        lineterminator=ending,
    )  # fmt: skip
    writer.writerow(("first name", "last name", "city"))
    # Rows of plain words show the dialect, as real files do.
    plain = [("Ann", "Lee", "Boston"), ("Bob", "Ray", "Miami")]
    writer.writerows([*plain, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        path.write_bytes(out.getvalue().encode(codec))
        table = open_table(path, delimiter=delimiter)
        found = [row.cells for row in rows_of(table)]
    assert found == [*plain, *(row for row in rows if any(row))]


WORD = st.text("abcdefgäöüé ", min_size=1, max_size=10).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(WORD, WORD, st.integers(0, 99_999).map(str), WORD), min_size=2, max_size=8
    ),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_delimiter_is_found(rows: list[tuple[str, str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(("name", "company", "employees", "city"))
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
        table = open_table(path)
        found = [row.cells for row in rows_of(table)]
    assert table.dialect.delimiter == delimiter
    assert found == rows


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        path.write_bytes(content)
        try:
            table = open_table(path)
        except ImportFileError:
            return
        width = len(table.header)
        for row in table.rows():
            assert isinstance(row, RowProblem) or len(row.cells) == width


def test_the_processes_of_an_import_begin_without_database_and_detectors() -> None:
    program = (
        "import sys, app.importing.process\n"
        "heavy = {'sqlalchemy', 'alembic', 'clevercsv', 'charset_normalizer', 'babel', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    assert done.stdout.strip() == "[]"
